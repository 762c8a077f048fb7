"""Names fit to be shown and saved under."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.names import MAX_CHARACTERS, display_name, download_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("IMG_0001.HEIC", "IMG_0001.HEIC"),
        ("..\\..\\x.php", "x.php"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\pump leak.jpg", "pump leak.jpg"),
        ("pump\x00.jpg", "pump.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("two\r\nlines\t.pdf", "two lines .pdf"),
        (".htaccess", "htaccess"),
        ("n\u0303andu\u0301.jpg", "ñandú.jpg"),
        ("Küche 💧.png", "Küche 💧.png"),
        ("", "file"),
        (None, "file"),
        ("../..", "file"),
        ("\ud800", "file"),
    ],
)
def test_a_name_is_one_readable_line_without_a_path(given_name, shown):
    assert display_name(given_name) == shown


def test_a_long_name_keeps_its_extension():
    assert display_name("x" * 400 + ".jpeg") == "x" * 115 + ".jpeg"


@given(st.text())
def test_no_name_can_hide_anything(name):
    shown = display_name(name)
    assert 0 < len(shown) <= MAX_CHARACTERS
    assert not set("/\\\r\n\0") & set(shown)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@pytest.mark.parametrize(
    ("name", "saved_as"),
    [
        ("report.PDF", "report.PDF"),
        ("run.bat", "run.bat.pdf"),
        ("report", "report.pdf"),
        ("report.pdf      .exe", "report.pdf      .exe.pdf"),
        ("x" * 117 + ".js", "x" * 116 + ".pdf"),
    ],
)
def test_what_is_saved_has_an_extension_that_is_true(name, saved_as):
    assert download_name(name, ("pdf",)) == saved_as

"""The child is limited, and its parent believes nothing."""

import io
import json
import textwrap
from datetime import UTC, datetime, timedelta, timezone

import pytest

from evidence.sandbox import ChildFailed, PictureRefused, cleaned

from . import pictures

JPEG = b"\xff\xd8\xff\xff\xd9"
HONEST = {"width": 4, "height": 3, "taken_at": None, "copies": [["file", 5], ["view", 5], ["thumb", 5]]}


@pytest.fixture
def child(tmp_path):
    """Run a program of the test's own in the sandbox, in place of the cleaner."""

    def run(program, original=b"", timeout_seconds=20):
        path = tmp_path / "child.py"
        path.write_text(textwrap.dedent(program))
        return cleaned(io.BytesIO(original), program=path, timeout_seconds=timeout_seconds)

    return run


def limited(program):
    """The program after the cleaner's own limits and locks."""
    from evidence.sandbox import CLEANER

    load = f"import runpy; c = runpy.run_path({str(CLEANER)!r}); c['limit'](); c['lock_in']()\n"
    return load + textwrap.dedent(program)


def saying(frames=JPEG * 3, **changes):
    line = json.dumps({**HONEST, **changes}).encode() + b"\n"
    return f"import sys; sys.stdout.buffer.write({line + frames!r})"


def failure(run, *args, **kwargs):
    with pytest.raises(ChildFailed) as failed:
        run(*args, **kwargs)
    return str(failed.value)


def test_a_heic_photo_comes_back_upright_with_its_hour():
    original = pictures.from_camera(pictures.photo(640, 480), "HEIF")
    photo = cleaned(io.BytesIO(original))
    assert (photo.width, photo.height) == (480, 640)
    assert photo.taken_at == datetime(2026, 10, 5, 9, 31, 22, tzinfo=timezone(timedelta(hours=-7)))
    assert pictures.opened(photo.copies["thumb"]).size == (240, 320)


def test_twelve_megapixels_fit_in_the_limits():
    photo = cleaned(io.BytesIO(pictures.encoded(pictures.photo(4000, 3000), quality=30)))
    assert (photo.width, photo.height) == (2560, 1920)


def test_a_picture_that_is_none_is_refused_for_good():
    with pytest.raises(PictureRefused, match="unreadable"):
        cleaned(io.BytesIO(b"\xff\xd8\xff" + b"garbage" * 99))


def test_the_child_inherits_no_secret(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    program = "import os, sys; sys.exit(7 if set(os.environ) - {'LC_CTYPE'} else 8)"
    assert failure(child, program) == "ended with 8"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.open('/proc/%d/environ' % os.getppid(), 0)",
    ],
)
def test_a_decoder_that_was_taken_over_reaches_nothing(child, attempt):
    program = limited(f"import sys\ntry:\n    {attempt}\nexcept OSError:\n    sys.exit(9)\n")
    assert failure(child, program) == "ended with 9"


def test_too_much_memory_ends_the_child(child):
    program = limited("import sys\ntry:\n    bytes(2 << 30)\nexcept MemoryError:\n    sys.exit(9)\n")
    assert failure(child, program) == "ended with 9"


def test_a_child_that_hangs_is_killed(child):
    assert failure(child, "import time; time.sleep(60)", timeout_seconds=0.3) == "took too long"
    silent = "import os, time; os.close(1); time.sleep(60)"
    assert failure(child, silent, timeout_seconds=0.5) in ("did not end", "took too long")


def test_a_child_that_never_stops_talking_is_killed(child):
    assert failure(child, "import os\nwhile True: os.write(1, bytes(1 << 20))") == "said too much"


def test_a_child_that_dies_is_not_believed(child):
    assert failure(child, saying() + "; sys.stdout.flush(); import os; os.kill(os.getpid(), 9)") == "ended with -9"


def test_an_honest_answer_is_believed(child):
    assert child(saying(taken_at="2026-10-05T09:31:22+00:00")).taken_at == datetime(2026, 10, 5, 9, 31, 22, tzinfo=UTC)
    assert child(saying(taken_at="2026-19-45T09:31:22")).taken_at is None


@pytest.mark.parametrize(
    "answer",
    [
        {"frames": b""},
        {"frames": JPEG * 4},
        {"frames": b"<svg onload=alert(1)/>"[:5] * 3},
        {"copies": [["file", 5], ["file", 5], ["thumb", 5]]},
        {"copies": [["file", 5], ["view", 10]]},
        {"copies": [["../x", 5], ["view", 5], ["thumb", 5]]},
        {"copies": [["file", -5], ["view", 15], ["thumb", 5]]},
        {"copies": None},
        {"width": "4"},
        {"width": 0},
        {"height": 9999999},
        {"height": True},
        {"taken_at": "yesterday"},
        {"taken_at": 5},
        {"refused": "<b>", "width": None},
    ],
)
def test_nonsense_is_not_believed(child, answer):
    assert failure(child, saying(**answer)) == "talked nonsense"

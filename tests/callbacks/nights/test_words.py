"""What is read from a mail or a message of an answering service; a person corrects it."""

import pytest

from callbacks.words import MOST_BLOCKS, blocks_of, heard_in, looks_like_several

MAIL = """AVOCA AFTER-HOURS SUMMARY
Caller: Rosa Delgado
Callback number: 845-555-0142
Issue: Water heater is leaking badly onto the garage floor.
"""


@pytest.mark.parametrize(
    ("text", "phone", "name", "is_urgent"),
    [
        (MAIL, "845-555-0142", "Rosa Delgado", True),
        ("This is Omar Haddad, call me at (518) 555-0188 please", "(518) 555-0188", "Omar Haddad", False),
        ("Name: Lena O'Neill (tenant)\nPhone +1 845 555 0177", "+1 845 555 0177", "Lena O'Neill", False),
        ("From: 845-555-0142\nno words", "845-555-0142", "", False),
        ("Nombre: José Peña\nTel 845 555 0150. Es urgente.", "845 555 0150", "José Peña", True),
        ("Not urgent. 845-555-0142", "845-555-0142", "", False),
        ("Urgent: no\nName: Ann Lee", "", "Ann Lee", False),
        ("Emergency!!! basement flooded", "", "", True),
        ("Order 1234567 from 2026-11-22", "", "", False),
        ("", "", "", False),
    ],
)
def test_phone_name_and_urgency_are_proposed(text, phone, name, is_urgent):
    found = heard_in(text)
    assert (found.phone, found.name, found.is_urgent, found.words) == (phone, name, is_urgent, text.strip())


def test_blank_lines_part_what_has_a_number_each():
    two = "Ann Lee 845-555-0142: no heat\r\n \r\n\r\nBob Ray 845-555-0143: drain"
    assert blocks_of(two) == ["Ann Lee 845-555-0142: no heat", "Bob Ray 845-555-0143: drain"]
    assert looks_like_several(two)


def test_a_mail_with_paragraphs_is_one_request():
    assert not looks_like_several(MAIL + "\n\nThank you,\nthe night desk")
    assert not looks_like_several(MAIL)


def test_more_than_fits_stays_together_in_the_last_piece():
    pieces = blocks_of("\n\n".join(f"piece {place}" for place in range(50)))
    assert (len(pieces), pieces[-1][:8], pieces[-1][-8:]) == (MOST_BLOCKS, "piece 19", "piece 49")

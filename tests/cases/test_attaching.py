"""Photos and files on a case."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from evidence.models import CannotReceive, Item

from .moments import hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme", "media")


def note(text=b"The pump hums at night.", name="note.txt"):
    return ContentFile(text, name=name)


def test_a_file_is_kept_in_quarantine_and_told(ada):
    case = opened()
    item = case.attach(note(), by=ada, client_key=uuid4(), at=hours(1))
    assert (item.state, item.name, item.uploaded_by, item.uploaded_at) == ("quarantined", "note.txt", ada, hours(1))
    assert kinds(case)[3:] == ["attached"]
    assert last(case, "attached").facts == {"name": "note.txt", "item": str(item.pk), "of": "document"}


def test_the_same_key_is_one_file_and_one_line(ada):
    case, key = opened(), uuid4()
    items = [case.attach(note(), by=ada, client_key=key) for _ in range(3)]
    assert len({item.pk for item in items}) == 1
    assert Item.objects.count() == 1
    assert kinds(case).count("attached") == 1


def test_the_same_file_with_two_keys_is_two_files(ada):
    case = opened()
    for _ in range(2):
        case.attach(note(), by=ada, client_key=uuid4())
    assert Item.objects.about("case", case.pk).count() == 2


def test_a_key_of_one_case_is_refused_at_another(ada):
    key = uuid4()
    opened().attach(note(), by=ada, client_key=key)
    other = opened()
    with pytest.raises(CannotReceive):
        other.attach(note(), by=ada, client_key=key)
    assert kinds(other) == ["opened", "clocked", "routed"]


@pytest.mark.parametrize("text", [b"", b"<html><body>", b"PK\x03\x04zip", b"MZ\x00\x01\x02"])
def test_what_is_no_evidence_leaves_nothing(ada, text, media):
    case = opened()
    with pytest.raises(CannotReceive):
        case.attach(note(text), by=ada, client_key=uuid4())
    assert not Item.objects.exists()
    assert kinds(case) == ["opened", "clocked", "routed"]
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_files_lie_in_the_folder_of_their_company(ada, acme, media):
    item = opened().attach(note(), by=ada, client_key=uuid4(), at=hours(0))
    assert item.original.startswith(f"{acme.pk}/2026/03/")
    assert "note" not in item.original
    assert (media / item.original).read_bytes() == b"The pump hums at night."

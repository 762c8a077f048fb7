"""A storage of the test's own, uploads as browsers send them, and children that misbehave."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from . import pictures

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CASE = UUID("00000000-0000-7000-8000-00000000ca5e")


@pytest.fixture
def storage(settings, tmp_path):
    """The folder that holds this test's uploads."""
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.fixture
def receive(storage):
    """Return ``receive(content, name, by=None, ...)``: the verb, about one imagined case, at noon."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from evidence.models import Item

    def send(content=None, name="pump.jpg", *, by=None, client_key=None, about=CASE, at=NOON):
        upload = SimpleUploadedFile(name, pictures.jpeg() if content is None else content)
        upload.name = name  # as a parser that strips no folders would hand it over
        return Item.objects.receive("case", about, upload, by=by, client_key=client_key or uuid4(), at=at)

    return send


@pytest.fixture
def child_is(monkeypatch, tmp_path):
    """Return ``child_is(program)``, which puts a program of the test's own in the place of the cleaner."""
    from evidence import sandbox

    def put(program):
        path = Path(tmp_path, "child.py")
        path.write_text(program)
        monkeypatch.setattr(sandbox, "CLEANER", path)

    return put


@pytest.fixture
def heic():
    """A portrait photo from a phone in Phoenix, with the place where it was taken."""
    return pictures.from_camera(pictures.photo(640, 480), "HEIF")


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

"""Files on a case: into quarantine, out again only when clean, to those who see the case and to nobody else."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Item
from tests.cast import as_company
from tests.evidence import pictures
from tests.factories import CaseFactory

from .desk import fresh, history, last_line
from .reading import announced, read

pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def send(desk, case):
    """Return ``send(content, name, by=desk, **more)``: the answer to an upload."""

    def post(content=b"Notes of the visit", name="visit.txt", by=None, htmx=False, **more):
        file = SimpleUploadedFile(name, content)
        sent = {"file": file, "client_key": uuid4(), **more}
        return (by or desk).post(f"/cases/{case.number}/evidence/", sent, htmx=htmx)

    return post


def items(case):
    with as_company(case.tenant_id):
        return list(Item.objects.about("case", case.pk).for_gallery())


def path(case, item, last):
    return f"/cases/{case.number}/evidence/{item.pk}/{last}/"


def gallery(browser, case):
    return read(browser.get(f"/cases/{case.number}/evidence/", htmx=True))


def test_a_file_waits_in_quarantine_until_it_is_clean(send, case, desk):
    assert gallery(desk, case).text == "No photos or documents yet."
    answer = send()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/acme/cases/{case.number}/")
    (item,) = items(case)
    assert (item.state, item.name, item.uploaded_by.name) == ("quarantined", "visit.txt", "Ada Lovelace")
    assert last_line(case)[:2] == ("attached", "Ada Lovelace")
    waiting = gallery(desk, case)
    assert waiting.one(classed="shot-plain").text == "Being checked…"
    assert waiting.one(id="case-evidence").attrs["hx-trigger"].endswith("load delay:2s")
    assert desk.get(path(case, item, "file")).status_code == 404
    item.make_clean()
    shown = gallery(desk, case)
    assert shown.one("a").attrs["href"] == f"/acme{path(case, item, 'file')}"
    assert not shown.one(id="case-evidence").attrs["hx-trigger"].endswith("load delay:2s")
    served = desk.get(path(case, item, "file"))
    assert b"".join(served.streaming_content) == b"Notes of the visit"
    assert served.headers["Content-Disposition"] == 'attachment; filename="visit.txt"'


def test_a_photo_is_served_in_three_sizes_to_be_looked_at_only(send, case, desk):
    assert send(pictures.encoded(pictures.photo(1400, 1050)), "pump.jpg", htmx=True).status_code == 204
    (item,) = items(case)
    item.make_clean()
    shot = gallery(desk, case).one("a", classed="shot-open")
    assert shot.attrs["href"] == f"/acme{path(case, item, 'view')}"
    assert shot.one("img").attrs["src"] == f"/acme{path(case, item, 'thumb')}"
    sizes = {}
    for size in ("thumb", "view", "file"):
        served = desk.get(path(case, item, size))
        sizes[size] = pictures.opened(b"".join(served.streaming_content)).size
        assert {name: served.headers[name] for name in HEADERS} == HEADERS
    assert sizes == {"thumb": (320, 240), "view": (1280, 960), "file": (1400, 1050)}
    for size in ("original", "huge"):
        assert desk.get(path(case, item, size)).status_code == 404


HEADERS = {
    "Content-Type": "image/jpeg",
    "Content-Disposition": 'inline; filename="pump.jpg"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=300",
}


def test_a_photo_that_is_none_is_said_not_to_be(send, case, desk):
    send(pictures.jpeg()[:400], "broken.jpg")
    (item,) = items(case)
    item.make_clean()
    said = "This photo is damaged, or is not a photo. Please send it again."
    assert gallery(desk, case).one(classed="is-failed").text == said
    assert desk.get(path(case, item, "view")).status_code == 404


@pytest.fixture
def note(send, case):
    """A clean text on the case."""
    send()
    (item,) = items(case)
    item.make_clean()
    return item


def test_a_file_is_found_only_on_its_own_case_by_those_who_see_it(
    note, case, smith, north, south, member, client_for, globex, acme, desk
):
    elsewhere = CaseFactory(account=smith, branch=south)
    with as_company(acme):
        type(case).objects.filter(pk=case.pk).update(branch=south)
    lead, stranger = member("support_lead", branch=north), member("admin", globex)
    assert desk.get(path(case, note, "file")).status_code == 200
    assert desk.get(path(elsewhere, note, "file")).status_code == 404
    assert desk.post(path(elsewhere, note, "caption"), {"caption": "x"}).status_code == 404
    for browser in (
        client_for(lead),
        client_for(stranger),
        client_for(stranger, acme),
        client_for(member("installer")),
    ):
        assert browser.get(path(case, note, "file")).status_code == 404
    assert client_for(member("buyer")).get(path(case, note, "file")).status_code == 403
    signed_out = client_for(None, acme).get(path(case, note, "file"))
    assert signed_out.headers["Location"] == f"/accounts/login/?next=/acme{path(case, note, 'file')}"


REFUSED = {
    "page.html": (b"<!doctype html><script>alert(1)</script>", "“page.html” is a web page or a drawing, which could "
                  "carry a program. Send a photo or a PDF of it."),
    "empty.jpg": (b"", "This file is empty."),
    "parts.zip": (b"PK\x03\x04" + bytes(60), "“parts.zip” is an archive or an Office document. Send the files one by "
                  "one, documents as PDF."),
}  # fmt: skip


def test_what_cannot_be_kept_is_refused_in_plain_words(send, case, desk):
    for name, (content, message) in REFUSED.items():
        answer = send(content, name, htmx=True)
        assert (answer.status_code, answer.content.decode()) == (422, message)
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    nothing = desk.post(f"/cases/{case.number}/evidence/", {"client_key": uuid4()})
    assert (nothing.status_code, nothing.content) == (422, b"Choose a file.")
    keyless = send(client_key="17")
    assert (keyless.status_code, keyless.content) == (422, b"Enter a valid UUID.")
    assert items(case) == []


def test_several_files_of_a_browser_without_scripts_are_all_kept_once(case, desk):
    key = uuid4()
    for _ in range(2):
        files = [
            SimpleUploadedFile(f"{name}.txt", f"Words of {name}".encode()) for name in ("first", "second", "third")
        ]
        assert desk.post(f"/cases/{case.number}/evidence/", {"file": files, "client_key": key}).status_code == 302
    assert sorted(item.name for item in items(case)) == ["first.txt", "second.txt", "third.txt"]
    assert history(case).count("attached") == 3


def test_the_same_file_sent_twice_is_one_file(send, case):
    key = uuid4()
    assert [send(client_key=key).status_code for _ in range(2)] == [302, 302]
    assert (len(items(case)), history(case).count("attached")) == (1, 1)


def test_a_key_of_another_case_is_refused(send, case, smith, desk):
    key, other = uuid4(), CaseFactory(account=smith)
    send(client_key=key)
    file = SimpleUploadedFile("visit.txt", b"Notes")
    answer = desk.post(f"/cases/{other.number}/evidence/", {"file": file, "client_key": key})
    assert (answer.status_code, answer.content.decode()) == (422, "“visit.txt” was already sent to another place.")
    assert items(other) == []


def test_who_only_reads_attaches_nothing(send, case, member, client_for):
    answer = send(by=client_for(member("executive")))
    assert answer.status_code == 403
    assert "It needs one of: Support, Support lead" in read(answer).text
    assert items(case) == []


def test_a_caption_is_written_under_a_file(note, case, desk):
    answer = desk.post(path(case, note, "caption"), {"caption": " The <b>pump</b>\nfrom below "}, htmx=True)
    page = read(answer)
    assert (answer.status_code, page.roots) == (200, [("div", "case-evidence")])
    assert announced(answer) == {"toast": {"text": "Saved.", "kind": "done"}}
    assert page.one("figcaption").text == "The <b>pump</b> from below"
    assert desk.post(path(case, note, "caption"), {"caption": "Shorter"}).status_code == 302
    assert fresh(note).caption == "Shorter"
    long = desk.post(path(case, note, "caption"), {"caption": "x" * 201}, htmx=True)
    assert (long.status_code, long.content.decode()) == (
        422, "Ensure this value has at most 200 characters (it has 201).",
    )  # fmt: skip
    assert fresh(note).caption == "Shorter"
    assert desk.get(path(case, note, "caption")).status_code == 405

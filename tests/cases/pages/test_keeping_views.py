"""Views of the queues that people keep."""

import pytest

from cases.models import CannotSave, SavedView
from cases.models.saving import MOST_OWN, MOST_SHARED
from tests.cast import as_company, at_once

from .reading import read


def keep(count, *, by, is_shared=False):
    with as_company(by.tenant_id):
        first = SavedView.objects.count()
        for number in range(first, first + count):
            SavedView.objects.keep(f"View {number}", "queue=open", by=by, is_shared=is_shared)


def sent(browser, **more):
    return browser.post("/cases/views/", {"name": "One more", "query": "queue=mine"} | more)


def test_a_question_too_long_to_be_kept_is_refused_at_the_name(desk, acme):
    words = "насос" * 20  # each letter takes six in an address
    answer = desk.post("/cases/views/", {"name": "Насос", "query": f"queue=open&q={words}"})
    assert answer.status_code == 422
    assert "more than a view can keep" in answer.content.decode()
    with as_company(acme):
        assert not SavedView.objects.exists()


def test_the_last_view_there_is_room_for_is_kept_and_the_next_is_refused_at_the_name(desk, ada):
    keep(MOST_OWN - 1, by=ada)
    assert sent(desk, name="The last").status_code == 302
    answer = sent(desk)
    assert answer.status_code == 422
    field = read(answer).one("input", id="id_name").attrs
    assert field["aria-invalid"] == "true"
    assert "One person keeps at most 50 views of their own. Delete one first." in answer.content.decode()
    with as_company(ada.tenant_id):
        SavedView.objects.first().remove(by=ada)
    assert sent(desk).status_code == 302


def test_shared_views_have_a_limit_of_their_own_named_at_their_box(max, ada, client_for):
    keep(MOST_SHARED - 1, by=max, is_shared=True)
    lead = client_for(max)
    assert sent(lead, name="The last", is_shared="on").status_code == 302
    answer = sent(lead, is_shared="on")
    assert answer.status_code == 422
    assert "At most 100 views are shared. Delete one, or keep this one for yourself." in answer.content.decode()
    assert read(answer).one("input", id="id_is_shared").attrs["aria-invalid"] == "true"
    assert sent(lead).status_code == 302  # for oneself there is room
    assert sent(client_for(ada)).status_code == 302


def test_sharing_one_and_keeping_a_shared_one_for_oneself_count_too(max):
    keep(MOST_SHARED, by=max, is_shared=True)
    keep(MOST_OWN, by=max)
    with as_company(max.tenant_id):
        own, shared = SavedView.objects.own_of(max).first(), SavedView.objects.shared().first()
        own.change(by=max, name="Another name", is_shared=False)
        for view, is_shared in ((own, True), (shared, False)):
            with pytest.raises(CannotSave):
                view.change(by=max, name="Turned", is_shared=is_shared)
        assert SavedView.objects.shared().count() == MOST_SHARED
        shared.remove(by=max)
        own.change(by=max, name="Turned", is_shared=True)


def test_two_hands_at_the_last_place_keep_one(transactional_db, ada):
    keep(MOST_OWN - 1, by=ada)

    def one(name):
        def act():
            with as_company(ada.tenant_id):
                return SavedView.objects.keep(name, "queue=open", by=ada).name

        return act

    outcomes = at_once(one("This"), one("That"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CannotSave", "str"]
    with as_company(ada.tenant_id):
        assert SavedView.objects.count() == MOST_OWN

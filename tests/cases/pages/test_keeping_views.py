"""Views of the queues that people keep."""

from cases.models import SavedView
from tests.cast import as_company


def test_a_question_too_long_to_be_kept_is_refused_at_the_name(desk, acme):
    words = "насос" * 20  # each letter takes six in an address
    answer = desk.post("/cases/views/", {"name": "Насос", "query": f"queue=open&q={words}"})
    assert answer.status_code == 422
    assert "more than a view can keep" in answer.content.decode()
    with as_company(acme):
        assert not SavedView.objects.exists()

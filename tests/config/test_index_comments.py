"""Comments older than their words are found once the command has been through."""

import pytest
from django.core.management import call_command

from cases.models import Case, CaseToken
from tests.cast import as_company, outside
from tests.factories import AccountFactory, CaseFactory
from timeline.models import Audience

pytestmark = pytest.mark.django_db


def spoken_of(company, word, **said):
    """A case with a comment whose words were never written."""
    case = CaseFactory(account=AccountFactory(tenant=company), triaged=True)
    with as_company(company):
        case.comment(f"They mentioned the {word}", by=None, **said)
        case.tokens.filter(token=word).delete()
    return case


def found(company, word, **how):
    with as_company(company):
        return list(Case.objects.mentioning(word, **how))


def index(*words):
    with outside():
        call_command("index_comments", *words, verbosity=0)


def test_old_comments_are_found_afterwards_by_whom_they_are_for(acme, departments):
    told = spoken_of(acme, "raccoon", audience=Audience.CUSTOMER)
    inside = spoken_of(acme, "badger")
    assert found(acme, "raccoon") == found(acme, "badger") == []
    index()
    assert found(acme, "raccoon") == found(acme, "raccoon", inside=False) == [told]
    assert (found(acme, "badger"), found(acme, "badger", inside=False)) == ([inside], [])


def test_twice_changes_nothing(acme, departments):
    case = spoken_of(acme, "raccoon")
    index()
    with as_company(acme):
        before, version = set(CaseToken.objects.values_list("pk", flat=True)), Case.objects.get(pk=case.pk).version
    index()
    with as_company(acme):
        assert set(CaseToken.objects.values_list("pk", flat=True)) == before
        assert Case.objects.get(pk=case.pk).version == version == case.version


def test_one_company_leaves_the_other_alone(acme, globex):
    ours, theirs = spoken_of(acme, "raccoon"), spoken_of(globex, "raccoon")
    index("--company", "globex")
    assert (found(acme, "raccoon"), found(globex, "raccoon")) == ([], [theirs])
    index("--company", "acme")
    assert found(acme, "raccoon") == [ours]


def test_every_step_is_taken_and_what_was_merged_is_found_through_its_survivor(acme, departments, max, monkeypatch):
    monkeypatch.setattr("config.management.commands.index_comments.A_STEP", 1)
    survivor, source = spoken_of(acme, "raccoon"), spoken_of(acme, "badger")
    with as_company(acme):
        source.merge_into(survivor, by=max, confirmed=True)
        survivor.tokens.filter(token__in=["badger", "raccoon"]).delete()
    index()
    assert found(acme, "badger") == found(acme, "raccoon") == [survivor]
    with as_company(acme):
        assert not source.tokens.exists()

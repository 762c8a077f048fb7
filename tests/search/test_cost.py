"""What the search over everything asks the database for."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from customers.models import Complaint, ComplaintWord, Contract
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, CallbackFactory, CaseFactory, ContractFactory, JobFactory, OrderFactory

pytestmark = pytest.mark.django_db
# Session, person, company, the scope's settings, access and their end; see tests/cases/test_query_counts.py.
PAGE = 6


@pytest.fixture
def desk(ada, client_for, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "search"}}
    cache.clear()
    return client_for(ada)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("text", "statements"),
    [
        # customers: words, rows; cases: the endings of open ones, the first of them, their rows; those of resolved ones
        # and one each for callbacks and for complaints; where there are any, their rows
        ("heron", 10),
        ("heron 77", 13),  # and how frequent each word is, the rest of the customers; whether a number begins so
        ("77", 13),  # and the contracts and orders that do
        ("heorn", 16),  # and of customers and of cases what may be meant, and whether it is there
        ("zzzz", 8),
        ("", 0),
    ],
)
def test_statements(acme, desk, rows, text, statements):
    with as_company(acme):
        for number in range(rows):
            account = AccountFactory(name=f"Heron {number} 77")
            ContractFactory(account=account, number=f"77-{number}")
            JobFactory(account=account, number=f"J77-{number}")
            OrderFactory(account=account, number=f"77-{number}")
            CaseFactory(account=account, summary=f"Heron 77 sits on pump {number}", triaged=True)
            CallbackFactory(account=account, reason=f"Heron 77 flies {number}")
            account.note_complaint(f"Heron 77 bites {number}", by=None)
    desk.get("/search/", {"q": text})
    assert len(queries_of(lambda: desk.get("/search/", {"q": text}))) == PAGE + statements


def test_numbers_are_found_by_an_index(in_acme):
    account = AccountFactory()
    Contract.objects.bulk_create(Contract(account=account, number=f"AB-{number:05}") for number in range(3000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_contract")
    plan = Contract.objects.numbered_like("ab-0123").by_number().explain()
    assert "customers_contract_found" in plan
    assert "Seq Scan" not in plan
    assert Contract.objects.numbered_like("ab-0123").count() == 10


def test_what_is_said_is_found_by_an_index(in_acme):
    account = AccountFactory()
    complaints = [Complaint(account=account, words="x", noted_at=timezone.now()) for _ in range(3000)]
    Complaint.objects.bulk_create(complaints)
    said = [ComplaintWord(complaint=one, token=f"w{nth:05}") for nth, one in enumerate(complaints)]
    ComplaintWord.objects.bulk_create(said)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_complaint, customers_complaintword, customers_accounttoken")
    plan = Complaint.objects.saying("w0012").open_first().explain()
    assert "customers_complaint_said" in plan
    assert "Seq Scan" not in plan.replace("Seq Scan on customers_accounttoken", "")  # a table of one page
    assert Complaint.objects.saying("w0012").count() == 10

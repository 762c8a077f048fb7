"""What the search over everything asks the database for."""

import pytest
from django.core.cache import cache
from django.db import connection

from customers.models import Contract
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, CaseFactory, ContractFactory, JobFactory, OrderFactory

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
        ("heron", 6),
        ("heron 77", 9),  # and how frequent each word is, the rest of the customers; whether a number begins so
        ("77", 9),  # and the contracts and orders that do
        ("heorn", 14),  # and of customers and of cases what may be meant, and whether it is there
        ("zzzz", 6),
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

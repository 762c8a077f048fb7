"""What PostgreSQL does for a search among many customers, as the web role: an index, never all of a frequent word."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Account, index_accounts
from tests.factories import AccountFactory, PropertyFactory

MANY = 12_000
COPIES = """
INSERT INTO customers_account SELECT made.* FROM customers_account a, generate_series(3, %(many)s) n,
  LATERAL jsonb_populate_record(a, jsonb_build_object('id', uuidv7(), 'number', n, 'name', 'Jane Common' || n)) made
WHERE a.number = 1;
INSERT INTO customers_property SELECT made.* FROM customers_property p, customers_account a,
  LATERAL jsonb_populate_record(p, jsonb_build_object('id', uuidv7(), 'account_id', a.id)) made WHERE a.number > 2;
"""


@pytest.fixture
def many(in_acme):
    """A company with thousands of Janes in one street, whose statistics PostgreSQL does not know yet."""
    PropertyFactory(account=AccountFactory(name="Jane Common"), street="1 Lakeside Road")
    AccountFactory(name="Zora Lone")
    with connection.cursor() as cursor:
        cursor.execute(COPIES, {"many": MANY})
    index_accounts(list(Account.objects.values_list("pk", flat=True)))


def read_rows(text):
    """The most rows that any part of the plans of a search reads."""
    with CaptureQueriesContext(connection) as sent:
        Account.objects.search(text, 8)
    most = 0
    for query in sent:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) " + query["sql"].replace("%", "%%"))
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan on customers_accounttoken" not in plan, plan
        done = re.findall(r"actual rows=([\d.]+) loops=(\d+)", plan)
        most = max(most, *(float(rows) * int(loops) for rows, loops in done))
    return most


@pytest.mark.parametrize("analyzed", [False, True], ids=["no statistics", "statistics"])
def test_a_search_reads_little_however_frequent_its_words_are(many, analyzed):
    if analyzed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE customers_accounttoken, customers_account, tenants_spelling")
    for text in ("ja", "lakeside", "1 lakeside road", "jane lakeside", "zora", "zora lakeside", "jane lekeside", "x y"):
        assert read_rows(text) <= 1000, text

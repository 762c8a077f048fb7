"""What PostgreSQL does for the queues, as the web role behind row-level security: an index's order, never a sort."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseTag, Search, Tag
from cases.querysets import FEW
from tests.factories import AccountFactory, CaseFactory

pytestmark = pytest.mark.django_db

MANY = 4000
# Copies of one case: every fifth is open; a tenth is nobody's, a tenth Ada's, the others Max's.
# Each has a word of its own and two common ones.
COPIES = """
INSERT INTO cases_case SELECT made.* FROM cases_case c, generate_series(2, %s) n, LATERAL (
    SELECT CASE WHEN n %% 5 > 0 THEN now() - n * interval '1 minute' END AS resolved) r,
  LATERAL jsonb_populate_record(c, jsonb_build_object(
    'id', uuidv7(), 'number', n, 'opening_key', NULL, 'queue_at', now() + n * interval '1 minute',
    'case_type', CASE WHEN n %% 20 = 5 THEN 'damage' ELSE c.case_type END,
    'reason_code', CASE WHEN n %% 20 = 10 THEN 'other' ELSE c.reason_code END,
    'description', CASE WHEN n %% 20 = 15 THEN '' ELSE 'It hums' END, 'resolved_at', resolved,
    'owner_id', CASE n / 5 %% 10 WHEN 0 THEN NULL WHEN 1 THEN c.owner_id ELSE %s END)) made
WHERE c.number = 1;
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, resolved_at, is_internal)
SELECT uuidv7(), tenant_id, id, token, resolved_at, false
FROM cases_case, unnest(ARRAY['common', 'usual', 'only' || number]) token WHERE number > 1;
"""


@pytest.fixture
def analyzed(in_acme, ada, max, departments):
    """A company with thousands of cases, as the statistics of its tables know."""
    CaseFactory(account=AccountFactory(tenant=in_acme), by=ada, triaged=True)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [MANY, max.pk])
        cursor.execute("ANALYZE cases_case, cases_casetoken")


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def page(rows, moment="queue_at"):
    return rows.values_list("pk", "version", "account__version", moment)[:51]


def assert_in_order(plan, index):
    assert index in re.findall(r"using (\w+) on cases_case", plan), plan
    assert "Sort" not in plan and "Seq Scan on cases_case" not in plan, plan


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda cases, _ada: cases.open().due_first(), "cases_open"),
        (lambda cases, _ada: cases.open().due_first().unassigned(), "cases_pool"),
        (lambda cases, ada: cases.open().due_first().handled_by(ada), "cases_mine"),
        (lambda cases, _ada: cases.open().due_first().of_type("damage"), "cases_type"),
        (lambda cases, _ada: cases.open().due_first().because_of("other"), "cases_reason"),
        (lambda cases, _ada: cases.open().due_first().lacking("context"), "cases_no_context"),
    ],
)
def test_a_queue_is_read_in_the_order_of_its_index(analyzed, ada, rows, index):
    assert_in_order(plan_of(page(rows(Case.objects.all(), ada))), index)


def test_the_resolved_are_read_in_the_order_of_their_index(analyzed, ada):
    newest = Case.objects.resolved().newest_resolved_first()
    assert_in_order(plan_of(page(newest, "resolved_at")), "cases_resolved")
    assert_in_order(plan_of(page(newest.handled_by(ada), "resolved_at")), "cases_settled")


def test_a_later_page_begins_at_its_place_in_the_index(analyzed):
    first = Case.objects.open().due_first()
    pk, moment = first.values_list("pk", "queue_at")[300]
    plan = plan_of(page(first.due_after(moment, pk)))
    assert_in_order(plan, "cases_open")
    assert re.search(r"Index Cond: .*queue_at >= ", plan), plan


def test_counting_touches_no_row(analyzed):
    for rows in (Case.objects.open(), Case.objects.open().prioritised("high")):
        assert "Index Only Scan" in plan_of(rows.values("pk")[:100])


def test_a_filter_leaves_rows_out_before_they_are_fetched(analyzed, ada):
    """Whatever is filtered by ends the key of every index, so it is compared there."""
    newest = Case.objects.resolved().newest_resolved_first()
    for rows in (newest.of_type("damage"), newest.because_of("other").prioritised("low").handled_by(ada)):
        plan = plan_of(page(rows, "resolved_at"))
        assert "Filter: " not in plan.split("on cases_case")[1].split("->")[0], plan
        assert "Seq Scan on cases_case" not in plan, plan


def test_the_cases_of_a_tag_are_found_from_it_whatever_else_is_resolved(analyzed, ada, in_acme):
    Case.objects.open().first().tag("rare", by=ada)
    tag = Tag.objects.get(name="rare")
    plan = plan_of(CaseTag.objects.filter(tag=tag, is_open=True).values("case")[: FEW + 1])
    assert "Seq Scan" not in plan or "cases_casetag" in plan
    assert Case.objects.tagged(tag, is_open=True).count() == 1
    assert Case.objects.tagged(tag, is_open=False).count() == 0


def searched(*words):
    return Search(list(words), inside=True)


def plan_of_reading(read):
    """The plan of the last statement that ``read`` sends."""
    with CaptureQueriesContext(connection) as sent:
        read()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sent[-1]['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_rare_word_is_read_from_its_index_and_few_cases_by_their_ids(analyzed):
    found = searched("only775").open  # every fifth is open
    assert (len(found.ids), found.is_all) == (1, True)
    assert "cases_token_open" in plan_of_reading(lambda: searched("only775").open)
    rows = searched("only775").among(Case.objects.open(), is_open=True).due_first()
    assert "Seq Scan on cases_case" not in plan_of(page(rows))


def test_frequent_words_of_resolved_cases_are_read_in_the_order_of_their_queue(analyzed):
    for words in (["common"], ["common", "usual"]):
        found = searched(*words).resolved(51)
        newest = Case.objects.resolved().newest_resolved_first().exclude(number=1)
        assert found.ids == [str(pk) for pk in newest.values_list("pk", flat=True)[:51]]
        assert (found.is_first, found.is_all) == (True, False)
        plan = plan_of_reading(lambda: searched(*words).resolved(51))  # noqa: B023 - read at once
        assert plan.count("using cases_token_resolved") == len(words), plan
        assert not re.search(r"-> +Sort", plan), plan


def test_the_words_that_begin_alike_are_looked_up_by_jumping_from_one_to_the_next(analyzed):
    search = searched("only77", "comm")
    assert search.endings == [sorted(f"only{n}" for n in (77, *range(771, 775), *range(776, 780))), ["common"]]
    assert "cases_token_resolved" in plan_of_reading(lambda: searched("only77").endings)


def test_among_many_open_cases_with_a_word_the_list_is_walked_in_its_order(analyzed):
    plan = plan_of(page(Case.objects.open().having(searched("common")).due_first()))
    assert_in_order(plan, "cases_open")
    assert "cases_token_once" in plan

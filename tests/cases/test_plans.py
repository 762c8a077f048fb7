"""What PostgreSQL does for the queues, as the web role behind row-level security: an index's order, never a sort."""

import json
import re
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Place, Search, Tag, Tagged
from cases.models.wording import Words
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
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, resolved_at, is_internal)
SELECT uuidv7(), tenant_id, id, token, queue_at, resolved_at, false
FROM cases_case, unnest(ARRAY['common', 'usual', 'only' || number]) token WHERE number > 1;
"""
STORM = """
INSERT INTO cases_casetag (id, tenant_id, case_id, tag_id, queue_at, resolved_at)
SELECT uuidv7(), tenant_id, id, %s, queue_at, resolved_at FROM cases_case WHERE number > 1
"""


@pytest.fixture
def analyzed(in_acme, ada, max, departments):
    """A company with thousands of cases, as the statistics of its tables know."""
    CaseFactory(account=AccountFactory(tenant=in_acme), by=ada, triaged=True)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [MANY, max.pk])
        cursor.execute("ANALYZE cases_case, cases_casetoken, customers_account")


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def page(rows, moment="queue_at"):
    return rows.values_list("pk", "version", "account__version", moment)[:51]


def assert_in_order(plan, index):
    assert index in re.findall(r"using (\w+) on cases_case", plan) and "Sort" not in plan, plan
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
    with connection.cursor() as cursor:  # of so few rows a sort costs as much; of many it is out of the question
        cursor.execute("SET LOCAL enable_sort = off")
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


def rows_read(sql):
    """How many rows the statement takes from tables and indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (answer,) = cursor.fetchone()
    nodes, read = [(answer if isinstance(answer, list) else json.loads(answer))[0]["Plan"]], 0
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if "Scan" in node["Node Type"] and "Relation Name" in node:
            read += (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return read


@pytest.fixture
def tagged(analyzed):
    """Every case but the first has the tag "storm"."""
    storm = Tag.objects.create(name="storm")
    with connection.cursor() as cursor:
        cursor.execute(STORM, [storm.pk])
        cursor.execute("ANALYZE cases_casetag")
    return storm


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "resolved"])
def test_the_cases_of_a_frequent_tag_are_read_from_it_in_the_order_of_the_queue(tagged, is_open):
    cases, moment = Case.objects.exclude(number=1), "queue_at" if is_open else "resolved_at"
    queue = cases.open().due_first() if is_open else cases.resolved().newest_resolved_first()
    here = queue.values_list(moment, "pk")[300]
    later, earlier = (queue.due_after, queue.due_before) if is_open else (queue.resolved_before, queue.resolved_after)
    for rows, place in (
        (queue, Place(is_open)),
        (later(*here), Place(is_open, after=here)),
        (earlier(*here), Place(is_open, before=here)),
    ):
        assert Tagged(tagged).first(51, place).ids == [str(pk) for pk in rows.values_list("pk", flat=True)[:51]]
        sql = sent_by(lambda: Tagged(tagged).first(51, place))  # noqa: B023 - read at once
        assert f"cases_tag_{'open' if is_open else 'resolved'}" in plan_of_sql(sql)
        assert rows_read(sql) <= 52


def test_a_rare_tag_has_its_cases_and_no_others(analyzed, ada):
    case = Case.objects.open().first()
    case.tag("rare", by=ada)
    found = Tagged(Tag.objects.get(name="rare"))
    hits = [found.first(51, Place(is_open)) for is_open in (True, False)]
    assert [(one.ids, one.is_all) for one in hits] == [([str(case.pk)], True), ([], True)]
    assert list(found.having(Case.objects.all())) == [case]


def searched(*words):
    return Search(list(words), inside=True)


def sent_by(read):
    """The last statement that ``read`` sends."""
    with CaptureQueriesContext(connection) as sent:
        read()
    return sent[-1]["sql"]


def plan_of_reading(read):
    return plan_of_sql(sent_by(read))


def plan_of_sql(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_rare_word_is_read_from_its_index_and_few_cases_by_their_ids(analyzed):
    found = searched("only775").first(51, Place(True))  # every fifth is open
    assert (len(found.ids), found.is_all) == (1, True)
    assert "cases_token_open" in plan_of_reading(lambda: searched("only775").first(51, Place(True)))
    rows = searched("only775").among(Case.objects.open(), is_open=True).due_first()
    assert "Seq Scan on cases_case" not in plan_of(page(rows))


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "resolved"])
@pytest.mark.parametrize("words", [["common"], ["common", "usual"]])
def test_frequent_words_are_read_in_the_order_of_the_queue_and_no_further_than_a_page(analyzed, words, is_open):
    search = partial(searched(*words).first, 51, Place(is_open))
    cases = Case.objects.exclude(number=1)
    queue = cases.open().due_first() if is_open else cases.resolved().newest_resolved_first()
    found = search()
    assert found.ids == [str(pk) for pk in queue.values_list("pk", flat=True)[:51]]
    assert (found.is_first, found.is_all) == (True, False)
    sql = sent_by(lambda: searched(*words).first(51, Place(is_open)))
    plan = plan_of_reading(lambda: searched(*words).first(51, Place(is_open)))
    assert plan.count(f"using cases_token_{'open' if is_open else 'resolved'}") == len(words), plan
    assert not re.search(r"-> +Sort", plan), plan
    assert rows_read(sql) <= 60 * len(words)


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "resolved"])
def test_a_frequent_word_beside_a_rare_one_is_asked_only_of_the_cases_with_that(analyzed, is_open):
    rare = f"only{775 if is_open else 776}"
    assert len(searched(rare, "common").first(51, Place(is_open)).ids) == 1
    assert rows_read(sent_by(lambda: searched(rare, "common").first(51, Place(is_open)))) < 60


def test_the_words_that_begin_alike_are_looked_up_by_jumping_from_one_to_the_next(analyzed):
    words = Words(["only77", "comm"], is_open=False, inside=True)
    alike = sorted(f"only{n}" for n in (77, *range(771, 775), *range(776, 780)))
    assert words.endings == [dict.fromkeys(alike, 1), {"common": FEW + 1}]
    assert "cases_token_resolved" in plan_of_reading(lambda: Words(["only77"], is_open=False, inside=True).endings)


def test_where_a_filter_leaves_too_few_of_a_frequent_word_the_list_is_walked_in_its_order(analyzed):
    plan = plan_of(page(searched("common").having(Case.objects.open()).due_first()))
    assert_in_order(plan, "cases_open")
    assert "Index Only Scan using cases_token_once" in plan

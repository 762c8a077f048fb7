"""The words that a company knows, and what a mistyped one leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.models import Spelling
from tenants.words import variants
from tests.cast import as_company, at_once

nearest = Spelling.objects.nearest


@pytest.mark.usefixtures("in_acme")
class TestVocabulary:
    @pytest.mark.parametrize("typed", ["castilo", "castilllo", "castilla", "catsillo", "xastillo"])
    def test_one_edit_leads_to_a_known_word(self, typed):
        Spelling.objects.learn(["castillo", "pump"])
        assert nearest(typed) == ["castillo"]

    @pytest.mark.parametrize("typed", ["castillo", "casilo", "", "cas", "'; DROP TABLE x; --", "x" * 200])
    def test_anything_else_leads_nowhere(self, typed):
        Spelling.objects.learn(["castillo", "pump"])
        assert nearest(typed) == []

    def test_a_letter_left_out_of_a_short_word_is_found(self):
        Spelling.objects.learn(["omar"])
        assert nearest("oma") == ["omar"]

    def test_the_best_begins_alike_and_is_as_long(self):
        Spelling.objects.learn(["mario", "maria", "arian", "marian", "naria"])
        assert nearest("marja") == ["maria"]
        assert nearest("maris") == ["maria", "mario"]
        assert nearest("aria") == ["arian", "maria", "naria"]

    def test_what_is_known_is_learnt_once_and_asked_for_in_one_statement(self):
        Spelling.objects.learn(["pump", "hums", "pump", "at", "1042"])
        assert Spelling.objects.count() == len(variants("pump")) + len(variants("hums"))
        with CaptureQueriesContext(connection) as sent:
            Spelling.objects.learn(["hums", "pump"])
            Spelling.objects.learn(["at", "7"])
        assert len(sent) == 1
        with CaptureQueriesContext(connection) as sent:
            Spelling.objects.learn(["pump", "motor", "sensor"])
        assert len(sent) == 2
        assert Spelling.objects.count() == sum(len(variants(word)) for word in ("pump", "hums", "motor", "sensor"))

    def test_words_of_the_other_company_are_not_known(self, globex):
        Spelling.objects.learn(["castillo"])
        with as_company(globex):
            assert nearest("castilo") == []

    def test_words_are_looked_up_by_their_index(self):
        Spelling.objects.learn(f"{first}{second}word" for first in "abcdefghijklmnopqrst" for second in "abcdefghijkl")
        sql, params = Spelling.objects.filter(variant__in=variants("aaword")).values("word").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tenants_spelling")
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "tenants_spelling_variant" in plan and "Index Cond: ((tenant_id" in plan, plan
        assert "variant" in plan.partition("Index Cond:")[2].partition("\n")[0], plan


def test_two_who_learn_the_same_words_at_once_wait_for_nobody(transactional_db, acme):
    def learn(words):
        def run():
            with as_company(acme):
                for word in words:
                    Spelling.objects.learn([word])

        return run

    words = ["pump", "motor", "sensor", "skimmer", "boiler", "gasket"]
    at_once(learn(words), learn(words[::-1]))
    with as_company(acme):
        assert [nearest(f"x{word}") for word in words] == [[word] for word in words]

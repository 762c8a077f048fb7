"""Finding a case by its words."""

import pytest

from cases.models import Case
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, ContractFactory, PropertyFactory

from .moments import fresh, opened


@pytest.mark.usefixtures("in_acme")
class TestFinding:
    def test_every_word_has_to_begin_one(self):
        case = opened(summary="Filter pump hums at night")
        for text in ("filter", "FILT", "pump filter", "hu ni", "“pump”", f"{case.number} filter"):
            assert list(Case.objects.mentioning(text)) == [case], text
        for text in ("ump", "filter roof", "pumps"):
            assert not Case.objects.mentioning(text).exists(), text

    def test_no_words_ask_for_nothing_in_particular(self):
        case = opened()
        assert list(Case.objects.mentioning("?! 🙂")) == [case]

    def test_a_case_is_found_by_whom_where_and_what_it_concerns(self):
        account = AccountFactory(name="Mary Müller")
        site = PropertyFactory(account=account, street="12 Birch Lane")
        contract = ContractFactory(account=account, number="NY-4711")
        case = opened(account=account, site=site, contract=contract, description="Since the storm")
        for text in ("muller", "Müller", "birch", "12 birch", "4711", "ny-4711", "storm", str(case.number)):
            assert list(Case.objects.mentioning(text)) == [case], text

    def test_wildcards_are_only_signs(self):
        opened(summary="Filter pump")
        assert not Case.objects.mentioning("f%r_x").exists()
        assert not Case.objects.mentioning("fil%mp").exists()

    def test_words_of_the_other_company_are_not_found(self, acme, globex):
        CaseFactory(account=AccountFactory(tenant=globex), summary="Secretword")
        with as_company(globex):
            assert Case.objects.mentioning("secretword").count() == 1
        assert not Case.objects.mentioning("secretword").exists()
        assert fresh(opened()).tokens.count() > 0

    def test_writing_the_words_again_changes_nothing(self):
        case = opened(summary="Filter pump")
        before = set(case.tokens.values_list("pk", flat=True))
        fresh(case).index_words()
        assert set(case.tokens.values_list("pk", flat=True)) == before

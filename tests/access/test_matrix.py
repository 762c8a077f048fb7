"""Every address, asked by everybody: the ten roles, the other company, those who left and those who never came in."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tenants.models import Membership, Role, User
from tests.cast import as_company

from .addresses import args_of, body_of
from .conftest import MARK
from .matrix import COMPANY, HOOKS, OPEN_TO_EVERY_MEMBER, OUTSIDE, ROLES, expected

ASKED = ("GET", "GET htmx", "POST", "HTMX")


def routes(urlconf):
    """Return every address of ``urlconf`` as name -> pattern; one without a name goes by its pattern."""

    def walk(resolver, prefix=""):
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                yield from walk(entry, prefix + str(entry.pattern))
            else:
                yield entry.name or prefix + str(entry.pattern), entry

    return dict(walk(get_resolver(urlconf)))


def ask(visitor, side, name, how, args=None):
    """Ask for the address and undo what the answer changed."""
    path = visitor.path(name, *(args_of(side, name) if args is None else args))
    is_htmx = how in ("GET htmx", "HTMX")
    with transaction.atomic():
        if how.startswith("GET"):
            answer = visitor.get(path, htmx=is_htmx)
        else:
            answer = visitor.post(path, body_of(side, name), htmx=is_htmx)
        transaction.set_rollback(True)
    return answer


def text_of(answer):
    """Everything that leaves the house with ``answer``: its headers and its body."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{dict(answer.items())}\n{body.decode(errors='replace')}"


def without_ids(answer, *ids):
    text = re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|X-CSRFToken\W+\w+", "", answer.content.decode())
    for one in ids:
        text = text.replace(str(one), "")
    return text


class TestDeclarations:
    def test_every_address_inside_a_company_is_declared(self):
        assert sorted(routes("config.company_urls")) == sorted({*COMPANY, *HOOKS})

    def test_every_address_outside_of_companies_is_declared(self):
        assert sorted(routes("config.urls")) == sorted(OUTSIDE)

    def test_every_address_inside_asks_for_a_permission(self):
        asking = {
            name for name, entry in routes("config.company_urls").items() if hasattr(entry.callback, "permission")
        }
        assert set(COMPANY) - asking == OPEN_TO_EVERY_MEMBER

    def test_the_matrix_has_every_role(self):
        assert sorted(ROLES) == sorted(Role.values)


class TestInside:
    @pytest.mark.parametrize("role", ROLES)
    def test_each_role_gets_what_the_matrix_says_and_nothing_of_the_others(self, role, ours, theirs, client_for):
        visitor = client_for(ours.members[role])
        wrong, leaks = {}, []
        for name in COMPANY:
            get, post, htmx = expected(name)[role]
            for how, status in zip(ASKED, (get, get, post, htmx), strict=True):
                answer = ask(visitor, ours, name, how)
                if answer.status_code != status:
                    wrong[name, how] = (answer.status_code, status)
                if MARK in text_of(answer):
                    leaks.append((name, how))
        assert (wrong, leaks) == ({}, [])

    def test_there_is_something_to_leak(self, ours, theirs, client_for):
        visitor = client_for(theirs.members["owner"])
        telling = [name for name in COMPANY if MARK in text_of(ask(visitor, theirs, name, "GET"))]
        assert {"case-list", "case-detail", "case-timeline", "evidence-file", "account-list"} <= set(telling)

    def test_a_post_without_its_token_is_refused_everywhere(self, ours, client_for):
        visitor = client_for(ours.members["owner"])
        visitor.raw.handler.enforce_csrf_checks = True
        for name in COMPANY:
            for how in ("POST", "HTMX"):
                answer = ask(visitor, ours, name, how)
                assert answer.status_code == 403, name


class TestFromElsewhere:
    """Whoever is no member gets the same answer everywhere, and the answer tells nothing."""

    def everywhere(self, visitor, side):
        return {(name, how): ask(visitor, side, name, how) for name in COMPANY for how in ASKED}

    def test_members_of_another_company_find_nothing(self, ours, theirs, client_for):
        stranger = client_for(ours.members["admin"], theirs.company)
        for place, answer in self.everywhere(stranger, theirs).items():
            assert answer.status_code == 404, place
            assert MARK not in text_of(answer), place

    def test_who_has_left_finds_nothing(self, ours, client_for):
        visitor = client_for(ours.members["admin"])
        with as_company(ours.company):
            Membership.objects.get(pk=ours.members["admin"].pk).deactivate(by=None)
        assert {answer.status_code for answer in self.everywhere(visitor, ours).values()} == {404}

    @pytest.mark.parametrize("is_switched_off", [False, True])
    def test_who_is_not_signed_in_is_sent_to_the_door(self, is_switched_off, ours, client_for):
        visitor = client_for(ours.members["admin"] if is_switched_off else None, ours.company)
        if is_switched_off:
            User.objects.filter(pk=ours.members["admin"].user_id).update(is_active=False)
        for (name, how), answer in self.everywhere(visitor, ours).items():
            if how in ("GET", "POST"):
                assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/"), name
            else:
                assert (answer.status_code, answer["HX-Redirect"][:16]) == (204, "/accounts/login/"), name
            assert "Acme" not in text_of(answer), name


class TestForeignIds:
    """What belongs to another company and what never was look alike, byte by byte."""

    def test_numbers_of_the_other_company(self, ours, theirs, client_for):
        visitor = client_for(ours.members["owner"])
        for name in COMPANY:
            foreign = args_of(theirs, name)
            if not foreign:
                continue
            nowhere = uuid4() if isinstance(foreign[0], UUID) else 999_999
            nothing = [nowhere, *foreign[1:]]
            for how in ASKED:
                one, other = (ask(visitor, ours, name, how, args) for args in (foreign, nothing))
                assert one.status_code == other.status_code, (name, how)
                assert one.status_code in (404, 405), (name, how)
                assert without_ids(one, foreign[0]) == without_ids(other, nowhere), (name, how)
                assert MARK not in text_of(one)

    def test_files_of_the_other_company_under_ones_own_case(self, ours, theirs, client_for):
        visitor, number = client_for(ours.members["owner"]), ours.open.number
        for size in ("thumb", "view", "file"):
            assert visitor.get(visitor.path("evidence-file", number, ours.item.pk, size)).status_code == 200
            answers = [visitor.get(visitor.path("evidence-file", number, pk, size)) for pk in (theirs.item.pk, uuid4())]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert without_ids(answers[0]) == without_ids(answers[1])

    def test_files_of_one_case_under_another(self, ours, client_for):
        visitor = client_for(ours.members["owner"])
        address = visitor.path("evidence-file", ours.done.number, ours.item.pk, "thumb")
        assert visitor.get(address).status_code == 404


class TestHooks:
    @pytest.mark.parametrize("name", sorted(HOOKS))
    def test_everybody_gets_the_same_answer_without_a_signature(self, name, ours, theirs, client_for):
        owner, stranger, nobody = ours.members["owner"], theirs.members["owner"], None
        answers = {
            (answer.status_code, answer.content)
            for who in (owner, stranger, nobody)
            for side in (ours, theirs)
            for answer in [ask(client_for(who, side.company), side, name, "POST")]
        }
        assert [status for status, _body in answers] == [401]
        assert ask(client_for(owner), ours, name, "GET").status_code == 405


class TestOutside:
    @pytest.mark.parametrize("name", sorted(OUTSIDE))
    def test_addresses_of_no_company(self, name, ours, theirs, client_for):
        args = ["1", "no-such-key"] if name == "account_reset_password_from_key" else []
        address = reverse(name, args=args, urlconf="config.urls")
        visitor, nobody = client_for(ours.members["support"]), client_for(None, ours.company)
        signed_in, signed_out = visitor.raw.get(address), nobody.raw.get(address)
        assert (signed_in.status_code, signed_out.status_code) == OUTSIDE[name]
        assert MARK not in text_of(signed_in) + text_of(signed_out)
        assert "Acme" not in text_of(signed_out)

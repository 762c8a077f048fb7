"""A process with a database role that could see through the walls does not start."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from tenants.isolation import refuse_wrong_role
from tests.factories import AccountFactory
from tests.plugins.services import owner_settings

from .world import asked


@contextmanager
def as_owner():
    """Let Django's connection be the owner's for the length of the block."""
    web = connections["default"]
    owner = web.copy()
    owner.settings_dict = owner.settings_dict | {word: owner_settings()[word] for word in ("USER", "PASSWORD")}
    connections["default"] = owner
    try:
        yield
    finally:
        owner.close()
        connections["default"] = web


def test_the_web_role_is_let_through(db):
    assert refuse_wrong_role() is None


def test_the_owner_would_see_everything_and_is_refused(transactional_db, acme, globex):
    AccountFactory(tenant=acme)
    AccountFactory(tenant=globex)
    with as_owner():
        assert asked("SELECT count(*) FROM customers_account") == [(2,)]
        with pytest.raises(ImproperlyConfigured, match="bypasses row-level security and owns tables") as refusal:
            refuse_wrong_role()
    assert "Use kept_web." in str(refusal.value)
    assert asked("SELECT current_user, count(*) FROM customers_account") == [("kept_web", 0)]

"""Homes of their own for tests that stop, kill or delete servers."""

import secrets

import pytest

from config import embedded


@pytest.fixture
def own_home(monkeypatch):
    """An installation that shares nothing with the one under the other tests."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KEPT_HOME", f".local/test-{secrets.token_hex(4)}")
    own = embedded.home()
    yield own
    for home in (embedded.home(), own):  # a test may have moved to a home inside it
        monkeypatch.setenv("KEPT_HOME", str(home))
        assert embedded.discard()

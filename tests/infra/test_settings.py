"""Settings: local without a word, and silent about nothing in a deployment."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.environment import broker_url, parsed

DEPLOYED = {
    "DEBUG": "0",
    "SECRET_KEY": "a-key-of-this-test-only-a-key-of-this-test-only-a-key",
    "ALLOWED_HOSTS": "cases.example.com,www.example.com",
    "PUBLIC_BASE_URL": "https://cases.example.com",
    "DATABASE_URL": "postgresql://kept_web:secret@db.example.com:5433/cases?sslmode=require",
    "DATABASE_OWNER_URL": "postgresql://kept_owner:secret@db.example.com:5433/cases",
    "REDIS_URL": "redis://cache.example.com:6379/2",
}
UNSET = ["KEPT_DB_OWNER", "EMAIL_URL", "MEDIA_ROOT", "STATIC_ROOT", "BEHIND_PROXY", "FROM_EMAIL", "LOG_LEVEL"]


@pytest.fixture
def settings_with(monkeypatch):
    """Read the settings anew under exactly these deployment variables."""

    def read(**variables):
        for name in {*DEPLOYED, *UNSET}:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(embedded.BASE_DIR / "config" / "settings.py"))

    return read


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_BASE_URL", "DATABASE_URL", "REDIS_URL"])
@pytest.mark.parametrize("left_empty", [False, True])
def test_a_deployment_without_it_refuses_to_start_and_names_it(settings_with, name, left_empty):
    variables = {**DEPLOYED, name: ""} if left_empty else {key: DEPLOYED[key] for key in DEPLOYED if key != name}
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} is not set: .+\.$"):
        settings_with(**variables)


def test_a_database_address_means_a_deployment(settings_with):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        settings_with(DATABASE_URL=DEPLOYED["DATABASE_URL"])


def test_the_owner_is_never_guessed_for_a_database_that_was_named(settings_with):
    variables = {name: DEPLOYED[name] for name in DEPLOYED if name != "DATABASE_OWNER_URL"}
    for debug in ("0", "1"):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
            settings_with(**variables | {"DEBUG": debug, "KEPT_DB_OWNER": "1"})


def test_a_deployment_is_strict(settings_with):
    settings = settings_with(**DEPLOYED)
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["cases.example.com", "www.example.com"]
    assert settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert "Manifest" in settings["STORAGES"]["staticfiles"]["BACKEND"]
    default = settings["DATABASES"]["default"]
    assert (default["USER"], default["NAME"], default["PORT"]) == ("kept_web", "cases", "5433")
    assert default["OPTIONS"] == {"sslmode": "require"}


def test_schema_commands_connect_as_the_owner(settings_with):
    settings = settings_with(**DEPLOYED | {"KEPT_DB_OWNER": "1"})
    assert settings["DATABASES"]["default"]["USER"] == "kept_owner"


def test_a_developers_machine_needs_no_word_and_has_a_key_of_its_own(settings_with, own_home):
    settings = settings_with()
    assert settings["DEBUG"] is True
    assert settings["SECRET_KEY"] == embedded.secret("django-key")
    assert settings["DATABASES"]["default"]["USER"] == "kept_web"
    assert settings["REDIS_URL"].startswith("unix://")


def test_sockets_are_understood(settings_with):
    assert parsed("postgresql://kept_web:x@%2Frun%2Fpg:5432/kept")["HOST"] == "/run/pg"
    assert broker_url("unix:///run/valkey.sock?db=3") == "redis+socket:///run/valkey.sock?virtual_host=3"
    assert broker_url("unix:///run/valkey.sock") == "redis+socket:///run/valkey.sock"
    assert broker_url("redis://cache:6379/1") == "redis://cache:6379/1"

"""The command that makes the demo companies: where it does nothing, and where it wants to be forced."""

import pytest
from django.core.management import CommandError, call_command

from config.demo.script import SLUGS
from tenants.models import Tenant


@pytest.mark.django_db
def test_an_installation_with_companies_is_left_alone(acme, capsys):
    call_command("demo", if_empty=True)
    assert list(Tenant.objects.values_list("slug", flat=True)) == ["acme"]
    assert capsys.readouterr().out.strip() == ""


@pytest.mark.django_db
def test_only_a_missing_demo_company_is_missed(monkeypatch, settings):
    settings.DEBUG, asked = True, []
    monkeypatch.setattr("config.management.commands.demo.build_each", lambda slugs, now: asked.append(slugs) or [])
    for slug in SLUGS:
        Tenant.objects.create(slug=slug, name=slug)
        call_command("demo", if_empty=True)
    assert asked == [list(SLUGS[1:]), []]


@pytest.mark.django_db
def test_without_debug_it_wants_to_be_forced(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")
    assert not Tenant.objects.exists()

"""The floor: the least that Django does for a page of fifty rows. Every other figure is a ratio to it.

No session, no middleware, one query by the same partial index, ORM rows through a cached template, the same gunicorn.
"""

import json
import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from config.environment import database

if not settings.configured:
    web = database()
    # Row-level security holds here too; the setting comes with the connection, so that it costs no statement.
    web["OPTIONS"] = {**web.get("OPTIONS", {}), "options": f"-c app.tenant_id={os.environ['FLOOR_TENANT']}"}
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": web},
        ROOT_URLCONF="bench.floor",
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent]}],
    )
    import django

    django.setup()


class Named(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.TextField()

    class Meta:
        abstract = True


class Account(Named):
    class Meta:
        app_label, managed, db_table = "floor", False, "customers_account"


class Department(Named):
    class Meta:
        app_label, managed, db_table = "floor", False, "routing_department"


class User(models.Model):
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "floor", False, "tenants_user"


class Member(models.Model):
    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING)

    class Meta:
        app_label, managed, db_table = "floor", False, "tenants_membership"


class Row(models.Model):
    id = models.UUIDField(primary_key=True)
    tenant_id = models.UUIDField()
    number = models.IntegerField()
    summary = models.TextField()
    priority = models.TextField()
    account = models.ForeignKey(Account, models.DO_NOTHING)
    department = models.ForeignKey(Department, models.DO_NOTHING, null=True)
    owner = models.ForeignKey(Member, models.DO_NOTHING, null=True)
    queue_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        app_label, managed, db_table = "floor", False, "cases_case"


def page(request):
    rows = Row.objects.filter(tenant_id=os.environ["FLOOR_TENANT"], resolved_at=None)
    rows = rows.select_related("account", "department", "owner__user").order_by("queue_at", "id")[:50]
    return render(request, "floor.html", {"rows": rows})


def empty(request):
    return HttpResponse("")


def creation(request):
    """Write a case, its number, its first line of history and seven words, in one transaction."""
    pk, tenant = uuid4(), os.environ["FLOOR_TENANT"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tenants_counter SET value = value + 1 WHERE tenant_id = %s AND name = 'case' RETURNING value",
            [tenant],
        )
        changed = json.dumps({"id": str(pk), "number": cursor.fetchone()[0]})
        cursor.execute(
            "INSERT INTO cases_case SELECT made.* FROM cases_case c, jsonb_populate_record(c, %s::jsonb) made"
            " WHERE c.tenant_id = %s AND c.number = 1",
            [changed, tenant],
        )
        cursor.execute(
            "INSERT INTO timeline_entry (id, tenant_id, subject_kind, subject_id, kind, at, recorded_at, facts, body,"
            " audience) VALUES (uuidv7(), %s, 'case', %s, 'cases-opened', now(), now(), '{}', '', 'internal')",
            [tenant, pk],
        )
        cursor.execute(
            "INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, is_internal)"
            " SELECT uuidv7(), %s, %s, 'word' || n, now(), false FROM generate_series(1, 7) n",
            [tenant, pk],
        )
    return HttpResponse(status=204)


urlpatterns = [path("", page), path("empty", empty), path("creation", creation)]


application = WSGIHandler()

"""Refuses to run with a database role that could see through the walls between companies."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_SEES_TOO_MUCH = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
               WHERE c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_wrong_role():
    """Stop this process when its role is a superuser, bypasses row-level security or owns a company's table.

    Errors: ImproperlyConfigured, naming what is wrong with the role.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEES_TOO_MUCH)
        facts = dict(
            zip(("is a superuser", "bypasses row-level security", "owns tables"), cursor.fetchone(), strict=True)
        )
    if wrong := [fact for fact, holds in facts.items() if holds]:
        raise ImproperlyConfigured(
            f"The database role of DATABASE_URL {' and '.join(wrong)}; Kept only serves with a role that does not. "
            "Use kept_web."
        )

"""The three roles, what each may do, and that every database of the house has the same grants."""

import psycopg
import pytest
from django.db import connection

from config import embedded, roles
from config.engines import postgres
from tests.plugins.services import owner_conninfo

ATTRIBUTES = {
    "kept_owner": {"rolcanlogin": True, "rolsuper": False, "rolbypassrls": True, "rolcreatedb": True},
    "kept_web": {"rolcanlogin": True, "rolsuper": False, "rolbypassrls": False, "rolcreatedb": False},
    "kept_sweeper": {"rolcanlogin": False, "rolsuper": False, "rolbypassrls": False, "rolcreatedb": False},
}
DEFAULT_GRANTS = """
SELECT defaclobjtype::text, array_agg(privilege_type ORDER BY privilege_type)
FROM pg_default_acl, aclexplode(defaclacl)
WHERE defaclrole = 'kept_owner'::regrole AND grantee = 'kept_web'::regrole GROUP BY 1
"""


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.django_db
class TestRoles:
    def test_tests_run_as_the_web_role(self):
        assert rows("SELECT current_user, session_user") == [("kept_web", "kept_web")]

    @pytest.mark.parametrize("role", ATTRIBUTES)
    def test_each_role_has_its_attributes(self, role):
        names = ", ".join(ATTRIBUTES[role])
        found = rows(f"SELECT {names}, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = %s", role)  # noqa: S608
        assert found == [(*ATTRIBUTES[role].values(), False, False)]

    def test_only_the_owner_may_become_the_sweeper(self):
        able = rows("SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'kept_sweeper', 'SET') AND NOT rolsuper")
        assert {name for (name,) in able} == {"kept_owner", "kept_sweeper"}

    def test_the_web_role_is_a_member_of_nothing(self):
        assert rows("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'kept_web'::regrole") == []

    def test_the_web_role_owns_nothing(self):
        assert rows("SELECT relname FROM pg_class WHERE relowner = 'kept_web'::regrole") == []

    def test_the_web_role_waits_only_so_long(self):
        (settings,) = rows("SELECT rolconfig FROM pg_roles WHERE rolname = 'kept_web'")[0]
        assert set(settings) == {
            "statement_timeout=15s",
            "lock_timeout=3s",
            "idle_in_transaction_session_timeout=60s",
            "max_parallel_workers_per_gather=0",
            "join_collapse_limit=4",
        }

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "ALTER TABLE django_session DISABLE ROW LEVEL SECURITY",
            "DROP TABLE django_session",
            "SET ROLE kept_sweeper",
            "SET ROLE kept_owner",
        ],
    )
    def test_the_web_role_may_not(self, statement):
        with pytest.raises(Exception, match="permission denied|must be owner"), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_the_test_database_and_the_real_one_have_the_same_grants():
    expected = {"r": ["DELETE", "INSERT", "SELECT", "UPDATE"], "S": ["SELECT", "USAGE"]}
    assert dict(rows(DEFAULT_GRANTS)) == expected
    with psycopg.connect(owner_conninfo("kept")) as real:
        assert dict(real.execute(DEFAULT_GRANTS).fetchall()) == expected


def test_the_web_role_may_not_empty_a_real_table(own_home):
    with embedded.running():
        words = postgres().conninfo | {"dbname": "kept"}
        with psycopg.connect(**words | {"user": "kept_owner"}, password=embedded.secret("kept_owner")) as owner:
            owner.execute("CREATE TABLE ledger (line int)")
        with psycopg.connect(**words | {"user": "kept_web"}, password=embedded.secret("kept_web")) as web:
            web.execute("INSERT INTO ledger VALUES (1)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("TRUNCATE ledger")


def test_preparing_again_corrects_a_role(own_home):
    with embedded.running():
        admin = postgres().conninfo | {"dbname": "postgres", "password": embedded.secret("postgres")}
        with psycopg.connect(**admin, autocommit=True) as superuser:
            superuser.execute("ALTER ROLE kept_web BYPASSRLS CREATEDB")
            roles.prepare_embedded()
            found = superuser.execute("SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'kept_web'")
            assert found.fetchone() == (False, False)


def test_a_deployment_is_prepared_from_its_addresses(own_home, monkeypatch, capsys):
    with embedded.running():
        where = f"@/cases?host={postgres().socket.parent}&port={postgres().port}"
        admin = f"postgresql://postgres:{embedded.secret('postgres')}{where}".replace("/cases", "/postgres")
        monkeypatch.setenv("DATABASE_ADMIN_URL", admin)
        monkeypatch.setenv("DATABASE_OWNER_URL", f"postgresql://kept_owner:first{where}")
        monkeypatch.setenv("DATABASE_URL", f"postgresql://kept_web:second{where}")
        roles.main()
        with psycopg.connect(f"postgresql://kept_web:second{where}") as web:
            assert web.execute("SELECT current_database()").fetchone() == ("cases",)
        for name in ("DATABASE_OWNER_URL", "DATABASE_URL"):
            monkeypatch.delenv(name)
    assert "are ready" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("owner", "web", "complaint"),
    [
        ("", "postgresql://kept_web:x@db/kept", "DATABASE_OWNER_URL not set"),
        ("postgresql://kept_owner:x@db/kept", "postgresql://kept_owner:x@db/kept", "the role kept_web"),
        ("postgresql://kept_owner@db/kept", "postgresql://kept_web:x@db/kept", "carry a password"),
    ],
)
def test_a_deployment_with_half_an_address_is_refused(monkeypatch, owner, web, complaint):
    monkeypatch.setenv("DATABASE_ADMIN_URL", "postgresql://postgres:x@db/postgres")
    monkeypatch.setenv("DATABASE_OWNER_URL", owner)
    monkeypatch.setenv("DATABASE_URL", web)
    with pytest.raises(SystemExit, match=complaint):
        roles.main()

"""docker-compose.yml and the Dockerfile say what the code does; no engine is needed to compare them."""

import re
import runpy
import shlex
import shutil

import pytest
import yaml
from psycopg.conninfo import conninfo_to_dict

from config import embedded, engines, health, roles, supervision

ROOT = embedded.BASE_DIR
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "kept"}
PROCESSES = {name: service for name, service in OURS.items() if name != "prepare"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SECRETS = ["SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD"]
HOSTS = {"ALLOWED_HOSTS": "cases.example.com", "PUBLIC_BASE_URL": "https://cases.example.com"}


def filled(text):
    """Return ``text`` with its ${...} filled in as compose would, from invented secrets."""
    given = {name: f"invented{name}" for name in SECRETS} | HOSTS

    def fill(match):
        name, default = match["name"], match["default"]
        assert name in given or default is not None, f"{name} has neither a value nor a default"
        return given.get(name, default)

    return re.sub(r"\$\{(?P<name>\w+)(?::\?|:-(?P<default>[^}]*))?\}", fill, text)


def environment(service):
    return {name: filled(value) for name, value in service["environment"].items()}


def names_the_code_reads():
    found = set()
    for path in (ROOT / "config").glob("*.py"):
        found |= set(re.findall(r'"([A-Z][A-Z_]{2,})"', path.read_text()))
    return found


def test_everything_that_runs_is_there():
    assert set(SERVICES) == {"postgres", "valkey", "mail", "prepare"} | set(supervision.PROGRAMS)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_comes_back_and_shows_its_health(name):
    service = SERVICES[name]
    if name == "prepare":
        assert service["restart"] == "on-failure"
        return
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= set(service["healthcheck"])


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_runs_the_same_command_as_on_one_machine(name):
    local = supervision.PROGRAMS[name].replace(f"{supervision.BIN}/", "").replace("%%", "%")
    assert shlex.join(SERVICES[name]["command"]) == shlex.join(shlex.split(local))
    assert shutil.which(SERVICES[name]["command"][0], path=str(supervision.BIN))


@pytest.mark.parametrize("name", PROCESSES)
def test_each_health_check_asks_a_question_that_exists(name):
    program, flag, module, question = SERVICES[name]["healthcheck"]["test"][1:]
    assert (program, flag, module) == ("python", "-m", "config.health")
    assert callable(getattr(health, question))


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_code_reads(name):
    assert set(environment(SERVICES[name])) <= names_the_code_reads()


@pytest.mark.parametrize("name", OURS)
def test_the_settings_accept_the_variables(name, monkeypatch):
    for variable, value in environment(SERVICES[name]).items():
        monkeypatch.setenv(variable, value)
    settings = runpy.run_path(str(ROOT / "config" / "settings.py"))
    assert settings["DEBUG"] is False
    assert settings["DATABASES"]["default"]["USER"] == "kept_web"
    assert settings["DATABASES"]["default"]["HOST"] == "postgres"
    assert settings["REDIS_URL"] == "redis://valkey:6379/0"
    assert "localhost" in settings["ALLOWED_HOSTS"]  # the health check asks there


def test_only_the_preparation_knows_more_than_the_web_role():
    for name, service in PROCESSES.items():
        assert not {"DATABASE_ADMIN_URL", "DATABASE_OWNER_URL"} & set(service["environment"]), name
    variables = environment(SERVICES["prepare"])
    users = {key: conninfo_to_dict(variables[key])["user"] for key in variables if key.startswith("DATABASE_")}
    assert users == {"DATABASE_ADMIN_URL": "postgres", "DATABASE_OWNER_URL": "kept_owner", "DATABASE_URL": "kept_web"}
    assert roles.main.__module__ in " ".join(SERVICES["prepare"]["command"])
    assert "manage.py migrate" in " ".join(SERVICES["prepare"]["command"])


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_waits_for_the_roles_and_the_schema(name):
    assert SERVICES[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert SERVICES["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_no_secret_is_written_down():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in SECRETS:
        assert f"${{{name}:?}}" in text
        assert not re.search(rf"\$\{{{name}(:-|\}})", text)


def test_the_servers_are_set_as_the_embedded_ones():
    assert SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split() == engines.CLUSTER
    tuning = [part for name, value in engines.TUNING.items() for part in ("-c", f"{name}={value}")]
    assert SERVICES["postgres"]["command"] == ["postgres", *tuning]
    lasting = [part for name, value in engines.LASTING.items() for part in (f"--{name}", value)]
    assert SERVICES["valkey"]["command"] == ["valkey-server", *lasting]


def test_databases_and_files_are_on_volumes_and_off_the_network():
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert SERVICES["valkey"]["volumes"] == ["valkey:/data"]
    for name in ("postgres", "valkey"):
        assert "ports" not in SERVICES[name]
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_image_keeps_files_where_the_volume_is_and_runs_as_nobody_special():
    assert "KEPT_HOME=/var/lib/kept" in DOCKERFILE
    assert all("media:/var/lib/kept/media" in service["volumes"] for service in OURS.values())
    assert "USER kept" in DOCKERFILE
    assert f"CMD {SERVICES['web']['command']}".replace("'", '"') in DOCKERFILE
    assert "pip install --require-hashes" in DOCKERFILE
    for name in re.findall(r"\b([A-Z_]{4,})=", DOCKERFILE):
        assert name in names_the_code_reads() or name.startswith(("PYTHON", "PIP_")), name

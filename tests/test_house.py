"""What no linter knows about this house: sizes, habits, and that every recorded thing has its sentence."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
APPS = (
    "tenants",
    "timeline",
    "evidence",
    "inbox",
    "customers",
    "routing",
    "cases",
    "tickets",
    "warranty",
    "meetings",
    "callbacks",
    "reports",
)
CODE = sorted(
    path for app in (*APPS, "config") for path in (HOUSE / app).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((HOUSE / "tests").rglob("*.py"))
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
STATIC = sorted((HOUSE / "static").rglob("*.*"))
FORBIDDEN_ROOMS = {"utils", "util", "common", "core", "helpers", "services", "managers", "signals", "misc", "lib"}

MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_VIEW = 12
MOST_LINES_OF_A_TASK = 10
MOST_LINES_OF_A_TEMPLATE = 120
MOST_LINES_OF_A_STYLE = 150
MOST_LINES_OF_A_DECISION = 20


def named(path):
    return str(path.relative_to(HOUSE))


def lines(path):
    return len(path.read_text().splitlines())


def functions(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function):
    """How many lines the body of ``function`` has, its docstring left out."""
    body = function.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def rooms(name):
    """The files of one kind of room in every app: ``views.py`` or all of ``views/``."""
    return [path for path in CODE if path.stem == name or name in path.relative_to(HOUSE).parts[1:-1]]


def test_there_is_a_house_to_look_at():
    assert len(CODE) > 60
    assert len(TEMPLATES) > 40
    assert rooms("views")
    assert rooms("tasks")


class TestSizes:
    def test_files_fit_on_a_desk(self):
        assert {named(path): lines(path) for path in CODE + TESTS if lines(path) > MOST_LINES} == {}

    def test_functions_fit_in_a_head(self):
        long = {
            f"{named(path)}:{function.name}": function.end_lineno - function.lineno + 1
            for path in CODE + TESTS
            for function in functions(path)
            if function.end_lineno - function.lineno >= MOST_LINES_OF_A_FUNCTION
        }
        assert long == {}

    def test_views_find_a_row_call_one_verb_and_answer(self):
        long = {
            f"{named(path)}:{function.name}": body_lines(function)
            for path in rooms("views")
            for function in functions(path)
            if body_lines(function) > MOST_LINES_OF_A_VIEW
        }
        assert long == {}

    def test_tasks_hold_no_logic(self):
        long = {
            f"{named(path)}:{function.name}": body_lines(function)
            for path in rooms("tasks")
            for function in functions(path)
            if body_lines(function) > MOST_LINES_OF_A_TASK
        }
        assert long == {}

    def test_templates_are_read_at_a_glance(self):
        assert {named(path): lines(path) for path in TEMPLATES if lines(path) > MOST_LINES_OF_A_TEMPLATE} == {}

    def test_styles_and_scripts_are_small(self):
        styles = {named(path): lines(path) for path in STATIC if path.suffix == ".css" and "components" in path.parts}
        scripts = {named(path): lines(path) for path in STATIC if path.suffix == ".js"}
        assert {name: size for name, size in styles.items() if size > MOST_LINES_OF_A_STYLE} == {}
        assert {name: size for name, size in scripts.items() if size > MOST_LINES_OF_A_STYLE} == {}


class TestRooms:
    def test_no_room_is_for_odds_and_ends(self):
        names = {part for path in CODE for part in (*path.relative_to(HOUSE).parts[:-1], path.stem)}
        assert names & FORBIDDEN_ROOMS == set()

    @pytest.mark.parametrize("habit", [r"\.filter\(", r"\.exclude\(", r"\bQ\(", r"\.save\(", r"\.delete\(", r"\.raw\("])
    def test_views_look_nothing_up_and_save_nothing(self, habit):
        assert [named(path) for path in rooms("views") if re.search(habit, path.read_text())] == []

    def test_forms_write_nothing(self):
        written = re.compile(r"\.(save|create|update|delete|bulk_create)\(")
        assert [named(path) for path in rooms("forms") if written.search(path.read_text())] == []

    def test_what_belongs_to_a_customer_comes_into_being_through_the_account(self):
        bare = re.compile(r"\b(Contact|Property|Contract|Job|Order)\.objects\.(\w*create)\(")
        assert [named(path) for path in CODE if bare.search(path.read_text())] == []

    def test_every_room_says_what_it_is_for(self):
        silent = [
            named(path)
            for path in CODE
            if path.name not in ("apps.py", "urls.py", "__init__.py")
            and not ast.get_docstring(ast.parse(path.read_text()))
        ]
        assert silent == []

    def test_nothing_hangs_on_signals_of_models(self):
        hidden = re.compile(r"django\.db\.models\.signals|django\.dispatch|GenericForeignKey")
        assert [named(path) for path in CODE if hidden.search(path.read_text())] == []

    def test_the_ground_floor_says_what_each_of_its_rooms_is_for(self):
        told = (HOUSE / "tenants" / "__init__.py").read_text()
        known = {"apps.py", "urls.py", "views.py", "__init__.py"}
        silent = [path.name for path in (HOUSE / "tenants").glob("*.py") if path.name not in known]
        assert sorted(name for name in silent if name not in told) == []

    def test_time_is_passed_in_to_what_is_pure(self):
        pure = [HOUSE / "routing" / name for name in ("clock.py", "hours.py", "rules.py", "targets.py")]
        assert [named(path) for path in pure if re.search(r"\bnow\(\)|today\(\)", path.read_text())] == []

    def test_no_work_waits_in_the_broker(self):
        waiting = re.compile(r"\b(eta|countdown)=|\.retry\(|autoretry_for|\.apply_async\(|\.delay\(")
        assert [named(path) for path in CODE if waiting.search(path.read_text())] == []


def recorded_kinds():
    """Every kind of timeline line that the source writes, found by looking at the calls themselves."""
    kinds = set()
    for path in CODE:
        app = path.relative_to(HOUSE).parts[0]
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
                continue
            first = node.args[0]
            says = node.func.attr in ("record", "_note") and ast.unparse(node.func.value) != "Entry.objects"
            if says and isinstance(first, ast.Constant) and isinstance(first.value, str):
                kinds.add(f"{app}-{first.value}")
    return kinds | ALARMS


# Written many at a time, by alarms.py and chasing.py of cases/models and climbing.py of callbacks/models.
ALARMS = {"cases-at-risk", "cases-breached", "cases-unanswered", "cases-referral-at-risk", "cases-referral-overdue"}
ALARMS |= {"callbacks-missed", "callbacks-climbed", "callbacks-standards", "callbacks-care"}
ALARMS |= {"callbacks-return-terms"}


class TestTimeline:
    def test_every_recorded_kind_has_its_sentence(self):
        kinds = recorded_kinds()
        assert {"cases-opened", "cases-routed", "cases-escalated", "cases-commented"} <= kinds
        missing = []
        for kind in sorted(kinds):
            app, _dash, what = kind.partition("-")
            if not (HOUSE / "templates" / app / "timeline" / f"{what.replace('-', '_')}.html").exists():
                missing.append(kind)
        assert missing == []

    @pytest.mark.parametrize("app", ["cases", "callbacks"])
    def test_every_sentence_belongs_to_a_recorded_kind(self, app):
        known = {kind.removeprefix(f"{app}-").replace("-", "_") for kind in recorded_kinds() if kind.startswith(app)}
        written = {path.stem for path in (HOUSE / "templates" / app / "timeline").glob("[!_]*.html")}
        assert written - known == set()


class TestPapers:
    @pytest.mark.parametrize("paper", ["README.md", "CHANGELOG.md", "docs/STYLE.md", "docs/deployment.md"])
    def test_are_there(self, paper):
        assert (HOUSE / paper).read_text().strip()

    def test_decisions_are_short_and_numbered_once(self):
        decisions = sorted((HOUSE / "docs" / "adr").glob("*.md"))
        assert decisions
        assert {named(path): lines(path) for path in decisions if lines(path) > MOST_LINES_OF_A_DECISION} == {}
        numbers = [path.name[:4] for path in decisions]
        assert len(set(numbers)) == len(numbers)
        assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in decisions)

    def test_requirements_name_no_index(self):
        for path in HOUSE.glob("requirements*"):
            assert "index-url" not in path.read_text(), path.name

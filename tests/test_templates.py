"""What a strict content policy and other people's text ask of templates and scripts."""

import re

import pytest

from tests.test_house import CODE, STATIC, TEMPLATES, named


@pytest.mark.parametrize(
    "habit",
    [
        r"hx-on\b",
        r"hx-trigger=[\"'][^\"'{]*\[",  # a trigger filter: fires when the policy forbids eval
        r"\bjs:",
        r"\bjavascript:",
        r"\sstyle=",
        r"<style\b",
        r"<script(?![^>]*\bsrc=)",
        r"\son[a-z]+=[\"']",
        r"\|\s*safe\b",
        r"\{%\s*autoescape\s+off",
        r"hx-vals=[\"']js",
        r"https?://(?!www\.w3\.org/)",
        r"maximum-scale|user-scalable",
    ],
)
def test_hold_nothing_that_the_policy_forbids(habit):
    assert [named(path) for path in TEMPLATES if re.search(habit, path.read_text())] == []


def test_every_form_that_posts_carries_its_token():
    bare = []
    for path in TEMPLATES:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.S | re.I):
            if "csrf_token" not in form:
                bare.append(named(path))
    assert bare == []


def test_code_trusts_only_what_our_own_templates_made():
    trusted = re.compile(r"mark_safe\((?![\"'][^\"']*[\"']\))|SafeString|format_html\(\s*f[\"']|\|safe")
    assert [named(path) for path in CODE if trusted.search(path.read_text())] == [
        "cases/fragments.py",
        "cases/rows.py",
        "tenants/fragments.py",
    ]


def test_scripts_eval_nothing():
    evil = re.compile(r"\beval\(|new Function\(|innerHTML\s*=|document\.write|insertAdjacentHTML")
    assert [named(path) for path in STATIC if path.suffix == ".js" and evil.search(path.read_text())] == []

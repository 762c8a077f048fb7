"""The cache is a hint: a page never fails or waits because Valkey is away."""

import socket
import time

import pytest
from django.core.cache import caches

from config import cache as hints
from config.engines import valkey


@pytest.fixture
def cache(settings):
    """Return a cache whose server is away until the test names the real one."""

    def at(location):
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
        caches["default"]._own.clear()
        return caches["default"]

    return at


def test_without_a_server_the_process_remembers_for_itself(cache, tmp_path):
    away = cache(f"unix://{tmp_path}/nobody.sock")
    assert away.get("colour") is None
    away.set("colour", "green")
    assert away.get("colour") == "green"
    assert away.add("colour", "red") is False
    assert away.get_many(["colour", "shape"]) == {"colour": "green"}
    away.set("tries", 1)
    assert away.incr("tries") == 2
    away.delete("colour")
    assert "colour" not in away


def test_a_silent_server_costs_one_short_wait_not_one_for_every_question(cache, tmp_path):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        away = cache(f"unix://{tmp_path}/silent.sock")
        start = time.monotonic()
        for number in range(50):
            away.get(f"key-{number}")
        assert time.monotonic() - start < 1


def test_it_asks_the_server_again_after_a_while(cache, monkeypatch, tmp_path):
    away = cache(f"unix://{tmp_path}/nobody.sock")
    away.set("colour", "green")
    monkeypatch.setattr(hints.time, "monotonic", lambda: away._away_until + 1)
    away._servers = [f"unix://{valkey().socket}?db=0"]
    away.__dict__.pop("_cache", None)
    assert away.get("colour") is None  # Valkey never heard of it
    away.set("colour", "blue")
    assert away.get("colour") == "blue"
    away.delete("colour")

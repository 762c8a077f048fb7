"""Background work: hints that expire, an acknowledgement that cannot loop, and little patience in the web process."""

import re
import runpy

import pytest

from config import embedded, supervision
from config.celery import app

SETTINGS = str(embedded.BASE_DIR / "config" / "queues.py")


def test_a_poisoned_row_cannot_loop_and_nothing_waits_in_a_workers_memory():
    assert app.conf.task_acks_late is False
    assert app.conf.task_reject_on_worker_lost is False
    assert app.conf.worker_disable_prefetch is True
    assert not app.conf.result_backend


def test_a_task_ends_before_its_row_is_given_to_another():
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < 180
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


@pytest.mark.parametrize(("arguments", "seconds"), [(["gunicorn"], 0.4), (["celery", "worker"], 5)])
def test_the_web_process_waits_a_moment_and_a_worker_longer_than_its_poll(monkeypatch, arguments, seconds):
    monkeypatch.setattr("sys.argv", arguments)
    assert runpy.run_path(SETTINGS)["broker_transport_options"]["socket_timeout"] == seconds


def test_every_scheduled_task_exists_and_does_not_pile_up():
    app.loader.import_default_modules()
    assert app.conf.beat_schedule
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["schedule"] < entry["options"]["expires"] <= max(60, 2 * entry["schedule"])


def test_every_queue_that_is_filled_has_a_worker():
    filled = {app.conf.task_default_queue} | {route["queue"] for route in app.conf.task_routes.values()}
    for path in embedded.BASE_DIR.glob("*/tasks.py"):
        filled |= set(re.findall(r'"queue": "(\w+)"', path.read_text()))
    commands = [command for command in supervision.PROGRAMS.values() if " worker " in command]
    emptied = {queue for command in commands for queue in command.split("--queues ")[1].split()[0].split(",")}
    assert filled == emptied


def test_no_task_waits_in_the_broker_for_its_time():
    banned = (".apply_async(", "countdown=", "eta=", ".retry(")
    for path in embedded.BASE_DIR.glob("*/tasks.py"):
        assert not [word for word in banned if word in path.read_text()], path

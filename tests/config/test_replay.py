"""A hundred real service requests, replayed while a real worker clocks, routes and rings."""

import csv
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from config.replay.mapping import Mapping
from config.replay.player import events_of, opening_key
from config.replay.requests import BadFile, read, written_out
from customers.models import Account
from routing import clock
from tenants.current import tenant_scope
from tenants.models import Branch, Membership, Tenant, User
from timeline.models import Entry

SAMPLE = Path(__file__).parent.parent / "data" / "la311_sample.csv"
ZONE = "America/Los_Angeles"


def wanted():
    """What has to come out, from the file and the pure functions alone: opening key -> (request, priority, due)."""
    mapping, found = Mapping(), {}
    for request in read(SAMPLE, ZONE):
        priority = mapping.reported(request)["priority"]
        due_at = clock.due_at(request.opened_at, priority, clock.DEFAULT_POLICY)
        found[opening_key(request)] = (request, priority, due_at)
    return found


def scope():
    return tenant_scope(Tenant.objects.get(slug="angeles"))


def replay(path=SAMPLE, wait=60, **options):
    call_command("replay", str(path), wait=wait, **options)


def assert_as_it_was():
    """Every case of the company is as the file and the pure functions say."""
    with scope():
        cases = {case.opening_key: case for case in Case.objects.all()}
        breaches = Counter(Entry.objects.filter(kind="cases-breached").values_list("subject_id", "at"))
        assert cases.keys() == wanted().keys()
        for key, (request, priority, due_at) in wanted().items():
            case = cases[key]
            assert (case.opened_at, case.resolved_at) == (request.opened_at, request.closed_at)
            assert (case.priority, case.due_at) == (priority, due_at)
            assert case.was_met == (request.closed_at <= due_at)
            assert case.department is not None
            assert breaches.pop((case.pk, due_at), 0) == (request.closed_at > due_at)
        assert not breaches


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
class TestReplaying:
    def test_every_case_is_clocked_routed_and_measured_as_it_really_was(self, worker, capsys):
        replay()
        assert_as_it_was()
        told = capsys.readouterr().out
        late = sum(request.closed_at > due_at for request, _priority, due_at in wanted().values())
        assert late == 23
        assert "Cases: 100 opened, 100 clocked, 100 routed" in told
        rows = [line.split() for line in told.splitlines()]
        assert ["All", "100", "100", str(100 - late), str(late), "0"] in rows
        assert "7 at once (most: 3 at 19630 W Valdez Dr, Los Angeles, CA 91356), 0 at the end" in told
        assert Tenant.objects.get(slug="angeles").clock_at is None

    def test_one_address_is_one_account_in_the_branch_of_its_region(self, worker):
        replay()
        requests = read(SAMPLE, ZONE)
        with scope():
            assert Account.objects.count() == len({request.address for request in requests})
            branches = Counter(Case.objects.values_list("branch__name", flat=True))
            assert branches == Counter(Mapping().branch_of(request) or "All of Angeles" for request in requests)

    def test_workers_that_come_late_find_the_same_figures_and_a_second_run_adds_nothing(self, house, capsys):
        with pytest.raises(CommandError, match=r"100 cases wait to be clocked.*make run") as refusal:
            replay(wait=0.2)
        assert refusal.value.returncode == 1
        with scope():
            assert Case.objects.untriaged().count() == 100
        house.worker()
        replay()
        assert_as_it_was()
        assert "nothing, because all of the file had been replayed before" in capsys.readouterr().out

    def test_what_is_never_closed_is_rung_by_the_sweep(self, house, tmp_path, capsys):
        file = tmp_path / "open.csv"
        rows = SAMPLE.read_text().splitlines()[:12]
        opened = [line.split(",") for line in rows[1:]]
        closed = ["2020-03-01 12:00:00" if place == 0 else "" for place in range(len(opened))]
        lines = [",".join([*cells[:2], end, *cells[3:]]) for cells, end in zip(opened, closed, strict=True)]
        file.write_text("\n".join([rows[0], *lines]))
        house.worker()
        house.beat()
        replay(file)
        with scope():
            assert Case.objects.open().count() == 10
            for case in Case.objects.all():
                told = dict(case.history().values_list("kind", "at"))
                assert (told["cases-at-risk"], told["cases-breached"]) == (case.at_risk_at, case.due_at)
        assert "11 opened, 11 clocked, 11 routed" in capsys.readouterr().out

    def test_the_clock_may_move_at_a_chosen_speed(self, worker):
        events, speed = events_of(read(SAMPLE, ZONE, 2)), 400_000
        began = time.monotonic()
        call_command("replay", str(SAMPLE), "--limit=2", f"--speed={speed}")
        assert time.monotonic() - began >= (events[-1].at - events[0].at).total_seconds() / speed
        with scope():
            assert Case.objects.resolved().count() == 2

    def test_a_speed_that_is_none_is_refused(self):
        with pytest.raises(CommandError, match="say full, or how many seconds"):
            call_command("replay", str(SAMPLE), "--speed=backwards")


class TestRefusing:
    @pytest.mark.django_db
    def test_a_company_that_no_replay_made(self, acme):
        with pytest.raises(CommandError, match="acme is somebody's own"):
            replay(company="acme")
        with tenant_scope(acme):
            assert not Case.objects.exists()
            assert not Branch.objects.filter(name="Harbor").exists()

    @pytest.mark.django_db
    def test_a_word_that_the_mapping_does_not_know(self, tmp_path):
        file = tmp_path / "strange.csv"
        file.write_text(SAMPLE.read_text().replace("Illegal Dumping", "Meteor").replace("Phone Call", "Pigeon"))
        with pytest.raises(CommandError, match=r"does not know type 'Meteor', channel 'Pigeon'\."):
            replay(file)
        assert not Tenant.objects.exists()

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("a,b\n1,2\n", "has no column request_number"),
            ("{header}\n1,yesterday,,Other,,Email,,\n", "Line 2: Invalid isoformat"),
            ("{header}\n,2020-01-01 00:00:00,,Other,,Email,,\n", "Line 2 has no request number"),
        ],
    )
    def test_a_file_that_is_something_else(self, tmp_path, text, why):
        file = tmp_path / "else.csv"
        header = "request_number,created_local,closed_local,type,description,source,region,address"
        file.write_text(text.format(header=header))
        with pytest.raises(BadFile, match=why):
            read(file, ZONE)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(BadFile, match="cannot be read"):
            read(tmp_path / "none.csv", ZONE)


class TestReading:
    def file(self, tmp_path, created, closed=""):
        file = tmp_path / "one.csv"
        with file.open("w") as out:
            header = "request_number,created_local,closed_local,type,description,source,region,address"
            csv.writer(out).writerows(
                [header.split(","), ["1", created, closed, "Other", "", "Email", "", "1 A ST, 9"]]
            )
        return read(file, ZONE)[0]

    def test_local_times_are_those_of_the_summer_and_of_the_winter(self, tmp_path):
        request = self.file(tmp_path, "2020-03-07 12:00:00", "2020-03-08 12:00:00")
        assert request.opened_at == datetime(2020, 3, 7, 20, tzinfo=UTC)
        assert request.closed_at - request.opened_at == timedelta(hours=23)

    def test_an_hour_that_was_skipped_is_the_moment_of_the_skip(self, tmp_path):
        assert self.file(tmp_path, "2020-03-08 02:30:00").opened_at == datetime(2020, 3, 8, 10, tzinfo=UTC)

    def test_nothing_ends_before_it_began(self, tmp_path):
        request = self.file(tmp_path, "2020-11-01 01:50:00", "2020-11-01 01:10:00")
        assert request.closed_at == request.opened_at

    def test_addresses_are_written_as_people_do(self):
        assert written_out("3RD ST AT VERMONT AVE") == "3rd St at Vermont Ave"

    def test_events_come_in_the_order_in_which_they_happened(self):
        events = events_of(read(SAMPLE, ZONE))
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert Counter(event.turn for event in events) == {0: 100, 1: 100}


@pytest.mark.django_db(transaction=True)
def test_on_a_developers_machine_somebody_may_look_at_it(worker, settings, capsys):
    settings.DEBUG = True
    replay(limit=2)
    with scope():
        assert Membership.objects.get().user == User.objects.get(email="owner@angeles.example")
    assert "owner@angeles.example" in capsys.readouterr().out

"""The embedded servers: private, shared, started once, stopped by the last, and never as root."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.engines import postgres, valkey
from config.servers import LONGEST_SOCKET_PATH, CannotStart, folder, make_private

SAY_PID = "from config import embedded, engines\nwith embedded.running(): print(engines.postgres().pid())"


def connect(role="kept_web", **changes):
    words = embedded.database(role) | changes
    return psycopg.connect(
        host=words["HOST"], port=words["PORT"], user=words["USER"], password=words["PASSWORD"], dbname=words["NAME"]
    )


def test_starting_twice_finds_the_same_server(own_home):
    with embedded.running():
        first = postgres().pid(), valkey().pid()
        embedded.ensure()
        assert (postgres().pid(), valkey().pid()) == first


def test_many_at_once_share_one_server_and_the_last_stops_it(own_home):
    command = [sys.executable, "-c", SAY_PID]
    with embedded.running():
        crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=embedded.BASE_DIR) for _ in range(4)]
        said = {int(one.communicate()[0]) for one in crowd}
        assert said == {postgres().pid()}
        assert postgres().answers()
    assert not postgres().listens()
    assert not valkey().listens()


def test_data_survives_a_stop(own_home):
    with embedded.running(), connect("kept_owner") as connection:
        connection.execute("CREATE TABLE keepsake AS SELECT 17 AS number")
    with embedded.running(), connect() as connection:
        assert connection.execute("SELECT number FROM keepsake").fetchone() == (17,)


@pytest.mark.parametrize("server", [postgres, valkey])
def test_a_killed_server_comes_back(own_home, server):
    with embedded.running():
        gone = server().pid()
        os.kill(gone, signal.SIGKILL)
        server().process.wait()
        embedded.ensure()
        assert server().answers()
        assert server().pid() != gone


def test_nothing_listens_on_the_network(own_home):
    with embedded.running(), connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        with valkey().client() as client:
            assert client.config_get("port") == {"port": "0"}
            assert client.config_get("appendonly") == {"appendonly": "yes"}
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_password_is_asked_for_even_on_this_machine(own_home):
    with embedded.running():
        connect().close()
        for role in ("kept_web", "kept_owner", "postgres"):
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                connect(role, PASSWORD="postgres")


def test_only_their_own_user_enters_the_servers_folders_and_that_is_not_root(own_home):
    with embedded.running():
        for path in (folder(), postgres().data, valkey().data, postgres().socket.parent):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        for server in (postgres(), valkey()):
            assert Path(f"/proc/{server.pid()}").stat().st_uid != 0


def test_a_home_with_a_long_name_gets_a_short_socket(own_home, monkeypatch):
    monkeypatch.setenv("KEPT_HOME", str(own_home / ("long" * 15) / ("name" * 15)))
    assert len(os.fsencode(postgres().socket)) <= LONGEST_SOCKET_PATH
    with embedded.running():
        assert connect().execute("SELECT 1").fetchone() == (1,)
        assert stat.S_IMODE(postgres().socket.parent.stat().st_mode) == 0o700


def test_a_folder_that_leads_to_somebody_else_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "theirs")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        make_private(tmp_path / "sockets")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(own_home, tmp_path):
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        make_private(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's servers run as that user")
def test_root_can_serve_from_a_folder_that_nobody_else_may_enter(own_home, monkeypatch):
    closed = own_home / "closed"
    closed.mkdir(mode=0o700, parents=True)
    monkeypatch.setenv("KEPT_HOME", str(closed / "home"))
    with embedded.running():
        assert connect().execute("SELECT 1").fetchone() == (1,)
        assert folder().parent == Path("/var/lib")
    elsewhere = folder()
    assert embedded.discard()
    assert not elsewhere.exists()


def test_a_strict_umask_does_not_lock_the_servers_out(own_home):
    before = os.umask(0o077)
    try:
        with embedded.running():
            assert connect().execute("SELECT 1").fetchone() == (1,)
    finally:
        os.umask(before)


def test_a_server_that_cannot_start_says_why(own_home):
    with embedded.running():
        pass
    (postgres().data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="postgres did not start"):
        embedded.ensure()

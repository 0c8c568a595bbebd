"""The doors of an account, closed after each test."""

import pytest

pytest.importorskip("botocore")

from wire.open_doors import World


@pytest.fixture
def world():
    world = World()
    yield world
    world.doors.close()
    world.account.clock.release()

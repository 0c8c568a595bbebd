"""What an instance measures under load: a small queueing model, and no machine.

DuckDB answers a learner's statements in this Python, whatever the instance's class: no
processor can get busy. So a load is told (`put_load`), and this model says what comes
of it: each minute for itself, as a steady state.

    clients   arrive at `rate` a second; each needs `work` seconds of one vCPU, and
              keeps its connection for `held` seconds more
    busy      rate * work / vCPUs: the share of the vCPUs at work
    seconds   that a client's statements take: work / (1 - busy ** vCPUs), which is
              exact for one and two vCPUs when clients come and go at random (M/M/c)
    sessions  at work or waiting for a vCPU: rate * seconds, by Little's law
    open      connections: rate * (seconds + held), by the same law

No more connections are open than the instance takes: who comes when all are taken is
refused. Through a proxy a client holds no connection while it does nothing.

https://en.wikipedia.org/wiki/M/M/c_queue
"""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Load:
    """Clients a second, the seconds of a vCPU that each needs, and holds on longer."""

    rate: float
    work: float
    held: float = 0.0


NO_LOAD = Load(0.0, 0.0)


@dataclass(frozen=True)
class Served:
    """What comes of loads: clients a second, seconds, open connections, CPU in %."""

    rate: float = 0.0
    refused: float = 0.0
    seconds: float = 0.0
    connections: float = 0.0
    sessions: float = 0.0
    cpu: float = 0.0


@lru_cache
def serve(load, vcpus, connections):
    """What a machine of so many vCPUs, and free connections, makes of a load."""
    served = load.rate
    if _open(served, load, vcpus) > connections:
        served = _highest(served, lambda rate: _open(rate, load, vcpus) <= connections)
    seconds = _seconds(served, load, vcpus)
    return Served(
        rate=served,
        refused=load.rate - served,
        seconds=seconds,
        connections=served * (seconds + load.held),
        sessions=served * seconds,
        cpu=100 * served * load.work / vcpus,
    )


def _seconds(rate, load, vcpus):
    """How long a client's statements take when so many come a second."""
    busy = rate * load.work / vcpus
    return load.work / (1 - busy**vcpus) if busy < 1 else float("inf")


def _open(rate, load, vcpus):
    return rate * (_seconds(rate, load, vcpus) + load.held) if rate else 0.0


def _highest(most, fits):
    """The highest rate up to `most` that fits, to a millionth: it is halved towards."""
    low, high = 0.0, most
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low

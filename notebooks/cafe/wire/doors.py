"""What `serve` gives: the doors that are open, and the lines that lead to them."""

import os
import weakref
from urllib.request import getproxies

from .. import aws
from .http import Handler
from .listening import LOOPBACK, Listener
from .mongo import MongoHandler
from .resp import RespHandler

KEYS = {"AWS_ACCESS_KEY_ID": "learner", "AWS_SECRET_ACCESS_KEY": "none-is-checked"}
ENGINES = {6379: RespHandler, 27017: MongoHandler}


def serve(account=None, host="127.0.0.1"):
    """Open the doors to an account, `aws.account` if none is given; the `Doors`.

    Doors to `aws.account` lead to whatever account is there: after `begin`, to the new
    one. Only this machine may come in: another `host` raises ValueError.
    """
    if host not in LOOPBACK:
        raise ValueError(
            f"Doors open on {LOOPBACK[0]} only, since nobody who comes in is checked;"
            f" it got {host!r}."
        )
    mine = account not in (None, aws.account)
    return Doors(lambda: account if mine else aws.account)


class Doors:
    """Open doors to the account that `whose()` gives. Close them with `close()`, or use
    `with`. They are closed with the kernel, too.
    """

    def __init__(self, whose):
        self._whose = whose
        self._listeners = {"aws": Listener(Handler, whose)}
        self.close = weakref.finalize(self, _stop, self._listeners)

    @property
    def aws(self):
        """The URL for boto3's `endpoint_url` and for AWS_ENDPOINT_URL."""
        return f"http://{LOOPBACK[0]}:{self._open()['aws'].port}"

    def address(self, endpoint):
        """(host, port) for the endpoint of a cache or of a document cluster.

        `endpoint` is its name, or what a describe call gives: {"Address": …}. Raises
        ValueError for a name that is none, and for an engine that has no door.
        """
        name = endpoint.get("Address", "") if isinstance(endpoint, dict) else endpoint
        endpoints = self._whose().endpoints
        have = {n: e.port for n, e in endpoints.items() if e.port in ENGINES}
        listeners, name = self._open(), name.lower()
        if name not in have:
            what = (
                "has no door here"
                if name in endpoints
                else "is no endpoint of this account"
            )
            there = ", ".join(sorted(have)) or "none yet"
            raise ValueError(
                f"{name!r} {what}. Caches and document clusters have one; there is: "
                f"{there}."
            )
        if name not in listeners:
            place = name, have[name]
            listeners[name] = Listener(ENGINES[have[name]], self._whose, place)
        return LOOPBACK[0], listeners[name].port

    def environment(self):
        """The variables that lead a terminal's `aws` and boto3 here, a dict."""
        past_the_proxy = {"no_proxy": LOOPBACK[0]} if getproxies() else {}
        return {
            "AWS_ENDPOINT_URL": self.aws,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            **KEYS,
            **past_the_proxy,
        }

    def _open(self):
        """{"aws" or an endpoint: its Listener}. Raises ValueError once it is closed."""
        if not self.close.alive:
            raise ValueError("These doors are closed; wire.serve() opens others.")
        return self._listeners

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        if not self.close.alive:
            return "Doors (closed)"
        # On Windows a terminal of JupyterLab is a PowerShell.
        line = '$env:{}="{}"' if os.name == "nt" else "export {}={}"
        lines = [f"  {line.format(*each)}" for each in self.environment().items()]
        keys = 'aws_access_key_id="learner", aws_secret_access_key="none-is-checked"'
        return "\n".join(
            [
                "In Python:",
                f'  boto3.client("dynamodb", "eu-west-1", endpoint_url="{self.aws}",',
                f"    {keys})",
                "In a terminal:",
                *lines,
                "For a cache or a document cluster: doors.address(endpoint)",
            ]
        )


def _stop(listeners):
    for listener in listeners.values():
        listener.stop()

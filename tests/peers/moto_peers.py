"""moto's clients, and how their answers and refusals are compared with ours."""

from contextlib import contextmanager

import boto3
import pytest
from moto import mock_aws


@contextmanager
def moto_client(name, *more):
    """A client of moto for a service; a list of clients for several."""
    with pytest.MonkeyPatch.context() as monkeypatch, mock_aws():
        for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(key, "x")
        clients = [boto3.client(each, "eu-west-1") for each in (name, *more)]
        yield clients if more else clients[0]


def code(client, error, call, arguments):
    """The code with which a call is refused, or None."""
    try:
        getattr(client, call)(**arguments)
    except error as refusal:
        return refusal.response["Error"]["Code"]
    return None


def ours_alone(theirs, ours):
    """The keys that only our answer has; what both have must be of the same type."""
    there, here = ({k: type(v) for k, v in each.items()} for each in (theirs, ours))
    shared = here.keys() & there.keys()
    assert {k: here[k] for k in shared} == {k: there[k] for k in shared}
    return here.keys() - there.keys()

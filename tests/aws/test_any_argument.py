"""Whatever a call is given, it answers or refuses: an error of Python is a fault."""

import ast
import inspect
import textwrap
from datetime import UTC, datetime
from typing import get_args, get_origin, get_type_hints, is_typeddict

import pytest

from cafe import aws
from cafe.aws.errors import ClientError, ParamValidationError
from cafe.aws.parameters import members_of, shape_of
from cafe.aws.service import operations
from tools import left_out

CLIENTS = dict(left_out.clients())
MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
VALUES = {
    str: ["nothing-here", "", "a" * 5000, "a b/ü?*", "arn:aws:rds:::"],
    int: [5, -1, 0, 10**12],
    float: [1.0, -1.0],
    bool: [True, False],
    bytes: [b"x"],
    datetime: [MOMENT, MOMENT.replace(year=1), MOMENT.replace(year=9999)],
}


def values(annotation):
    """Some values that pass the check before the call, the plainest first."""
    shape = shape_of(annotation)
    kind = get_origin(shape) or shape
    if is_typeddict(shape):
        members = members_of(shape)
        needed = {n: values(members[n])[0] for n in sorted(shape.__required_keys__)}
        return [needed] + [
            needed | {name: value}
            for name in members
            if shape.__name__ != "AttributeValue"  # holds itself
            for value in values(members[name])
        ]
    if kind is list:
        inside = values(get_args(shape)[0])
        return [inside[:1], [], inside[:1] * 1000, *([each] for each in inside[1:])]
    if kind is dict:
        return [{}, {"nothing": values(get_args(shape)[1])[0]}]
    return VALUES.get(shape, ["x"])


def calls(cls):
    """(operation, arguments) with one argument at a time out of the ordinary."""
    for name in operations(cls):
        method = getattr(cls, name)
        hints = get_type_hints(inspect.unwrap(method), include_extras=True)
        taken = list(inspect.signature(method).parameters.values())[1:]
        needed = {
            each.name: values(hints[each.name])[0]
            for each in taken
            if each.default is each.empty
        }
        yield name, needed
        for each in taken:
            for value in values(hints[each.name]):
                yield name, needed | {each.name: value}


@pytest.mark.slow
@pytest.mark.parametrize("service", sorted(CLIENTS))
def test_no_argument_of_a_call_ends_in_an_error_of_python(service):
    client = aws.Session(account=aws.Account()).client(service)
    for name, arguments in calls(CLIENTS[service]):
        try:
            getattr(client, name)(**arguments)
        except (ClientError, ParamValidationError):
            pass
        except Exception as error:
            shown = {key: str(each)[:80] for key, each in arguments.items()}
            pytest.fail(f"{name}({shown}): {type(error).__name__}: {error}")


@pytest.mark.parametrize("service", sorted(CLIENTS))
def test_no_argument_of_a_call_is_taken_and_never_looked_at(service):
    for name in operations(CLIENTS[service]):
        method = inspect.unwrap(getattr(CLIENTS[service], name))
        (call,) = ast.parse(textwrap.dedent(inspect.getsource(method))).body
        names = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
        unread = inspect.signature(method).parameters.keys() - names - {"self"}
        assert not unread or "locals" in names, f"{name} takes {sorted(unread)}"

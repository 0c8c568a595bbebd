"""What each call takes, against botocore's model of it: every operation, every client.

Names, types, what is required and least lengths and values must be AWS's, also deep in
a structure. And the call itself must refuse, in botocore's words, what botocore refuses
before it sends anything.
"""

import ast
import contextlib
import inspect
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import get_args, get_origin, is_typeddict

import botocore
import botocore.exceptions
import botocore.validate
import pytest

from cafe import aws
from cafe.aws.errors import ParamValidationError
from cafe.aws.parameters import (
    LEFT_OUT,
    AtMost,
    OneOf,
    Parameters,
    constraints_of,
    least_of,
    members_of,
    shape_of,
)
from cafe.aws.service import operations
from tools import left_out

CLIENTS = dict(left_out.clients())
CALLS = [(name, call) for name, cls in CLIENTS.items() for call in operations(cls)]
TYPES = {
    "string": str,
    "integer": int,
    "long": int,
    "double": float,
    "boolean": bool,
    "timestamp": datetime,
    "blob": bytes,
}
NUMBERS = ("integer", "long", "double")
#: AWS takes these from other arguments too, or lets the service ask for them.
REQUIRED_HERE_ONLY = {
    ("create_access_key", "UserName"),
    ("create_db_instance", "DBClusterIdentifier"),
    ("create_db_instance_read_replica", "SourceDBInstanceIdentifier"),
    ("create_secret", "SecretString"),
    ("create_table", "AttributeDefinitions"),
    ("create_table", "KeySchema"),
    ("delete_access_key", "UserName"),
    ("failover_db_cluster", "DBClusterIdentifier"),
    ("put_metric_data", "MetricData"),
    ("put_scaling_policy", "PolicyType"),
    ("put_scaling_policy", "TargetTrackingScalingPolicyConfiguration"),
    ("register_scalable_target", "MaxCapacity"),
    ("register_scalable_target", "MinCapacity"),
    ("restore_db_cluster_to_point_in_time", "SourceDBClusterIdentifier"),
    ("restore_db_instance_from_db_snapshot", "DBSnapshotIdentifier"),
    ("restore_db_instance_to_point_in_time", "SourceDBInstanceIdentifier"),
    ("restore_table_to_point_in_time", "SourceTableName"),
}
#: boto3 itself fills these in.
FILLED_IN = {"ClientRequestToken", "IdempotencyToken"}


def compare(annotation, shape, where):
    """Whether what we say of a value is what its shape says."""
    here, kind = shape_of(annotation), shape.type_name
    found, least = least_of(annotation), shape.metadata.get("min")
    if kind not in NUMBERS:  # no text is shorter than one of no letters
        found, least = found or None, least or None
    if kind != "map":  # the length of a map is looked at by the service alone
        assert found == least, f"{where}: at least {least}"
    for each in constraints_of(annotation):
        if isinstance(each, AtMost) and "max" in shape.metadata:
            assert each.most == shape.metadata["max"], f"{where}: at most {each.most}"
        if isinstance(each, OneOf) and "enum" in shape.metadata:
            assert {*each} <= {*shape.metadata["enum"]}, where
    if is_typeddict(here):
        assert kind == "structure", where
        members = members_of(here)
        assert members.keys() <= shape.members.keys(), where
        required = {name for name in shape.required_members if name in members}
        assert here.__required_keys__ == required, where
        for name, inner in members.items():
            if here.__name__ != "AttributeValue" or name not in "LM":  # hold themselves
                compare(inner, shape.members[name], f"{where}.{name}")
    elif get_origin(here) is list:
        assert kind == "list", where
        compare(*get_args(here), shape.member, f"{where}[]")
    elif get_origin(here) is dict:
        assert kind == "map", where
        compare(get_args(here)[0], shape.key, f"{where} (keys)")
        compare(get_args(here)[1], shape.value, f"{where} (values)")
    else:
        assert here is TYPES[kind], where


@pytest.mark.parametrize("service, call", CALLS)
def test_what_a_call_takes_is_what_botocores_model_says(service, call):
    shape = left_out.input_of(service, call)
    given = Parameters(getattr(CLIENTS[service], call))
    for name, annotation in given.annotations.items():
        assert name in shape.members, f"{call} has no argument {name}"
        compare(annotation, shape.members[name], f"{call} {name}")
    extra = {name for each, name in REQUIRED_HERE_ONLY if each == call} | FILLED_IN
    wanted = shape.required_members if shape else []
    assert set(given.required) - extra == set(wanted) - extra


# -- the call itself ------------------------------------------------------------------


@cache
def client_of(service):
    """A client that refuses: nothing is made with it."""
    return aws.Session(account=aws.Account()).client(service)


@dataclass
class Faults:
    """Wrong arguments of one call, each made of right ones by one change."""

    found: list

    def at(self, annotation, shape, put):
        """Faults of a value; `put(value)` gives the arguments with it in its place."""
        here, kind = shape_of(annotation), shape.type_name
        least = shape.metadata.get("min", 0) if kind != "map" else 0
        if kind in ("string", "list") and least:
            self.found.append(put(right(annotation, shape)[: least - 1]))
        if kind in NUMBERS and "min" in shape.metadata:
            self.found.append(put(TYPES[kind](least - 1)))
        if kind != "timestamp":  # which we take only as a datetime
            self.found.append(put(Odd()))
        if is_typeddict(here):
            self.at_members(members_of(here), shape, put)
        elif kind == "list":
            self.at(*get_args(here), shape.member, lambda value: put([value]))
        elif kind == "map":
            inner = get_args(here)[1]
            self.at(inner, shape.value, lambda value: put({"orders": value}))
            key = {7: right(inner, shape.value)}
            self.found.append(put(key))

    def at_members(self, members, shape, put):
        whole = right_members(members, shape)
        for name in whole:
            self.found.append(put({k: v for k, v in whole.items() if k != name}))
        for name, inner in members.items():
            if shape.name == "AttributeValue" and name in "LM":
                continue
            self.at(
                inner,
                shape.members[name],
                lambda value, name=name: put(whole | {name: value}),
            )


class Odd:
    """What is of no type that AWS knows."""

    def __repr__(self):
        return "odd"


def right(annotation, shape):
    """A value that botocore lets pass."""
    here = shape_of(annotation)
    least = shape.metadata.get("min", 0)
    if is_typeddict(here):
        return right_members(members_of(here), shape)
    if shape.type_name == "list":
        return [right(*get_args(here), shape.member)] * max(least, 1)
    if shape.type_name == "map":
        return {"orders": right(get_args(here)[1], shape.value)}
    plain = {str: "x" * max(least, 1), int: max(least, 1), float: 1.0, bool: True}
    plain |= {bytes: b"x", datetime: datetime(2026, 11, 2, tzinfo=UTC)}
    return plain[here]


def right_members(members, shape):
    """The members that must be there, each with a right value."""
    return {
        name: right(inner, shape.members[name])
        for name, inner in members.items()
        if name in shape.required_members
    }


@cache
def faults_of(service, call):
    """(arguments, what botocore says of them) of a call."""
    shape = left_out.input_of(service, call)
    if shape is None:
        return []
    given = Parameters(getattr(CLIENTS[service], call))
    whole = {
        name: right(given.annotations[name], shape.members[name])
        for name in given.annotations
        if name in {*given.required, *shape.required_members}
    }
    found = [{k: v for k, v in whole.items() if k != name} for name in whole]
    faults = Faults(found)
    for name, annotation in given.annotations.items():
        faults.at(
            annotation,
            shape.members[name],
            lambda value, name=name: whole | {name: value},
        )
    hidden = dict.fromkeys(FILLED_IN & {*shape.required_members}, "token")
    validate = botocore.validate.ParamValidator().validate
    reports = [(each, validate(each | hidden, shape)) for each in found]
    return [(each, r.generate_report()) for each, r in reports if r.has_errors()]


@pytest.mark.parametrize("service, call", CALLS)
def test_a_call_refuses_what_botocore_refuses_in_its_words(service, call):
    client = client_of(service)
    for arguments, told in faults_of(service, call):
        with pytest.raises(ParamValidationError) as caught:
            getattr(client, call)(**arguments)
        assert str(caught.value) == f"Parameter validation failed:\n{told}"


def test_there_are_faults_of_every_kind():
    told = "\n".join(text for each in CALLS for _, text in faults_of(*each))
    for kind in ("Missing required", "Invalid length", "Invalid value", "Invalid type"):
        assert told.count(kind) > 10, kind


# -- what AWS takes and this small AWS does not ---------------------------------------


def test_the_list_of_what_is_left_out_is_botocores_of_today():
    assert LEFT_OUT.read_text(encoding="utf-8") == left_out.text(), (
        "Write it anew: python tests/tools/left_out.py"
    )


@pytest.mark.parametrize("service, call", CALLS)
def test_what_aws_takes_and_we_do_not_is_refused_as_that(service, call):
    client = client_of(service)
    taken = left_out.left_out().get(f"{CLIENTS[service].__name__}.{call}", [])
    for name in taken:
        with pytest.raises(ParamValidationError) as caught:
            getattr(client, call)(**{name: Odd()})
        assert f"AWS takes {name}, and this small AWS does not." in str(caught.value)
    with pytest.raises(ParamValidationError) as caught:
        getattr(client, call)(Colour="red")
    assert 'Unknown parameter in input: "Colour", must be one of' in str(caught.value)
    assert "AWS takes" not in str(caught.value)


def test_what_is_left_out_deep_in_a_structure_is_refused_as_that():
    client = aws.Session(account=aws.Account()).client("dynamodb")
    index = {
        "IndexName": "by_shop",
        "KeySchema": [{"AttributeName": "shop", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
        "WarmThroughput": {"ReadUnitsPerSecond": 12_000},
        "Colour": "red",
    }
    with pytest.raises(ParamValidationError) as caught:
        client.create_table(
            TableName="orders",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            GlobalSecondaryIndexes=[index],
            OnDemandThroughput={"MaxReadRequestUnits": 100},
        )
    told = str(caught.value)
    assert 'Unknown parameter in GlobalSecondaryIndexes[0]: "Colour"' in told
    assert "AWS takes OnDemandThroughput, WarmThroughput, and this small AWS" in told


# -- nothing accepted and ignored -----------------------------------------------------


@cache
def read_in(room):
    """The names that the files of a room read: a folder's, or one file's."""
    files = room.rglob("*.py") if room.is_dir() else [room]
    trees = [ast.parse(each.read_text(encoding="utf-8")) for each in files]
    return {name for tree in trees for name in names_read(tree)}


def names_read(tree):
    """The names and texts that some code reads, but not those in an annotation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


#: All that can be changed of a cluster here, AWS too applies without waiting.
APPLIES_AT_ONCE = {"modify_db_cluster": {"ApplyImmediately"}}


@pytest.mark.parametrize("service, call", CALLS)
def test_a_call_reads_every_argument_that_it_takes(service, call):
    method = inspect.unwrap(getattr(CLIENTS[service], call))
    source = textwrap.dedent(inspect.getsource(method))
    (function,) = ast.parse(source).body
    read = {name for each in function.body for name in names_read(each)}
    taken = Parameters(method).annotations.keys() - APPLIES_AT_ONCE.get(call, set())
    assert "locals" in read or taken - read == set()


#: Compared with StringEquals, and then it is this one.
THE_OTHER_OF_TWO = {"StringLike"}


def structures():
    """Each structure in an argument of a call, with the room in which it stands."""
    for service, call in CALLS:
        shape = left_out.input_of(service, call)
        for name, annotation in left_out.annotations_of(CLIENTS[service], call).items():
            for structure, _ in left_out.structures_in(annotation, shape.members[name]):
                yield structure


@pytest.mark.parametrize(
    "structure", dict.fromkeys(structures()), ids=lambda each: each.__name__
)
def test_a_room_reads_every_member_that_it_takes(structure):
    file = Path(inspect.getfile(structure))
    room = file.parent if file.parent.name != "aws" else file
    unread = members_of(structure).keys() - read_in(room)
    assert unread - THE_OTHER_OF_TWO == set()


# -- paginators -----------------------------------------------------------------------


def pages_of(service):
    """{operation: its paginator in boto3} of those that we have, too."""
    model = left_out.SESSION.get_service_model(service)
    names = {botocore.xform_name(name): name for name in model.operation_names}
    try:
        paginators = left_out.SESSION.get_paginator_model(service)
    except botocore.exceptions.UnknownServiceError:
        return {}
    for call in operations(CLIENTS[service]):
        with contextlib.suppress(ValueError):
            yield call, paginators.get_paginator(names[call])


@pytest.mark.parametrize("service", CLIENTS)
def test_each_list_of_boto3_has_its_paginator(service):
    ours, theirs = CLIENTS[service].paginators, dict(pages_of(service))
    assert ours.keys() == theirs.keys()
    for call, pages in ours.items():
        found = theirs[call]["result_key"]
        assert pages.result in (found, found[0])
        if pages.limit:
            wanted = pages.end, pages.start, pages.limit
            keys = ("output_token", "input_token", "limit_key")
            assert wanted == tuple(theirs[call][key] for key in keys)

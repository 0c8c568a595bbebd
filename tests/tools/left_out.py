"""What AWS's calls take and the small AWS does not: `cafe/aws/left_out.txt`.

    python tests/tools/left_out.py      writes the file anew, from botocore's models

A line for each operation and each structure in its arguments, with the names left out:
of `RDS.create_db_instance` and of `DynamoDB.GlobalSecondaryIndex`, say. Only with it
can a refusal tell what AWS takes from a slip of the pen.
"""

import importlib
import inspect
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import get_args, get_origin, is_typeddict

import botocore
import botocore.session

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks")]

from cafe import aws
from cafe.aws.parameters import LEFT_OUT, members_of, shape_of
from cafe.aws.service import operations

HEAD = "# Written by tests/tools/left_out.py from botocore's models of AWS's calls.\n"
SESSION = botocore.session.get_session()


def clients():
    """(service, its client's class) of each service that there is."""
    for service, (module, name) in aws.SERVICES.items():
        yield service, getattr(importlib.import_module(module), name)


def input_of(service, call):
    """botocore's shape of what an operation takes."""
    model = SESSION.get_service_model(service)
    names = {botocore.xform_name(name): name for name in model.operation_names}
    return model.operation_model(names[call]).input_shape


def annotations_of(client, call):
    """{name: annotation} of what an operation takes here."""
    found = dict(inspect.signature(getattr(client, call)).parameters)
    del found["self"]
    return {name: each.annotation for name, each in found.items()}


def structures_in(annotation, shape):
    """(TypedDict, botocore's shape) of each structure in a value, however deep."""
    here = shape_of(annotation)
    if is_typeddict(here) and shape.type_name == "structure":
        yield here, shape
        if here.__name__ == "AttributeValue":
            return  # which holds itself
        for name, inner in members_of(here).items():
            yield from structures_in(inner, shape.members[name])
    elif get_origin(here) is list:
        yield from structures_in(*get_args(here), shape.member)
    elif get_origin(here) is dict:
        yield from structures_in(get_args(here)[1], shape.value)


@cache
def left_out():
    """{taker: sorted names} as the file has them."""
    found = defaultdict(set)
    for service, client in clients():
        for call in operations(client):
            shape, given = input_of(service, call), annotations_of(client, call)
            members = shape.members if shape else {}
            found[f"{client.__name__}.{call}"] |= members.keys() - given.keys()
            for name, annotation in given.items():
                for structure, inner in structures_in(annotation, members[name]):
                    taker = f"{client.__name__}.{structure.__name__}"
                    names = inner.members.keys() - members_of(structure).keys()
                    found[taker] |= names
    return {taker: sorted(names) for taker, names in sorted(found.items()) if names}


def text():
    """The text of the file."""
    lines = [f"{taker}: {' '.join(names)}\n" for taker, names in left_out().items()]
    return HEAD + "".join(lines)


if __name__ == "__main__":
    LEFT_OUT.write_text(text(), encoding="utf-8")

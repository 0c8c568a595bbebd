"""What boto3, redis-py, pymongo and psycopg take: `python tests/tools/real_calls.py`.

It writes data/real_calls.toml, from which a check tells what the small AWS only lacks
from what nobody takes. The packages are those of tests/requirements.txt; boto3 says it
by the models of botocore, the others by their signatures.
"""

import inspect
import subprocess
import sys
from pathlib import Path
from textwrap import fill

import boto3
import botocore.session
import psycopg
import redis
from pymongo.collection import Collection
from pymongo.results import UpdateResult
from pymongo.synchronous.cursor import Cursor

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "notebooks"))

from cafe import aws
from cafe.drivers import pymongo as our_pymongo
from cafe.drivers import redis as our_redis

FILE = ROOT / "data" / "real_calls.toml"
#: The services whose clients, or whose requests, a learner's answer may hold.
SERVICES = ("backup", "cloudwatch", "dynamodb", "ec2", "elasticache", "rds")
#: The classes of the other packages, under the names of ours.
CLASSES = {
    "Collection": Collection,
    "Connection": psycopg.Connection,
    "Cursor": Cursor,
    "Redis": redis.Redis,
    "UpdateResult": UpdateResult,
}
KEYWORDS_OF = (
    (Collection, our_pymongo.collection.Collection),
    (Cursor, our_pymongo.cursor.Cursor),
    (redis.Redis, our_redis.Redis),
)
#: What pymongo hands on to the server and names in its documentation only.
HANDED_ON = {
    "create_index": "background bucketSize collation expireAfterSeconds hidden max min"
    " name partialFilterExpression session sparse unique wildcardProjection",
    "find": "allow_disk_use batch_size collation comment cursor_type hint max"
    " max_time_ms min no_cursor_timeout return_key session show_record_id",
}
HEAD = """\
# What the real packages take, of which the small AWS takes less: so a check tells an
# answer that is fine from one that nobody takes. tests/tools/real_calls.py writes it.
"""


def _python_name(operation):
    return botocore.xform_name(operation)


def calls():
    """{class, as the small AWS names it: the names of what the real one has}."""
    session = botocore.session.get_session()
    found = {
        type(aws.client(service)).__name__: [
            *map(_python_name, session.get_service_model(service).operation_names),
            *("can_paginate", "generate_presigned_url", "get_paginator"),
        ]
        for service in SERVICES
    }
    found |= {name: _public(cls) for name, cls in CLASSES.items()}
    dynamodb = boto3.resource("dynamodb", "eu-west-1")
    found["Table"] = _public(dynamodb.Table("orders"))
    return {name: sorted(names) for name, names in found.items()}


def _public(thing):
    return [name for name in dir(thing) if name[0] != "_"]


def names():
    """{package: the names in it}, where nobody has imported more of it."""
    found = {}
    for package in ("pymongo", "redis"):
        program = [sys.executable, "-c", f"import {package}; print(*dir({package}))"]
        told = subprocess.run(program, capture_output=True, text=True, check=True)
        found[package] = [name for name in told.stdout.split() if name[0] != "_"]
    return found


def keywords():
    """{method: the arguments that the real one takes}, for the methods that we have."""
    found = {name: set(text.split()) for name, text in HANDED_ON.items()}
    for real, ours in KEYWORDS_OF:
        for name in {*dir(real)} & {*dir(ours)}:
            if name[0] != "_" and callable(getattr(ours, name, None)):
                found.setdefault(name, set()).update(_named(getattr(real, name)))
    return {name: sorted(names) for name, names in sorted(found.items()) if names}


def _named(method):
    parameters = inspect.signature(method).parameters.values()
    apart = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {each.name for each in parameters if each.kind not in apart} - {"self"}


def text():
    """The whole file."""
    parts = [HEAD]
    for table in (calls, keywords, names):
        parts.append(f"[{table.__name__}]\n")
        for name, known in table().items():
            words = fill(" ".join(known), 88, break_on_hyphens=False)
            parts.append(f'"{name}" = """\n{words}"""\n')
    return "\n".join(parts)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")

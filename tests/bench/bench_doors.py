"""Calls a second through each door, beside servers that others wrote.

    .venv/bin/python tests/bench/bench_doors.py

One client, one call after the other, of the real packages on both sides: moto's server
and dynalite for DynamoDB, a Valkey for the cache. For documents the peer is the small
AWS without a door.
"""

import logging
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import boto3
import pymongo
import redis
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from cafe.drivers import pymongo as our_pymongo
from cafe.lessons import engines
from peers import dynamodb_peers
from wire.open_doors import LOGIN, REGION, World

ROUNDS, CALLS = 7, 100
TABLE = {
    "TableName": "menu",
    "KeySchema": [{"AttributeName": "drink", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "drink", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}


def in_turns(**calls):
    """{name: calls a second}, the median of rounds that take turns."""
    found = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            begun = time.perf_counter()
            for _ in range(CALLS):
                call()
            found[name].append(CALLS / (time.perf_counter() - begun))
    return {name: statistics.median(each) for name, each in found.items()}


def getter(client):
    """A call that gets an item of a new table."""
    client.create_table(**TABLE)
    key = {"drink": {"S": "latte"}}
    for _ in range(100):
        if client.describe_table(TableName="menu")["Table"]["TableStatus"] == "ACTIVE":
            break
        time.sleep(0.05)
    client.put_item(TableName="menu", Item=key | {"price": {"N": "4"}})
    return lambda: client.get_item(TableName="menu", Key=key)


def dynamodb(world, stack):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    moto = ThreadedMotoServer(port=0, verbose=False)
    moto.start()
    stack.callback(moto.stop)
    host, port = moto.get_host_and_port()
    url = f"http://{host}:{port}"
    others = {"moto": boto3.client("dynamodb", REGION, endpoint_url=url, **KEYS)}
    if dynamodb_peers.has_node():
        dynalite = dynamodb_peers.Dynalite()
        stack.callback(dynalite.stop)
        others["dynalite"] = dynalite.client
    inside = world.inside("dynamodb")
    inside.create_table(**TABLE | {"TableName": "other"})
    world.account.clock.follow(speed=60)
    door = getter(world.outside("dynamodb"))
    found = in_turns(door=door, **{n: getter(each) for n, each in others.items()})
    for name in others:
        yield Row("DynamoDB: get_item", found["door"], found[name], "calls/s", name)


def cache(world, stack):
    valkey = stack.enter_context(engines.valkey())
    world.open_ports(6379)
    ours = redis.Redis(*world.doors.address(world.cache()))
    theirs = redis.Redis(**valkey.address)
    for each in (ours, theirs):
        each.set("latte", 4)
    found = in_turns(door=lambda: ours.get("latte"), valkey=lambda: theirs.get("latte"))
    yield Row("cache: get", found["door"], found["valkey"], "calls/s", "Valkey")


def documents(world, stack):
    world.open_ports(27017)
    name = world.documents()
    login = dict(zip(("username", "password"), LOGIN.values()))
    host, port = world.doors.address(name)
    outside = pymongo.MongoClient(host, port, retryWrites=False, **login)
    stack.callback(outside.close)
    inside = our_pymongo.MongoClient(name, account=world.account, **login)
    outside.shop.menu.insert_one({"_id": "latte"})
    found = in_turns(
        door=lambda: outside.shop.menu.find_one({"_id": "latte"}),
        inside=lambda: inside.shop.menu.find_one({"_id": "latte"}),
    )
    what = "documents: find_one"
    yield Row(what, found["door"], found["inside"], "calls/s", "without a door")


def rows():
    for measure in (dynamodb, cache, documents):
        world = World()
        with ExitStack() as stack:
            stack.callback(world.doors.close)
            stack.callback(world.account.clock.release)
            yield from measure(world, stack)


if __name__ == "__main__":
    show_alone(rows())

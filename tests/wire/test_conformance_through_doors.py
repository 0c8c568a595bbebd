"""Random calls through a door are answered as the same calls inside."""

import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pymongo
import pytest
import redis

from cafe.drivers import pymongo as our_pymongo
from peers import (
    conformance_mongo,
    conformance_redis,
    dynamodb_cases,
    mongo_cases,
    redis_cases,
)
from peers.dynamodb_peers import outcome
from wire.open_doors import World

CALLS = {"dynamodb": 10_000, "redis": 2_000, "mongo": 1_000}
CASE, TURNS = 500, 40
#: Half the time of a call is the client's own. These spare what nothing is compared of:
#: a name of the client that is composed anew each time, a check before sending.
QUICK = {"user_agent": "quick", "parameter_validation": False}


def answers(world, client, cases):
    """What one client is answered to each call, in a world of its own."""
    for table in dynamodb_cases.TABLES:
        client.create_table(**dynamodb_cases.definition(table))
    world.account.clock.advance(minutes=1)
    for operation, arguments in cases:
        world.account.clock.advance(seconds=10)
        yield operation, arguments, outcome(client, operation, arguments)


def compared_calls(seed):
    """{(operation, "answer" or "error"): calls} that both sides answered alike."""
    compared, worlds = Counter(), (World(), World())
    cases = dynamodb_cases.case(f"door {seed}", CASE)
    clients = worlds[0].inside("dynamodb"), worlds[1].outside("dynamodb", **QUICK)
    for one, two in zip(*map(answers, worlds, clients, (cases, cases)), strict=True):
        assert one == two, (one, two)
        operation, _, (kind, *_) = one
        compared[operation, kind] += 1
    for world in worlds:
        world.doors.close()
    return compared


@pytest.mark.slow
def test_random_calls_of_boto3_get_the_answers_of_the_small_aws():
    cases = range(CALLS["dynamodb"] // CASE)
    with ProcessPoolExecutor(2, get_context("spawn")) as both_cores:
        compared = sum(both_cores.map(compared_calls, cases), Counter())
    assert compared.total() == CALLS["dynamodb"]
    assert len(compared) == 16 and min(compared.values()) > 20, compared


@pytest.mark.slow
@pytest.mark.parametrize("protocol", [2, 3])
def test_random_commands_of_redis_py_get_the_answers_of_our_driver(protocol):
    compared = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # redis-py calls some of its methods old
        for seed in range(CALLS["redis"] // TURNS):
            compared += compared_commands(f"door {seed}", protocol, seed % 2 == 1)
    assert compared > CALLS["redis"] * 0.8


def compared_commands(seed, protocol, decodes):
    """How many commands were answered alike by a new cache on each side."""
    compared, world = 0, World()
    world.open_ports(6379)
    host, port = world.doors.address(world.cache())
    mine = conformance_redis.ours(decodes)
    with redis.Redis(host, port, protocol=protocol, decode_responses=decodes) as real:
        other = conformance_redis.Peer(real, redis, None)
        for step in redis_cases.case(seed, TURNS):
            if step.kind == "full":
                continue  # sets the server's memory, which no client of a cache may
            pairs = zip(mine.play(step), other.play(step), strict=True)
            for number, (one, two) in enumerate(pairs):
                call = step.calls[min(number, len(step.calls) - 1)]
                assert conformance_redis.same(one, two, call), (call, one, two)
                compared += 1
    world.doors.close()
    return compared


@pytest.mark.slow
def test_random_calls_of_pymongo_get_the_answers_of_our_driver(world):
    world.open_ports(27017)
    name = world.documents()
    login = {"username": "barista", "password": "espresso-2026"}
    host, port = world.doors.address(name)
    compared = 0
    with pymongo.MongoClient(host, port, retryWrites=False, **login) as real:
        for seed in range(CALLS["mongo"] // TURNS):
            real.drop_database("shop")
            other = conformance_mongo.Peer(real)
            mine = conformance_mongo.ours()
            for call in mongo_cases.case(f"door {seed}", TURNS):
                one, two = mine.play(call), other.play(call)
                assert conformance_mongo.same(one, two), (call, one, two)
                compared += 1
    assert compared >= CALLS["mongo"] * 0.9
    inside = our_pymongo.MongoClient(name, account=world.account, **login)
    assert inside.list_database_names() == ["shop"]

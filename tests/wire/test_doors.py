"""The doors: who gets in, what a real client sees, and what is left when they close."""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import boto3
import botocore.exceptions
import bson
import pymongo
import pytest
import redis
from botocore.config import Config

from cafe import aws, wire
from cafe.aws.service import operations
from peers.dynamodb_peers import outcome
from wire.open_doors import LOGIN, World

TABLE = {
    "TableName": "menu",
    "KeySchema": [{"AttributeName": "drink", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "drink", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def plain(value):
    """A value as it is on both sides: moments in seconds, without their zone's name."""
    if isinstance(value, datetime):
        return round(value.timestamp(), 3)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


# --- answers -------------------------------------------------------------------------


def full(world):
    """One thing of each service."""
    rds, backup = world.inside("rds"), world.inside("backup")
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MultiAZ=True,
        Tags=[{"Key": "backup", "Value": "nightly"}],
        **LOGIN,
    )
    rds.create_db_cluster(
        DBClusterIdentifier="loyalty", Engine="aurora-postgresql", **LOGIN
    )
    world.inside("neptune").create_db_cluster(
        DBClusterIdentifier="friends", Engine="neptune"
    )
    world.documents()
    world.cache()
    world.inside("dynamodb").create_table(**TABLE)
    backup.create_backup_vault(BackupVaultName="nightly")
    world.account.clock.advance(minutes=30)


#: Of the services that tell nothing unasked, what is asked of each.
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*"}
        ],
    }
)
AUGUST = {"Start": "2026-08-01", "End": "2026-09-01"}
CALLS = [
    ("iam", "create_user", {"UserName": "till"}),
    (
        "iam",
        "put_user_policy",
        {"UserName": "till", "PolicyName": "tables", "PolicyDocument": POLICY},
    ),
    ("iam", "create_access_key", {"UserName": "till"}),
    ("kms", "create_key", {"Description": "for the orders"}),
    ("secretsmanager", "create_secret", {"Name": "till", "SecretString": "espresso"}),
    ("secretsmanager", "get_secret_value", {"SecretId": "till"}),
    ("budgets", "describe_budgets", {"AccountId": aws.Account().id}),
    (
        "ce",
        "get_cost_and_usage",
        {"TimePeriod": AUGUST, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]},
    ),
    (
        "application-autoscaling",
        "register_scalable_target",
        {
            "ServiceNamespace": "dynamodb",
            "ResourceId": "table/menu",
            "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
            "MinCapacity": 1,
            "MaxCapacity": 9,
        },
    ),
]


@pytest.mark.slow
def test_a_call_is_answered_the_same_on_both_sides_of_the_door(world):
    other = World()
    for service, call, arguments in CALLS:
        here = outcome(world.inside(service), call, arguments)
        assert plain(outcome(other.outside(service), call, arguments)) == plain(here)
    other.doors.close()


TELLING = set(aws.SERVICES) - {service for service, *_ in CALLS}


@pytest.mark.slow
@pytest.mark.parametrize("service", sorted(TELLING))
def test_what_a_service_tells_is_the_same_on_both_sides_of_the_door(world, service):
    full(world)
    inside, outside = world.inside(service), world.outside(service)
    asked = [
        name
        for name in operations(type(inside))
        if name.startswith(("describe_", "list_", "get_"))
    ]
    told = 0
    for name in asked:
        try:
            here = getattr(inside, name)()
        except Exception:  # it needs to be told what to tell of
            continue
        there = getattr(outside, name)()
        for answer in (here, there):
            answer.pop("ResponseMetadata")
        if service in ("docdb", "neptune", "rds"):  # one API: AWS tells of all three
            for key, value in here.items():
                assert all(plain(each) in plain(there[key]) for each in value)
        else:
            assert plain(there) == plain(here), name
        told += 1
    assert told, asked


#: For each service a call for what is not there, and the exception it raises.
UNKNOWN = {
    "rds": ("describe_db_instances", "DBInstanceIdentifier", "DBInstanceNotFoundFault"),
    "docdb": ("describe_db_clusters", "DBClusterIdentifier", "DBClusterNotFoundFault"),
    "dynamodb": ("describe_table", "TableName", "ResourceNotFoundException"),
    "elasticache": (
        "describe_replication_groups",
        "ReplicationGroupId",
        "ReplicationGroupNotFoundFault",
    ),
    "backup": ("describe_backup_vault", "BackupVaultName", "ResourceNotFoundException"),
}


@pytest.mark.parametrize("service", UNKNOWN)
def test_a_refusal_is_an_exception_of_the_real_client(world, service):
    call, name, error = UNKNOWN[service]
    client, arguments = world.outside(service), {name: "not-there"}
    with pytest.raises(getattr(client.exceptions, error)) as raised:
        getattr(client, call)(**arguments)
    with pytest.raises(Exception) as inside:
        getattr(world.inside(service), call)(**arguments)
    assert str(raised.value) == str(inside.value)


def test_a_cancelled_transaction_tells_its_reasons(world):
    world.inside("dynamodb").create_table(**TABLE)
    world.account.clock.advance(minutes=1)
    client, put = world.outside("dynamodb"), {"drink": {"S": "tea"}}
    once = {"TableName": "menu", "Item": put}
    once["ConditionExpression"] = "attribute_not_exists(drink)"
    client.transact_write_items(TransactItems=[{"Put": once}])
    with pytest.raises(client.exceptions.TransactionCanceledException) as raised:
        client.transact_write_items(TransactItems=[{"Put": once}])
    (reason,) = raised.value.response["CancellationReasons"]
    assert reason["Code"] == "ConditionalCheckFailed"


def test_who_calls_is_decided_by_the_access_key(world):
    iam = world.inside("iam")
    iam.create_user(UserName="till")
    iam.put_user_policy(UserName="till", PolicyName="tables", PolicyDocument=POLICY)
    key = iam.create_access_key(UserName="till")["AccessKey"]
    world.inside("dynamodb").create_table(**TABLE)
    till = world.outside("dynamodb", key["AccessKeyId"])
    assert till.list_tables()["TableNames"] == ["menu"]
    who = world.outside("sts", key["AccessKeyId"]).get_caller_identity()["Arn"]
    assert who.endswith("user/till")
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        till.describe_table(TableName="menu")
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert f"User: {who} is not authorized" in str(refused.value)
    with pytest.raises(botocore.exceptions.ClientError, match="UnrecognizedClient"):
        world.outside("dynamodb", "AKIANOBODYHASTHIS123").list_tables()


def test_a_call_that_the_small_aws_has_not_says_what_there_is(world):
    with pytest.raises(
        botocore.exceptions.ClientError, match="dynamodb has: batch_get"
    ):
        world.outside("dynamodb").describe_limits()
    for service, call in {"sqs": "list_queues", "sns": "list_topics"}.items():
        with pytest.raises(botocore.exceptions.ClientError, match="There is: .*, rds"):
            getattr(world.outside(service), call)()


@pytest.mark.slow
def test_a_waiter_of_boto3_waits_for_the_clock_that_follows_the_wall(world):
    client = world.outside("rds")
    client.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        **LOGIN,
    )
    world.account.clock.follow(speed=3600)
    waiter = client.get_waiter("db_instance_available")
    waiter.wait(DBInstanceIdentifier="orders", WaiterConfig={"Delay": 1})
    world.account.clock.release()
    now = world.account.clock.now
    client.describe_db_instances()
    assert world.account.clock.now == now


# --- the broken world ----------------------------------------------------------------


def test_redis_py_loses_its_connection_with_the_zone_and_finds_the_replica(world):
    world.open_ports(6379)
    client = redis.Redis(*world.doors.address(world.cache()), retry=None)
    client.set("latte", 3)
    world.account.clock.advance(seconds=5)
    world.account.fail_zone("eu-west-1a")
    with pytest.raises(redis.ConnectionError):
        client.get("latte")
    world.account.clock.advance(minutes=3)
    assert client.get("latte") == b"3"


def test_pymongo_loses_its_connection_with_the_zone_and_finds_the_new_writer(world):
    world.open_ports(27017)
    host, port = world.doors.address(world.documents())
    login = {"username": "barista", "password": "espresso-2026"}
    options = {"retryWrites": False, "retryReads": False}
    with pymongo.MongoClient(host, port, **login, **options) as client:
        client.shop.menu.insert_one({"_id": "latte"})
        world.account.fail_zone("eu-west-1a")
        with pytest.raises(pymongo.errors.AutoReconnect):
            client.shop.menu.insert_one({"_id": "mocha"})
        world.account.clock.advance(minutes=3)
        assert client.shop.menu.count_documents({}) == 1


@pytest.mark.slow
def test_a_client_that_asked_during_a_failover_is_answered_after_it(world):
    world.open_ports(6379, 27017)
    cache = redis.Redis(*world.doors.address(world.cache()), socket_timeout=0.3)
    host, port = world.doors.address(world.documents())
    login = {"username": "barista", "password": "espresso-2026"}
    options = {"serverSelectionTimeoutMS": 1000, "retryWrites": False}
    with pymongo.MongoClient(host, port, **login, **options) as client:
        client.shop.menu.insert_one({"_id": "latte"})
        cache.set("latte", 3)
        world.account.clock.advance(seconds=5)
        world.account.fail_zone("eu-west-1a")
        for asks in (client.shop.menu.find_one, partial(cache.get, "latte")):
            with pytest.raises((pymongo.errors.PyMongoError, redis.TimeoutError)):
                asks()
        world.account.clock.advance(minutes=3)
        assert client.shop.menu.find_one() == {"_id": "latte"}
        assert cache.get("latte") == b"3"


def test_nobody_comes_in_from_outside_the_vpc(world):
    world.account.client_address = "203.0.113.25"
    client = redis.Redis(
        *world.doors.address(world.cache()), socket_timeout=0.3, retry=None
    )
    with pytest.raises(redis.TimeoutError):
        client.ping()


def test_a_wrong_password_is_refused_as_documentdb_refuses_it(world):
    world.open_ports(27017)
    host, port = world.doors.address(world.documents())
    login = {"username": "barista", "password": "wrong"}
    refused = pytest.raises(pymongo.errors.OperationFailure, match="Authentication")
    with pymongo.MongoClient(host, port, **login) as client, refused:
        client.shop.menu.find_one()


# --- what pymongo's everyday methods send ---------------------------------------------


@pytest.fixture
def menu(world):
    """A collection of pymongo through the door, with three drinks in it."""
    world.open_ports(27017)
    host, port = world.doors.address(world.documents())
    login = {"username": "barista", "password": "espresso-2026"}
    with pymongo.MongoClient(host, port, retryWrites=False, **login) as client:
        drinks = {"latte": 4, "mocha": 5, "tea": 3}
        client.shop.menu.insert_many(
            [{"_id": name, "price": price} for name, price in drinks.items()]
        )
        yield client.shop.menu


def test_unordered_inserts_go_on_after_a_refusal(menu):
    new = [{"_id": name} for name in ("latte", "flat white", "tea", "cortado")]
    with pytest.raises(pymongo.errors.BulkWriteError) as refused:
        menu.insert_many(new, ordered=False)
    told = refused.value.details
    assert told["nInserted"] == 2
    assert [each["index"] for each in told["writeErrors"]] == [0, 2]
    with pytest.raises(pymongo.errors.BulkWriteError):
        menu.insert_many([{"_id": "latte"}, {"_id": "matcha"}])
    assert menu.count_documents({}) == 5


def test_counts_skip_and_stop(menu):
    assert menu.estimated_document_count() == 3
    assert menu.count_documents({}, skip=1, limit=1) == 1
    assert menu.database.command("count", "menu", skip=1)["n"] == 2
    assert menu.database.command("count", "menu", skip=1, limit=1)["n"] == 1
    assert menu.database.command("count", "menu", skip=9)["n"] == 0


def test_one_is_found_and_changed_or_replaced(menu):
    after = {"return_document": pymongo.ReturnDocument.AFTER}
    tea, gone = {"_id": "tea"}, {"_id": "cortado"}
    assert menu.find_one_and_update(tea, {"$inc": {"price": 1}})["price"] == 3
    found = menu.find_one_and_update(tea, {"$inc": {"price": 1}}, **after)
    assert found == {"_id": "tea", "price": 5}
    assert menu.find_one_and_update(gone, {"$set": {"price": 1}}) is None
    assert menu.find_one_and_replace(tea, {"hot": True}, **after) == tea | {"hot": True}
    for act in (
        lambda: menu.find_one_and_delete(tea),
        lambda: menu.find_one_and_update({}, {"$set": {"n": 1}}, upsert=True),
        lambda: menu.replace_one(gone, {"price": 9}, upsert=True),
    ):
        with pytest.raises(pymongo.errors.OperationFailure, match="is left out here"):
            act()


def test_a_mixed_bulk_of_writes_is_done_whole(menu):
    told = menu.bulk_write(
        [
            pymongo.InsertOne({"_id": "chai"}),
            pymongo.UpdateMany({}, {"$set": {"hot": True}}),
            pymongo.DeleteOne({"_id": "tea"}),
            pymongo.UpdateOne({"_id": "x"}, {"$set": {"cold": True}}, upsert=True),
        ],
        ordered=False,
    )
    assert (told.inserted_count, told.modified_count) == (1, 4)
    assert (told.deleted_count, told.upserted_ids) == (1, {3: "x"})


@pytest.mark.parametrize(
    ("option", "call"),
    [
        ("collation", lambda menu: list(menu.find().collation({"locale": "de"}))),
        ("hint", lambda menu: list(menu.find({"a": 1}).hint([("a", 1)]))),
        (
            "expireAfterSeconds",
            lambda menu: menu.create_index("a", expireAfterSeconds=9),
        ),
        ("sparse", lambda menu: menu.create_index("a", sparse=True)),
        ("name", lambda menu: menu.create_index("a", name="mine")),
        ("capped", lambda menu: menu.database.create_collection("log", capped=True)),
        (
            "collation",
            lambda menu: menu.update_one(
                {}, {"$set": {"a": 1}}, collation={"locale": "de"}
            ),
        ),
    ],
)
def test_an_option_that_would_not_be_heeded_is_refused_by_its_name(menu, option, call):
    with pytest.raises(pymongo.errors.PyMongoError, match=f"{option} is left out"):
        call(menu)


def test_a_value_that_is_left_out_is_refused_and_the_connection_stays(menu):
    with pytest.raises(pymongo.errors.OperationFailure, match="Decimal128 is left out"):
        menu.insert_one({"price": bson.Decimal128("2.60")})
    assert menu.count_documents({}) == 3


def test_all_indexes_but_the_first_are_dropped(menu):
    menu.create_index("price")
    menu.create_index([("price", -1)])
    menu.drop_indexes()
    assert list(menu.index_information()) == ["_id_"]


def test_one_batch_is_all_of_a_find_that_wants_a_single_one(menu):
    told = menu.database.command("find", "menu", batchSize=2, singleBatch=True)
    assert (told["cursor"]["id"], len(told["cursor"]["firstBatch"])) == (0, 2)


def test_a_uuid_comes_back_as_one(menu):
    number = bson.Binary(bytes(range(16)), bson.binary.UUID_SUBTYPE)
    menu.insert_one({"_id": number, "plain": b"bytes"})
    assert menu.find_one({"_id": number}) == {"_id": number, "plain": b"bytes"}


def test_names_are_filtered(menu):
    database = menu.database
    assert database.list_collection_names(filter={"name": "menu"}) == ["menu"]
    assert database.list_collection_names(filter={"name": {"$ne": "menu"}}) == []
    assert not list(database.client.list_databases(filter={"name": "till"}))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"aggregate": "menu", "pipeline": []}, "'aggregate.cursor' is missing"),
        ({"insert": "menu"}, "'insert.documents' is missing"),
        ({"explain": {"count": "menu"}}, "Only a find is explained here, no count"),
    ],
)
def test_what_a_command_lacks_is_said(menu, command, words):
    with pytest.raises(pymongo.errors.OperationFailure, match=words):
        menu.database.command(command)


# --- what clients of a cache send -----------------------------------------------------


@pytest.fixture
def cache(world):
    """(host, port) of the door of a cache."""
    world.open_ports(6379)
    return world.doors.address(world.cache())


def said_to(address, sent):
    """All that a door says to these bytes, after which the client sends no more."""
    with socket.create_connection(address, timeout=5) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def test_what_has_no_word_is_passed_over(cache):
    assert said_to(cache, b"\r\n*0\r\nPING\r\n") == b"+PONG\r\n"


def test_after_quit_nothing_more_is_answered(cache):
    assert said_to(cache, b"QUIT\r\nPING\r\n") == b"+OK\r\n"


def test_a_password_is_answered_as_by_a_cache_that_has_none(cache):
    login = {"retry": None, "password": "espresso"}
    with pytest.raises(redis.AuthenticationError, match="without any password"):
        redis.Redis(*cache, protocol=2, **login).ping()
    assert redis.Redis(*cache, protocol=3, **login).ping()
    with pytest.raises(redis.AuthenticationError, match="invalid username-password"):
        redis.Redis(*cache, protocol=3, username="till", **login).ping()


def test_what_is_not_known_of_a_client_is_refused(cache):
    client = redis.Redis(*cache, retry=None, client_name="till")
    assert client.ping()
    with pytest.raises(redis.ResponseError, match="CLIENT"):
        client.client_list()


# --- a replica set of one, as DocumentDB shows itself ---------------------------------


def test_retryable_writes_are_refused_as_on_documentdb(menu):
    host, port = menu.database.client.address
    login = {"username": "barista", "password": "espresso-2026"}
    with pymongo.MongoClient(host, port, **login) as client:
        with pytest.raises(
            pymongo.errors.OperationFailure, match="Retryable"
        ) as raised:
            client.shop.menu.insert_one({"_id": "chai"})
        assert raised.value.code == 301
        assert client.shop.menu.count_documents({}) == 3


def test_the_connection_string_of_the_console_leads_in(menu):
    host, port = menu.database.client.address
    options = "replicaSet=rs0&readPreference=secondaryPreferred&retryWrites=false"
    address = f"mongodb://barista:espresso-2026@{host}:{port}/?{options}"
    with pymongo.MongoClient(address) as client:
        client.shop.menu.insert_one({"_id": "chai"})
        assert client.shop.menu.count_documents({}) == 4


def test_a_readers_door_lets_read_and_refuses_writes(world, menu):
    (cluster,) = world.inside("docdb").describe_db_clusters()["DBClusters"]
    host, port = world.doors.address(cluster["ReaderEndpoint"])
    login = {"username": "barista", "password": "espresso-2026"}
    with pymongo.MongoClient(host, port, retryWrites=False, **login) as client:
        assert client.shop.menu.count_documents({}) == 3
        with pytest.raises(pymongo.errors.NotPrimaryError):
            client.shop.menu.insert_one({"_id": "chai"})


def test_a_session_is_taken_and_a_transaction_refused(menu):
    with menu.database.client.start_session() as session:
        menu.insert_one({"_id": "chai"}, session=session)
        assert menu.find_one({"_id": "chai"}, session=session)
        refused = pytest.raises(pymongo.errors.OperationFailure, match="left out here")
        with refused, session.start_transaction():
            menu.insert_one({"_id": "mate"}, session=session)
    assert menu.count_documents({}) == 4


# --- what mongosh sends --------------------------------------------------------------

#: As mongosh 2.12 was heard to say them, and what it reads of the answers.
MONGOSH = {
    "show dbs": ("admin", {"listDatabases": 1}, "databases"),
    "show collections": (
        "shop",
        {
            "listCollections": 1,
            "filter": {},
            "cursor": {},
            "nameOnly": True,
            "authorizedCollections": False,
        },
        "cursor",
    ),
    "db.menu.find({})": ("shop", {"find": "menu", "filter": {}}, "cursor"),
    "db.menu.find().sort({n: -1}).limit(3)": (
        "shop",
        {
            "find": "menu",
            "filter": {},
            "sort": {"n": -1},
            "projection": {"_id": 0},
            "limit": 3,
        },
        "cursor",
    ),
    "db.menu.countDocuments({})": (
        "shop",
        {
            "aggregate": "menu",
            "pipeline": [{"$match": {}}, {"$group": {"_id": 1, "n": {"$sum": 1}}}],
            "cursor": {},
        },
        "cursor",
    ),
    "db.menu.getIndexes()": ("shop", {"listIndexes": "menu", "cursor": {}}, "cursor"),
    "db.menu.createIndex({price: 1})": (
        "shop",
        {
            "createIndexes": "menu",
            "indexes": [{"name": "price_1", "key": {"price": 1}}],
        },
        "ok",
    ),
    "db.menu.find({price: 3}).explain()": (
        "shop",
        {
            "explain": {"find": "menu", "filter": {"price": 3}},
            "verbosity": "queryPlanner",
        },
        "queryPlanner",
    ),
    "db.dropDatabase()": ("shop", {"dropDatabase": 1}, "ok"),
}


@pytest.mark.parametrize("typed", MONGOSH)
def test_what_mongosh_sends_is_answered_as_it_reads_it(menu, typed):
    database, command, field = MONGOSH[typed]
    told = menu.database.client[database].command(command)
    assert told[field]
    if field == "cursor":  # it refuses a number of four bytes
        assert type(told["cursor"]["id"]) is bson.Int64


def test_a_cursor_of_mongosh_goes_on_behind_its_first_batch(menu):
    menu.insert_many([{"n": number} for number in range(250)])
    shop, seen = menu.database, 101
    cursor = shop.command("find", "menu", filter={})["cursor"]
    while cursor["id"]:
        assert type(cursor["id"]) is bson.Int64
        cursor = shop.command(
            {"getMore": cursor["id"], "collection": "menu", "batchSize": 100}
        )["cursor"]
        seen += len(cursor["nextBatch"])
    assert seen == 253


# --- whatever comes ------------------------------------------------------------------

NOISE = bytes(range(256)) * 4096  # a megabyte
HALVES = {
    "aws": [b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{", b"GET", NOISE],
    "cache": [b"*2\r\n$3\r\nGET\r\n$100\r\nx", b"*-5\r\n", b"*1\r\n+x\r\n", NOISE],
    "documents": [
        b"\x10\0\0\0",
        b"\xff\xff\xff\x7f" + b"\0" * 12,
        struct.pack("<iiiiIBi", 25, 1, 0, 2013, 0, 1, -1),  # a part of -1 bytes
        NOISE,
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("door", HALVES)
def test_noise_and_half_a_message_harm_nothing(world, door):
    world.open_ports(6379, 27017)
    endpoint, documents = world.cache(), world.documents()
    address = {
        "aws": ("127.0.0.1", int(world.doors.aws.rpartition(":")[2])),
        "cache": world.doors.address(endpoint),
        "documents": world.doors.address(documents),
    }[door]
    for sent in HALVES[door]:
        with socket.create_connection(address, timeout=5) as line:
            try:
                line.sendall(sent)
                line.shutdown(socket.SHUT_WR)
                while line.recv(65_536):
                    pass
            except TimeoutError:
                raise  # it must not wait for more
            except OSError:
                pass  # the server has closed it already
    assert redis.Redis(*world.doors.address(endpoint)).ping()
    assert world.outside("dynamodb").list_tables()["TableNames"] == []


@pytest.mark.slow
def test_ten_clients_at_once_lose_no_write(world):
    world.inside("dynamodb").create_table(**TABLE)
    world.account.clock.advance(minutes=1)

    def add(number):
        client = world.outside("dynamodb")
        for _ in range(20):
            client.update_item(
                TableName="menu",
                Key={"drink": {"S": "latte"}},
                UpdateExpression="ADD sold :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(add, range(10)))
    found = world.inside("dynamodb").get_item(
        TableName="menu", Key={"drink": {"S": "latte"}}, ConsistentRead=True
    )
    assert found["Item"]["sold"] == {"N": "200"}


# --- open and closed -----------------------------------------------------------------


def test_a_closed_door_leaves_no_thread_and_no_socket():
    before = {*threading.enumerate()}
    with World().doors as doors:
        port = int(doors.aws.rpartition(":")[2])
        line = socket.create_connection(("127.0.0.1", port))
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    line.close()
    assert {*threading.enumerate()} <= before
    assert repr(doors) == "Doors (closed)"
    with pytest.raises(ValueError, match="serve"):
        doors.environment()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_forked_child_ends_and_leaves_the_doors_open():
    code = """
import os, sys, urllib.error, urllib.request
from cafe import wire
doors = wire.serve()
child = os.fork()
if child == 0:
    sys.exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    urllib.request.urlopen(doors.aws)
except urllib.error.HTTPError as answer:
    print(answer.code)
"""
    command, notebooks = [sys.executable, "-c", code], Path(wire.__file__).parents[2]
    ended = subprocess.run(
        command, cwd=notebooks, capture_output=True, text=True, timeout=60
    )
    assert ended.stdout.split() == ["7", "404"], ended.stderr


def test_doors_open_on_this_machine_only(world):
    with pytest.raises(ValueError, match="on 127.0.0.1 only"):
        wire.serve(world.account, host="0.0.0.0")


def test_after_a_new_account_the_doors_lead_to_it(monkeypatch):
    monkeypatch.setattr(aws, "account", aws.Account())
    with wire.serve(aws.account) as doors:
        monkeypatch.setenv("AWS_ENDPOINT_URL", doors.aws)
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        client = boto3.client("dynamodb", "eu-west-1", **keys)
        client.create_table(**TABLE)
        assert client.list_tables()["TableNames"] == ["menu"]
        aws.new_account()
        assert client.list_tables()["TableNames"] == []


def test_doors_to_an_account_of_ones_own_keep_it(world):
    world.inside("dynamodb").create_table(**TABLE)
    assert world.outside("dynamodb").list_tables()["TableNames"] == ["menu"]


@pytest.mark.parametrize(
    ("system", "line"), [("posix", "export {}={}"), ("nt", '$env:{}="{}"')]
)
def test_the_lines_to_paste_lead_here(world, monkeypatch, system, line):
    told = world.doors.environment()
    assert told["AWS_ENDPOINT_URL"] == world.doors.aws
    monkeypatch.setattr("cafe.wire.doors.os", SimpleNamespace(name=system))
    for name, value in told.items():
        assert f"  {line.format(name, value)}\n" in repr(world.doors)


def test_the_way_here_goes_past_the_proxy_of_a_network(world, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:3128")
    for name, value in world.doors.environment().items():
        monkeypatch.setenv(name, value)
    once = Config(connect_timeout=1, retries={"total_max_attempts": 1})
    till = boto3.client("dynamodb", config=once)
    assert till.list_tables()["TableNames"] == []


def test_an_endpoint_without_a_door_is_told_which_have_one(world):
    endpoint = world.cache()
    with pytest.raises(ValueError, match=f"there is: .*{endpoint['Address']}"):
        world.doors.address("orders.example")

"""\
Zone `eu-west-1a` is cut. Who answers *in that very second*, through the endpoint that
its program knows (for a cluster, the one that leads to the writer)? Write `True` or
`False` for each. The check really builds all six and cuts the zone."""

from functools import cache

from ..kinds import ValueExercise
from ..stage.account import add_table, new_session
from ..words import kind, show

exercise = ValueExercise(
    id="09.after_the_cut",
    objective="09.c",
    difficulty=2,
    learned=(
        "Six services, one cut: you knew beforehand who would answer. That is "
        "what choosing is for."
    ),
    prompt=__doc__,
    starter="""\
after = {
    "RDS with Multi-AZ, primary in a": None,
    "RDS without Multi-AZ, in b": None,
    "DynamoDB table": None,
    "cache of one node, in a": None,
    "DocumentDB, writer in b, replica in a": None,
    "Neptune, writer in a, reader in b": None,
}
""",
    hints=(
        "Which of them has what it answers with in zone a?",
        "A standby or a reader needs its failover first: seconds or minutes.",
        "Two stand in b, as far as the writer goes, and one is in no single zone.",
    ),
    seconds=30.0,
)


@exercise.right
def after():
    return {
        "RDS with Multi-AZ, primary in a": False,
        "RDS without Multi-AZ, in b": True,
        "DynamoDB table": True,
        "cache of one node, in a": False,
        "DocumentDB, writer in b, replica in a": True,
        "Neptune, writer in a, reader in b": False,
    }


CUT = "eu-west-1a"

USER, PASSWORD = "barista", "espresso-2026"

#: What the exercise asks about: how each is made, and why it does or does not answer.
SETUPS = {
    "RDS with Multi-AZ, primary in a": "its standby has not taken over yet",
    "RDS without Multi-AZ, in b": "its zone is not the one that was cut",
    "DynamoDB table": "its items are in several zones, and it has no primary",
    "cache of one node, in a": "its only node is gone",
    "DocumentDB, writer in b, replica in a": "its writer stands in another zone",
    "Neptune, writer in a, reader in b": "its reader has not been promoted yet",
}


@cache
def _really():
    """{setup: whether it answers in the second of the cut}, tried on an account."""
    session = new_session()
    ways = (
        _instance(session, "till", MultiAZ=True),
        _instance(session, "archive", AvailabilityZone="eu-west-1b"),
        _table(session),
        _node(session, CUT),
        _documents(session, "eu-west-1b", CUT),
        _graph(session, CUT, "eu-west-1b"),
    )
    session.account.fail_zone(CUT)
    return {name: _answers(way) for name, way in zip(SETUPS, ways, strict=True)}


def _instance(session, name, **more):
    """An RDS instance; the way to it. With Multi-AZ its primary is in zone a."""
    from cafe.drivers import sql

    rds = session.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=USER,
        MasterUserPassword=PASSWORD,
        DBName="cafe",
        **more,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return lambda: sql.connect(
        host=found["Endpoint"]["Address"],
        user=USER,
        password=PASSWORD,
        dbname="cafe",
        account=session.account,
    )


def _table(session):
    add_table(session, "baskets")
    return session.resource("dynamodb").Table("baskets").scan


def _node(session, zone):
    """A cache of one node in a zone; the way to it."""
    from cafe.drivers import redis

    elasticache = session.client("elasticache")
    elasticache.create_replication_group(
        ReplicationGroupId="pages",
        ReplicationGroupDescription="one node",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
        PreferredCacheClusterAZs=[zone],
    )
    elasticache.get_waiter("replication_group_available").wait()
    group = elasticache.describe_replication_groups()["ReplicationGroups"][0]
    host = group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    return lambda: redis.Redis(host, account=session.account).ping()


def _documents(session, *zones):
    from cafe.drivers import pymongo

    login = {"MasterUsername": USER, "MasterUserPassword": PASSWORD}
    host = _cluster(session, "docdb", zones, **login)
    return lambda: pymongo.MongoClient(
        host,
        username=USER,
        password=PASSWORD,
        replicaSet="rs0",
        retryWrites=False,
        account=session.account,
    ).shop.products.insert_one({"sku": "BN-101"})


def _graph(session, *zones):
    from cafe.drivers import neptune

    host = _cluster(session, "neptune", zones)
    return lambda: neptune.connect(host, account=session.account)


def _cluster(session, service, zones, **login):
    """The endpoint of a cluster with an instance in each zone, the writer first."""
    client = session.client(service)
    client.create_db_cluster(DBClusterIdentifier=service, Engine=service, **login)
    for number, zone in enumerate(zones):
        name = f"{service}-{number}"
        client.create_db_instance(
            DBInstanceIdentifier=name,
            DBClusterIdentifier=service,
            Engine=service,
            DBInstanceClass="db.t3.medium",
            AvailabilityZone=zone,
        )
        client.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    return client.describe_db_clusters()["DBClusters"][0]["Endpoint"]


def _answers(way):
    try:
        way()
    except Exception:
        return False
    return True


# ------------------------------------------------------------------------- the proof


@exercise.proof
def _predicted(after):
    """What is wrong with a prediction, or None: it is compared with a real cut."""
    if not isinstance(after, dict):
        return f"after should be the dict above; yours is {kind(after)}."
    if other := [name for name in after if name not in SETUPS]:
        return f"{show(other[0])} is none of the six: {'; '.join(SETUPS)}."
    if missing := [name for name in SETUPS if name not in after]:
        return f"“{missing[0]}” is missing from the dict."
    for name, answers in _really().items():
        if after[name] is None or after[name] is ...:
            return f"“{name}” has no answer yet: write True or False."
        if not isinstance(after[name], bool):
            got = show(after[name])
            return f"“{name}”: write True or False without quotes; got {got}."
        if after[name] != answers:
            did = "answers" if answers else "does not answer"
            return f"“{name}” {did}: {SETUPS[name]}."
    return None


# ------------------------------------------------------------------------- also right

RIGHT = after()


@exercise.right
def zips_names_and_answers():
    return dict(zip(SETUPS, [False, True, True, False, True, False]))


@exercise.right
def answers_in_another_order():
    return dict(reversed(RIGHT.items()))


@exercise.right
def fills_in_those_that_answer():
    answers = dict.fromkeys(SETUPS, False)
    answers["DynamoDB table"] = True
    answers["RDS without Multi-AZ, in b"] = True
    answers["DocumentDB, writer in b, replica in a"] = True
    return answers


@exercise.right
def compares():
    return {name: up == 1 for name, up in zip(SETUPS, (0, 1, 1, 0, 1, 0))}


@exercise.right
def says_not():
    return {name: not (not up) for name, up in RIGHT.items()}


@exercise.right
def makes_bools_of_numbers():
    return {name: bool(number) for name, number in zip(SETUPS, (0, 1, 1, 0, 1, 0))}


@exercise.right
def puts_two_dicts_together():
    stands = {name: True for name in SETUPS if " in b" in name}
    stands |= {"DynamoDB table": True}
    gone = ("primary in a", "one node, in a", "writer in a")
    return stands | {n: False for n in SETUPS if any(word in n for word in gone)}


@exercise.right
def reads_it_from_json():
    import json

    return json.loads(json.dumps(RIGHT))


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "“RDS with Multi-AZ, primary in a” does not answer: its standby has not",
    misconception="standby-answers-reads",
)
def trusts_the_standby():
    return after() | {"RDS with Multi-AZ, primary in a": True}


@exercise.wrong("“RDS without Multi-AZ, in b” answers: its zone is not the one")
def fears_for_the_other_zone():
    return after() | {"RDS without Multi-AZ, in b": False}


@exercise.wrong("“DynamoDB table” answers: its items are in several zones")
def fears_for_the_table():
    return after() | {"DynamoDB table": False}


@exercise.wrong(
    "“cache of one node, in a” does not answer: its only node is gone.",
    misconception="cache-survives-its-node",
)
def trusts_the_lone_node():
    return after() | {"cache of one node, in a": True}


@exercise.wrong("“DocumentDB, writer in b, replica in a” answers: its writer stands")
def fears_for_the_writer():
    return after() | {"DocumentDB, writer in b, replica in a": False}


@exercise.wrong(
    "“Neptune, writer in a, reader in b” does not answer: its reader has not"
)
def trusts_the_reader():
    return after() | {"Neptune, writer in a, reader in b": True}


@exercise.wrong("“RDS with Multi-AZ, primary in a” does not answer")
def trusts_them_all():
    return dict.fromkeys(after(), True)


@exercise.wrong("“Neptune, writer in a, reader in b” has no answer yet")
def leaves_one_open():
    return after() | {"Neptune, writer in a, reader in b": None}


@exercise.wrong("write True or False without quotes; got 'False'.")
def writes_a_text():
    return after() | {"RDS with Multi-AZ, primary in a": "False"}


@exercise.wrong("after should be the dict above; yours is a list.")
def gives_a_list():
    return [False, True, True, False, True, False]


@exercise.wrong("“RDS with Multi-AZ, primary in a” is missing from the dict.")
def answers_one_only():
    return {"DynamoDB table": True}


@exercise.wrong("'a bucket' is none of the six: RDS with Multi-AZ, primary in a;")
def answers_one_more():
    return after() | {"a bucket": True}


@exercise.wrong("write True or False without quotes; got 0.")
def writes_numbers():
    return {name: int(up) for name, up in RIGHT.items()}


@exercise.wrong("write True or False without quotes; got 'no'.")
def writes_yes_and_no():
    return {name: "yes" if up else "no" for name, up in RIGHT.items()}


@exercise.wrong("“DynamoDB table” has no answer yet: write True or False.")
def leaves_the_dots():
    return after() | {"DynamoDB table": ...}


@exercise.wrong("“RDS without Multi-AZ, in b” answers: its zone is not the one")
def fears_for_all_of_them():
    return dict.fromkeys(RIGHT, False)

"""Exercises of lesson 09: a rule that chooses, a selection, a lost zone, a move."""

from functools import cache

from .kinds import PythonExercise, Wrong


def _session():
    """A session on an account of its own, with the program inside the VPC."""
    from cafe import aws

    account = aws.Account()
    account.client_address = "172.31.5.20"
    return aws.Session(account=account)


# --- a rule that chooses -----------------------------------------------------------


def _choose(body):
    return f"def choose(need):\n{body}"


def _needs():
    """Every need that the rule may meet."""
    return [
        ({"shape": shape, "known": known, "may_be_lost": may_be_lost},)
        for shape in ("rows", "items", "documents", "relations", "copies")
        for known in (True, False)
        for may_be_lost in (False, True)
    ]


_BY_SHAPE = """\
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
"""
_ITEMS = """\
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
"""

CHOOSE = PythonExercise(
    id="09.choose",
    objective="09.a",
    difficulty=2,
    prompt="""\
Write `choose(need)`. `need` is a dict such as
`{"shape": "items", "known": True, "may_be_lost": False}`; the three keys are always
there. Return the service as text:

- `"Neptune"` for `"relations"`, `"DocumentDB"` for `"documents"`, `"ElastiCache"` for
  `"copies"`;
- for `"items"` with known questions `"ElastiCache"` if the items may be lost, else
  `"DynamoDB"`;
- `"RDS"` for all else.""",
    starter=_choose("    ...\n"),
    hints=(
        'need["shape"] is the shape. Decide it first, with if and return.',
        "Items have two further questions: are the questions known, may they be lost?",
        'At the end, without any if: return "RDS".',
    ),
    solution=_choose(_BY_SHAPE + _ITEMS + '    return "RDS"\n'),
    name="choose",
    cases=_needs,
    wrong=(
        Wrong(
            _choose(
                _BY_SHAPE
                + """\
    if need["shape"] == "items":
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"
"""
            ),
            "'may_be_lost': False}) should give 'RDS'; it gave 'DynamoDB'",
            "Its keys answer known questions. For the others one takes SQL.",
            "unknown-patterns-suit-dynamodb",
        ),
        Wrong(
            _choose('    return "RDS"\n'),
            "should give 'DynamoDB'; it gave 'RDS'",
            "RDS could hold all of it. Most of it would be better off elsewhere.",
            "one-database-does-it-all",
        ),
        Wrong(
            _choose(
                """\
    if need["may_be_lost"]:
        return "ElastiCache"
"""
                + _BY_SHAPE
                + _ITEMS
                + '    return "RDS"\n'
            ),
            "should give 'RDS'; it gave 'ElastiCache'",
            "That data may be lost does not make it a cache's. The shape comes first.",
            "speed-is-the-only-reason",
        ),
        Wrong(
            _choose(
                _BY_SHAPE
                + """\
    if need["shape"] == "items" and need["known"]:
        return "DynamoDB"
    return "RDS"
"""
            ),
            "should give 'ElastiCache'; it gave 'DynamoDB'",
            "Items that may be lost, a session for one, can lie in memory alone.",
        ),
        Wrong(
            _choose(
                _BY_SHAPE
                + """\
    if need["shape"] == "items" and need["known"]:
        return "DynamoDB" if need["may_be_lost"] else "ElastiCache"
    return "RDS"
"""
            ),
            "should give 'DynamoDB'; it gave 'ElastiCache'",
            "The other way round: a cache is for what may be lost.",
        ),
        Wrong(
            _choose(
                """\
    if not need["known"]:
        return "RDS"
"""
                + _BY_SHAPE
                + _ITEMS
                + '    return "RDS"\n'
            ),
            "should give 'DocumentDB'; it gave 'RDS'",
            "Documents can be asked by any field: the shape comes first.",
        ),
        Wrong(
            _choose(_BY_SHAPE + _ITEMS),
            "should give 'RDS'; it gave None",
        ),
        Wrong(
            _choose(
                _BY_SHAPE.replace('"copies"', '"copy"') + _ITEMS + '    return "RDS"\n'
            ),
            "should give 'ElastiCache'; it gave 'RDS'",
        ),
    ),
)


# --- a backup selection ------------------------------------------------------------

#: What the selection must save, and the value of its tag `backup`.
_TO_SAVE = {"orders": "nightly", "reviews": "nightly", "friends": "weekly"}


def _add_table(session, name, tag=None):
    table = session.resource("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "backup", "Value": tag}] if tag else [],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
    )
    table.wait_until_exists()


def _selects(selection):
    """What is wrong with a selection, or None: it is used for a night."""
    from cafe.aws.errors import ClientError

    session = _session()
    _add_table(session, "orders", _TO_SAVE["orders"])
    _add_table(session, "drafts")
    _add_table(session, "logs", "never")
    backup = session.client("backup")
    backup.create_backup_vault(BackupVaultName="cellar")
    rule = {
        "RuleName": "each-night",
        "TargetBackupVaultName": "cellar",
        "ScheduleExpression": "cron(0 2 * * ? *)",
    }
    plan = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": "nightly", "Rules": [rule]}
    )
    try:
        backup.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"], BackupSelection=selection
        )
    except (ClientError, ValueError, TypeError) as error:
        return f"create_backup_selection refuses it: {error}"
    session.client("neptune").create_db_cluster(
        DBClusterIdentifier="friends",
        Engine="neptune",
        Tags=[{"Key": "backup", "Value": _TO_SAVE["friends"]}],
    )
    _add_table(session, "reviews", _TO_SAVE["reviews"])
    session.account.clock.advance(days=1)
    points = backup.list_recovery_points_by_backup_vault(BackupVaultName="cellar")
    arns = [point["ResourceArn"] for point in points["RecoveryPoints"]]
    saved = {arn.split(":")[-1].split("/")[-1] for arn in arns}
    return _missed(saved, selection)


def _missed(saved, selection):
    """The first of the five resources that should have been treated otherwise."""
    if "drafts" in saved:
        more = " What Resources names is saved, with a tag or without."
        return "The table drafts has no tag, and it was saved." + (
            more if selection.get("Resources") else ""
        )
    if "logs" in saved:
        return (
            "The table logs carries the tag backup = never, and it was saved. Only"
            " nightly and weekly were asked for."
        )
    for name, value in _TO_SAVE.items():
        if name not in saved:
            more = " A list of names forgets whatever comes later."
            by_tag = selection.get("ListOfTags") or selection.get("Conditions")
            return f"{name} carries the tag backup = {value} and was not saved." + (
                "" if by_tag else more
            )
    return None


_ROLE = '"IamRoleArn": "arn:aws:iam::123456789012:role/backup",\n'


def _selection(inside):
    return (
        'selection = {\n    "SelectionName": "tagged",\n    ' + _ROLE + inside + "}\n"
    )


def _tagged(*values, type_="STRINGEQUALS", key="backup"):
    entries = "".join(
        f"""\
        {{"ConditionType": "{type_}", "ConditionKey": "{key}",
         "ConditionValue": "{value}"}},
"""
        for value in values or ("nightly", "weekly")
    )
    return f'    "ListOfTags": [\n{entries}    ],\n'


def _conditions(*values, type_="StringEquals"):
    several = ", ".join(
        f'{{"ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "{value}"}}'
        for value in values
    )
    return f'    "Conditions": {{"{type_}": [{several}]}},\n'


_TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/"

SELECTION = PythonExercise(
    id="09.selection",
    objective="09.e",
    difficulty=1,
    prompt="""\
This selection names one table. Change it so that everything with the tag `backup` =
`nightly` *or* `backup` = `weekly` is saved, whatever service it belongs to, and also
what is created *after* the selection. What has no tag, or another value of it, stays
out. The check makes tables and a graph, some before and some after, and lets a night
pass.""",
    starter=_selection(f'    "Resources": ["{_TABLE}orders"],\n'),
    hints=(
        "A list of names forgets whatever comes later. Section 4 selects by tag.",
        'Instead of "Resources": "ListOfTags", a list of dicts. A resource that has one'
        " of these tags is taken. (Conditions must all be met.)",
        'Each dict has "ConditionType": "STRINGEQUALS", "ConditionKey" and'
        ' "ConditionValue".',
    ),
    solution=_selection(_tagged()),
    name="selection",
    prove=_selects,
    seconds=10.0,
    wrong=(
        Wrong(
            _selection(f'    "Resources": ["{_TABLE}orders", "{_TABLE}reviews"],\n'),
            "and was not saved. A list of names forgets whatever comes later.",
        ),
        Wrong(
            _selection('    "Resources": ["*"],\n'),
            "The table drafts has no tag, and it was saved.",
            misconception="one-database-does-it-all",
        ),
        Wrong(
            _selection('    "Resources": ["*"],\n' + _tagged()),
            "it was saved. What Resources names is saved, with a tag or without.",
        ),
        Wrong(
            _selection(_tagged("nightly")),
            "friends carries the tag backup = weekly and was not saved.",
        ),
        Wrong(
            _selection(_conditions("nightly", "weekly")),
            "orders carries the tag backup = nightly and was not saved.",
        ),
        Wrong(
            _selection(
                '    "Resources": ["*"],\n' + _conditions("*", type_="StringLike")
            ),
            "The table logs carries the tag backup = never, and it was saved.",
        ),
        Wrong(
            _selection(f'    "Resources": ["{_TABLE}*"],\n'),
            "The table drafts has no tag, and it was saved.",
        ),
        Wrong(
            _selection(_tagged("weekly")),
            "orders carries the tag backup = nightly and was not saved.",
        ),
        Wrong(
            _selection(_tagged("backup", key="nightly")),
            "orders carries the tag backup = nightly and was not saved.",
        ),
        Wrong(
            _selection(_tagged(type_="EQUALS")),
            "create_backup_selection refuses it",
        ),
        Wrong(
            "selection = {\n    " + _ROLE + _tagged() + "}\n",
            "create_backup_selection refuses it",
        ),
    ),
)


# --- a lost zone -------------------------------------------------------------------

_CUT = "eu-west-1a"
_USER, _PASSWORD = "barista", "espresso-2026"
#: What the exercise asks about: how each is made, and why it does or does not answer.
_SETUPS = {
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
    session = _session()
    ways = (
        _instance(session, "till", MultiAZ=True),
        _instance(session, "archive", AvailabilityZone="eu-west-1b"),
        _table(session),
        _node(session, _CUT),
        _documents(session, "eu-west-1b", _CUT),
        _graph(session, _CUT, "eu-west-1b"),
    )
    session.account.fail_zone(_CUT)
    return {name: _answers(way) for name, way in zip(_SETUPS, ways, strict=True)}


def _instance(session, name, **more):
    """An RDS instance; the way to it. With Multi-AZ its primary is in zone a."""
    from cafe.drivers import sql

    rds = session.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=_USER,
        MasterUserPassword=_PASSWORD,
        DBName="cafe",
        **more,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return lambda: sql.connect(
        host=found["Endpoint"]["Address"],
        user=_USER,
        password=_PASSWORD,
        dbname="cafe",
        account=session.account,
    )


def _table(session):
    _add_table(session, "baskets")
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

    login = {"MasterUsername": _USER, "MasterUserPassword": _PASSWORD}
    host = _cluster(session, "docdb", zones, **login)
    return lambda: pymongo.MongoClient(
        host,
        username=_USER,
        password=_PASSWORD,
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


def _predicted(after):
    """What is wrong with a prediction, or None: it is compared with a real cut."""
    if not isinstance(after, dict) or set(after) != set(_SETUPS):
        return "after should be the dict above, with True or False for each line."
    for name, answers in _really().items():
        if after[name] is None:
            return f"“{name}” has no answer yet: write True or False."
        if not isinstance(after[name], bool):
            got = after[name]
            return f"“{name}”: write True or False without quotes; got {got!r}."
        if after[name] != answers:
            did = "answers" if answers else "does not answer"
            return f"“{name}” {did}: {_SETUPS[name]}."
    return None


def _after(*answers):
    lines = "".join(
        f'    "{name}": {answer},\n'
        for name, answer in zip(_SETUPS, answers, strict=True)
    )
    return f"after = {{\n{lines}}}\n"


_RIGHT = (False, True, True, False, True, False)


def _but(place, *more):
    """The right answers with these turned round."""
    turned = {place, *more}
    return _after(*(a != (n in turned) for n, a in enumerate(_RIGHT)))


AFTER_THE_CUT = PythonExercise(
    id="09.after_the_cut",
    objective="09.c",
    difficulty=2,
    prompt="""\
Zone `eu-west-1a` is cut. Who answers *in that very second*, through the endpoint that
its program knows (for a cluster, the one that leads to the writer)? Write `True` or
`False` for each. The check really builds all six and cuts the zone.""",
    starter=_after(*[None] * 6),
    hints=(
        "Which of them has what it answers with in zone a?",
        "A standby or a reader needs its failover first: seconds or minutes.",
        "Two stand in b, as far as the writer goes, and one is in no single zone.",
    ),
    solution=_after(*_RIGHT),
    name="after",
    prove=_predicted,
    seconds=30.0,
    wrong=(
        Wrong(
            _but(0),
            "“RDS with Multi-AZ, primary in a” does not answer: its standby has not",
            misconception="standby-answers-reads",
        ),
        Wrong(
            _but(1),
            "“RDS without Multi-AZ, in b” answers: its zone is not the one",
        ),
        Wrong(
            _but(2),
            "“DynamoDB table” answers: its items are in several zones",
        ),
        Wrong(
            _but(3),
            "“cache of one node, in a” does not answer: its only node is gone.",
            misconception="cache-survives-its-node",
        ),
        Wrong(
            _but(4),
            "“DocumentDB, writer in b, replica in a” answers: its writer stands",
        ),
        Wrong(
            _but(5),
            "“Neptune, writer in a, reader in b” does not answer: its reader has not",
        ),
        Wrong(
            _after(*[True] * 6),
            "“RDS with Multi-AZ, primary in a” does not answer",
        ),
        Wrong(
            _after(False, True, True, False, True, None),
            "“Neptune, writer in a, reader in b” has no answer yet",
        ),
        Wrong(
            _after('"False"', True, True, False, True, False),
            "write True or False without quotes; got 'False'.",
        ),
        Wrong(
            "after = [False, True, True, False, True, False]\n",
            "after should be the dict above",
        ),
    ),
)


# --- a move ------------------------------------------------------------------------


def _rows():
    """Orders as the till gives them; 3 and 4 have one second, two are walk-ins."""
    from datetime import datetime

    return [
        (1, 156, 7, datetime(2026, 10, 30, 7, 42, 52)),
        (2, None, 7, datetime(2026, 10, 30, 8, 0, 0)),
        (3, 156, 12, datetime(2026, 10, 31, 9, 15, 0)),
        (4, 156, 12, datetime(2026, 10, 31, 9, 15, 0)),
        (5, 63, 1, datetime(2026, 10, 2, 12, 5, 1)),
        (6, None, 40, datetime(2026, 10, 31, 19, 43, 33)),
        (7, 156, 3, datetime(2026, 9, 1, 6, 30, 0)),
    ]


def _moves(move_orders):
    """What is wrong with how an answer moves orders, or None."""
    from cafe.aws.dynamodb.conditions import Key

    table = (
        _session()
        .resource("dynamodb")
        .create_table(
            TableName="orders-by-customer",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "customer_id", "KeyType": "HASH"},
                {"AttributeName": "placed", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "customer_id", "AttributeType": "N"},
                {"AttributeName": "placed", "AttributeType": "S"},
            ],
        )
    )
    table.wait_until_exists()
    left = move_orders(_rows(), table)
    items = {int(item.get("order_id", 0)): item for item in table.scan()["Items"]}
    known = {order_id: rest for order_id, *rest in _rows()}
    for order_id, customer_id, *_ in _rows():
        if customer_id is None and order_id in items:
            return (
                f"Order {order_id} is a walk-in's, and it was stored under the"
                f" customer {items[order_id]['customer_id']}. Nobody has that number."
            )
        if customer_id is not None and order_id not in items:
            return _lost(order_id)
    for order_id, (customer_id, shop_id, ordered_at) in known.items():
        if customer_id is None:
            continue
        item = items[order_id]
        wanted = {
            "customer_id": customer_id,
            "shop_id": shop_id,
            "order_id": order_id,
            "placed": f"{ordered_at}#{order_id}",
        }
        for name, value in wanted.items():
            if item.get(name) != value:
                return f"Order {order_id}: {name} should be {value!r}; it is" + (
                    f" {item[name]!r}." if name in item else " missing."
                )
    newest = table.query(
        KeyConditionExpression=Key("customer_id").eq(156), ScanIndexForward=False
    )["Items"]
    assert [int(item["order_id"]) for item in newest] == [4, 3, 1, 7]
    if left != 2:
        return f"Two walk-ins stay behind: it should return 2; it returned {left!r}."
    left = move_orders(_rows()[:2], table)
    if left != 1:
        return (
            "Of the first two orders alone, one is a walk-in's: it should return 1; it"
            f" returned {left!r}."
        )
    return None


def _lost(order_id):
    if order_id in (3, 4):
        return (
            f"Order {order_id} is missing. Orders 3 and 4 have the same customer and"
            " second: with one key, the later put replaces the earlier item."
        )
    return f"Order {order_id} is missing from the table."


def _move(body):
    return f"def move_orders(rows, table):\n{body}"


def _put(placed='f"{ordered_at}#{order_id}"', customer="customer_id"):
    return f"""\
        table.put_item(Item={{
            "customer_id": {customer},
            "placed": {placed},
            "order_id": order_id,
            "shop_id": shop_id,
        }})
"""


_LOOP = "    for order_id, customer_id, shop_id, ordered_at in rows:\n"
_SKIP = """\
        if customer_id is None:
            left += 1
            continue
"""
_START, _END = "    left = 0\n" + _LOOP, "    return left\n"

MOVE_ORDERS = PythonExercise(
    id="09.move_orders",
    objective="09.d",
    difficulty=3,
    prompt="""\
Write `move_orders(rows, table)`. `rows` are the till's:
`(order_id, customer_id, shop_id, ordered_at)`, with a `datetime` as `ordered_at`. Put
each into the table as an item with `customer_id`, `placed`, `order_id` and `shop_id`;
`placed` is time and number as text, as in `2026-10-31 09:15:00#3`. A walk-in has
the customer `None` and stays behind. Return how many stay behind. The check compares
item by item.""",
    starter=_move("    ...\n"),
    hints=(
        "for order_id, customer_id, shop_id, ordered_at in rows: takes a row apart.",
        "Skip a row without a customer with continue, and count it.",
        'placed is f"{ordered_at}#{order_id}": an f-string writes the time as text.',
    ),
    solution=_move(_START + _SKIP + _put() + _END),
    name="move_orders",
    prove=_moves,
    seconds=10.0,
    wrong=(
        Wrong(
            _move(_START + _SKIP + _put("str(ordered_at)") + _END),
            "Order 3 is missing. Orders 3 and 4 have the same customer and second",
            misconception="putitem-merges",
        ),
        Wrong(
            _move(_START + _put(customer="customer_id or 0") + _END),
            "Order 2 is a walk-in's, and it was stored under the customer 0.",
        ),
        Wrong(
            _move(_START + _put() + _END),
            "move_orders raised ClientError",
        ),
        Wrong(
            _move(_START + _SKIP + _put("ordered_at") + _END),
            "move_orders raised TypeError",
        ),
        Wrong(
            _move(_START + _SKIP + _put('f"{order_id}#{ordered_at}"') + _END),
            "Order 1: placed should be '2026-10-30 07:42:52#1'; it is",
        ),
        Wrong(
            _move(
                _START
                + "        if customer_id is None:\n            break\n"
                + _put()
                + "    return 2\n"
            ),
            "Order 3 is missing.",
            sign="break",
        ),
        Wrong(
            _move(_START + _SKIP + _put() + "    return 2\n"),
            "it should return 1; it returned 2.",
        ),
        Wrong(
            _move(_START + _SKIP + _put()),
            "it should return 2; it returned None.",
        ),
        Wrong(
            _move(
                _START
                + _SKIP
                + _put().replace('            "shop_id": shop_id,\n', "")
                + _END
            ),
            "Order 1: shop_id should be 7; it is missing.",
            misconception="items-share-attributes",
        ),
    ),
)

EXERCISES = (CHOOSE, SELECTION, AFTER_THE_CUT, MOVE_ORDERS)

"""For the lab about an account of one's own: the price, the yes, and clearing away.

    own_account.bill(hours=2)                  what it would cost, from a dated table
    own_account.create(session, hours=2)       create it; on AWS only with `yes=…`
    own_account.left(session)                  what is there of it, {name: status}
    own_account.tear_down(session)             delete what can be deleted now

`session` is a boto3.Session. Every name begins with PREFIX, so nothing else that an
account holds is shown or touched.
"""

import secrets
import sys
from urllib.parse import urlsplit

from ..aws import REGION
from ..aws.pricing import HOURS_OF_A_MONTH, prices

PREFIX = "corner-cup-lab"
#: What is created: service, call, its arguments, and how much of which price it takes.
WISHES = (
    (
        "dynamodb",
        "create_table",
        {
            "TableName": PREFIX,
            "KeySchema": [{"AttributeName": "order_number", "KeyType": "HASH"}],
            "AttributeDefinitions": [
                {"AttributeName": "order_number", "AttributeType": "N"}
            ],
            "BillingMode": "PAY_PER_REQUEST",
        },
        {"dynamodb.write": 0.001, "dynamodb.read": 0.001},  # a thousand of each
    ),
    (
        "rds",
        "create_db_instance",
        {
            "DBInstanceIdentifier": PREFIX,
            "Engine": "postgres",
            "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": 20,
            "MasterUsername": "barista",
        },
        {"rds.db.t4g.micro": 1, "rds.gp3": 20},
    ),
    (
        "elasticache",
        "create_replication_group",
        {
            "ReplicationGroupId": PREFIX,
            "ReplicationGroupDescription": "Corner Cup's lab",
            "Engine": "valkey",
            "CacheNodeType": "cache.t4g.micro",
            "NumCacheClusters": 1,
        },
        {"elasticache.cache.t4g.micro": 1},
    ),
)
#: Where to look for what is left: service, call, how names and states are found.
PLACES = (
    ("dynamodb", "list_tables", "TableNames[].[@, 'table']"),
    (
        "rds",
        "describe_db_instances",
        "DBInstances[].[DBInstanceIdentifier, DBInstanceStatus]",
    ),
    (
        "rds",
        "describe_db_snapshots",
        "DBSnapshots[].[DBSnapshotIdentifier, Status]",
    ),
    (
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[].[ReplicationGroupId, Status]",
    ),
)
DELETE = (
    ("dynamodb", "delete_table", {"TableName": PREFIX}),
    (
        "rds",
        "delete_db_instance",
        {"DBInstanceIdentifier": PREFIX, "SkipFinalSnapshot": True},
    ),
    ("elasticache", "delete_replication_group", {"ReplicationGroupId": PREFIX}),
)
#: In the code of an error: it is not ready yet, or has gone in this moment.
LATER = ("State", "InUse", "NotFound")


class NotWithoutYes(Exception):
    """A real account, and nobody said yes to what it would cost."""

    def _render_traceback_(self):
        return [str(self)]


class Bill:
    """What the wishes cost for some hours, line by line: (what, how much, USD, day)."""

    def __init__(self, hours):
        share = {"hour": hours, "GB-month": hours / HOURS_OF_A_MONTH}
        self.hours, self.lines = hours, []
        for *_, taken in WISHES:
            for name, amount in taken.items():
                price = prices()[name]
                usd = price.usd * amount * share.get(price.per, 1)
                each = f"{amount:g} × {price.usd} per {price.per}"
                self.lines.append((price.what, each, usd, price.checked))
        self.total = sum(usd for _, _, usd, _ in self.lines)

    @property
    def yes(self):
        """The words that say yes to this bill, and to no other."""
        return f"yes, {self.total:.2f} USD"

    def __repr__(self):
        lines = [
            f"{what:43} {each:27} {usd:.4f} USD   {day:%d %b %Y}"
            for what, each, usd, day in self.lines
        ]
        head = f"{self.hours} hours in {REGION}, without tax:"
        return "\n".join([head, *lines, f"{'together':71} {self.total:.4f} USD"])


def bill(hours):
    """The Bill of what `create` makes, if it is there for so many hours."""
    return Bill(hours)


def is_real(client):
    """Whether a boto3 client speaks to AWS: to no door of this machine, nor to moto."""
    stub = getattr(sys.modules.get("moto.core.models"), "botocore_stubber", None)
    host = urlsplit(client.meta.endpoint_url).hostname
    return host not in ("127.0.0.1", "localhost") and not (stub and stub.enabled)


def create(session, hours, yes=""):
    """Create the wishes, and tell what is there, as `left` does.

    On a real account it raises NotWithoutYes, before any call, unless `yes` is the
    bill's own `yes`. A wish that is fulfilled already raises what AWS raises.
    """
    expected = bill(hours)
    clients = [session.client(service) for service, *_ in WISHES]
    if any(map(is_real, clients)) and yes != expected.yes:
        raise NotWithoutYes(
            "This session leads to a real account, where it costs money. Nothing was"
            f" created.\n{expected!r}\nTo create it all the same:\n"
            f"    create(session, hours={hours}, yes={expected.yes!r})"
        )
    for client, (_, call, arguments, _) in zip(clients, WISHES):
        if call == "create_db_instance":  # a password that no notebook has seen
            arguments = arguments | {"MasterUserPassword": secrets.token_urlsafe(16)}
        getattr(client, call)(**arguments)
    return left(session)


def left(session):
    """{(service, name): status} of what is there; nothing of it costs once it is empty.

    A table of DynamoDB is told as "table", which has no status in its list.
    """
    found = {}
    for service, call, query in PLACES:
        pages = session.client(service).get_paginator(call).paginate()
        for name, status in pages.search(query):
            if PREFIX in name:
                found[service, name] = status
    return found


def tear_down(session):
    """Delete what can be deleted now, and tell what is left. Call it until nothing is.

    What is still being created or deleted stays for the next time.
    """
    there = left(session)
    for service, call, arguments in DELETE:
        if (service, PREFIX) in there:
            client = session.client(service)
            try:
                getattr(client, call)(**arguments)
            except client.exceptions.ClientError as error:
                code = error.response["Error"]["Code"]
                if not any(word in code for word in LATER):
                    raise
    return left(session)

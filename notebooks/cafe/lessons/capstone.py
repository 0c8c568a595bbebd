"""The web shop of the last lesson: all that one order needs, in one account.

    web = capstone.open_shop(reader="eu-west-1b")   # each service, made and filled
    web.pages, web.catalogue, web.graph, web.baskets, web.beans
    with web.till() as connection: ...              # SQL, one transaction
    capstone.take_october(connection)               # a month of orders into the till

The calls are those of lessons 02b to 08. It lies in `aws.account`. Nearly everything
stands in one zone, `web.zone`, where RDS has put the primary of the till.
"""

from dataclasses import dataclass
from typing import Any

from cafe import aws, shop
from cafe.drivers import neptune, pymongo, redis, sql
from cafe.lessons import made

ADDRESS = "172.31.5.20"  # inside the default VPC
USER, PASSWORD = "barista", "espresso-2026"
LOGIN = {"MasterUsername": USER, "MasterUserPassword": PASSWORD}
MEMBER = {"AdminUsername": "barista", "AdminPassword": "Espresso2026"}
TAGS = [{"Key": "backup", "Value": "nightly"}]
TABLES = """
    CREATE TABLE orders (order_id INT PRIMARY KEY, customer_id INT,
        shop_id INT NOT NULL, ordered_at TIMESTAMP NOT NULL);
    CREATE TABLE payments (order_id INT PRIMARY KEY REFERENCES orders,
        cents INT NOT NULL CHECK (cents > 0))
"""
LOT = (
    {"action": "harvest", "by": "farm", "kg": 600},
    {"action": "pass on", "by": "farm", "kg": 600, "to": "roaster"},
    {"action": "process", "by": "roaster", "kg": 520, "how": "roasted"},
    {"action": "pass on", "by": "roaster", "kg": 520, "to": "corner-cup"},
)


@dataclass(frozen=True)
class WebShop:
    """What a program of the shop connects to."""

    zone: str
    till_host: str
    pages: Any
    catalogue: Any
    friends: Any
    baskets: Any
    beans: Any
    vault: str

    def till(self):
        """A new connection to the till; the name is looked up anew."""
        return sql.connect(
            host=self.till_host, dbname="cafe", user=USER, password=PASSWORD
        )

    @property
    def graph(self):
        """The graph, whole, to walk in."""
        return self.friends.graph


def open_shop(reader):
    """Make and fill all services. `reader` is the zone of the graph's second instance.

    All but the cache and the ledger carry the tag that the nightly backup goes by.
    """
    aws.account.client_address = ADDRESS
    zone, host = _create_till()
    opened = WebShop(
        zone=zone,
        till_host=host,
        pages=_create_pages(zone),
        catalogue=_create_catalogue(zone),
        friends=_create_friends(zone, reader),
        baskets=made.table(aws, "baskets", {"customer_id": "N"}, Tags=TAGS),
        beans=create_beans(),
        vault=_plan_the_nights(),
    )
    with opened.till() as connection:
        for statement in TABLES.split(";"):
            connection.execute(statement)
    return opened


def take_october(connection):
    """Put the shop's orders of October 2026 into the till's table `orders`."""
    orders = shop.load("orders")
    october = orders[orders.ordered_at >= "2026-10-01"]
    columns = october[["order_id", "customer_id", "shop_id", "ordered_at"]]
    rows = ", ".join(
        f"({order}, {'NULL' if str(customer) == '<NA>' else customer}, {at}, '{when}')"
        for order, customer, at, when in columns.itertuples(index=False)
    )
    connection.execute(f"INSERT INTO orders VALUES {rows}")


def _create_till():
    """An instance with a standby: its zone, and the name of its endpoint."""
    till = made.database(aws, "till", DBName="cafe", MultiAZ=True, Tags=TAGS, **LOGIN)
    return till["AvailabilityZone"], till["Endpoint"]["Address"]


def _create_pages(zone):
    """A cache of one node."""
    zones = {"PreferredCacheClusterAZs": [zone]}
    host = made.cache(aws, "pages", "Corner Cup's pages", **zones)
    return redis.Redis(host, decode_responses=True)


def _create_catalogue(zone):
    """The collection of products, in a cluster of one instance."""
    docdb = aws.client("docdb")
    name = {"DBClusterIdentifier": "catalogue"}
    docdb.create_db_cluster(**name, Engine="docdb", Tags=TAGS, **LOGIN)
    _add_instance(docdb, "catalogue", "catalogue-1", zone)
    host = docdb.describe_db_clusters(**name)["DBClusters"][0]["Endpoint"]
    client = pymongo.MongoClient(
        host, username=USER, password=PASSWORD, retryWrites=False
    )
    client.shop.products.insert_many(shop.catalogue())
    return client.shop.products


def _create_friends(zone, reader):
    """A graph with a writer and a reader, loaded."""
    graphs = aws.client("neptune")
    name = {"DBClusterIdentifier": "friends"}
    graphs.create_db_cluster(**name, Engine="neptune", Tags=TAGS)
    _add_instance(graphs, "friends", "friends-1", zone)
    _add_instance(graphs, "friends", "friends-2", reader)
    made = graphs.describe_db_clusters(**name)["DBClusters"][0]
    friends = neptune.connect(made["Endpoint"])
    friends.load(*shop.graph.bulk_files().values())
    return friends


def _add_instance(client, cluster, name, zone):
    """Add an instance to a cluster of DocumentDB or Neptune, and wait for it."""
    engine = client.describe_db_clusters(DBClusterIdentifier=cluster)
    client.create_db_instance(
        DBInstanceIdentifier=name,
        DBClusterIdentifier=cluster,
        Engine=engine["DBClusters"][0]["Engine"],
        DBInstanceClass="db.t3.medium",
        AvailabilityZone=zone,
    )
    client.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)


def _plan_the_nights():
    """Each night at two, whatever carries the tag: the vault into which it goes."""
    backup, vault = aws.client("backup"), "cellar"
    backup.create_backup_vault(BackupVaultName=vault)
    rule = {
        "RuleName": "each-night",
        "TargetBackupVaultName": vault,
        "ScheduleExpression": "cron(0 2 * * ? *)",
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    plan = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": "nightly", "Rules": [rule]}
    )
    tag = {
        "ConditionType": "STRINGEQUALS",
        "ConditionKey": "backup",
        "ConditionValue": "nightly",
    }
    backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={
            "SelectionName": "tagged",
            "IamRoleArn": f"arn:aws:iam::{aws.account.id}:role/backup",
            "ListOfTags": [tag],
        },
    )
    return vault


def create_beans():
    """The ledger of three members, a node in each zone. One lot is on its way."""
    _create_network()
    chain = aws.client("managedblockchain")
    (network,) = chain.list_networks()["Networks"]
    ledger = chain.ledger(network["Id"])
    for entry in LOT:
        ledger.record({"lot": "A"} | entry)
    return ledger


def _create_network():
    """A network of three members that follows lots of beans."""
    chain = aws.client("managedblockchain")
    made = chain.create_network(
        Name="beans",
        Framework="HYPERLEDGER_FABRIC",
        FrameworkVersion="2.2",
        FrameworkConfiguration={"Fabric": {"Edition": "STARTER"}},
        VotingPolicy={
            "ApprovalThresholdPolicy": {
                "ThresholdPercentage": 50,
                "ThresholdComparator": "GREATER_THAN",
                "ProposalDurationInHours": 24,
            }
        },
        MemberConfiguration=_member("farm"),
    )
    network, farm = made["NetworkId"], made["MemberId"]
    aws.account.clock.advance(minutes=30)
    members = [farm]
    for name in ("roaster", "corner-cup"):
        members.append(_invite(chain, network, members, name))
    for member, zone in zip(members, aws.account.zones("eu-west-1"), strict=True):
        node = {"InstanceType": "bc.t3.small", "AvailabilityZone": zone}
        chain.create_node(NetworkId=network, MemberId=member, NodeConfiguration=node)
    aws.account.clock.advance(minutes=10)


def _member(name):
    return {"Name": name, "FrameworkConfiguration": {"Fabric": MEMBER}}


def _invite(chain, network, members, name):
    """Propose an invitation, have every member vote for it, and accept it."""
    principal = {"Principal": aws.account.id}
    proposal = chain.create_proposal(
        NetworkId=network, MemberId=members[0], Actions={"Invitations": [principal]}
    )["ProposalId"]
    status = "IN_PROGRESS"
    for voter in members:
        if status == "IN_PROGRESS":
            chain.vote_on_proposal(
                NetworkId=network, ProposalId=proposal, VoterMemberId=voter, Vote="YES"
            )
            found = chain.get_proposal(NetworkId=network, ProposalId=proposal)
            status = found["Proposal"]["Status"]
    waiting = [
        each
        for each in chain.list_invitations()["Invitations"]
        if each["Status"] == "PENDING"
    ]
    member = chain.create_member(
        InvitationId=waiting[0]["InvitationId"],
        NetworkId=network,
        MemberConfiguration=_member(name),
    )["MemberId"]
    aws.account.clock.advance(minutes=10)
    return member

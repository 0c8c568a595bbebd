"""What the last lesson builds in the account before its one order comes in.

    zone = capstone.create_till()       # RDS with a standby; the primary's zone
    capstone.create_pages(zone)         # one cache node, there
    capstone.create_catalogue(zone)     # DocumentDB: one instance, there
    capstone.create_friends(zone)       # Neptune: a writer there, a reader elsewhere
    capstone.create_beans()             # the beans' ledger: a member in each zone

    with capstone.till() as connection: …    # SQL; pages(), catalogue(), friends() and
                                             # beans() are the ways to the others

Each of these calls was made by hand in lessons 02b, 05, 06, 07 and 08. All of it is
tagged `backup: nightly`, where a service has tags, and lies in `aws.account`; your
program is moved into the VPC. The ways are opened anew at each call, as a program does
after an error.
"""

from cafe import aws, shop

ADDRESS = "172.31.5.20"  # inside the default VPC
USER, PASSWORD = "barista", "espresso-2026"
TAGS = [{"Key": "backup", "Value": "nightly"}]


def create_till():
    """An RDS instance with a standby in another zone; the zone of the primary."""
    aws.account.client_address = ADDRESS
    rds = aws.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="till",
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=USER,
        MasterUserPassword=PASSWORD,
        DBName="cafe",
        MultiAZ=True,
        Tags=TAGS,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="till")
    return _till()["AvailabilityZone"]


def take_october():
    """Put the shop's orders of October 2026 into the till's table `orders`."""
    orders = shop.load("orders")
    october = orders[orders.ordered_at >= "2026-10-01"]
    columns = october[["order_id", "customer_id", "shop_id", "ordered_at"]]
    rows = ", ".join(
        f"({order}, {'NULL' if str(customer) == '<NA>' else customer}, {at}, '{when}')"
        for order, customer, at, when in columns.itertuples(index=False)
    )
    with till() as connection:
        connection.execute(f"INSERT INTO orders VALUES {rows}")


def create_pages(zone):
    """A cache of one Valkey node in a zone, without a replica."""
    elasticache = aws.client("elasticache")
    elasticache.create_replication_group(
        ReplicationGroupId="pages",
        ReplicationGroupDescription="Corner Cup's pages",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
        PreferredCacheClusterAZs=[zone],
    )
    waiter = elasticache.get_waiter("replication_group_available")
    waiter.wait(ReplicationGroupId="pages")


def create_catalogue(zone):
    """A DocumentDB cluster of one instance in a zone, without a replica."""
    login = {"MasterUsername": USER, "MasterUserPassword": PASSWORD}
    _create_cluster("docdb", "catalogue", [zone], **login)


def create_friends(zone):
    """A Neptune cluster with its writer in a zone and a reader in the next one.

    It holds the shop's graph: people, their friends, and what they bought.
    """
    zones = aws.account.zones("eu-west-1")
    other = zones[(zones.index(zone) + 1) % 3]
    _create_cluster("neptune", "friends", [zone, other])
    friends().load(*shop.graph.bulk_files().values())


def create_beans():
    """A ledger of three members that follows lots of beans; a node in each zone."""
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


# --- the ways to them -------------------------------------------------------------


def till():
    """A connection to the till's database."""
    from cafe.drivers import sql

    host = _till()["Endpoint"]["Address"]
    return sql.connect(host=host, user=USER, password=PASSWORD, dbname="cafe")


def pages():
    """A client of the cache."""
    from cafe.drivers import redis

    groups = aws.client("elasticache").describe_replication_groups()
    node = groups["ReplicationGroups"][0]["NodeGroups"][0]
    host = node["PrimaryEndpoint"]["Address"]
    return redis.Redis(host, decode_responses=True)


def catalogue():
    """The collection of products in the document database."""
    from cafe.drivers import pymongo

    host = _cluster("docdb", "catalogue")["Endpoint"]
    client = pymongo.MongoClient(
        host, username=USER, password=PASSWORD, replicaSet="rs0", retryWrites=False
    )
    return client.shop.products


def friends():
    """A connection to the graph."""
    from cafe.drivers import neptune

    return neptune.connect(_cluster("neptune", "friends")["Endpoint"])


def beans():
    """The ledger of the beans."""
    chain = aws.client("managedblockchain")
    for network in chain.list_networks()["Networks"]:
        return chain.ledger(network["Id"])
    raise LookupError("Network beans not found: create_beans() makes it.")


# --- the small print --------------------------------------------------------------


def _till():
    rds = aws.client("rds")
    return rds.describe_db_instances(DBInstanceIdentifier="till")["DBInstances"][0]


def _cluster(service, name):
    found = aws.client(service).describe_db_clusters(DBClusterIdentifier=name)
    return found["DBClusters"][0]


def _create_cluster(service, name, zones, **login):
    """A cluster with an instance in each zone, the writer in the first."""
    client = aws.client(service)
    client.create_db_cluster(
        DBClusterIdentifier=name, Engine=service, Tags=TAGS, **login
    )
    for number, zone in enumerate(zones, 1):
        client.create_db_instance(
            DBInstanceIdentifier=f"{name}-{number}",
            DBClusterIdentifier=name,
            DBInstanceClass="db.t3.medium",
            Engine=service,
            AvailabilityZone=zone,
        )
        waiter = client.get_waiter("db_instance_available")
        waiter.wait(DBInstanceIdentifier=f"{name}-{number}")


def _member(name):
    login = {"AdminUsername": USER, "AdminPassword": "Espresso2026"}
    return {"Name": name, "FrameworkConfiguration": {"Fabric": login}}


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

"""What stories and pictures play with: made with one call, and waited for.

Each is of the usual small kind, unless a story says otherwise: `more` is what AWS's own
call takes. A session may also be the module `aws`, whose account is the learner's.
"""

from ..aws import Account, Session

INSIDE, VPC = "172.31.5.20", "172.31.0.0/16"


def session(address=INSIDE):
    """A session on an account of its own; where its program is: inside the VPC."""
    account = Account()
    account.client_address = address
    return Session(account=account)


def open_doors(session, *ports, source=VPC):
    """Let this source in at these ports of the VPC's own security group."""
    ec2 = session.client("ec2")
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    for port in ports:
        ec2.authorize_security_group_ingress(
            GroupId=group,
            IpProtocol="tcp",
            FromPort=port,
            ToPort=port,
            CidrIp=source,
        )


def database(session, name, **more):
    """An instance of RDS, as RDS describes it when it is there."""
    rds = session.client("rds")
    usual = {
        "Engine": "postgres",
        "DBInstanceClass": "db.t4g.micro",
        "AllocatedStorage": 20,
    }
    rds.create_db_instance(DBInstanceIdentifier=name, **usual | more)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


def master(login):
    """What a user is called where an instance is made: its master."""
    return {"MasterUsername": login["user"], "MasterUserPassword": login["password"]}


def table(session, name, keys, **more):
    """A table of DynamoDB, on demand; of `keys`, {name: type}, the partition first."""
    if "ProvisionedThroughput" not in more:
        more["BillingMode"] = "PAY_PER_REQUEST"
    made = session.resource("dynamodb").create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"))
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": type_}
            for key, type_ in keys.items()
        ],
        **more,
    )
    made.wait_until_exists()
    return made


def cache(session, name, description, **more):
    """A cache of Valkey, of one node: the name of its endpoint."""
    elasticache = session.client("elasticache")
    usual = {
        "Engine": "valkey",
        "CacheNodeType": "cache.t4g.micro",
        "NumCacheClusters": 1,
    }
    which = {"ReplicationGroupId": name}
    elasticache.create_replication_group(
        **which, ReplicationGroupDescription=description, **usual | more
    )
    elasticache.get_waiter("replication_group_available").wait(**which)
    (group,) = elasticache.describe_replication_groups(**which)["ReplicationGroups"]
    return group["NodeGroups"][0]["PrimaryEndpoint"]["Address"]

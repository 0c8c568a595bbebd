"""The instance that lesson 04's demonstration leaves behind."""

LOGIN = {"user": "admin", "password": "espresso-2026", "dbname": "default"}


def database_1():
    """The demonstration's instance in an account of its own, and its `rds` client."""
    from cafe import aws

    rds = aws.Session(account=aws.Account()).client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="database-1",
        Engine="mysql",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=LOGIN["user"],
        MasterUserPassword=LOGIN["password"],
        PubliclyAccessible=True,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")
    return rds


def connector(rds, password=LOGIN["password"]):
    """What opens connections to database-1, from inside its VPC."""
    from cafe.drivers import sql

    rds.account.client_address = "172.31.5.20"
    (instance,) = rds.describe_db_instances()["DBInstances"]
    login = LOGIN | {
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "password": password,
        "account": rds.account,
    }
    return lambda: sql.connect(**login)

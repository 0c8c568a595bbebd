"""The instance that lesson 04's demonstration leaves behind."""

LOGIN = {"user": "admin", "password": "espresso-2026", "dbname": "default"}


def database_1():
    """The demonstration's instance in an account of its own, and its `rds` client."""
    from cafe.lessons import made

    session, master = made.session(), made.master(LOGIN)
    more = {"Engine": "mysql", "PubliclyAccessible": True}
    made.database(session, "database-1", **master, **more)
    return session.client("rds")


def connector(rds, password=LOGIN["password"]):
    """What opens connections to database-1, from inside its VPC."""
    from cafe.drivers import sql

    (instance,) = rds.describe_db_instances()["DBInstances"]
    login = LOGIN | {
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "password": password,
        "account": rds.account,
    }
    return lambda: sql.connect(**login)

"""\
Somebody ran a DELETE without WHERE on the cluster `shop`, in the second `mistake_at`
(a datetime). Write `rescue(rds, mistake_at)`: it makes a cluster `rescued` as `shop`
was one second before, waits until it is available, and gives it one instance, so that
one can connect. One second, to take away from a datetime, is `timedelta(seconds=1)`,
after `from datetime import timedelta`."""

from datetime import timedelta

from ..kinds import PythonExercise

SECOND = timedelta(seconds=1)

exercise = PythonExercise(
    id="02c.rescue",
    objective="02c.c",
    difficulty=3,
    learned=(
        "The old cluster stays as it is, and a new one stands beside it, a "
        "second before the mistake."
    ),
    prompt=__doc__,
    hints=(
        "Three calls, as in section 6: restore, wait for the cluster, create an"
        " instance.",
        "One second earlier is mistake_at - timedelta(seconds=1), with"
        " from datetime import timedelta.",
        'The instance needs DBInstanceIdentifier, DBClusterIdentifier="rescued",'
        ' Engine="aurora-postgresql" and a DBInstanceClass.',
    ),
)


@exercise.right
def rescue(rds, mistake_at):
    from datetime import timedelta

    rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier="rescued",
        SourceDBClusterIdentifier="shop",
        RestoreToTime=mistake_at - timedelta(seconds=1),
    )
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="rescued")
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )


@exercise.proof
def _rescued(rescue):
    """What is wrong with the cluster that an answer restored, or None."""
    from cafe import aws
    from cafe.aws.errors import ClientError

    account = aws.Account()
    account.client_address = "172.31.5.20"
    rds = aws.Session(account=account).client("rds")
    _open_shop(rds)
    mistake_at = _lose_orders(rds)
    try:
        rescue(rds, mistake_at)
    except ClientError as error:
        if "NotFound" in error.response["Error"]["Code"] and "rescued" in _names(rds):
            return (
                "The cluster rescued is there, and it was looked for elsewhere. A"
                " helper of the lesson, such as add_instance, uses the notebook's own"
                " rds: call create_db_instance of the rds that the function is given."
            )
        raise
    account.clock.advance(minutes=20)
    return _wrong_with(rds)


def _open_shop(rds):
    """The cluster shop, with one instance."""
    rds.create_db_cluster(
        DBClusterIdentifier="shop",
        Engine="aurora-postgresql",
        DatabaseName="cafe",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="shop")
    rds.create_db_instance(
        DBInstanceIdentifier="shop-1",
        DBClusterIdentifier="shop",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="shop-1")


def _lose_orders(rds):
    """Take four orders and delete them; the moment of that mistake, ten minutes ago.

    It is the first second of a minute, so that one before it lies in another minute.
    """
    rds.clock.advance(seconds=(60 - rds.clock.now.second - 3 * 30 - 1) % 60)
    with _connect(rds, "shop") as connection:
        connection.execute("CREATE TABLE orders (id INT)")
        for number in range(4):
            connection.execute("INSERT INTO orders VALUES (%s)", (number,))
            connection.commit()
            rds.clock.advance(seconds=1 if number == 3 else 30)
    mistake_at = rds.clock.now
    with _connect(rds, "shop") as connection:
        connection.execute("DELETE FROM orders")
    rds.clock.advance(minutes=10)
    return mistake_at


def _connect(rds, name):
    from cafe.drivers import sql

    found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    login = {"user": "barista", "password": "espresso-2026", "dbname": "cafe"}
    return sql.connect(host=found["Endpoint"], account=rds.account, **login)


def _names(rds):
    """The names of the clusters that there are."""
    found = rds.describe_db_clusters()["DBClusters"]
    return [each["DBClusterIdentifier"] for each in found]


def _wrong_with(rds):
    """What is wrong with the clusters that there are after a rescue, or None."""
    from cafe.drivers import sql

    names = _names(rds)
    if "rescued" not in names:
        return f"There is no cluster called rescued; there is: {', '.join(names)}."
    try:
        connection = _connect(rds, "rescued")
        rows = connection.execute("SELECT count(*) FROM orders").fetchone()[0]
    except sql.OperationalError:
        return (
            "Nobody answers for the cluster rescued: a volume alone runs no engine. "
            "Create an instance in it."
        )
    except sql.ProgrammingError:
        return (
            "The cluster rescued has no table orders: it is no copy of shop, or one of"
            " a moment before the orders were taken."
        )
    if rows == 0:
        return "The rescued cluster has 0 orders: that is after the DELETE."
    if rows < 4:
        return f"The rescued cluster has {rows} of 4 orders: that is too early."
    if "shop" not in names:
        return (
            "The cluster shop is gone, with the orders taken since the DELETE. A rescue"
            " makes a second cluster, and leaves the first as it is."
        )
    try:
        _connect(rds, "shop").close()
    except sql.OperationalError:
        return (
            "The cluster shop can no longer be reached as before. A rescue makes a"
            " second cluster, and leaves the first as it is."
        )
    return None


def restore(rds, name="rescued", wait=True, instance=True, **moment):
    """Restore as the solution does, to another moment or without one of its steps."""
    rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=name, SourceDBClusterIdentifier="shop", **moment
    )
    if wait:
        rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier=name)
    if instance:
        rds.create_db_instance(
            DBInstanceIdentifier=f"{name}-1",
            DBClusterIdentifier=name,
            Engine="aurora-postgresql",
            DBInstanceClass="db.r7g.large",
        )


@exercise.right
def names_the_instance_otherwise(rds, mistake_at):
    rds.restore_db_cluster_to_point_in_time(
        SourceDBClusterIdentifier="shop",
        DBClusterIdentifier="rescued",
        RestoreToTime=mistake_at - timedelta(0, 1),
    )
    waiter = rds.get_waiter("db_cluster_available")
    waiter.wait(DBClusterIdentifier="rescued")
    rds.create_db_instance(
        DBClusterIdentifier="rescued",
        DBInstanceIdentifier="writer-of-the-rescued",
        DBInstanceClass="db.t4g.medium",
        Engine="aurora-postgresql",
    )


@exercise.right
def takes_a_part_of_a_minute(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - timedelta(minutes=1) / 60)


@exercise.right
def counts_in_milliseconds(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - timedelta(milliseconds=1000))


@exercise.right
def adds_a_negative_second(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at + timedelta(seconds=-1))


@exercise.right
def counts_from_the_epoch(rds, mistake_at):
    import datetime

    before = datetime.datetime.fromtimestamp(
        mistake_at.timestamp() - 1, tz=datetime.timezone.utc
    )
    restore(rds, RestoreToTime=before)


@exercise.right
def waits_for_all_clusters(rds, mistake_at):
    restore(rds, wait=False, instance=False, RestoreToTime=mistake_at - SECOND)
    rds.get_waiter("db_cluster_available").wait()
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )


@exercise.right
def asks_until_it_is_available(rds, mistake_at):
    restore(rds, wait=False, instance=False, RestoreToTime=mistake_at - SECOND)
    while True:
        found = rds.describe_db_clusters(DBClusterIdentifier="rescued")
        if found["DBClusters"][0]["Status"] == "available":
            break
        rds.account.clock.advance(seconds=30)
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )


@exercise.right
def waits_for_the_instance_too(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND)
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="rescued-1")
    return rds.describe_db_clusters(DBClusterIdentifier="rescued")


@exercise.right
def makes_a_reader_too(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND)
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-2",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )


@exercise.right
def gives_its_arguments_as_dicts(rds, mistake_at):
    name = {"DBClusterIdentifier": "rescued"}
    moment = {"RestoreToTime": mistake_at.replace(microsecond=0) - SECOND}
    rds.restore_db_cluster_to_point_in_time(
        SourceDBClusterIdentifier="shop", **name, **moment
    )
    rds.get_waiter("db_cluster_available").wait(**name)
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
        **name,
    )


@exercise.wrong("that is after the DELETE")
def restores_the_latest(rds, mistake_at):
    restore(rds, UseLatestRestorableTime=True)


@exercise.wrong("that is after the DELETE")
def restores_the_second_of_the_mistake(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at)


@exercise.wrong("has 2 of 4 orders: that is too early")
def goes_back_a_minute(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - timedelta(minutes=1))


@exercise.wrong("has 3 of 4 orders: that is too early")
def goes_back_twenty_seconds(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - timedelta(seconds=20))


@exercise.wrong("unsupported operand type(s) for -: 'datetime.datetime' and 'int'")
def subtracts_a_number(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - 1)


@exercise.wrong("it can be restored to any second from")
def goes_back_a_day(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - timedelta(days=1))


@exercise.wrong("a volume alone runs no eng")
def makes_no_instance(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND, instance=False)


@exercise.wrong("is creating, not available")
def does_not_wait(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND, wait=False)


@exercise.wrong("DB Cluster already exists")
def restores_onto_itself(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND, name="shop")


@exercise.wrong("There is no cluster called resc")
def names_it_otherwise(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at - SECOND, name="shop-2")


@exercise.wrong("uses the notebook's own rds: call create_db_instance of the rds that")
def uses_a_helper_of_the_notebook(rds, mistake_at):
    from cafe import aws

    restore(rds, instance=False, RestoreToTime=mistake_at - SECOND)
    notebooks = aws.Session(account=aws.Account()).client("rds")
    notebooks.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )


@exercise.wrong("The cluster shop is gone, with the orders taken since the DELETE.")
def deletes_the_first_cluster(rds, mistake_at):
    from datetime import timedelta

    restore(rds, RestoreToTime=mistake_at - timedelta(seconds=1))
    rds.delete_db_instance(DBInstanceIdentifier="shop-1", SkipFinalSnapshot=True)
    rds.delete_db_cluster(DBClusterIdentifier="shop", SkipFinalSnapshot=True)


@exercise.wrong("The cluster shop can no longer be reached as before.")
def deletes_the_first_instance(rds, mistake_at):
    from datetime import timedelta

    restore(rds, RestoreToTime=mistake_at - timedelta(seconds=1))
    rds.delete_db_instance(DBInstanceIdentifier="shop-1", SkipFinalSnapshot=True)


@exercise.wrong("raised ValueError: second must be in 0..59")
def changes_the_second_by_hand(rds, mistake_at):
    restore(rds, RestoreToTime=mistake_at.replace(second=mistake_at.second - 1))


@exercise.wrong("The cluster rescued has no table orders: it is no copy of shop")
def makes_an_empty_cluster(rds, mistake_at):
    rds.create_db_cluster(
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DatabaseName="cafe",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="rescued")
    rds.create_db_instance(
        DBInstanceIdentifier="rescued-1",
        DBClusterIdentifier="rescued",
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )

"""\
Write `put_proxy_in_front(rds, instance)`. `instance` is the identifier of an RDS
instance for PostgreSQL, whose connections run out. Make a proxy with a name of your
own, let it stand in front of that instance, and return the address to which the tills
connect from now on. You need not wait until it is available. Role, secret and subnets
are those of section 7.

The check lets 300 tills come in, and lets the instance fail over while one of them does
nothing."""

import re

from ..kinds import PythonExercise
from ..stage.account import new_session
from ..words import returned

exercise = PythonExercise(
    id="11.proxy_in_front",
    objective="11.e",
    difficulty=2,
    learned=(
        "Tills keep a connection to the proxy, which lends them one of the database "
        "for each transaction."
    ),
    prompt=__doc__,
    hints=(
        "Two calls: one makes the proxy, the other registers the instance as what"
        " stands behind it.",
        "create_db_proxy and register_db_proxy_targets, both with the same DBProxyName."
        " The second one names the instance in a list: DBInstanceIdentifiers.",
        'create_db_proxy(…)["DBProxy"]["Endpoint"] is the address. The instance has one'
        " of its own, which leads past the proxy.",
    ),
    seconds=30.0,
)


@exercise.right
def put_proxy_in_front(rds, instance):
    secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders"
    proxy = rds.create_db_proxy(
        DBProxyName="tills",
        EngineFamily="POSTGRESQL",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret}],
        RoleArn="arn:aws:iam::123456789012:role/read-the-secret",
        VpcSubnetIds=["subnet-zone-a", "subnet-zone-b"],
    )["DBProxy"]
    rds.register_db_proxy_targets(DBProxyName="tills", DBInstanceIdentifiers=[instance])
    return proxy["Endpoint"]


# ------------------------------------------------------------------------- the proof

TILLS = 300  # more than the 225 connections that the instance takes
GIVEN, OTHER = "archive", "orders"  # not the lesson's, whose name may be in the code
LOGIN = {"user": "barista", "password": "espresso-2026"}


@exercise.proof
def _stands_in_front(put_proxy_in_front):
    """What is wrong with how an answer puts a proxy in front, or None."""
    session = new_session()
    rds, clock = session.client("rds"), session.account.clock
    for name in (GIVEN, OTHER):
        _make(rds, name)
    before = _described(rds)
    given = put_proxy_in_front(rds, GIVEN)
    clock.advance(minutes=10)
    return (
        _no_proxy(rds)
        or _changed(before, _described(rds))
        or _no_address(rds, given)
        or _lets_nobody_in(session, given)
        or _loses_the_idle_one(session, given)
    )


def _make(rds, name):
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        Engine="postgres",
        DBInstanceClass="db.t4g.small",
        AllocatedStorage=20,
        MasterUsername=LOGIN["user"],
        MasterUserPassword=LOGIN["password"],
        MultiAZ=True,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)


def _endpoint(rds, name):
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return found["Endpoint"]["Address"]


def _described(rds):
    """{instance: what is to stay as it is}"""
    names = ("DBInstanceStatus", "DBInstanceClass", "MultiAZ")
    found = rds.describe_db_instances()["DBInstances"]
    return {
        each["DBInstanceIdentifier"]: {name: each[name] for name in names}
        for each in found
    }


def _changed(before, after):
    """What an answer did to an instance beside the proxy, or None."""
    for instance, wanted in before.items():
        if instance not in after:
            return f"The instance {instance} is gone. It should stay as it was."
        for name, value in wanted.items():
            if after[instance][name] != value:
                return (
                    f"The instance {instance} should stay as it was: its {name} was"
                    f" {value}, and is {after[instance][name]}."
                )
    return None


def _no_proxy(rds):
    """What is wrong with how many proxies there are, or None."""
    proxies = rds.describe_db_proxies()["DBProxies"]
    if not proxies:
        return (
            "The rds that was given has no proxy. The call that makes one:"
            " create_db_proxy."
        )
    if len(proxies) > 1:
        return f"There are {len(proxies)} proxies afterwards; one was asked for."
    return None


def _no_address(rds, given):
    """What is wrong with what was returned, or None."""
    if not isinstance(given, str):
        told = re.sub(r"\s+", " ", returned(given, str))
        return f"put_proxy_in_front should return an address, a text; it gave {told}"
    if given in (_endpoint(rds, GIVEN), _endpoint(rds, OTHER)):
        return (
            "That is the address of the instance itself: who connects there goes past"
            " the proxy. Return the proxy's Endpoint."
        )
    (proxy,) = rds.describe_db_proxies()["DBProxies"]
    if given != proxy["Endpoint"]:
        return f"It returned {given!r}; the tills need the proxy's Endpoint."
    return None


def _lets_nobody_in(session, host):
    """What keeps the tills out, or None."""
    from cafe.drivers import sql

    rds, tills = session.client("rds"), []
    try:
        for _ in range(TILLS):
            tills.append(sql.connect(host=host, account=session.account, **LOGIN))
    except sql.OperationalError as error:
        (told, *_) = str(error).splitlines()
        which = f"After {len(tills)} tills the next one" if tills else "The first till"
        return f"{which} is refused: {told}"
    with tills[0] as till:
        till.execute("CREATE TABLE proof (number int)")
    with sql.connect(
        host=_endpoint(rds, GIVEN), account=session.account, **LOGIN
    ) as direct:
        try:
            direct.execute("SELECT * FROM proof")
        except sql.Error:
            return "The proxy stands in front of another instance than the one given."
    return None


def _loses_the_idle_one(session, host):
    """What becomes of an idle till when the instance fails over, or None."""
    from cafe.drivers import sql

    till = sql.connect(host=host, account=session.account, **LOGIN)
    session.client("rds").reboot_db_instance(
        DBInstanceIdentifier=GIVEN, ForceFailover=True
    )
    try:
        till.execute("SELECT 1")
    except sql.OperationalError as error:
        return (
            f"The instance failed over, and an idle till lost its connection: {error}"
        )
    return None


# ------------------------------------------------------------------------- also right

ROLE = "arn:aws:iam::123456789012:role/read-the-secret"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders"


def make(rds, **changed):
    """Make the proxy of the solution, but for what is named; None leaves a key out."""
    given = {
        "DBProxyName": "tills",
        "EngineFamily": "POSTGRESQL",
        "Auth": [{"AuthScheme": "SECRETS", "SecretArn": SECRET}],
        "RoleArn": ROLE,
        "VpcSubnetIds": ["subnet-zone-a", "subnet-zone-b"],
    } | changed
    given = {name: value for name, value in given.items() if value is not None}
    return rds.create_db_proxy(**given)["DBProxy"]["Endpoint"]


def register(rds, instance, name="tills"):
    rds.register_db_proxy_targets(DBProxyName=name, DBInstanceIdentifiers=[instance])


@exercise.right
def asks_for_the_address_at_the_end(rds, instance):
    make(rds)
    register(rds, instance)
    return rds.describe_db_proxies(DBProxyName="tills")["DBProxies"][0]["Endpoint"]


@exercise.right
def names_it_after_the_instance(rds, instance):
    name = f"{instance}-proxy"
    address = make(rds, DBProxyName=name)
    register(rds, instance, name)
    return address


@exercise.right
def waits_until_it_is_available(rds, instance):
    from cafe import aws

    address = make(rds)
    register(rds, instance)
    aws.account.clock.advance(minutes=5)
    return address


@exercise.right
def names_three_subnets(rds, instance):
    address = make(
        rds, VpcSubnetIds=["subnet-zone-a", "subnet-zone-b", "subnet-zone-c"]
    )
    register(rds, instance)
    return address


@exercise.right
def finds_the_instance_first(rds, instance):
    found = rds.describe_db_instances(DBInstanceIdentifier=instance)["DBInstances"][0]
    address = make(rds)
    register(rds, found["DBInstanceIdentifier"])
    return address


@exercise.right
def leaves_the_secret_out(rds, instance):
    address = make(rds, Auth=[])
    register(rds, instance)
    return address


@exercise.right
def takes_the_name_from_the_answer(rds, instance):
    proxy = rds.create_db_proxy(
        DBProxyName="in-front",
        EngineFamily="POSTGRESQL",
        Auth=[dict(AuthScheme="SECRETS", SecretArn=SECRET)],
        RoleArn=ROLE,
        VpcSubnetIds=["subnet-zone-a", "subnet-zone-b"],
    )["DBProxy"]
    register(rds, instance, proxy["DBProxyName"])
    return proxy["Endpoint"]


@exercise.right
def makes_it_anew_if_it_is_there(rds, instance):
    try:
        address = make(rds)
    except rds.exceptions.DBProxyAlreadyExistsFault:
        address = rds.describe_db_proxies()["DBProxies"][0]["Endpoint"]
    register(rds, instance)
    return address


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("The first till is refused")
def registers_nothing(rds, instance):
    return make(rds)


@exercise.wrong("That is the address of the instance itself: who connects there goes")
def gives_the_instance_s_address(rds, instance):
    make(rds)
    register(rds, instance)
    found = rds.describe_db_instances(DBInstanceIdentifier=instance)["DBInstances"][0]
    return found["Endpoint"]["Address"]


@exercise.wrong("The rds that was given has no proxy.")
def makes_a_larger_class(rds, instance):
    rds.modify_db_instance(
        DBInstanceIdentifier=instance,
        DBInstanceClass="db.t4g.large",
        ApplyImmediately=True,
    )
    found = rds.describe_db_instances(DBInstanceIdentifier=instance)["DBInstances"][0]
    return found["Endpoint"]["Address"]


@exercise.wrong("The proxy stands in front of another instance than the one given.")
def writes_the_name_in(rds, instance):
    address = make(rds)
    register(rds, "orders")
    return address


@exercise.wrong("It returned 'tills'; the tills need the proxy's Endpoint.")
def gives_the_name(rds, instance):
    make(rds)
    register(rds, instance)
    return "tills"


@exercise.wrong("It returned 'arn:aws:rds:")
def gives_the_arn(rds, instance):
    make(rds)
    register(rds, instance)
    return rds.describe_db_proxies()["DBProxies"][0]["DBProxyArn"]


@exercise.wrong("should return an address, a text; it gave {")
def gives_the_whole_answer(rds, instance):
    make(rds)
    register(rds, instance)
    return rds.describe_db_proxies()["DBProxies"][0]


@exercise.wrong("it gave None. Does it end with return, and with a value after it?")
def forgets_return(rds, instance):
    make(rds)
    register(rds, instance)


@exercise.wrong("There are 2 proxies afterwards; one was asked for.")
def makes_two(rds, instance):
    make(rds, DBProxyName="spare")
    address = make(rds)
    register(rds, instance)
    return address


@exercise.wrong("A proxy needs at least two subnets, in different Availability Zones.")
def names_one_subnet(rds, instance):
    address = make(rds, VpcSubnetIds=["subnet-zone-a"])
    register(rds, instance)
    return address


@exercise.wrong("and the proxy tills of the family MYSQL.")
def takes_the_family_of_mysql(rds, instance):
    address = make(rds, EngineFamily="MYSQL")
    register(rds, instance)
    return address


@exercise.wrong("Invalid EngineFamily: postgres.")
def takes_the_engine_for_the_family(rds, instance):
    address = make(rds, EngineFamily="postgres")
    register(rds, instance)
    return address


@exercise.wrong("Missing required parameter")
def names_no_role(rds, instance):
    address = make(rds, RoleArn=None)
    register(rds, instance)
    return address


@exercise.wrong("doesn't correspond to a proxy owned")
def registers_another_name(rds, instance):
    address = make(rds)
    register(rds, instance, "till")
    return address


@exercise.wrong("Invalid type for parameter DBInstanceIdentifiers")
def names_no_list(rds, instance):
    address = make(rds)
    rds.register_db_proxy_targets(DBProxyName="tills", DBInstanceIdentifiers=instance)
    return address


@exercise.wrong(
    "The rds that was given has no proxy. The call that makes one: create_db_proxy"
)
def deletes_it_again(rds, instance):
    address = make(rds)
    register(rds, instance)
    rds.delete_db_proxy(DBProxyName="tills")
    return address


@exercise.wrong("raised KeyError: 'Endpoint'")
def reads_the_address_of_the_whole_answer(rds, instance):
    answer = rds.create_db_proxy(
        DBProxyName="tills",
        EngineFamily="POSTGRESQL",
        RoleArn=ROLE,
        VpcSubnetIds=["subnet-zone-a", "subnet-zone-b"],
    )
    register(rds, instance)
    return answer["Endpoint"]


@exercise.wrong("The instance orders is gone. It should stay as it was.")
def deletes_the_other_instance(rds, instance):
    address = make(rds)
    register(rds, instance)
    rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    return address


@exercise.wrong("archive should stay as it was: its MultiAZ was True, and is False.")
def takes_the_standby_away(rds, instance):
    address = make(rds)
    register(rds, instance)
    rds.modify_db_instance(
        DBInstanceIdentifier=instance, MultiAZ=False, ApplyImmediately=True
    )
    return address


@exercise.wrong("its DBInstanceStatus was available, and is stopped.")
def stops_the_instance(rds, instance):
    address = make(rds)
    register(rds, instance)
    rds.stop_db_instance(DBInstanceIdentifier=instance)
    return address


@exercise.wrong("its DBInstanceClass was db.t4g.small, and is db.m7g.large.")
def takes_a_larger_class_as_well(rds, instance):
    address = make(rds)
    register(rds, instance)
    rds.modify_db_instance(
        DBInstanceIdentifier=instance,
        DBInstanceClass="db.m7g.large",
        ApplyImmediately=True,
    )
    return address

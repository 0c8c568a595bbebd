"""The other story of lesson 11: four clients of a proxy, and a failover behind it.

    STORIES     {name: Telling}

It is played on an account of its own: what is lent, who loses a transaction and how
long another waits is what RDS and its proxy did.
"""

from datetime import timedelta

from ..drivers import sql
from . import made
from .scenes import Card, Place, Scene, Telling

LOGIN = {"user": "barista", "password": "espresso-2026"}
READS, ASKS = ("reads the menu", ""), ("in a transaction", "kept")
WAITS, LOST = ("asks, and waits", "late"), ("transaction lost", "refused")
ANSWERED = ("is answered", "kept")


class _Clients:
    """Four clients that are connected to a proxy, and what each of them does."""

    def __init__(self):
        session = made.session()
        self.account, self.rds = session.account, session.client("rds")
        size, master = "db.t4g.small", made.master(LOGIN)
        made.database(session, "orders", DBInstanceClass=size, MultiAZ=True, **master)
        host = self._proxy_of("orders")
        self.proxy = self.account.endpoints[host].target()
        self.connections = {
            name: sql.connect(host=host, account=self.account, **LOGIN)
            for name in ("Ana", "Ben", "Cho", "Dee")
        }
        self.doing = dict.fromkeys(self.connections, READS)

    def _proxy_of(self, instance):
        """Its address."""
        secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders"
        proxy = self.rds.create_db_proxy(
            DBProxyName="app",
            EngineFamily="POSTGRESQL",
            Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret}],
            RoleArn="arn:aws:iam::123456789012:role/read-the-secret",
            VpcSubnetIds=["subnet-zone-a", "subnet-zone-b"],
        )["DBProxy"]
        self.rds.register_db_proxy_targets(
            DBProxyName="app", DBInstanceIdentifiers=[instance]
        )
        self.account.clock.advance(minutes=10)
        return proxy["Endpoint"]

    def ask(self, name):
        """Begin a transaction; the seconds that this took."""
        before = self.account.clock.now
        self.connections[name].execute("SELECT 1")
        return (self.account.clock.now - before).seconds

    def look(self, moment, said, **doing):
        self.doing |= doing
        is_up = self.proxy.target.is_up()
        clients = (
            Card(name, f"{name}: {words}", state)
            for name, (words, state) in self.doing.items()
        )
        lent = [name for name, what in self.doing.items() if what in (ASKS, ANSWERED)]
        lends = (Card(f"lent {name}", f"lends one to {name}") for name in lent)
        works = (Card(f"work {name}", f"{name}'s transaction") for name in lent)
        note = f"{self.proxy.borrowed()} of its connections lent"
        there = self.proxy.client_count()
        places = (
            Place("the clients", (*clients,), f"{there:g} connected to the proxy"),
            Place("the proxy", (*lends,), note),
            Place("the database", (*works,), "● is up" if is_up else "✕ fails over"),
        )
        return Scene(moment, said, places)


def _proxy():
    clients, waiting = _Clients(), []
    yield clients.look("all read", "All four read the menu, and nothing is lent.")
    clients.ask("Ana")
    said = "The proxy lends Ana a connection, for one transaction."
    yield clients.look("Ana asks", said, Ana=ASKS)
    clients.ask("Ben")
    yield clients.look("Ben asks", "Two connections are enough for all four.", Ben=ASKS)
    clients.connections["Ana"].commit()
    said = "Hers is given back. To the proxy she stays connected."
    yield clients.look("Ana is done", said, Ana=READS)
    clients.rds.reboot_db_instance(DBInstanceIdentifier="orders", ForceFailover=True)
    said = "The standby takes over. Ben was in a transaction, and loses it."
    yield clients.look("failover", said, Ben=LOST)

    def look_again():
        said = "The client has no error: the proxy looks for a connection to lend."
        waiting.append(clients.look("Cho asks", said, Cho=WAITS))

    clients.account.clock.after(timedelta(seconds=30), look_again)
    seconds = clients.ask("Cho")
    yield from waiting
    said = f"The wait took {seconds} seconds, and Cho is still connected to the proxy."
    yield clients.look("Cho is told", said, Cho=ANSWERED)


STORIES = {"proxy": Telling("Four clients, one proxy, and a failover", _proxy, 1)}

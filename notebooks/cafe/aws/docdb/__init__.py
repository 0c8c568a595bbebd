"""Amazon DocumentDB: documents in clusters that are built like Aurora's.

What its clusters share with Aurora's stands in ../family/. Here is what they have of
their own.

Same as AWS
    calls, arguments, answers, errors; among replicas of one promotion tier the one
    closest in size to the old writer takes over; nothing is reachable from outside the
    VPC; boto3 has waiters for instances only.
Simplified
    replicas are in step until you set a lag; one master user; the versions behave
    alike, and 5.0.0 is taken if none is named; encryption is a flag, since nothing is
    on a disk.
Left out
    points in time and automated snapshots (the retention is kept, and does nothing),
    elastic clusters.

Wordings of errors are those of RDS, whose API this is; they are unverified where no
page shows them.

https://docs.aws.amazon.com/documentdb/latest/developerguide/API_Operations.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/failover.html
https://docs.aws.amazon.com/documentdb/latest/devguide/docdb-engine-version-supportability.html
"""

import re
from weakref import WeakKeyDictionary

from ..engines.documents.store import Store
from ..errors import LoginRefused
from ..family import ClusterService, Server, rules
from ..family.tags import Tag
from ..service import lag_of, operation, window
from .replica import Replica


class DocDB(ClusterService):
    """The `docdb` client of one Region."""

    cluster_kind = "DocumentDB"
    cluster_engines = {
        "docdb": rules.Engine(27017, ("3.6.0", "4.0.0", "5.0.0", "8.0.0"), "5.0.0")
    }
    classes = rules.CLASSES

    @operation
    def create_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        Engine: str,
        MasterUsername: str | None = None,
        MasterUserPassword: str | None = None,
        EngineVersion: str | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """Start creating a cluster: a volume, no instance yet."""
        asked = dict(locals())
        rules.require(
            MasterUsername=MasterUsername, MasterUserPassword=MasterUserPassword
        )
        check_user(MasterUsername)
        self.check_password(MasterUserPassword)
        return self.create_cluster(asked)

    # -- a window that AWS does not have ------------------------------------------

    @window
    def set_replica_lag(self, DBClusterIdentifier, seconds):
        """How far a cluster's replicas stay behind its writer (ours, not AWS's).

        There it is usually less than 100 ms. A failover loses nothing: the volume has
        all that was acknowledged.
        """
        lag, cluster = lag_of(seconds), self.cluster(DBClusterIdentifier)
        if cluster.data is None:
            raise ValueError(f"{DBClusterIdentifier} has no data yet.")
        if seconds and cluster not in self.replicas:
            self.replicas[cluster] = Replica(cluster.data, self.clock)
        if seconds:
            self.replicas[cluster].lag = lag
        elif cluster in self.replicas:
            self.replicas.pop(cluster).leave()

    # -- the engine ---------------------------------------------------------------

    def __init__(self, account, region):
        super().__init__(account, region, "docdb")
        self.replicas = WeakKeyDictionary()

    def load(self, cluster, content):
        name = cluster.arn()  # ids made in two clusters differ
        if content is None:
            return Store(self.clock, name)
        return Store.load(content, self.clock, name)

    def dump(self, cluster):
        return cluster.data.dump()

    def server(self, instance):
        return DocumentServer(instance)

    def check_login(self, cluster, user, password, dbname):
        if user != cluster.user or password != cluster.password:
            raise LoginRefused("Authentication failed.")

    password_waits = True

    def check_password(self, password):
        """8 to 100 printable ASCII characters, but none of / @ " """
        rules.check_password(password, longest=100)

    def rank(self, cluster):
        """Lowest tier first, then the class closest in size to the writer's."""
        wanted = self.size(cluster.writer) if cluster.writer else len(self.classes)
        return lambda instance: (instance.tier, abs(self.size(instance) - wanted))


class DocumentServer(Server):
    """A DocumentDB instance as the driver sees it."""

    @property
    def store(self):
        """The documents: the volume's, or with a lag those that have arrived here."""
        self.check_readable()
        replica = self.instance.service.replicas.get(self.cluster)
        if self.read_only and replica:
            return replica.store()
        return self.cluster.data


def check_user(user):
    """1 to 63 letters and digits, first a letter, and no word of the engine's own."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,62}", user):
        raise rules.invalid(
            "The parameter MasterUsername is not a valid identifier: it must begin "
            "with a letter and hold 1 to 63 letters and digits."
        )
    if user.lower() in ("admin", "serviceadmin"):
        raise rules.invalid(
            f"MasterUsername {user} cannot be used as it is a reserved word used by "
            "the engine"
        )

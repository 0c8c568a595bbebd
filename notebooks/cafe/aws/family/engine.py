"""What an engine decides about its clusters, and how a cluster is made."""

from ..service import window
from ..storage.volume import ClusterVolume
from . import rules
from .cluster import Cluster
from .service import DatabaseService
from .tags import tags_of

#: What a restored cluster takes over from the one that was saved.
SETTINGS = (
    "version",
    "user",
    "password",
    "dbname",
    "port",
    "retention",
    "encrypted",
    "key",
)


class ClusterEngine(DatabaseService):
    """A client with clusters. A service gives it its engine, by the methods below."""

    #: How AWS Backup and the map call its clusters: Aurora, DocumentDB, Neptune.
    cluster_kind: str
    #: The engines that a cluster may have, {name: rules.Engine}.
    cluster_engines = {}

    # -- what an engine decides ---------------------------------------------------

    def load(self, cluster, content):
        """A cluster's data from `content` (bytes); new, empty data for None."""
        raise NotImplementedError

    def dump(self, cluster):
        """A cluster's data as bytes, for `load`."""
        raise NotImplementedError

    def server(self, instance):
        """The `Server` of an instance: what its clients talk to."""
        raise NotImplementedError

    def check_login(self, cluster, user, password, dbname):
        """Raise LoginRefused unless this client may come in."""
        raise NotImplementedError

    #: Whether a new master password waits for the maintenance window.
    password_waits = False

    def check_password(self, password):
        """Refuse a master password, as the service does."""
        raise NotImplementedError

    def new_volume(self):
        """The six copies of a new cluster, here without bytes of their own."""
        return ClusterVolume(self.account, self.account.zones(self.region))

    def uses_of_volume(self, cluster):
        """What of a cluster's volume is paid for, a list of `Use`; here, nothing."""
        return []

    def engine_stopped(self, cluster):
        """The writer's engine stops: what was not committed is forgotten."""

    def rank(self, cluster):
        """The key by which candidates are sorted: lowest tier first, then largest."""
        return lambda instance: (instance.tier, -self.size(instance))

    def size(self, instance):
        """How large an instance's class is, among the classes."""
        return self.classes.index(instance.instance_class)

    def shown_as(self, instance):
        """The kind and the detail with which the map shows an instance."""
        return self.cluster_kind, instance.instance_class

    # -- making a cluster ---------------------------------------------------------

    def create_cluster(self, asked, **settings):
        """The answer of create_db_cluster to what it was asked; `settings` are more."""
        cluster = self.new_cluster(
            asked["DBClusterIdentifier"],
            asked["Engine"],
            version=asked["EngineVersion"],
            user=asked.get("MasterUsername", ""),
            password=asked.get("MasterUserPassword", ""),
            groups=asked["VpcSecurityGroupIds"],
            retention=asked["BackupRetentionPeriod"],
            encrypted=asked["StorageEncrypted"],
            tags=tags_of(asked["Tags"]),
            **settings,
        )
        return {"DBCluster": self.described_cluster(cluster)}

    def new_cluster(
        self,
        name,
        engine,
        content=None,
        *,
        version=None,
        port=None,
        groups=None,
        retention=1,
        **settings,
    ):
        """Start creating a cluster with these settings, if they are good: the Cluster.

        `content` are a saved cluster's bytes, `settings` what else a Cluster has.
        """
        identifier = self.new_identifier("DBClusterIdentifier", name, "clusters")
        self.check_cluster_engine(engine)
        kind = self.cluster_engines[engine]
        version = kind.version(version)
        rules.check_version(engine, kind, version)
        rules.check_cluster_retention(retention)
        cluster = Cluster(
            identifier=identifier,
            engine=engine,
            version=version,
            port=port or kind.port,
            groups=self.groups_of(groups),
            retention=retention,
            restored=content is not None,
            service=self,
            **settings,
        )
        self.clusters[identifier] = cluster
        cluster.launch(content)
        return cluster

    def check_cluster_engine(self, engine):
        if engine not in self.cluster_engines:
            raise rules.invalid(
                f"Invalid DB engine: {engine}. This client has clusters of: "
                f"{', '.join(self.cluster_engines)}"
            )

    def settings_of(self, cluster):
        """The settings that a restored cluster takes over."""
        return {name: getattr(cluster, name) for name in SETTINGS}

    # -- a window that AWS does not have ------------------------------------------

    @window
    def volume(self, DBClusterIdentifier):
        """The cluster's six copies: look at them, lose them (ours)."""
        cluster = self.cluster(DBClusterIdentifier)
        if cluster.volume is None:
            raise ValueError(f"{DBClusterIdentifier} has no volume yet.")
        return cluster.volume

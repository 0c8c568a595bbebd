"""Amazon RDS and Aurora: databases whose machines are AWS's care and not yours.

An instance is a DuckDB file with its log behind an endpoint name (../volume.py). A
standby is the same bytes, written before a commit is acknowledged; a read replica the
same bytes later; a snapshot and a point in time the bytes up to a moment; an Aurora
cluster six times the same bytes.

Same as AWS
    calls, arguments, answers, errors; the life cycle of an instance; what interrupts
    it and what does not; one synchronous standby that answers nobody (F12); failover
    under an unchanged endpoint name; asynchronous read replicas (F73, F74); daily
    automated backups kept for 0 to 35 days (F05), snapshots until deleted, restores
    always into a new instance (F77); security groups and passwords that decide who
    gets in; encryption chosen at creation (F14); Aurora's quorum of 4 and 3 of 6
    (F18, F79), up to 15 readers (F19), failover by promotion tier, a volume that grows
    by itself (F20).
Simplified
    every engine speaks DuckDB's SQL, and a transaction sees one state of the data from
    its first statement on; times are fixed (creating 10 minutes, failover 75 seconds,
    in a cluster 30); a lost standby is replaced after 10 minutes, and a change that a
    failover interrupts waits for the maintenance window; each read replica has a lag
    that you set; one master user, one database in an instance; a few versions and
    classes; an instance is private unless you say otherwise (there, the network
    decides), and a refusal names its private address; an Aurora reader shows a commit
    at once (there, within about 100 ms); a cluster can be restored up to now (there,
    up to about five minutes ago); one byte of a cluster's files counts as one MiB.
Left out
    Multi-AZ DB clusters, parameter and option groups, subnets, IAM logins, proxies,
    Performance Insights, cluster snapshots, stopping a cluster, standbys and replicas
    of replicas, automated backups that outlive their instance, deletion protection,
    Serverless, global databases, TLS.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/Welcome.html
"""

from ..family.service import DatabaseService
from ..family.tags import TagCalls
from . import rules
from .backups import BackupCalls
from .clusters import ClusterCalls
from .instances import InstanceCalls
from .replicas import ReplicaCalls
from .saving import Saving

_SNAPSHOT = ("describe_db_snapshots", "DBSnapshots[].Status")
_CLUSTER = ("describe_db_clusters", "DBClusters[].Status")
_AVAILABLE = ("available", ("deleting", "deleted", "failed"))
_DELETED = ("deleted", ("creating", "modifying", "rebooting"))


class RDS(
    InstanceCalls,
    ReplicaCalls,
    BackupCalls,
    ClusterCalls,
    TagCalls,
    Saving,
    DatabaseService,
):
    """The `rds` client of one Region."""

    classes = rules.CLASSES

    faults = DatabaseService.faults | {
        "DBSnapshotAlreadyExistsFault": "DBSnapshotAlreadyExists",
        "DBSnapshotNotFoundFault": "DBSnapshotNotFound",
        "InvalidDBSnapshotStateFault": "InvalidDBSnapshotState",
        "InvalidRestoreFault": "InvalidRestoreFault",
        "PointInTimeRestoreNotEnabledFault": "PointInTimeRestoreNotEnabled",
    }
    waiters = DatabaseService.waiters | {
        "db_snapshot_available": (*_SNAPSHOT, *_AVAILABLE),
        "db_cluster_available": (*_CLUSTER, *_AVAILABLE),
        "db_cluster_deleted": (*_CLUSTER, *_DELETED),
    }

    def __init__(self, account, region):
        super().__init__(account, region, "rds")
        self.key = account.token(32)
        self.snapshots = {}

    def replicas_of(self, identifier):
        """The read replicas of an instance."""
        return [i for i in self.instances.values() if i.source == identifier]

    def key_of(self, thing):
        """The key for an instance or cluster that is encrypted (KMS keeps it)."""
        return (thing.key or self.key) if thing.encrypted else None

    def other_zone(self, zone):
        """The next zone of the Region that is up, or None."""
        up = self.account.zones_up(self.region, zone)
        return next((other for other in up if other != zone), None)

    def new_folder(self, place):
        """An empty folder for a disk in a zone."""
        return self.account.folder(place, f"vol-{self.account.token(17)}")

    def zone_failed(self, zone):
        for instance in self.instances.values():
            instance.zone_failed(zone)
        super().zone_failed(zone)

    def zone_restored(self, zone):
        for instance in self.instances.values():
            instance.zone_restored(zone)
        super().zone_restored(zone)

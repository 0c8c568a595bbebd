"""The calls on cluster snapshots, and what AWS Backup keeps of a cluster."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from ..account import Protected, Saved
from ..errors import ServiceError
from ..service import operation
from ..storage.volume import Unwritable
from . import rules
from .cluster import Cluster
from .engine import ClusterEngine
from .metadata import check_names, groups_in, port_in
from .service import Filter
from .tags import Tag, tags_of

SNAPSHOT = timedelta(minutes=2)
OF_SNAPSHOTS = {
    "db-cluster-id": ("DBClusterIdentifier", "cluster"),
    "db-cluster-snapshot-id": ("DBClusterSnapshotIdentifier", "cluster-snapshot"),
    "engine": ("Engine", None),
    "snapshot-type": ("SnapshotType", None),
}


@dataclass
class ClusterSnapshot:
    """A cluster's data at a moment, kept in the Region until it is deleted."""

    identifier: str
    of: Cluster = field(repr=False)
    saved: Saved = field(repr=False)
    created: datetime
    status: str = "creating"


class SnapshotCalls(ClusterEngine):
    """The calls on cluster snapshots."""

    @operation
    def create_db_cluster_snapshot(
        self, *, DBClusterSnapshotIdentifier: str, DBClusterIdentifier: str
    ):
        """Copy the data as they are now; the snapshot outlives the cluster."""
        cluster = self.available_cluster(DBClusterIdentifier)
        snapshot = self.take_cluster_snapshot(cluster, DBClusterSnapshotIdentifier)
        return {"DBClusterSnapshot": self._described_cluster_snapshot(snapshot)}

    @operation
    def describe_db_cluster_snapshots(
        self,
        *,
        DBClusterSnapshotIdentifier: str | None = None,
        DBClusterIdentifier: str | None = None,
        Filters: list[Filter] | None = None,
    ):
        """Snapshots: all, the named one, those of a cluster, or the filtered ones."""
        found = self.named_or_all(
            self.cluster_snapshots, DBClusterSnapshotIdentifier, self._cluster_snapshot
        )
        if DBClusterIdentifier is not None:
            name = self.name_of("cluster", DBClusterIdentifier)
            found = [s for s in found if s.of.identifier == name]
        described = map(self._described_cluster_snapshot, found)
        return {"DBClusterSnapshots": self.filtered(described, Filters, OF_SNAPSHOTS)}

    @operation
    def delete_db_cluster_snapshot(self, *, DBClusterSnapshotIdentifier: str):
        """Delete a snapshot."""
        snapshot = self._available_cluster_snapshot(DBClusterSnapshotIdentifier)
        del self.cluster_snapshots[snapshot.identifier]
        return {"DBClusterSnapshot": self._described_cluster_snapshot(snapshot)}

    @operation
    def restore_db_cluster_from_snapshot(
        self,
        *,
        DBClusterIdentifier: str,
        SnapshotIdentifier: str,
        Engine: str,
        VpcSecurityGroupIds: list[str] | None = None,
        Tags: list[Tag] | None = None,
    ):
        """A new cluster with a snapshot's data; it has no instance yet."""
        snapshot = self._available_cluster_snapshot(SnapshotIdentifier)
        cluster = self._restored_cluster(
            snapshot.saved,
            DBClusterIdentifier,
            Engine,
            groups=VpcSecurityGroupIds,
            tags=tags_of(Tags),
        )
        return {"DBCluster": self.described_cluster(cluster)}

    # -- for AWS Backup -----------------------------------------------------------

    def protected(self):
        """The clusters, as AWS Backup may save them."""
        return [
            Protected(
                cluster.arn(),
                self.cluster_kind,
                dict(cluster.tags),
                partial(self._save_cluster, cluster),
            )
            for cluster in self.clusters.values()
            if cluster.volume and cluster.status != "deleting"
        ]

    def _save_cluster(self, cluster):
        """A cluster's `Saved` data as they are now: no instance need run.

        Raises ServiceError.
        """
        if cluster.volume is None or cluster.status == "deleting":
            raise rules.wrong_cluster_state(
                f"DBCluster {cluster.identifier} is {cluster.status}."
            )
        self.check_volume_readable(cluster)
        metadata = {
            "DBClusterIdentifier": cluster.identifier,
            "Engine": cluster.engine,
            "Port": str(cluster.port),
        }
        settings = self.settings_of(cluster)
        return Saved(self.dump(cluster), settings, type(self), metadata)

    def restore_saved(self, saved, metadata):
        """Start restoring `Saved` data as a new cluster, in any Region; its ARN.

        `metadata` names it, and may hold Port and VpcSecurityGroupIds (a JSON list).
        Raises ServiceError.
        """
        check_names(metadata, saved.metadata)
        wanted = saved.metadata | metadata
        cluster = self._restored_cluster(
            saved,
            wanted["DBClusterIdentifier"],
            wanted["Engine"],
            groups=groups_in(wanted),
            port=port_in(wanted),
        )
        return cluster.arn()

    # -- shared by the calls ------------------------------------------------------

    def check_volume_readable(self, cluster):
        """Refuse to copy a volume of which too few copies answer."""
        try:
            cluster.volume.check_readable()
        except Unwritable as reason:
            raise rules.wrong_cluster_state(
                f"DBCluster {cluster.identifier} cannot be read: {reason}."
            ) from None

    def _restored_cluster(self, saved, name, engine, **changes):
        """A new cluster with the data and settings that were saved; its engine, too."""
        self.check_cluster_engine(engine)
        if engine != saved.metadata["Engine"]:
            raise rules.bad_combination(
                f"The engine {engine} is not the backup's: {saved.metadata['Engine']}."
            )
        settings = saved.settings | changes
        return self.new_cluster(name, engine, saved.content, **settings)

    def _cluster_snapshot(self, identifier):
        """The snapshot of a name or an ARN. Raises DBClusterSnapshotNotFoundFault."""
        name = self.name_of("cluster-snapshot", identifier)
        snapshot = self.cluster_snapshots.get(name)
        if snapshot is None:
            raise ServiceError(
                "DBClusterSnapshotNotFoundFault",
                f"DBClusterSnapshot {identifier} not found.",
            )
        return snapshot

    def _available_cluster_snapshot(self, identifier):
        snapshot = self._cluster_snapshot(identifier)
        if snapshot.status != "available":
            raise ServiceError(
                "InvalidDBClusterSnapshotStateFault",
                f"The snapshot {identifier} is {snapshot.status}.",
            )
        return snapshot

    def take_cluster_snapshot(self, cluster, name):
        """Begin a snapshot of this name."""
        kind = "DBClusterSnapshotIdentifier"
        identifier = self.new_identifier(kind, name, "cluster_snapshots")
        saved = self._save_cluster(cluster)
        snapshot = ClusterSnapshot(identifier, cluster, saved, self.clock.now)
        self.cluster_snapshots[identifier] = snapshot
        self.becomes(snapshot, "available", SNAPSHOT)
        return snapshot

    def _described_cluster_snapshot(self, snapshot):
        """A snapshot in the shape of DescribeDBClusterSnapshots."""
        settings = snapshot.saved.settings
        user = {"MasterUsername": settings["user"]} if settings["user"] else {}
        return user | {
            "DBClusterSnapshotIdentifier": snapshot.identifier,
            "DBClusterIdentifier": snapshot.of.identifier,
            "SnapshotCreateTime": snapshot.created,
            "ClusterCreateTime": snapshot.of.created,
            "AvailabilityZones": self.account.zones(self.region),
            "Engine": snapshot.of.engine,
            "EngineVersion": settings["version"],
            "Status": snapshot.status,
            "PercentProgress": 100 if snapshot.status == "available" else 0,
            "Port": settings["port"],
            "SnapshotType": "manual",
            "StorageEncrypted": settings["encrypted"],
            "DBClusterSnapshotArn": self.arn(f"cluster-snapshot:{snapshot.identifier}"),
        }

"""The calls on cluster snapshots, and what AWS Backup keeps of a cluster."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from ..account import Protected, Saved
from ..errors import ServiceError
from ..service import operation
from ..storage.quorum import Unwritable
from . import rules
from .cluster import Cluster
from .metadata import check_names, groups_in, port_in
from .tags import Tag, tags_of

SNAPSHOT = timedelta(minutes=2)


@dataclass
class Snapshot:
    """A cluster's data at a moment, kept in the Region until it is deleted."""

    identifier: str
    of: Cluster = field(repr=False)
    saved: Saved = field(repr=False)
    created: datetime
    status: str = "creating"


class SnapshotCalls:
    """Part of a client."""

    @operation
    def create_db_cluster_snapshot(
        self, *, DBClusterSnapshotIdentifier: str, DBClusterIdentifier: str
    ):
        """Copy the data as they are now; the snapshot outlives the cluster."""
        cluster = self.available_cluster(DBClusterIdentifier)
        snapshot = self._take(cluster, DBClusterSnapshotIdentifier)
        return {"DBClusterSnapshot": self._described_snapshot(snapshot)}

    @operation
    def describe_db_cluster_snapshots(
        self,
        *,
        DBClusterSnapshotIdentifier: str | None = None,
        DBClusterIdentifier: str | None = None,
    ):
        """Snapshots: all, the named one, or those of a cluster."""
        found = list(self.cluster_snapshots.values())
        if DBClusterSnapshotIdentifier is not None:
            found = [self.snapshot(DBClusterSnapshotIdentifier)]
        wanted = DBClusterIdentifier and DBClusterIdentifier.lower()
        return {
            "DBClusterSnapshots": [
                self._described_snapshot(s)
                for s in found
                if wanted in (None, s.of.identifier)
            ]
        }

    @operation
    def delete_db_cluster_snapshot(self, *, DBClusterSnapshotIdentifier: str):
        """Delete a snapshot."""
        snapshot = self._available_snapshot(DBClusterSnapshotIdentifier)
        del self.cluster_snapshots[snapshot.identifier]
        return {"DBClusterSnapshot": self._described_snapshot(snapshot)}

    @operation
    def restore_db_cluster_from_snapshot(
        self,
        *,
        DBClusterIdentifier: str,
        SnapshotIdentifier: str,
        Engine: str,
        Port: int | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        DeletionProtection: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """A new cluster with a snapshot's data; it has no instance yet."""
        name = SnapshotIdentifier.removeprefix(self.arn("cluster-snapshot:"))
        snapshot = self._available_snapshot(name)
        cluster = self.new_cluster(
            DBClusterIdentifier,
            Engine,
            groups=VpcSecurityGroupIds,
            protected=DeletionProtection,
            tags=tags_of(Tags),
            **snapshot.saved.settings | ({"port": Port} if Port else {}),
        )
        return self.launch_cluster(cluster, snapshot.saved.content)

    # -- for AWS Backup -----------------------------------------------------------

    def protected(self):
        """The clusters, as AWS Backup may save them."""
        return [
            Protected(c.arn(), self.kind, dict(c.tags), partial(self.save, c))
            for c in self.clusters.values()
            if c.volume and c.status != "deleting"
        ]

    def save(self, cluster):
        """A cluster's `Saved` data as they are now. Raises ServiceError."""
        if cluster.volume is None or cluster.status == "deleting":
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} is {cluster.status}.",
            )
        try:
            cluster.volume.check_readable()
        except Unwritable as reason:
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"DBCluster {cluster.identifier} cannot be read: {reason}.",
            ) from None
        settings = {
            "version": cluster.version,
            "user": cluster.user,
            "password": cluster.password,
            "port": cluster.port,
            "retention": cluster.retention,
            "encrypted": cluster.encrypted,
            "iam": cluster.iam,
        }
        metadata = {
            "DBClusterIdentifier": cluster.identifier,
            "Engine": self.engine,
            "Port": str(cluster.port),
        }
        return Saved(self.dump(cluster.data), settings, type(self), metadata)

    def restore_saved(self, saved, metadata):
        """Start restoring `Saved` data as a new cluster, in any Region; its ARN.

        `metadata` names it, and may hold Port and VpcSecurityGroupIds (a JSON list).
        Raises ServiceError.
        """
        check_names(metadata, saved.metadata)
        wanted = saved.metadata | metadata
        cluster = self.new_cluster(
            wanted["DBClusterIdentifier"],
            wanted["Engine"],
            groups=groups_in(wanted),
            **saved.settings | {"port": port_in(wanted)},
        )
        self.launch_cluster(cluster, saved.content)
        return cluster.arn()

    # -- shared by the calls ------------------------------------------------------

    def take_final_snapshot(self, cluster, skip, name):
        """What delete_db_cluster wants: a snapshot, or that none is wanted."""
        if skip and name:
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier can not be specified when "
                "SkipFinalSnapshot is enabled."
            )
        if not (skip or name):
            raise rules.bad_combination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
                "specified."
            )
        if name:
            self._take(cluster, name)

    def snapshot(self, identifier):
        """The snapshot of a name. Raises DBClusterSnapshotNotFoundFault."""
        snapshot = self.cluster_snapshots.get(identifier.lower())
        if snapshot is None:
            raise ServiceError(
                "DBClusterSnapshotNotFoundFault",
                f"DBClusterSnapshot {identifier} not found.",
            )
        return snapshot

    def _available_snapshot(self, identifier):
        snapshot = self.snapshot(identifier)
        if snapshot.status != "available":
            raise ServiceError(
                "InvalidDBClusterSnapshotStateFault",
                f"The snapshot {identifier} is {snapshot.status}.",
            )
        return snapshot

    def _take(self, cluster, name):
        identifier = rules.identifier("DBClusterSnapshotIdentifier", name)
        if self.is_taken("cluster_snapshots", identifier):
            raise ServiceError(
                "DBClusterSnapshotAlreadyExistsFault",
                "Cannot create the cluster snapshot because one with the identifier "
                f"{identifier} already exists.",
            )
        saved = self.save(cluster)
        snapshot = Snapshot(identifier, cluster, saved, self.clock.now)
        self.cluster_snapshots[identifier] = snapshot

        def done():
            snapshot.status = "available"

        self.clock.after(SNAPSHOT, done)
        return snapshot

    def _described_snapshot(self, snapshot):
        """A snapshot in the shape of DescribeDBClusterSnapshots."""
        settings = snapshot.saved.settings
        user = {"MasterUsername": settings["user"]} if settings["user"] else {}
        return user | {
            "DBClusterSnapshotIdentifier": snapshot.identifier,
            "DBClusterIdentifier": snapshot.of.identifier,
            "SnapshotCreateTime": snapshot.created,
            "ClusterCreateTime": snapshot.of.created,
            "AvailabilityZones": self.account.zones(self.region),
            "Engine": self.engine,
            "EngineVersion": settings["version"],
            "Status": snapshot.status,
            "PercentProgress": 100 if snapshot.status == "available" else 0,
            "Port": settings["port"],
            "SnapshotType": "manual",
            "StorageEncrypted": settings["encrypted"],
            "DBClusterSnapshotArn": self.arn(f"cluster-snapshot:{snapshot.identifier}"),
        }

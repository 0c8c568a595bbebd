"""What Amazon DocumentDB and Amazon Neptune share: clusters over one volume.

Both belong to Aurora's design family: a writer and up to 15 readers (F19, F59) on one
volume of six copies in three zones. `ClusterService` has their calls; a service adds
its engine: `load(cluster, content)` and `dump(data)` turn bytes into data and back,
`server(instance)` is what a client talks to, `check_login` decides who gets in.
"""

from .calls import ClusterCalls, InstanceCalls
from .instance import Server
from .service import DatabaseService
from .snapshots import SnapshotCalls
from .tags import TagCalls

__all__ = ["ClusterService", "Server"]


class ClusterService(
    ClusterCalls, InstanceCalls, SnapshotCalls, TagCalls, DatabaseService
):
    """The client of a service whose clusters have a writer, readers and one volume."""

    #: The service's name in ARNs of AWS Backup and on the map, and its engine's name.
    kind = engine = None
    #: Default port; versions, oldest first.
    port, versions = None, ()
    #: The version of a cluster for which none is named; None is the newest.
    default_version = None

    faults = DatabaseService.faults | {
        "DBClusterSnapshotAlreadyExistsFault": "DBClusterSnapshotAlreadyExistsFault",
        "DBClusterSnapshotNotFoundFault": "DBClusterSnapshotNotFoundFault",
        "InvalidDBClusterSnapshotStateFault": "InvalidDBClusterSnapshotStateFault",
    }

    def __init__(self, account, region):
        super().__init__(account, region, self.engine)
        self.cluster_snapshots = {}

    # -- what an engine decides ---------------------------------------------------

    def load(self, cluster, content):
        """A cluster's data from `content` (bytes); new, empty data for None."""
        raise NotImplementedError

    def dump(self, data):
        """The data as bytes, for `load`."""
        raise NotImplementedError

    def server(self, instance):
        """The `Server` of an instance."""
        raise NotImplementedError

    def check_login(self, cluster, user, password):
        """Raise LoginRefused unless this client may come in."""
        raise NotImplementedError

    def check_password(self, password):
        """Refuse a master password, as the service does."""
        raise NotImplementedError

    # -- shared by the calls ------------------------------------------------------

    def nearest_zone(self, zone):
        """The zone itself if it is up, else the next one that is, or None."""
        return next(iter(self.account.zones_up(self.region, zone)), None)

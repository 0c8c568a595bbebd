"""What Amazon DocumentDB and Amazon Neptune share: clusters over one volume.

Both belong to Aurora's design family: a writer and up to 15 readers (F19, F59) on one
volume of six copies in three zones. `ClusterService` has their calls; a service adds
its engine: `load(cluster, content)` and `dump(data)` turn bytes into data and back,
`server(instance)` is what a client talks to, `check_login` decides who gets in.
"""

from datetime import datetime, timedelta

from .. import ec2
from ..account import Endpoint
from ..errors import ServiceError
from ..rds import rules
from ..rds.names import SharedNames
from ..rds.tags import TagCalls
from ..service import Service, operation
from .calls import ClusterCalls, InstanceCalls
from .instance import Server
from .snapshots import SnapshotCalls

__all__ = ["ClusterService", "Server"]

_INSTANCE = ("describe_db_instances", "DBInstances[].DBInstanceStatus")


class ClusterService(
    ClusterCalls, InstanceCalls, SnapshotCalls, TagCalls, SharedNames, Service
):
    """The client of a service whose clusters have a writer, readers and one volume."""

    #: The service's name in ARNs of AWS Backup and on the map, and its engine's name.
    kind = engine = None
    #: Default port; versions, oldest first; instance classes, smallest first.
    port, versions, classes = None, (), ()
    #: The version of a cluster for which none is named; None is the newest.
    default_version = None

    faults = {
        "DBClusterAlreadyExistsFault": "DBClusterAlreadyExistsFault",
        "DBClusterNotFoundFault": "DBClusterNotFoundFault",
        "DBClusterSnapshotAlreadyExistsFault": "DBClusterSnapshotAlreadyExistsFault",
        "DBClusterSnapshotNotFoundFault": "DBClusterSnapshotNotFoundFault",
        "DBInstanceAlreadyExistsFault": "DBInstanceAlreadyExists",
        "DBInstanceNotFoundFault": "DBInstanceNotFound",
        "InstanceQuotaExceededFault": "InstanceQuotaExceeded",
        "InsufficientDBInstanceCapacityFault": "InsufficientDBInstanceCapacity",
        "InvalidDBClusterSnapshotStateFault": "InvalidDBClusterSnapshotStateFault",
        "InvalidDBClusterStateFault": "InvalidDBClusterStateFault",
        "InvalidDBInstanceStateFault": "InvalidDBInstanceState",
        "InvalidVPCNetworkStateFault": "InvalidVPCNetworkStateFault",
    }
    #: There is no waiter for clusters in boto3: wait for an instance.
    waiters = {
        "db_instance_available": (
            *_INSTANCE, "available", ("deleting", "deleted", "failed"),
        ),
        "db_instance_deleted": (
            *_INSTANCE, "deleted", ("creating", "modifying", "rebooting"),
        ),
    }  # fmt: skip

    def __init__(self, account, region):
        super().__init__(account, region)
        self.ec2 = account.service(ec2.EC2, region)
        letters = "abcdefghijklmnopqrstuvwxyz0123456789"
        token = account.token(12, letters)
        self.domain = f"{token}.{region}.{self.engine}.amazonaws.com"
        self.clusters, self.instances, self.cluster_snapshots = {}, {}, {}
        self.events = []

    @operation
    def describe_events(
        self, *, SourceIdentifier: str = None, SourceType: str = None,
        StartTime: datetime = None, EndTime: datetime = None, Duration: int = 60,
    ):  # fmt: skip
        """What happened in the last hour, or in `Duration` minutes, oldest first."""
        if SourceIdentifier and not SourceType:
            raise rules.bad_combination(
                "If SourceIdentifier is supplied, SourceType must also be provided."
            )
        end = EndTime or self.clock.now
        start = StartTime or end - timedelta(minutes=Duration)
        return {
            "Events": [
                {"SourceIdentifier": name, "SourceType": kind, "Message": message,
                 "Date": moment}
                for moment, kind, name, message in self.events
                if start <= moment <= end
                and SourceIdentifier in (None, name)
                and SourceType in (None, kind)
            ]
        }  # fmt: skip

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

    def rank(self, cluster):
        """The key by which heirs are sorted: lowest tier first, then the largest."""
        return lambda instance: (instance.tier, -self.size(instance))

    # -- shared by the calls ------------------------------------------------------

    def size(self, instance):
        """How large an instance's class is, among the classes."""
        return self.classes.index(instance.instance_class)

    def arn(self, resource):
        """An ARN as AWS writes it: these services share the namespace of `rds`."""
        return self.account.arn("rds", self.region, resource)

    def note(self, kind, identifier, message):
        """Keep an event for describe_events."""
        self.events.append((self.clock.now, kind, identifier, message))

    def open(self, host, port, target):
        """Let an endpoint name lead to `target()`; the `Endpoint`."""
        endpoint = Endpoint(host, port, self.region, target)
        self.account.endpoints[host] = endpoint
        return endpoint

    def close(self, endpoint):
        """Let a name lead nowhere from now on."""
        del self.account.endpoints[endpoint.host]

    def groups_of(self, ids):
        """Security group ids that exist; the default group when none is named."""
        for group_id in ids or []:
            try:
                self.ec2.group(group_id)
            except ServiceError as error:
                raise rules.invalid(
                    f"Invalid security group , groupId= {group_id}: {error.message}"
                ) from None
        return list(ids or [self.ec2.default_group.id])

    def nearest_zone(self, zone):
        """The zone itself if it is up, else the next one that is, or None."""
        zones = self.account.zones(self.region)
        start = zones.index(zone)
        ordered = zones[start:] + zones[:start]
        return next((z for z in ordered if self.account.is_zone_up(z)), None)

    def uses_group(self, group_id):
        return any(group_id in cluster.groups for cluster in self.clusters.values())

    def resources(self):
        instances = [r for i in self.instances.values() for r in i.resources()]
        return instances + [r for c in self.clusters.values() for r in c.resources()]

    def zone_failed(self, zone):
        for cluster in self.clusters.values():
            cluster.zone_failed(zone)

    def zone_restored(self, zone):
        for cluster in self.clusters.values():
            cluster.zone_restored(zone)

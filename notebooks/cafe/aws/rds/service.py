"""What the parts of the `rds` client share: its state, and how an instance is made."""

from dataclasses import replace
from functools import partial

from ..errors import ServiceError
from ..family import ClusterService
from ..family.quotas import HELD
from ..family.rules import wrong_state
from ..family.tags import tag_list
from ..storage.database import Disk
from . import rules
from .instance import SETTINGS, Instance


class RDSService(ClusterService):
    """A client of the family that has instances outside of clusters, too."""

    classes = rules.CLASSES
    held = HELD | {
        "snapshots": replace(
            HELD["cluster_snapshots"],
            exists=partial(ServiceError, "DBSnapshotAlreadyExists"),
            taken="Cannot create the snapshot because a snapshot with the identifier "
            "{} already exists.",
        )
    }

    def __init__(self, account, region):
        super().__init__(account, region, "rds")
        self.key = account.token(32)
        self.snapshots = {}

    # -- finding ------------------------------------------------------------------

    def replicas_of(self, identifier):
        """The read replicas of an instance."""
        return [
            i
            for i in self.instances.values()
            if not i.cluster and i.source == identifier
        ]

    def standalone(self, identifier):
        """The available instance of a name, if it is in no cluster."""
        instance = self.available_instance(identifier)
        if instance.cluster:
            raise wrong_state(
                f"{instance.identifier} belongs to the cluster "
                f"{instance.cluster.identifier}, which keeps the data and the settings "
                "of its instances."
            )
        return instance

    def other_zone(self, zone):
        """The next zone of the Region that is up, or None."""
        up = self.account.zones_up(self.region, zone)
        return next((other for other in up if other != zone), None)

    # -- making an instance -------------------------------------------------------

    def new_folder(self, place):
        """An empty folder for a disk in a zone."""
        return self.account.folder(place, self.volume_name())

    def volume_name(self):
        """The name of a disk."""
        return f"vol-{self.account.token(17)}"

    def check_new(self, name, instance_class, engine):
        """The identifier of a new instance, if there can be one of this kind."""
        rules.check_engine(engine)
        self.check_class(instance_class)
        return self.new_identifier("DBInstanceIdentifier", name, "instances")

    def like(self, source, identifier):
        """A new instance with the settings of another, in its first state."""
        settings = {name: getattr(source, name) for name in SETTINGS}
        groups = self.groups_of(None)
        return Instance(identifier=identifier, groups=groups, service=self, **settings)

    def launch(self, instance, make_server):
        """Create an instance whose `make_server(disk)` gives the server later."""
        self.instances[instance.identifier] = instance

        def launch():
            folder = self.new_folder(instance.zone)
            return make_server(Disk(folder, instance.zone))

        instance.launch(launch)
        return {"DBInstance": self.described_instance(instance)}

    # -- what an instance asks of the proxies and the backups ----------------------

    def borrowed_from(self, instance):
        raise NotImplementedError

    def take_automated_snapshot(self, instance):
        raise NotImplementedError

    def expire_backups(self, instance):
        raise NotImplementedError

    # -- saying what they are -----------------------------------------------------

    def shown_as(self, instance):
        return "RDS instance", f"{instance.engine}, {instance.instance_class}"

    def described_instance(self, instance):
        described = super().described_instance(instance)
        described["TagList"] = tag_list(instance.tags)
        if instance.cluster:
            return described | {"StorageType": "aurora"}
        described |= {
            "MasterUsername": instance.user,
            "AllocatedStorage": instance.storage,
            "PreferredBackupWindow": instance.windows[0],
            "PreferredMaintenanceWindow": instance.windows[1],
            "PendingModifiedValues": dict(instance.pending),
            "MultiAZ": instance.multi_az,
            "AutoMinorVersionUpgrade": True,
            "ReadReplicaDBInstanceIdentifiers": [
                r.identifier for r in self.replicas_of(instance.identifier)
            ],
            "StorageType": "gp3",
            "IAMDatabaseAuthenticationEnabled": instance.takes_tokens,
        }
        if instance.dbname != rules.ENGINES[instance.engine].default_database:
            described["DBName"] = instance.dbname
        if instance.backed_up_from and instance.retention:
            described["LatestRestorableTime"] = instance.stored_now()
        if instance.managed_password:
            described["MasterUserSecret"] = instance.managed_password.described()
        if instance.standby:
            described["SecondaryAvailabilityZone"] = instance.standby.zone
        if instance.source:
            described["ReadReplicaSourceDBInstanceIdentifier"] = instance.source
        return described

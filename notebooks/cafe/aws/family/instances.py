"""The calls on a cluster's instances, alike for Aurora, DocumentDB and Neptune."""

from ..errors import ServiceError
from ..service import operation
from . import rules
from .engine import ClusterEngine
from .instance import ClusterInstance
from .tags import Tag, tags_of

MOST_INSTANCES = 16


class InstanceCalls(ClusterEngine):
    """The calls on instances that are all in clusters."""

    @operation
    def create_db_instance(
        self,
        *,
        DBInstanceIdentifier: str,
        DBInstanceClass: str,
        Engine: str,
        DBClusterIdentifier: str,
        AvailabilityZone: str | None = None,
        PromotionTier: int = 1,
        Tags: list[Tag] | None = None,
    ):
        """Start creating an instance; the first of a cluster becomes its writer."""
        return self.create_in_cluster(locals())

    @operation
    def reboot_db_instance(self, *, DBInstanceIdentifier: str):
        """Restart an instance: it does not answer for a moment, and keeps its role."""
        instance = self.available_instance(DBInstanceIdentifier)
        instance.restart()
        return {"DBInstance": self.described_instance(instance)}

    @operation
    def delete_db_instance(self, *, DBInstanceIdentifier: str):
        """Delete an instance; the data is the cluster's and stays."""
        instance = self.deletable_instance(DBInstanceIdentifier)
        instance.delete()
        return {"DBInstance": self.described_instance(instance)}

    # -- shared by the calls ------------------------------------------------------

    def create_in_cluster(self, asked):
        """The answer of create_db_instance to what it was asked, for a cluster."""
        engine, tier = asked["Engine"], asked["PromotionTier"]
        instance_class = asked["DBInstanceClass"]
        name = asked["DBInstanceIdentifier"]
        identifier = self.new_identifier("DBInstanceIdentifier", name, "instances")
        self.check_cluster_engine(engine)
        self.check_class(instance_class)
        rules.check_tier(tier)
        cluster = self.cluster(asked["DBClusterIdentifier"])
        if engine != cluster.engine:
            raise rules.bad_combination(
                f"The engine {engine} is not the cluster's: {cluster.engine}."
            )
        self._check_takes_instances(cluster)
        zone = self.zone_for(asked["AvailabilityZone"], self.instances_in(cluster))
        tags = tags_of(asked["Tags"])
        instance = ClusterInstance(
            identifier, instance_class, zone, tier, cluster, tags
        )
        self.instances[identifier] = instance
        instance.launch()
        return {"DBInstance": self.described_instance(instance)}

    def _check_takes_instances(self, cluster):
        """Refuse a cluster that goes, or is full, or is still being restored.

        To one that is new, an instance may be added while it is being created. AWS
        says of a restore: "only after … the DB cluster is available".
        """
        being_restored = cluster.restored and cluster.status == "creating"
        if cluster.status == "deleting" or being_restored:
            raise rules.wrong_cluster_state(
                f"DBCluster {cluster.identifier} is {cluster.status}, not available."
            )
        if len(self.instances_in(cluster)) >= MOST_INSTANCES:
            raise ServiceError(
                "InstanceQuotaExceeded",
                "A cluster has one writer and at most 15 readers.",
            )

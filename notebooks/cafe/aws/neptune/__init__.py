"""Amazon Neptune: graphs in clusters that are built like Aurora's.

What its clusters share with Aurora's stands in ../family/ (F92). Here is what they
have of their own.

Same as AWS
    calls, arguments, answers, errors; among readers of one promotion tier the largest
    takes over; a cluster is in a VPC, and as it is created nothing outside reaches it;
    whom the network lets in needs no password; the bulk loader's files (bulk.py);
    boto3 has waiters for instances only.
Simplified
    readers are always in step; encryption is a flag, since nothing is on a disk; a
    reader's graph is frozen, but the properties in it are not.
Left out
    points in time and automated snapshots (the retention is kept, and does nothing),
    public endpoints (instances of engine 1.4.6.x can have one; it is off until it is
    asked for, and needs IAM authentication), IAM authentication, Neptune Analytics,
    load jobs from S3.

Wordings of errors are those of RDS, whose API this is; they are unverified where no
page shows them.

https://docs.aws.amazon.com/neptune/latest/apiref/Welcome.html
https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-db-clusters.html
https://docs.aws.amazon.com/neptune/latest/userguide/neptune-public-endpoints.html
"""

import json

import networkx

from ..family import ClusterService, Server, rules
from ..family.tags import Tag
from ..service import operation


class Neptune(ClusterService):
    """The `neptune` client of one Region."""

    cluster_kind = "Neptune"
    cluster_engines = {
        "neptune": rules.Engine(8182, ("1.3.4.0", "1.4.5.1", "1.4.6.0", "1.4.6.3"))
    }
    classes = rules.CLASSES

    @operation
    def create_db_cluster(
        self,
        *,
        DBClusterIdentifier: str,
        Engine: str,
        EngineVersion: str | None = None,
        VpcSecurityGroupIds: list[str] | None = None,
        BackupRetentionPeriod: int = 1,
        StorageEncrypted: bool = False,
        Tags: list[Tag] | None = None,
    ):
        """Start creating a cluster: a volume, no instance yet."""
        return self.create_cluster(locals())

    # -- the engine ---------------------------------------------------------------

    def __init__(self, account, region):
        super().__init__(account, region, "neptune")

    def load(self, cluster, content):
        if content is None:
            return networkx.MultiDiGraph()
        return networkx.node_link_graph(json.loads(content), edges="edges")

    def dump(self, cluster):
        links = networkx.node_link_data(cluster.data, edges="edges")
        try:
            return json.dumps(links, ensure_ascii=False).encode("utf-8")
        except TypeError as problem:
            raise rules.wrong_cluster_state(
                f"The graph cannot be saved: {problem}. Properties are texts, numbers "
                "and truth values."
            ) from None

    def server(self, instance):
        return GraphServer(instance)

    def check_login(self, cluster, user, password, dbname):
        """Neptune has no passwords: whom the network lets in is in."""

    def check_password(self, password):
        raise rules.invalid("MasterUserPassword is not supported by Neptune.")


class GraphServer(Server):
    """A Neptune instance as the driver sees it."""

    @property
    def graph(self):
        """The graph, a networkx MultiDiGraph; a view to read where nobody may write."""
        self.check_readable()
        if self.read_only or not self.cluster.volume.can_write():
            return self.cluster.data.copy(as_view=True)
        return self.cluster.data

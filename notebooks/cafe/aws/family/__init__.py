"""What Aurora, Amazon DocumentDB and Amazon Neptune are: clusters over one volume.

The three are one machine: a writer and up to 15 readers on one volume of six copies in
three zones. `ClusterService` has their calls; a service adds its engine (engine.py).

    cluster.py    what a cluster does when time passes and zones fail
    instance.py   one machine of it
    clusters.py, instances.py, snapshots.py, tags.py    the calls
    service.py    what all of RDS shares: names, zones, security groups, answers
    machine.py    what every DB instance is, of a cluster or not
    rules.py, metadata.py    what is accepted: names, passwords; answers in a restore
    quotas.py     how many of a kind a Region holds

Same as AWS
    a writer and up to 15 readers (F19, F59); the cluster endpoint leads to the writer,
    the reader endpoint to the readers in turn; the lowest promotion tier takes over; a
    write wants four of the six copies; deleting or losing instances loses no data;
    without a reader the writer is replaced in its own zone and waits for it (F110);
    names and ARNs that the three services share; an instance may be asked for while a
    new cluster is being made, but not while one is being restored; snapshots until
    deleted, restores always into a new cluster; tags.
Simplified
    times are fixed (a cluster 2 minutes, an instance 7, a restart 40 seconds, a
    failover 30), and a writer runs as soon as its zone is back; what can be changed
    applies at once; each read wants three of the six copies (there, only one to recover
    does, F79); few classes and versions; the last instance may be deleted.
Left out
    changing an instance of a cluster, deletion protection, stopping a cluster, custom
    endpoints, global and serverless clusters, parameter and subnet groups, copies of
    snapshots (AWS Backup copies to another Region), TLS.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/failover.html
https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-db-clusters.html
"""

from .clusters import ClusterCalls
from .instance import Server
from .instances import InstanceCalls
from .tags import TagCalls

__all__ = ["ClusterService", "Server"]


class ClusterService(ClusterCalls, InstanceCalls, TagCalls):
    """The client of a service whose clusters have a writer, readers and one volume."""

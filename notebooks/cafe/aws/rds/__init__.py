"""Amazon RDS and Aurora: databases whose machines are AWS's care and not yours.

An instance is a DuckDB file with its log behind an endpoint name (../storage/). A
standby is the same bytes, written before a commit is acknowledged; a read replica the
same bytes later; a snapshot and a point in time the bytes up to a moment; an Aurora
cluster six times the same bytes. What Aurora's clusters share with DocumentDB's and
Neptune's stands in ../family/.

Same as AWS
    calls, arguments, answers, errors; the life cycle of an instance; what interrupts
    it and what does not; one synchronous standby that answers nobody (F12); failover
    under an unchanged endpoint name; asynchronous read replicas (F73, F74); daily
    automated backups kept for 0 to 35 days (F05), snapshots until deleted, restores
    always into a new instance (F77); security groups and passwords that decide who
    gets in; windows for backups and maintenance, storage that grows by a tenth at the
    least; as many connections as the class's memory allows (F137); a proxy that shares
    them and holds its clients through a failover (F138); encryption chosen at creation
    (F14); Aurora's volume, which grows by itself (F20), and among readers of one
    promotion tier the largest takes over; 40 instances and 100 snapshots in a Region.
Simplified
    every engine speaks DuckDB's SQL, and a transaction sees one state of the data from
    its first statement on; times are fixed (creating 10 minutes, failover 75 seconds);
    a lost standby is replaced after 10 minutes, and a change that a failover interrupts
    waits for the maintenance window; unless you choose, backups begin at 03:00 UTC and
    maintenance on Sunday at 04:00, with which the newest minor version is installed;
    storage may grow again after six hours (there, at times later), and the status says
    nothing of it; each read replica has a lag that you set; one database in an
    instance, and whoever is in may do as much as the master user; a few engines,
    versions and classes; an instance is private unless you say otherwise (there, the
    network decides), and a refusal names its private address; a restore takes the
    source's class and one zone; an Aurora reader shows a commit at once (there, within
    about 100 ms); a cluster can be restored up to now (there, up to about five minutes
    ago); all of a class's memory counts for its connections; what is measured under
    load comes from a model (load.py); a proxy has one instance, gives each connection
    back at once, pins none, and believes its role, its secret and its subnets; one byte
    of a cluster's files counts as one MiB.
Left out
    Oracle, SQL Server and Db2, Multi-AZ DB clusters, ports of your choice, copies of
    snapshots (AWS Backup copies to another Region), an engine version of your choice
    later on, public instances of a cluster, parameter and option groups, subnets,
    tokens for users of MySQL and of clusters, Performance Insights, standbys and
    replicas of replicas, automated backups that outlive their instance, deletion
    protection, Serverless, global databases, TLS.

How it is built, from the outside in:

    instances    the calls on instances     instance   what one is, and its failover
    serving      who gets in, and how many
    replicas     the calls on its replicas
    backups      snapshots, points in time  saving     what AWS Backup takes of it
    aurora       the family's clusters, with a SQL database on their volume
    proxies      the calls on proxies       proxy      the connections that it shares
    logins       in without a password      load, measuring   what is measured, and how
    windows      when backups and maintenance begin
    rules, reserved_words   what is accepted
    service      what all these calls share

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/Welcome.html
"""

from ..service import Pages
from .aurora import AuroraCalls
from .instances import InstanceCalls
from .measuring import Measuring
from .saving import Saving

_SNAPSHOT = ("describe_db_snapshots", "DBSnapshots[].Status")
_CLUSTER = ("describe_db_clusters", "DBClusters[].Status")
_AVAILABLE = ("available", ("deleting", "deleted", "failed"))
_DELETED = ("deleted", ("creating", "modifying", "rebooting"))


class RDS(InstanceCalls, AuroraCalls, Measuring, Saving):
    """The `rds` client of one Region."""

    faults = InstanceCalls.faults | {
        "DBProxyAlreadyExistsFault": "DBProxyAlreadyExistsFault",
        "DBProxyNotFoundFault": "DBProxyNotFoundFault",
        "DBProxyTargetAlreadyRegisteredFault": "DBProxyTargetAlreadyRegisteredFault",
        "DBSnapshotAlreadyExistsFault": "DBSnapshotAlreadyExists",
        "DBSnapshotNotFoundFault": "DBSnapshotNotFound",
        "InvalidDBProxyStateFault": "InvalidDBProxyStateFault",
        "InvalidSubnet": "InvalidSubnet",
        "InvalidDBSnapshotStateFault": "InvalidDBSnapshotState",
        "InvalidRestoreFault": "InvalidRestoreFault",
        "PointInTimeRestoreNotEnabledFault": "PointInTimeRestoreNotEnabled",
    }
    paginators = InstanceCalls.paginators | {
        "describe_db_proxies": Pages("DBProxies"),
        "describe_db_snapshots": Pages("DBSnapshots"),
    }
    waiters = InstanceCalls.waiters | {
        "db_snapshot_available": (*_SNAPSHOT, *_AVAILABLE),
        "db_cluster_available": (*_CLUSTER, *_AVAILABLE),
        "db_cluster_deleted": (*_CLUSTER, *_DELETED),
    }

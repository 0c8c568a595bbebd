"""How many of a kind a Region holds, whichever client of the family made them.

These are AWS's default quotas; there, one asks for more in Service Quotas.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..errors import ServiceError


@dataclass(frozen=True)
class Held:
    """The most of a kind, and how one more and a name that is taken are refused."""

    most: int
    exceeded: Callable
    no_more: str
    exists: Callable
    taken: str


HELD = {
    "instances": Held(
        40,
        partial(ServiceError, "InstanceQuotaExceeded"),
        "DB Instance quota exceeded",
        partial(ServiceError, "DBInstanceAlreadyExists"),
        "DB instance already exists",
    ),
    "clusters": Held(
        40,
        partial(ServiceError, "DBClusterQuotaExceededFault"),
        "DB Cluster quota exceeded",
        partial(ServiceError, "DBClusterAlreadyExistsFault"),
        "DB Cluster already exists",
    ),
    "cluster_snapshots": Held(
        100,
        partial(ServiceError, "SnapshotQuotaExceeded"),
        "Cannot create more than 100 manual snapshots",
        partial(ServiceError, "DBClusterSnapshotAlreadyExistsFault"),
        "Cannot create the cluster snapshot because one with the identifier {} already "
        "exists.",
    ),
}

"""Recovery points: what was saved, in a vault, until its time is over."""

from dataclasses import dataclass, field
from datetime import datetime

from ..account import Saved
from ..pricing import Use
from ..service import operation
from . import lifecycle
from .base import BackupBase
from .errors import bad_request, not_found
from .vaults import Vault

#: What a saved byte counts as, where it is not a MiB: as in dynamodb/partitions.py.
SCALE = {"DynamoDB": 2**10}


@dataclass(eq=False)
class RecoveryPoint:
    """A resource's data at one moment, `created`; a copy keeps its source's moment."""

    arn: str
    vault: Vault = field(repr=False)
    saved: Saved = field(repr=False)
    resource: str
    kind: str
    created: datetime
    completed: datetime
    lifecycle: dict
    role: str
    created_by: dict | None = None
    source_vault: str | None = None
    is_cold: bool = False
    restored: datetime | None = None
    events: list = field(default_factory=list, repr=False)

    @property
    def moments(self):
        return lifecycle.moments(self.lifecycle, self.created, self.kind)

    def gigabytes(self):
        """How much is paid for: the storage of an instance, else what was saved."""
        if self.kind == "RDS":
            return self.saved.settings["storage"]
        return len(self.saved.content) * SCALE.get(self.kind, 2**20) / 2**30

    def described(self):
        answer = {
            "RecoveryPointArn": self.arn,
            "BackupVaultName": self.vault.name,
            "BackupVaultArn": self.vault.arn,
            "ResourceArn": self.resource,
            "ResourceType": self.kind,
            "IamRoleArn": self.role,
            "Status": "COMPLETED",
            "CreationDate": self.created,
            "CompletionDate": self.completed,
            "BackupSizeInBytes": len(self.saved.content),
            "CalculatedLifecycle": self.moments,
            "Lifecycle": dict(self.lifecycle),
            "IsParent": False,
        }
        later = {
            "SourceBackupVaultArn": self.source_vault,
            "CreatedBy": self.created_by,
            "LastRestoreTime": self.restored,
        }
        return answer | {name: value for name, value in later.items() if value}


def _line(point):
    return f"backup.{point.kind.lower()}{'.cold' if point.is_cold else ''}"


class RecoveryCalls(BackupBase):
    """The calls on recovery points."""

    @operation
    def list_recovery_points_by_backup_vault(self, *, BackupVaultName: str):
        """What is in a vault, the latest first."""
        points = self.vault(BackupVaultName).points.values()
        latest_first = sorted(points, key=lambda point: point.created, reverse=True)
        return {"RecoveryPoints": [point.described() for point in latest_first]}

    @operation
    def describe_recovery_point(self, *, BackupVaultName: str, RecoveryPointArn: str):
        """All about a recovery point: when it moves or goes, and how it is stored."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        return point.described() | {"StorageClass": "COLD" if point.is_cold else "WARM"}

    @operation
    def delete_recovery_point(self, *, BackupVaultName: str, RecoveryPointArn: str):
        """Delete a recovery point before its time; a locked vault refuses."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        if point.vault.lock:
            raise bad_request(
                "The recovery point cannot be deleted: the vault "
                f"{point.vault.name} is locked."
            )
        self._drop(point)

    # -- what is paid for -----------------------------------------------------------

    def uses(self):
        """The points in the vaults, and what was copied here from another Region.

        Those of one RDS instance are together as large as one: the later ones hold
        only what has changed.
        """
        points = [p for vault in self.vaults.values() for p in vault.points.values()]
        paid = {
            (p.vault.name, p.resource if p.kind == "RDS" else p.arn): p for p in points
        }
        return [
            *(Use(_line(p), p.vault.name, p.gigabytes()) for p in paid.values()),
            Use("transfer.regions", "AWS Backup", self.copied, counted=True),
        ]

    # -- keeping and dropping -------------------------------------------------------

    def keep(self, point):
        """Put a recovery point into its vault, for as long as its lifecycle says."""
        point.vault.points[point.arn] = point
        acts = {
            "MoveToColdStorageAt": lambda: setattr(point, "is_cold", True),
            "DeleteAt": lambda: self._drop(point),
        }
        point.events = [
            self.clock.after(moment - self.clock.now, acts[name])
            for name, moment in point.moments.items()
        ]

    def _drop(self, point):
        for event in point.events:
            event.cancel()
        point.vault.points.pop(point.arn, None)

    # -- shared by the calls ------------------------------------------------------

    def point(self, vault_name, arn):
        """The recovery point of an ARN. Raises ResourceNotFoundException."""
        points = self.vault(vault_name).points
        if arn not in points:
            raise not_found(f"Recovery point {arn} not found in vault {vault_name}")
        return points[arn]


def arn_of_point(backup, kind, name):
    """The ARN of a recovery point: a snapshot's, or AWS Backup's own for DynamoDB."""
    if kind == "DynamoDB":
        return backup.account.arn(
            "backup", backup.region, f"recovery-point:{name.split('-', 1)[1]}"
        )
    snapshot = "snapshot" if kind == "RDS" else "cluster-snapshot"
    return backup.account.arn("rds", backup.region, f"{snapshot}:awsbackup:{name}")

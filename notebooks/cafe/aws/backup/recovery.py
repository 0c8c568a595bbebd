"""Recovery points: what was saved, in a vault, until its time is over."""

from dataclasses import dataclass, field
from datetime import datetime

from ..account import Saved
from ..service import operation
from . import lifecycle
from .base import BackupBase
from .errors import bad_request, not_found
from .vaults import Vault


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
    tags: dict
    created_by: dict | None = None
    source_vault: str | None = None
    is_cold: bool = False
    restored: datetime | None = None
    events: list = field(default_factory=list, repr=False)

    @property
    def moments(self):
        return lifecycle.moments(self.lifecycle, self.created, self.kind)

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


class RecoveryCalls(BackupBase):
    """The calls on recovery points."""

    @operation
    def list_recovery_points_by_backup_vault(
        self,
        *,
        BackupVaultName: str,
        ByResourceArn: str | None = None,
    ):
        """What is in a vault, the latest first."""
        points = _latest_first(self.vault(BackupVaultName).points.values())
        return {
            "RecoveryPoints": [
                point.described()
                for point in points
                if ByResourceArn in (None, point.resource)
            ]
        }

    @operation
    def describe_recovery_point(self, *, BackupVaultName: str, RecoveryPointArn: str):
        """All about a recovery point: when it moves or goes, and how it is stored."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        return point.described() | {"StorageClass": "COLD" if point.is_cold else "WARM"}

    @operation
    def get_recovery_point_restore_metadata(
        self, *, BackupVaultName: str, RecoveryPointArn: str
    ):
        """The settings of the saved resource, as start_restore_job takes them."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        return {
            "BackupVaultArn": point.vault.arn,
            "RecoveryPointArn": point.arn,
            "RestoreMetadata": dict(point.saved.metadata),
            "ResourceType": point.kind,
        }

    @operation
    def update_recovery_point_lifecycle(
        self,
        *,
        BackupVaultName: str,
        RecoveryPointArn: str,
        Lifecycle: lifecycle.Lifecycle | None = None,
    ):
        """Keep a recovery point longer or shorter; days count from its creation."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        self._check_unlocked(point, "changed")
        days = lifecycle.checked(Lifecycle)
        name = "MoveToColdStorageAfterDays"
        if point.is_cold and days.get(name) != point.lifecycle.get(name):
            raise bad_request(
                "MoveToColdStorageAfterDays cannot be changed after a backup has been "
                "transitioned to cold storage."
            )
        point.lifecycle = days
        self._plan_ahead(point)
        return {
            "BackupVaultArn": point.vault.arn,
            "RecoveryPointArn": point.arn,
            "Lifecycle": dict(point.lifecycle),
            "CalculatedLifecycle": point.moments,
        }

    @operation
    def delete_recovery_point(self, *, BackupVaultName: str, RecoveryPointArn: str):
        """Delete a recovery point before its time; a locked vault refuses."""
        point = self.point(BackupVaultName, RecoveryPointArn)
        self._check_unlocked(point, "deleted")
        self._drop(point)

    @operation
    def list_protected_resources(self):
        """The resources of which there is a recovery point in the Region."""
        self.check_region()
        return {"Results": [_protected(p) for p in self._latest_of_each().values()]}

    # -- keeping and dropping -------------------------------------------------------

    def keep(self, point):
        """Put a recovery point into its vault, for as long as its lifecycle says."""
        point.vault.points[point.arn] = point
        self._plan_ahead(point)

    def _plan_ahead(self, point):
        """Have a recovery point moved and deleted at the moments of its lifecycle."""
        for event in point.events:
            event.cancel()
        acts = {
            "MoveToColdStorageAt": lambda: setattr(point, "is_cold", True),
            "DeleteAt": lambda: self._drop(point),
        }
        now = self.clock.now
        point.events = [
            self.clock.after(max(moment, now) - now, acts[name])
            for name, moment in point.moments.items()
        ]

    def _drop(self, point):
        for event in point.events:
            event.cancel()
        point.vault.points.pop(point.arn, None)

    # -- shared by the calls ------------------------------------------------------

    def points(self):
        """The recovery points in all vaults of the Region."""
        return [p for vault in self.vaults.values() for p in vault.points.values()]

    def point(self, vault_name, arn):
        """The recovery point of an ARN. Raises ResourceNotFoundException."""
        points = self.vault(vault_name).points
        if arn not in points:
            raise not_found(f"Recovery point {arn} not found in vault {vault_name}")
        return points[arn]

    def _check_unlocked(self, point, verb):
        if point.vault.lock:
            raise bad_request(
                f"The recovery point cannot be {verb}: the vault {point.vault.name} is "
                "locked."
            )

    def _latest_of_each(self):
        """{ARN of a resource: its latest recovery point}"""
        return {p.resource: p for p in reversed(_latest_first(self.points()))}


def arn_of_point(backup, kind, name):
    """The ARN of a recovery point: a snapshot's, or AWS Backup's own for DynamoDB."""
    if kind == "DynamoDB":
        return backup.account.arn(
            "backup", backup.region, f"recovery-point:{name.split('-', 1)[1]}"
        )
    snapshot = "snapshot" if kind == "RDS" else "cluster-snapshot"
    return backup.account.arn("rds", backup.region, f"{snapshot}:awsbackup:{name}")


def _latest_first(points):
    return sorted(points, key=lambda point: point.created, reverse=True)


def _protected(point):
    return {
        "ResourceArn": point.resource,
        "ResourceType": point.kind,
        "ResourceName": point.resource.replace("/", ":").rsplit(":", 1)[-1],
        "LastBackupTime": point.created,
        "LastBackupVaultArn": point.vault.arn,
        "LastRecoveryPointArn": point.arn,
    }

"""Backup vaults: where recovery points are kept, one or more in each Region."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from ..service import operation
from .base import BackupBase
from .errors import bad_request, exists, invalid
from .lock import Lock


@dataclass(eq=False)
class Vault:
    """A vault and the recovery points in it, by their ARN."""

    name: str
    arn: str
    region: str
    created: datetime
    key_arn: str
    lock: Lock | None = None
    points: dict = field(default_factory=dict, repr=False)

    def described(self):
        answer = {
            "BackupVaultName": self.name,
            "BackupVaultArn": self.arn,
            "VaultType": "BACKUP_VAULT",
            "CreationDate": self.created,
            "EncryptionKeyArn": self.key_arn,
            "NumberOfRecoveryPoints": len(self.points),
            "Locked": self.lock is not None,
        }
        return answer | (self.lock.described() if self.lock else {})


class VaultCalls(BackupBase):
    """The calls on vaults."""

    @operation
    def create_backup_vault(self, *, BackupVaultName: str):
        """A new, empty vault in this Region."""
        if not re.fullmatch(r"[a-zA-Z0-9_-]{2,50}", BackupVaultName):
            raise invalid(
                "A backup vault's name has 2 to 50 letters, digits, hyphens and "
                f"underscores; got {BackupVaultName}."
            )
        if BackupVaultName in self.vaults:
            raise exists("Backup vault with the same name already exists")
        arn = self.account.arn("backup", self.region, f"backup-vault:{BackupVaultName}")
        key = self.account.arn("kms", self.region, "alias/aws/backup")
        vault = Vault(BackupVaultName, arn, self.region, self.clock.now, key)
        self.vaults[BackupVaultName] = vault
        return {
            "BackupVaultName": vault.name,
            "BackupVaultArn": vault.arn,
            "CreationDate": vault.created,
        }

    @operation
    def describe_backup_vault(self, *, BackupVaultName: str):
        """What a vault is, how many recovery points it has, and its lock."""
        return self.vault(BackupVaultName).described()

    @operation
    def delete_backup_vault(self, *, BackupVaultName: str):
        """Delete a vault, which must be empty."""
        vault = self.vault(BackupVaultName)
        if vault.points:
            raise bad_request(
                "Backup vault cannot be deleted because it contains recovery points."
            )
        del self.vaults[BackupVaultName]

"""Vault lock: nobody deletes a recovery point or changes its lifecycle.

In governance mode (no ChangeableForDays) the lock can be taken off again by whoever
may. In compliance mode it can be until its date; from then on nobody can, neither you
nor AWS, and each recovery point stays until its own time is over.

https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..service import operation
from .base import BackupBase
from .errors import bad_request, invalid
from .lifecycle import LONGEST

COOLING_OFF_DAYS = 3


@dataclass(frozen=True)
class Lock:
    """A vault's lock; `date` is when it becomes final, None in governance mode."""

    least: int | None = None
    date: datetime | None = None

    def is_final(self, now):
        return self.date is not None and now >= self.date

    def complaint(self, lifecycle):
        """Why a recovery point with this lifecycle may not come in, or None."""
        days = lifecycle.get("DeleteAfterDays")
        if not self.least or not days or days >= self.least:
            return None
        return (
            f"The backup would be kept {days} day{'s' * (days > 1)}; the vault's lock "
            f"wants a retention of at least {self.least} days."
        )

    def described(self):
        given = {"MinRetentionDays": self.least, "LockDate": self.date}
        return {name: value for name, value in given.items() if value is not None}


class LockCalls(BackupBase):
    """The calls on a vault's lock."""

    @operation
    def put_backup_vault_lock_configuration(
        self,
        *,
        BackupVaultName: str,
        MinRetentionDays: int | None = None,
        ChangeableForDays: int | None = None,
    ):
        """Lock a vault: governance without ChangeableForDays, compliance with it."""
        vault = self._changeable(BackupVaultName, "modified")
        if MinRetentionDays is not None and not 1 <= MinRetentionDays <= LONGEST:
            raise invalid(f"MinRetentionDays must be between 1 and {LONGEST} days")
        date = None
        if ChangeableForDays is not None:
            if not COOLING_OFF_DAYS <= ChangeableForDays <= LONGEST:
                raise invalid(
                    f"ChangeableForDays must be at least {COOLING_OFF_DAYS} days"
                )
            date = self.clock.now + timedelta(days=ChangeableForDays)
        vault.lock = Lock(MinRetentionDays, date)

    @operation
    def delete_backup_vault_lock_configuration(self, *, BackupVaultName: str):
        """Take the lock off, as long as it is not final."""
        self._changeable(BackupVaultName, "deleted").lock = None

    def _changeable(self, name, verb):
        """The vault of a name, if its lock is not final."""
        vault = self.vault(name)
        if vault.lock and vault.lock.is_final(self.clock.now):
            raise bad_request(
                f"Vault Lock configuration is immutable and cannot be {verb}: since "
                f"{vault.lock.date:%Y-%m-%d %H:%M} UTC nobody can take it off."
            )
        return vault

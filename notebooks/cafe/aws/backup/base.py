"""What all calls of AWS Backup share: the vaults, the plans, and who can be reached."""

from ..errors import ServiceError
from ..service import Service, named_alike
from .errors import not_found


class BackupBase(Service):
    """The vaults and plans of one Region; each file of calls adds methods to it."""

    prefix = "backup"
    named = {"BackupVaultName": "backup-vault:{}", "BackupPlanId": "backup-plan:{}"}

    MISSING = 400
    faults = named_alike(
        "AlreadyExistsException",
        "InvalidParameterValueException",
        "InvalidRequestException",
        "ResourceNotFoundException",
        "ServiceUnavailableException",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.vaults, self.plans = {}, {}
        self.copied = 0.0  # GB that came from other Regions

    def vault(self, name):
        """The vault of a name. Raises ResourceNotFoundException."""
        self.check_region()
        if name not in self.vaults:
            raise not_found(f"Backup vault {name} not found")
        return self.vaults[name]

    def check_region(self):
        """Refuse every call when no zone of the Region answers."""
        if not self.account.zones_up(self.region):
            raise ServiceError(
                "ServiceUnavailableException",
                f"AWS Backup in {self.region} does not answer: all its Availability "
                "Zones are cut.",
            )

    def resource(self, arn):
        """The `Protected` resource of an ARN, or None."""
        found = (r for r in self.account.protected(self.region) if r.arn == arn)
        return next(found, None)

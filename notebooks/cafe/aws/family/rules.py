"""What RDS, DocumentDB and Neptune accept alike: names, passwords, ports.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""

import re
from dataclasses import dataclass
from functools import partial

from ..errors import ServiceError

#: Days for which a cluster keeps automated backups at the most.
LONGEST_RETENTION = 35

#: The instance classes of DocumentDB and Neptune, smallest first.
CLASSES = (
    "db.t3.medium",
    "db.t4g.medium",
    "db.r5.large",
    "db.r6g.large",
    "db.r6g.xlarge",
    "db.r6g.2xlarge",
    "db.r6g.4xlarge",
)


@dataclass(frozen=True)
class Engine:
    """An engine: its port, versions (oldest first), and the one when none is named."""

    port: int
    versions: tuple
    default_version: str | None = None

    def version(self, named=None):
        """The version that is named, or the default one, or else the newest.

        A major version, 17 say, means its newest minor one.
        """
        if named is None:
            return self.default_version or self.versions[-1]
        minors = [each for each in self.versions if each.startswith(f"{named}.")]
        return minors[-1] if minors else named


#: The error for a value that AWS does not take.
invalid = partial(ServiceError, "InvalidParameterValue")


#: The error for values that do not go together.
bad_combination = partial(ServiceError, "InvalidParameterCombination")


#: The error for what an instance, or a cluster, cannot do in the state that it is in.
wrong_state = partial(ServiceError, "InvalidDBInstanceState")
wrong_cluster_state = partial(ServiceError, "InvalidDBClusterStateFault")


def require(**settings):
    """The values of settings, refused where one is missing."""
    for name, value in settings.items():
        if value is None:
            raise invalid(
                f"The parameter {name} must be provided and must not be blank."
            )
    return settings.values()


def identifier(parameter, name, longest=63):
    """The name in lower case, as AWS stores it.

    Letters, digits and hyphens; first a letter; no hyphen last or double.
    """
    pattern = rf"[A-Za-z](?!.*--)[A-Za-z0-9-]{{0,{longest - 1}}}"
    if not re.fullmatch(pattern, name) or name.endswith("-"):
        raise invalid(
            f"The parameter {parameter} is not a valid identifier. Identifiers must "
            "begin with a letter; must contain only ASCII letters, digits, and "
            "hyphens; and must not end with a hyphen or contain two consecutive "
            "hyphens."
        )
    return name.lower()


def check_password(password, longest):
    """8 to `longest` printable ASCII characters, but none of / @ " and space."""
    complaint = "The parameter MasterUserPassword is not a valid password"
    if len(password) < 8:
        raise invalid(f"{complaint} because it is shorter than 8 characters.")
    if len(password) > longest:
        raise invalid(f"{complaint} because it is longer than {longest} characters.")
    if not re.fullmatch(r"[!#-.0-?A-~]+", password):
        raise invalid(
            f"{complaint}. Only printable ASCII characters besides "
            "'/', '@', '\"', ' ' may be used."
        )


def check_version(name, engine, version):
    if version not in engine.versions:
        raise bad_combination(
            f"Cannot find version {version} for {name}. "
            f"This small AWS has: {', '.join(engine.versions)}"
        )


def check_cluster_retention(days):
    """A cluster keeps automated backups for 1 to 35 days; it cannot do without."""
    if not 1 <= days <= LONGEST_RETENTION:
        raise invalid(
            f"Invalid backup retention period: {days}. "
            f"It must be between 1 and {LONGEST_RETENTION} days."
        )


def check_tier(tier):
    """Refuse a promotion tier that is not 0 to 15."""
    if tier not in range(16):
        raise invalid(f"PromotionTier is 0 to 15; got {tier}.")


def check_final_snapshot(skip, name):
    """A deletion wants a final snapshot or that none is wanted: exactly one of them."""
    if skip and name:
        raise bad_combination(
            "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is "
            "enabled."
        )
    if not (skip or name):
        raise bad_combination(
            "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is "
            "specified."
        )


def check_port(port):
    if not 1150 <= port <= 65535:
        raise invalid(f"Invalid port {port}. It must be between 1150 and 65535.")

"""What RDS accepts: engines, classes, names and sizes.

Engine names and default ports as AWS has them; versions are a small choice of them.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""

import re
from dataclasses import dataclass
from typing import Any

from ..family import rules
from ..family.rules import bad_combination, invalid
from .reserved_words import MYSQL, POSTGRES


@dataclass(frozen=True)
class Engine(rules.Engine):
    """A SQL engine: its own database when none is named, its limits, its words."""

    default_database: str = "default"
    longest_user: int = 16
    longest_database: int = 64
    longest_password: int = 41
    reserved: frozenset = MYSQL


POSTGRES_LIMITS: dict[str, Any] = {
    "default_database": "postgres",
    "longest_user": 63,
    "longest_database": 63,
    "longest_password": 128,
    "reserved": POSTGRES,
}
ENGINES = {
    "postgres": Engine(5432, ("16.9", "16.10", "17.5", "17.6"), **POSTGRES_LIMITS),
    "mysql": Engine(3306, ("8.0.42", "8.0.43", "8.4.5", "8.4.6")),
    "mariadb": Engine(3306, ("10.11.13", "11.4.7", "11.8.3")),
    "aurora-postgresql": Engine(5432, ("16.9", "17.5", "17.6"), **POSTGRES_LIMITS),
    "aurora-mysql": Engine(3306, ("8.0.mysql_aurora.3.10.1",)),
}

#: Instance classes, smallest first, and the vCPUs and GiB of memory of each.
SIZES = {
    "db.t3.micro": (2, 1),
    "db.t4g.micro": (2, 1),
    "db.t4g.small": (2, 2),
    "db.t4g.medium": (2, 4),
    "db.t4g.large": (2, 8),
    "db.m7g.large": (2, 8),
    "db.m7g.xlarge": (4, 16),
    "db.r7g.large": (2, 16),
    "db.r7g.xlarge": (4, 32),
    "db.r7g.2xlarge": (8, 64),
}
CLASSES = tuple(SIZES)

#: What DuckDB itself calls its catalogs.
RESERVED_DATABASES = ("main", "memory", "system", "temp")


def check_engine(engine):
    if engine not in ENGINES:
        raise invalid(
            f"Invalid DB engine: {engine}. This small AWS has: {', '.join(ENGINES)}"
        )


def max_connections(engine, instance_class):
    """How many connections an instance takes, as its engine's default says (F137).

    All of the class's memory counts here; AWS keeps some back for itself.
    """
    memory = SIZES[instance_class][1] * 2**30
    if "postgres" in engine:
        return min(memory // 9_531_392, 5_000)
    return memory // 12_582_880


def newer_minor_version(engine, version):
    """The newest version with the same major number, or None if it is this one."""
    versions = ENGINES[engine].versions
    same = [v for v in versions if _major(v) == _major(version)]
    return same[-1] if same[-1] != version else None


def _major(version):
    """What of a version only the customer may raise: 17 of 17.5, 8.4 of 8.4.5."""
    return version.rsplit(".", 1)[0]


def check_user(engine, user):
    """Letters, digits and underscores, and not a word of the engine's own."""
    longest = ENGINES[engine].longest_user
    if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9_]{{0,{longest - 1}}}", user):
        raise invalid(
            "The parameter MasterUsername is not a valid identifier: it must begin "
            f"with a letter and hold 1 to {longest} letters, digits and underscores."
        )
    if user.lower() in {"rdsadmin", *ENGINES[engine].reserved}:
        raise invalid(
            f"MasterUsername {user} cannot be used as it is a reserved word used by "
            "the engine"
        )


def check_database(engine, name):
    """A letter, then letters, digits and underscores, and not a word of the engine."""
    longest = ENGINES[engine].longest_database
    if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9_]{{0,{longest - 1}}}", name):
        raise invalid(
            "DBName must begin with a letter and contain only alphanumeric characters."
        )
    if name.lower() in {*RESERVED_DATABASES, *ENGINES[engine].reserved}:
        raise invalid(
            f"Database name {name} cannot be used. It is a reserved word for this "
            "engine"
        )


def check_storage(engine, gib):
    if not 20 <= gib <= 65536:
        raise invalid(
            f"Invalid storage size for engine name {engine} and storage type gp3: "
            f"{gib}. It must be between 20 and 65536 GiB."
        )


def check_growth(engine, now, wanted):
    """The storage that an instance grows to: a tenth more at the least (AWS rounds)."""
    check_storage(engine, wanted)
    if wanted < now:
        raise bad_combination(
            f"Requested storage size ({wanted}) cannot be less than the current "
            f"storage size ({now})."
        )
    return wanted if wanted == now else max(wanted, now + -(-now // 10))


def check_retention(days):
    """0 (none) to 35 days."""
    if not 0 <= days <= 35:
        raise invalid(
            f"Invalid backup retention period: {days}. "
            "It must be between 0 and 35 days."
        )


def check_placement(multi_az, zone):
    """With a standby, AWS chooses the zones."""
    if multi_az and zone:
        raise bad_combination(
            "Requesting a specific availability zone is not valid for Multi-AZ "
            "instances."
        )

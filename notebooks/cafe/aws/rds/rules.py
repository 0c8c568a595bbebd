"""What RDS accepts: engines, ports, classes, names and passwords.

Engine names and default ports as AWS has them; versions are a small choice of them.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""

import re
from dataclasses import dataclass

from ..family.rules import bad_combination, check_password, check_port, invalid


@dataclass(frozen=True)
class Engine:
    """An engine: default port, versions (oldest first), most read replicas (F74)."""

    port: int
    versions: tuple
    default_database: str = None
    replicas: int = 15


ENGINES = {
    "postgres": Engine(5432, ("16.9", "16.10", "17.5", "17.6"), "postgres"),
    "mysql": Engine(3306, ("8.0.42", "8.0.43", "8.4.5", "8.4.6")),
    "mariadb": Engine(3306, ("10.11.13", "11.4.7", "11.8.3")),
    "oracle-se2": Engine(1521, ("19.0.0.0",), "ORCL", 5),
    "oracle-ee": Engine(1521, ("19.0.0.0",), "ORCL", 5),
    "sqlserver-ex": Engine(1433, ("15.00", "16.00"), replicas=5),
    "sqlserver-se": Engine(1433, ("15.00", "16.00"), replicas=5),
    "sqlserver-ee": Engine(1433, ("15.00", "16.00"), replicas=5),
    "db2-se": Engine(50000, ("11.5", "12.1"), replicas=3),
    "db2-ae": Engine(50000, ("11.5", "12.1"), replicas=3),
    "aurora-postgresql": Engine(5432, ("16.9", "17.5", "17.6"), "postgres"),
    "aurora-mysql": Engine(3306, ("8.0.mysql_aurora.3.10.1",)),
}

CLASSES = (
    "db.t3.micro",
    "db.t4g.micro",
    "db.t4g.small",
    "db.t4g.medium",
    "db.t4g.large",
    "db.m7g.large",
    "db.m7g.xlarge",
    "db.r7g.large",
    "db.r7g.xlarge",
    "db.r7g.2xlarge",
)

RESERVED_USERS = {"admin": ("postgres", "aurora-postgresql"), "rdsadmin": ENGINES}
#: What DuckDB itself calls its catalogs.
RESERVED_DATABASES = ("main", "memory", "system", "temp")


def check(engine, **settings):
    """Check the settings that were given; each has its rule below."""
    for name, value in settings.items():
        if value is not None:
            RULES[name](engine, value)


def check_engine(engine):
    if engine not in ENGINES:
        raise invalid(f"Invalid DB engine: {engine}. Known: {', '.join(ENGINES)}")


def check_version(engine, version):
    versions = ENGINES[engine].versions
    if version not in versions:
        raise bad_combination(
            f"Cannot find version {version} for {engine}. "
            f"This small AWS has: {', '.join(versions)}"
        )


def major(version):
    """What of a version only the customer may raise: 17 of 17.5, 8.4 of 8.4.5."""
    return version.rsplit(".", 1)[0]


def check_upgrade(engine, old, new, allow_major):
    """Up only, and to another major version only when that is allowed."""
    check_version(engine, new)
    versions = ENGINES[engine].versions
    if versions.index(new) < versions.index(old):
        raise bad_combination(f"Cannot upgrade {engine} from {old} to {new}.")
    if major(new) != major(old) and not allow_major:
        raise bad_combination(
            "The AllowMajorVersionUpgrade flag must be present when upgrading to a "
            "new major version."
        )


def check_class(engine, instance_class):
    if instance_class not in CLASSES:
        raise invalid(
            f"Invalid DB Instance class: {instance_class}. "
            f"This small AWS has: {', '.join(CLASSES)}"
        )


def check_user(engine, user):
    """1 to 16 letters, digits and underscores, and not a word of the engine's own."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,15}", user):
        raise invalid(
            "The parameter MasterUsername is not a valid identifier: it must begin "
            "with a letter and hold 1 to 16 letters, digits and underscores."
        )
    if engine in RESERVED_USERS.get(user.lower(), ()):
        raise invalid(
            f"MasterUsername {user} cannot be used as it is a reserved word used by "
            "the engine"
        )


def check_database(engine, name):
    """A letter, then letters, digits and underscores, 63 in all."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,62}", name):
        raise invalid(
            "DBName must begin with a letter and contain only alphanumeric characters."
        )
    if name.lower() in RESERVED_DATABASES:
        raise invalid(f"Database name {name} cannot be used; it is a reserved word")


def check_storage(engine, gib):
    if not 20 <= gib <= 65536:
        raise invalid(
            f"Invalid storage size for engine name {engine} and storage type gp3: "
            f"{gib}. It must be between 20 and 65536 GiB."
        )


def check_retention(engine, days):
    """0 (none) to 35 days; a cluster cannot do without."""
    smallest = 1 if engine.startswith("aurora") else 0
    if not smallest <= days <= 35:
        raise invalid(
            f"Invalid backup retention period: {days}. "
            f"It must be between {smallest} and 35 days."
        )


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def check_maintenance_window(engine, window):
    """`ddd:hh24:mi-ddd:hh24:mi`, half an hour at least."""
    moment = rf"({'|'.join(DAYS)}):([01]\d|2[0-3]):([0-5]\d)"
    if not re.fullmatch(f"{moment}-{moment}", window):
        raise invalid(
            f"Invalid maintenance window format: {window}. "
            "Should be specified as a range ddd:hh24:mi-ddd:hh24:mi "
            "(24H Clock UTC). Example: sun:23:45-mon:00:15"
        )
    start, end = (minute_of_week(part) for part in window.split("-"))
    if (end - start) % (7 * 24 * 60) < 30:
        raise invalid("The maintenance window must be at least 30 minutes.")


def minute_of_week(moment):
    """`sun:03:00` as minutes since Monday's midnight."""
    day, hour, minute = moment.split(":")
    return (DAYS.index(day) * 24 + int(hour)) * 60 + int(minute)


def check_backup_window(engine, window):
    """`hh24:mi-hh24:mi`, in UTC."""
    moment = r"([01]\d|2[0-3]):[0-5]\d"
    if not re.fullmatch(f"{moment}-{moment}", window):
        raise invalid(
            f"Invalid backup window format: {window}. Should be specified as a range "
            "hh24:mi-hh24:mi (24H Clock UTC). Example: 03:00-03:30"
        )


RULES = {
    "DBInstanceClass": check_class,
    "EngineVersion": check_version,
    "AllocatedStorage": check_storage,
    "MasterUsername": check_user,
    "MasterUserPassword": check_password,
    "DBName": check_database,
    "Port": check_port,
    "BackupRetentionPeriod": check_retention,
    "PreferredMaintenanceWindow": check_maintenance_window,
    "PreferredBackupWindow": check_backup_window,
}

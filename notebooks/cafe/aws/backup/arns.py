"""What an ARN must be: a role's, or that of a resource that AWS Backup saves."""

import re

from .errors import invalid

#: The services of which AWS Backup saves something here, as their ARNs name them.
#: Aurora, DocumentDB and Neptune have ARNs of `rds`. ElastiCache is not covered (F64).
SERVICES = ("rds", "dynamodb")


def check_role(arn):
    """Refuse what is no role; whether it exists and may, nobody checks here."""
    if not re.fullmatch(r"arn:aws:iam::\d{12}:role/.+", arn):
        raise invalid(
            f"Invalid IAM role ARN: {arn}. Expected arn:aws:iam::<account>:role/<name>"
        )


def check_arn(arn):
    """Refuse a resource that AWS Backup does not save, for example a cache (F64)."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        raise invalid(f"Invalid ARN: {arn}")
    if parts[2] not in SERVICES:
        raise invalid(f"Unsupported resource type: {arn}")
    return parts

"""What RDS, DocumentDB and Neptune accept alike: names, passwords, ports.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""

import re

from ..errors import ServiceError


def invalid(message):
    """The error for a value that AWS does not take."""
    return ServiceError("InvalidParameterValue", message)


def bad_combination(message):
    """The error for values that do not go together."""
    return ServiceError("InvalidParameterCombination", message)


def require(**settings):
    """Refuse settings without which there is no instance."""
    for name, value in settings.items():
        if value is None:
            raise invalid(
                f"The parameter {name} must be provided and must not be blank."
            )


def identifier(parameter, name):
    """The name in lower case, as AWS stores it.

    1 to 63 letters, digits and hyphens; first a letter; no hyphen last or double.
    """
    pattern = r"[A-Za-z](?!.*--)[A-Za-z0-9-]{0,62}"
    if not re.fullmatch(pattern, name) or name.endswith("-"):
        raise invalid(
            f"The parameter {parameter} is not a valid identifier. Identifiers must "
            "begin with a letter; must contain only ASCII letters, digits, and "
            "hyphens; and must not end with a hyphen or contain two consecutive "
            "hyphens."
        )
    return name.lower()


def check_password(engine, password):
    """8 to 128 printable ASCII characters, but none of / @ " and space."""
    complaint = "The parameter MasterUserPassword is not a valid password"
    if len(password) < 8:
        raise invalid(f"{complaint} because it is shorter than 8 characters.")
    if len(password) > 128:
        raise invalid(f"{complaint} because it is longer than 128 characters.")
    if not re.fullmatch(r"[!#-.0-?A-~]+", password):
        raise invalid(
            f"{complaint}. Only printable ASCII characters besides "
            "'/', '@', '\"', ' ' may be used."
        )


def check_port(engine, port):
    if not 1150 <= port <= 65535:
        raise invalid(f"Invalid port {port}. It must be between 1150 and 65535.")

"""AWS Secrets Manager: passwords that programs ask for and nobody writes down.

    secret = aws.client("secretsmanager").get_secret_value(SecretId="till")
    password = json.loads(secret["SecretString"])["password"]

Same as AWS: a secret has versions, of which one is AWSCURRENT and the one before it
AWSPREVIOUS; RDS keeps an instance's master password here and changes it every seven
days (F157, `ManageMasterUserPassword`), or at once with `rotate_secret`. Simplified:
rotating takes no time. Left out: functions that rotate other secrets, schedules of your
own, secrets of bytes, deleting, copies in other Regions, keys of KMS.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from .errors import ServiceError
from .parameters import NonEmpty
from .service import Service, named_alike, operation

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"


@dataclass(frozen=True)
class Version:
    """What a secret was from a moment on."""

    id: str
    text: str = field(repr=False)
    created: datetime


@dataclass
class Secret:
    """A secret and its two last versions; `rotate()` is RDS's for what RDS keeps."""

    name: str
    arn: str
    rotate: Callable | None = field(default=None, repr=False)
    versions: dict = field(default_factory=dict)


class SecretsManager(Service):
    """The `secretsmanager` client of one Region."""

    MISSING = 400
    prefix = "secretsmanager"
    named = {"SecretId": "secret:{}", "Name": "secret:{}"}
    faults = named_alike(
        "InvalidRequestException",
        "ResourceExistsException",
        "ResourceNotFoundException",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.secrets = {}

    @operation
    def create_secret(self, *, Name: NonEmpty, SecretString: NonEmpty):
        """A new secret."""
        _check_length("name", Name, 512)
        _check_length("secretString", SecretString, 65536)
        if not re.fullmatch(r"[\w/+=.@!-]+", Name, re.ASCII):
            raise ServiceError(
                "ValidationException",
                "Invalid name. Must be a valid name containing alphanumeric "
                "characters, or any of the following: -/_+=.@!",
            )
        if Name in self.secrets:
            raise ServiceError(
                "ResourceExistsException",
                f"The operation failed because the secret {Name} already exists.",
            )
        return _described(self.add(Name, SecretString), CURRENT)

    @operation
    def get_secret_value(self, *, SecretId: NonEmpty, VersionStage: NonEmpty = CURRENT):
        """The text of a secret, now or (AWSPREVIOUS) before it was last changed."""
        secret = self._secret(SecretId)
        if VersionStage not in secret.versions:
            raise _missing(
                "Secrets Manager can't find the specified secret value for staging "
                f"label: {VersionStage}"
            )
        version = secret.versions[VersionStage]
        return _described(secret, VersionStage) | {
            "SecretString": version.text,
            "VersionStages": [VersionStage],
            "CreatedDate": version.created,
        }

    @operation
    def rotate_secret(self, *, SecretId: NonEmpty):
        """Have a secret changed now, by the service that keeps it."""
        secret = self._secret(SecretId)
        if secret.rotate is None:
            raise ServiceError(
                "InvalidRequestException",
                "No Lambda rotation function ARN is associated with this secret.",
            )
        secret.rotate()
        return _described(secret, CURRENT)

    # -- what RDS asks ----------------------------------------------------------------

    def add(self, name, text, rotate=None):
        """Make a Secret."""
        end = self.account.token(6, "abcdefghijklmnopqrstuvwxyzABCDEF")
        arn = self.account.arn(self.prefix, self.region, f"secret:{name}-{end}")
        self.secrets[name] = secret = Secret(name, arn, rotate)
        self.put(secret, text)
        return secret

    def put(self, secret, text):
        """Give a secret a new text; the one of before is AWSPREVIOUS."""
        id_ = self.account.uuid()
        if CURRENT in secret.versions:
            secret.versions[PREVIOUS] = secret.versions[CURRENT]
        secret.versions[CURRENT] = Version(id_, text, self.clock.now)

    def remove(self, secret):
        """Forget a secret: what it was for is gone."""
        self.secrets.pop(secret.name, None)

    def _secret(self, name):
        """The secret of a name or an ARN."""
        for secret in self.secrets.values():
            if name in (secret.name, secret.arn):
                return secret
        raise _missing("Secrets Manager can't find the specified secret.")

    def _arn_of(self, name, value):
        """The ARN of a secret has six letters after its name."""
        known = self.secrets.get(value)
        return known.arn if known else super()._arn_of(name, value)


def _described(secret, stage):
    version = secret.versions[stage].id
    return {"ARN": secret.arn, "Name": secret.name, "VersionId": version}


def _check_length(field, text, most):
    if len(text.encode()) > most:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value at '{field}' failed to satisfy "
            f"constraint: Member must have length less than or equal to {most}",
        )


_missing = partial(ServiceError, "ResourceNotFoundException")

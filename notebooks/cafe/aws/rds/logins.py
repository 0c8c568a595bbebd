"""Getting into an instance without a password of yours: a token, or a managed secret.

A token is a text that a program signs with its own access key; nothing is asked of AWS
for it. It opens the door for 15 minutes, and who is in stays in (F155). The policy of
its signer must allow rds-db:connect, and the database user must be granted rds_iam
(F155).

A master password that RDS manages lies in Secrets Manager and is changed every seven
days (F157).

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
"""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote

from ..iam import IAM
from ..secretsmanager import SecretsManager

TOKEN_LIVES = timedelta(minutes=15)
ROTATING = timedelta(days=7)
STAMP = "%Y%m%dT%H%M%SZ"
SIGNATURE = "&X-Amz-Signature="
PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#$%&*+-"


def new_token(service, host, port, user):
    """A token for a database user, signed with the keys of a client."""
    iam = service.account.service(IAM, IAM.home)
    key = iam.key_of(service.caller)
    now = service.clock.now
    credential = f"{key}/{now:%Y%m%d}/{service.region}/rds-db/aws4_request"
    text = (
        f"{host}:{port}/?Action=connect&DBUser={quote(user)}"
        f"&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={quote(credential, '')}"
        f"&X-Amz-Date={now:{STAMP}}&X-Amz-Expires={TOKEN_LIVES.seconds}"
        "&X-Amz-SignedHeaders=host"
    )
    return f"{text}{SIGNATURE}{iam.signature(key, text)}"


def is_let_in(instance, user, token):
    """Whether a token opens the door of an instance for a database user now."""
    service = instance.service
    iam = service.account.service(IAM, IAM.home)
    text, _, signature = token.partition(SIGNATURE)
    address, _, query = text.partition("/?")
    told = {name: values[0] for name, values in parse_qs(query).items()}
    key = told.get("X-Amz-Credential", "").split("/")[0]
    if (
        not iam.has_key(key)
        or signature != iam.signature(key, text)
        or address != f"{instance.endpoint.host}:{instance.port}"
        or told["DBUser"] != user
    ):
        return False
    signed = datetime.strptime(told["X-Amz-Date"], STAMP).replace(tzinfo=UTC)
    if service.clock.now >= signed + TOKEN_LIVES:
        return False
    return _may_connect(service, iam.keys[key].caller, instance, user)


def _may_connect(service, caller, instance, user):
    if caller is None:  # the account's owner
        return True
    if caller.has_ended(service.clock):
        return False
    door = f"dbuser:{instance.resource_id}/{user}"
    arn = service.account.arn("rds-db", service.region, door)
    request = caller.request(service, "rds-db:connect", arn)
    return caller.decision(request).is_allowed


class ManagedPassword:
    """The master password of an instance, which RDS makes, keeps and changes."""

    def __init__(self, instance):
        self.instance, self.service = instance, instance.service
        account, region = self.service.account, self.service.region
        self.secrets = account.service(SecretsManager, region)
        name = f"rds!db-{account.uuid()}"
        self.secret = self.secrets.add(name, self._new(), self.rotate)
        self._next = self._planned()

    def rotate(self):
        """Change the password; who is in stays in."""
        self.secrets.put(self.secret, self._new())
        self._next.cancel()
        self._next = self._planned()

    def end(self):
        """The instance is deleted, and the secret with it."""
        self._next.cancel()
        self.secrets.remove(self.secret)

    def described(self):
        return {"SecretArn": self.secret.arn, "SecretStatus": "active"}

    def _new(self):
        password = self.service.account.token(32, PASSWORD_LETTERS)
        self.instance.password = password
        return json.dumps({"username": self.instance.user, "password": password})

    def _planned(self):
        return self.service.clock.after(ROTATING, self.rotate)

"""AWS Key Management Service (KMS): keys that never leave AWS.

    key = aws.client("kms").create_key(Description="customers")["KeyMetadata"]["Arn"]
    dynamodb.create_table(…, SSESpecification={"Enabled": True, "SSEType": "KMS",
                                               "KMSMasterKeyId": key})

Same as AWS: a table that is encrypted with a key of yours can be used only by who may
use the key, too; with the key disabled, by nobody. Simplified: a disabled key counts at
once (there, DynamoDB keeps a data key for some minutes, F158); who may use a key is
decided by policies of users and roles, as AWS's default key policy says. Left out: key
policies of your own, grants, aliases, rotation, deleting a key, encrypt and decrypt.

https://docs.aws.amazon.com/kms/latest/developerguide/overview.html
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from .errors import ServiceError
from .parameters import AtMost, NonEmpty
from .service import Service, operation


@dataclass
class Key:
    """A key; what it is made of nobody sees."""

    id: str
    arn: str
    description: str
    created: datetime
    is_enabled: bool = True

    def described(self):
        return {
            "KeyId": self.id,
            "Arn": self.arn,
            "CreationDate": self.created,
            "Enabled": self.is_enabled,
            "Description": self.description,
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeyState": "Enabled" if self.is_enabled else "Disabled",
            "KeyManager": "CUSTOMER",
        }


class KMS(Service):
    """The `kms` client of one Region."""

    MISSING = 400
    prefix = "kms"
    named = {"KeyId": "key/{}"}
    faults = {"NotFoundException": "NotFoundException"}

    def __init__(self, account, region):
        super().__init__(account, region)
        self.keys = {}

    @operation
    def create_key(self, *, Description: Annotated[str, AtMost(8192)] = ""):
        """A key, which can be used at once."""
        key_id = self.account.uuid()
        arn = self.account.arn("kms", self.region, f"key/{key_id}")
        self.keys[key_id] = Key(key_id, arn, Description, self.clock.now)
        return {"KeyMetadata": self.keys[key_id].described()}

    @operation
    def describe_key(self, *, KeyId: NonEmpty):
        """What a key is, and whether it may be used."""
        return {"KeyMetadata": self._key(KeyId).described()}

    @operation
    def disable_key(self, *, KeyId: NonEmpty):
        """Let nobody use a key, until it is enabled again."""
        self._switch(KeyId, False)

    @operation
    def enable_key(self, *, KeyId: NonEmpty):
        """Let a key be used again."""
        self._switch(KeyId, True)

    def _switch(self, name, is_enabled):
        key = self._key(name)
        key.is_enabled = is_enabled
        for service in self.account.services():
            service.key_changed(key.arn, is_enabled)

    def _key(self, name):
        """The key of an id or an ARN."""
        arn = self._arn_of("KeyId", name)
        for key in self.keys.values():
            if key.arn == arn:
                return key
        is_id = re.fullmatch(
            r"(arn:.*:key/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name
        )
        told = f"Key '{arn}' does not exist" if is_id else f"Invalid keyId '{name}'"
        raise ServiceError("NotFoundException", told)

"""Tags of DB instances and clusters."""

import re
from typing import TypedDict

from ..service import operation
from . import rules
from .service import DatabaseService

MOST = 50  # tags of a resource
TEXT = r"[\w\s.:/=+@-]*"


class Tag(TypedDict, total=False):
    Key: str
    Value: str


class TagCalls(DatabaseService):
    """The calls on tags. `ResourceName` is an ARN."""

    @operation
    def add_tags_to_resource(self, *, ResourceName: str, Tags: list[Tag]):
        """Add tags, or change those of the same key."""
        thing = self._tagged(ResourceName)
        thing.tags = tags_of(Tags, thing.tags)

    @operation
    def remove_tags_from_resource(self, *, ResourceName: str, TagKeys: list[str]):
        """Take tags away; a key that is not there is no error."""
        for key in TagKeys:
            self._tagged(ResourceName).tags.pop(key, None)

    @operation
    def list_tags_for_resource(self, *, ResourceName: str):
        """The tags of an instance or a cluster."""
        return {"TagList": tag_list(self._tagged(ResourceName).tags)}

    def _tagged(self, arn):
        """The instance or cluster of an ARN."""
        kind, _, identifier = arn.rpartition(":")
        for name, find in (("db", self.instance), ("cluster", self.cluster)):
            if kind == self.account.arn("rds", self.region, name):
                return find(identifier)
        raise rules.invalid(
            f"Invalid resource name: {arn}. Expected the ARN of an instance or a "
            f"cluster in {self.region}."
        )


def tags_of(tags, before=None):
    """{key: value} of the tags as a call takes them, and of those from before.

    See Tag in the RDS API.
    """
    found = {}
    for tag in tags or ():
        key, value = tag.get("Key", ""), tag.get("Value", "")
        if not 1 <= len(key) <= 128 or key.lower().startswith(("aws:", "rds:")):
            raise rules.invalid(
                f"Invalid tag key: {key!r}. It has from 1 to 128 characters and does "
                "not begin with aws: or rds:"
            )
        if len(value) > 256 or not re.fullmatch(TEXT, key + value):
            raise rules.invalid(
                f"Invalid tag: {key!r}: {value!r}. A value has at most 256 characters; "
                "both hold letters, digits, spaces and _.:/=+-@"
            )
        if key in found:
            raise rules.invalid(f"Duplicate tag key: {key!r}")
        found[key] = value
    found = (before or {}) | found
    if len(found) > MOST:
        raise rules.invalid(
            f"Too many tags: a resource has at most {MOST}, got {len(found)}."
        )
    return found


def tag_list(tags):
    """The tags as an answer shows them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]

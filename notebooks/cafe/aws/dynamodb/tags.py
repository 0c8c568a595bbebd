"""Tags of tables."""

import re

from ..parameters import NonEmpty
from ..service import operation
from .base import DynamoDBBase
from .errors import invalid, invalid_parameter, not_found
from .structures import Tag

MOST = 50  # tags of a table
LETTERS = r"[\w\s.:/=+@-]*"


class TagCalls(DynamoDBBase):
    """The calls on tags. `ResourceArn` is a table's."""

    @operation
    def tag_resource(self, *, ResourceArn: NonEmpty, Tags: list[Tag]):
        """Add tags, or change those of the same key."""
        if not Tags:
            raise invalid("Atleast one Tag needs to be provided as Input.")
        table = self._tagged(ResourceArn)
        table.tags = tags_of(Tags, table.tags)

    @operation
    def untag_resource(self, *, ResourceArn: NonEmpty, TagKeys: list[NonEmpty]):
        """Take tags away; a key that is not there is no error."""
        if not TagKeys:
            raise invalid("Atleast one Tag Key needs to be provided as Input.")
        table = self._tagged(ResourceArn)
        for key in TagKeys:
            table.tags.pop(key, None)

    @operation
    def list_tags_of_resource(self, *, ResourceArn: NonEmpty):
        """The tags of a table."""
        tags = self.table_of(ResourceArn).tags
        return {"Tags": [{"Key": key, "Value": tags[key]} for key in tags]}

    def _tagged(self, arn):
        """The table whose tags may be changed now."""
        return self.settled_table(self.table_of(arn).name)

    def table_of(self, arn):
        """The table of an ARN, of which AWS wants the whole one."""
        for table in self.tables.values():
            if table.arn == arn:
                return table
        if not arn.startswith("arn:"):
            raise invalid_parameter(f"ARNs must start with 'arn:': {arn}")
        if not arn.startswith("arn:aws:dynamodb:"):
            raise invalid_parameter(
                f"Provided Arn is not a DynamoDB resource arn: {arn}"
            )
        if "/index/" in arn:
            raise invalid_parameter(
                "Invalid resource arn provided, only table or stream is accepted. "
                f"Provided resource arn: {arn}"
            )
        if not arn.startswith(f"arn:aws:dynamodb:{self.region}:{self.account.id}:"):
            raise invalid(
                f"Invalid TableArn: Invalid ResourceArn provided as input {arn}"
            )
        raise not_found(f"Requested resource not found: ResourcArn: {arn} not found")


def tags_of(tags, before=None):
    """{key: value} of the tags as a call takes them, and of those from before."""
    keys = [tag["Key"] for tag in tags or ()]
    for number, key in enumerate(keys):
        if key.lower().startswith("aws:"):
            raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")
        for what, text in (("Key", key), ("Value", tags[number]["Value"])):
            if not re.fullmatch(LETTERS, text):
                raise invalid(f"The Tag {what} provided is invalid, {what}: {text}")
        if key in keys[:number]:
            raise invalid(
                "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key
            )
    found = (before or {}) | {tag["Key"]: tag["Value"] for tag in tags or ()}
    if len(found) > MOST:
        raise invalid(
            "Number of Tags exceed the current limit for the provided ResourceArn"
        )
    return found

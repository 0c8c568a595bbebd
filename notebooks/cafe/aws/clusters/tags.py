"""Tags of clusters, instances and snapshots: names with values, found by ARN."""

from typing import TypedDict

from ..errors import ServiceError
from ..rds import rules
from ..service import operation


class Tag(TypedDict):
    Key: str
    Value: str


def as_dict(tags):
    """A call's `Tags` as a dict; a key without a value has an empty one."""
    return {tag["Key"]: tag.get("Value", "") for tag in tags or []}


class TagCalls:
    """Part of a client."""

    @operation
    def add_tags_to_resource(self, *, ResourceName: str, Tags: list[Tag]):
        """Add tags to the resource of an ARN; a key that it has gets the new value."""
        self._tagged(ResourceName).tags.update(as_dict(Tags))

    @operation
    def remove_tags_from_resource(self, *, ResourceName: str, TagKeys: list[str]):
        """Take tags away by their keys; a key that is not there is no error."""
        tags = self._tagged(ResourceName).tags
        for key in TagKeys:
            tags.pop(key, None)

    @operation
    def list_tags_for_resource(self, *, ResourceName: str):
        """The tags of the resource of an ARN."""
        tags = self._tagged(ResourceName).tags
        return {"TagList": [{"Key": k, "Value": v} for k, v in tags.items()]}

    def _tagged(self, arn):
        """The cluster, instance or snapshot of an ARN."""
        kinds = {
            "cluster": (self.clusters, "DBClusterNotFoundFault", "DBCluster"),
            "db": (self.instances, "DBInstanceNotFound", "DBInstance"),
            "cluster-snapshot": (self.snapshots, "DBSnapshotNotFound", "DBSnapshot"),
        }
        prefix, _, resource = arn.partition(f":{self.account.id}:")
        kind, _, name = resource.partition(":")
        if prefix != f"arn:aws:rds:{self.region}" or kind not in kinds:
            raise rules.invalid(f"Invalid resource name: {arn}")
        things, code, word = kinds[kind]
        if name not in things:
            raise ServiceError(code, f"{word} {name} not found.")
        return things[name]

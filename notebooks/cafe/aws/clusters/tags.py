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
        find = {
            "cluster": self.cluster,
            "db": self.instance,
            "cluster-snapshot": self._tagged_snapshot,
        }
        kind, _, name = arn.removeprefix(self.arn("")).partition(":")
        if not arn.startswith(self.arn("")) or kind not in find:
            raise rules.invalid(f"Invalid resource name: {arn}")
        return find[kind](name)

    def _tagged_snapshot(self, name):
        if name not in self.snapshots:
            raise ServiceError("DBSnapshotNotFound", f"DBSnapshot {name} not found.")
        return self.snapshots[name]

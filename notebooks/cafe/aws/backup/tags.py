"""Tags of vaults, plans and recovery points."""

from ..service import operation
from .errors import not_found
from .plans import PlanCalls


class TagCalls(PlanCalls):
    """The calls on tags. Tags are a dict here, as AWS Backup has them."""

    @operation
    def tag_resource(self, *, ResourceArn: str, Tags: dict):
        """Add tags, or change those of the same key."""
        self._tags_of(ResourceArn).update(Tags)

    @operation
    def untag_resource(self, *, ResourceArn: str, TagKeyList: list[str]):
        """Take tags away."""
        tags = self._tags_of(ResourceArn)
        for key in TagKeyList:
            tags.pop(key, None)

    @operation
    def list_tags(self, *, ResourceArn: str):
        """The tags of a vault, a plan or a recovery point."""
        return {"Tags": dict(self._tags_of(ResourceArn))}

    def _tags_of(self, arn):
        self.check_region()
        for thing in [*self.vaults.values(), *self.live_plans(), *self.points()]:
            if thing.arn == arn:
                return thing.tags
        raise not_found(f"Resource {arn} not found")

"""Policies on tables: who may do what, said by the table itself (F148).

A table's policy is its indexes', too. The caller's own policies count beside it.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
"""

from ..errors import ServiceError
from ..iam.documents import RESOURCE, read_policy
from ..parameters import NonEmpty
from ..service import operation
from .errors import invalid_parameter
from .tags import TagCalls

LARGEST = 20480  # bytes


class PolicyCalls(TagCalls):
    """The calls on policies of tables. `ResourceArn` is a table's."""

    @operation
    def put_resource_policy(self, *, ResourceArn: NonEmpty, Policy: str):
        """Give a table a policy, in the place of the one that it has."""
        table = self._tagged(ResourceArn)
        if len(Policy.encode()) > LARGEST:
            raise invalid_parameter(f"Maximum policy size of {LARGEST} bytes exceeded")
        try:
            table.policy = read_policy("the table's policy", Policy, RESOURCE)
        except ServiceError as error:
            said = f"Invalid policy document: {error.message}"
            raise invalid_parameter(said) from None
        return {"RevisionId": self.account.token(13, "0123456789")}

    @operation
    def delete_resource_policy(self, *, ResourceArn: NonEmpty):
        """Take a table's policy away; that there is none is no error."""
        self._tagged(ResourceArn).policy = None

    def policies_of(self, resource):
        """The policy of a table, which is that of its indexes too."""
        return [
            table.policy
            for table in self.tables.values()
            if table.policy and resource.split("/index/")[0] == table.arn
        ]

"""What stands in DynamoDB's requests: the structures of its API reference.

Left out of them is what this small AWS does not do; it is refused, never dropped.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Types_Amazon_DynamoDB.html
"""

from typing import Annotated, Required, TypedDict

from ..parameters import AtLeast, AtMost, NonEmpty, OneOf

#: The name of an index; of a table, where no ARN is taken in its place.
LongName = Annotated[str, AtLeast(3)]
Positive = Annotated[int, AtLeast(1)]
AttributeName = Annotated[str, AtLeast(1), AtMost(255)]
BillingMode = Annotated[str, OneOf("PROVISIONED", "PAY_PER_REQUEST")]
Capacity = Annotated[str, OneOf("INDEXES", "TOTAL", "NONE")]
#: What a write that was refused tells of the item.
OnFailure = Annotated[str, OneOf("ALL_OLD", "NONE")]
ReturnValues = Annotated[
    str, OneOf("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW")
]
Select = Annotated[
    str,
    OneOf("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"),
]
Names = dict[str, str]


class AttributeValue(TypedDict, total=False):
    """A value with its type, as the client takes and answers it."""

    S: str
    N: str
    B: bytes
    SS: list[str]
    NS: list[str]
    BS: list[bytes]
    M: dict[str, "AttributeValue"]
    L: list["AttributeValue"]
    NULL: bool
    BOOL: bool


#: An item, its key, or the values of an expression.
Values = dict[str, AttributeValue]


# -- tables -----------------------------------------------------------------------


class AttributeDefinition(TypedDict, total=False):
    AttributeName: Required[AttributeName]
    AttributeType: Required[Annotated[str, OneOf("B", "N", "S")]]


class KeySchemaElement(TypedDict, total=False):
    AttributeName: Required[AttributeName]
    KeyType: Required[Annotated[str, OneOf("HASH", "RANGE")]]


KeySchema = Annotated[list[KeySchemaElement], AtLeast(1)]


class ProvisionedThroughput(TypedDict, total=False):
    ReadCapacityUnits: Required[Positive]
    WriteCapacityUnits: Required[Positive]


class Projection(TypedDict, total=False):
    ProjectionType: Annotated[str, OneOf("ALL", "INCLUDE", "KEYS_ONLY")]
    NonKeyAttributes: Annotated[list[AttributeName], AtLeast(1), AtMost(20)]


class LocalSecondaryIndex(TypedDict, total=False):
    IndexName: Required[LongName]
    KeySchema: Required[KeySchema]
    Projection: Required[Projection]


class GlobalSecondaryIndex(LocalSecondaryIndex, total=False):
    ProvisionedThroughput: ProvisionedThroughput


class NamedIndex(TypedDict, total=False):
    IndexName: Required[LongName]


class GlobalSecondaryIndexUpdate(TypedDict, total=False):
    Create: GlobalSecondaryIndex
    Delete: NamedIndex


class NewReplica(TypedDict, total=False):
    RegionName: Required[str]


class NamedReplica(TypedDict, total=False):
    RegionName: Required[str]


class ReplicaUpdate(TypedDict, total=False):
    Create: NewReplica
    Delete: NamedReplica


ReplicaUpdates = Annotated[list[ReplicaUpdate], AtLeast(1)]


class SSESpecification(TypedDict, total=False):
    Enabled: bool
    SSEType: Annotated[str, OneOf("AES256", "KMS")]
    KMSMasterKeyId: str


class StreamSpecification(TypedDict, total=False):
    StreamEnabled: Required[bool]
    StreamViewType: Annotated[
        str, OneOf("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")
    ]


class Tag(TypedDict, total=False):
    Key: Required[Annotated[str, AtLeast(1), AtMost(128)]]
    Value: Required[Annotated[str, AtMost(256)]]


class TimeToLiveSpecification(TypedDict, total=False):
    Enabled: Required[bool]
    AttributeName: Required[AttributeName]


class PointInTimeRecoverySpecification(TypedDict, total=False):
    PointInTimeRecoveryEnabled: Required[bool]


# -- several items ----------------------------------------------------------------


class KeysAndAttributes(TypedDict, total=False):
    Keys: Required[Annotated[list[Values], AtLeast(1)]]
    ConsistentRead: bool
    ProjectionExpression: str
    ExpressionAttributeNames: Names


class PutRequest(TypedDict, total=False):
    Item: Required[Values]


class DeleteRequest(TypedDict, total=False):
    Key: Required[Values]


class WriteRequest(TypedDict, total=False):
    PutRequest: PutRequest
    DeleteRequest: DeleteRequest


WriteRequests = Annotated[list[WriteRequest], AtLeast(1)]


class Get(TypedDict, total=False):
    Key: Required[Values]
    TableName: Required[NonEmpty]
    ProjectionExpression: str
    ExpressionAttributeNames: Names


class TransactGetItem(TypedDict, total=False):
    Get: Required[Get]


TransactGetItems = Annotated[list[TransactGetItem], AtLeast(1), AtMost(100)]


class _Conditional(TypedDict, total=False):
    TableName: Required[NonEmpty]
    ConditionExpression: str
    ExpressionAttributeNames: Names
    ExpressionAttributeValues: Values
    ReturnValuesOnConditionCheckFailure: OnFailure


class Put(_Conditional, total=False):
    Item: Required[Values]


class Delete(_Conditional, total=False):
    Key: Required[Values]


class Update(_Conditional, total=False):
    Key: Required[Values]
    UpdateExpression: Required[str]


class ConditionCheck(_Conditional, total=False):
    Key: Required[Values]
    ConditionExpression: Required[str]  # type: ignore[misc]  # here one must be given


class TransactWriteItem(TypedDict, total=False):
    ConditionCheck: ConditionCheck
    Put: Put
    Delete: Delete
    Update: Update


TransactWriteItems = Annotated[list[TransactWriteItem], AtLeast(1), AtMost(100)]

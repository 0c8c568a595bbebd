"""What create_table accepts: checked in AWS's order and words.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
"""

import re

from ..parameters import constraint
from .capacity import MOST
from .constraints import raise_problems
from .errors import DynamoDBError, invalid, invalid_parameter

MAXIMUM_LOCAL, MAXIMUM_GLOBAL = 5, 20
NAME = "[a-zA-Z0-9_.-]+"
#: What update_table can change, as AWS tells it who changes nothing.
CHANGES = (
    "ProvisionedThroughput BillingMode UpdateStreamEnabled GlobalSecondaryIndexUpdates "
    "SSESpecification ReplicaUpdates MultiAccountReplicaReady ReplicaTransitRoleArn "
    "MultiRegionConsistency DeletionProtectionEnabled OnDemandThroughput WarmThroughput"
).split()
#: What it changes only by itself, and how AWS calls that.
ALONE = {
    "DeletionProtectionEnabled": "DeletionProtection",
    "ReplicaUpdates": "Replica",
}
#: What of a table is not changed together with something else.
APART = {
    ("StreamSpecification", "ProvisionedThroughput"): (
        "modify stream status while updating table IOPS"
    ),
    ("GlobalSecondaryIndexUpdates", "ProvisionedThroughput"): (
        "create or delete index while updating table IOPS"
    ),
    ("GlobalSecondaryIndexUpdates", "StreamSpecification"): (
        "create or delete index while changing stream status"
    ),
}


def check_definition(asked):
    """Refuse a table that cannot be."""
    check_name("TableName", asked["TableName"])
    _check_length(asked["KeySchema"], "keySchema")
    for number, index in enumerate(asked.get("LocalSecondaryIndexes", ()), 1):
        where = f"localSecondaryIndexes.{number}.member.keySchema"
        _check_length(index["KeySchema"], where)
    check_capacity(asked)
    _check_encryption(asked.get("SSESpecification", {}))
    _check_defined_once(asked["AttributeDefinitions"])
    defined = [d["AttributeName"] for d in asked["AttributeDefinitions"]]
    keys = _names(asked["KeySchema"])
    if len(keys) > len(defined):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")
    _check_keys(asked["KeySchema"], defined)
    local = asked.get("LocalSecondaryIndexes")
    globally = asked.get("GlobalSecondaryIndexes")
    used = {*keys}
    if "StreamSpecification" in asked:
        _check_stream(asked["StreamSpecification"])
    if local is not None:
        _check_local(local, asked["KeySchema"], defined)
    if globally is not None:
        _check_global(globally, asked, defined)
    indexes = [*(local or []), *(globally or [])]
    _check_names(indexes)
    for index in indexes:
        used |= {*_names(index["KeySchema"])}
    if used != {*defined}:
        if not local and not globally:
            raise invalid_parameter(
                "Number of attributes in KeySchema does not exactly match number of "
                "attributes defined in AttributeDefinitions"
            )
        raise invalid_parameter(
            "Some AttributeDefinitions are not used. AttributeDefinitions: "
            f"[{', '.join(defined)}], keys used: [{', '.join(sorted(used))}]"
        )


def _check_stream(asked):
    """Refuse a stream without a view, and a view without a stream."""
    if asked["StreamEnabled"] and "StreamViewType" not in asked:
        raise invalid_parameter(
            "Table is being created with a stream enabled, UpdateViewType is required"
        )
    if not asked["StreamEnabled"] and "StreamViewType" in asked:
        raise invalid_parameter(
            "Table is being created with a stream disabled, UpdateViewType should not "
            "be specified"
        )


def check_update(asked, region):
    """Refuse a change of a table that changes nothing, or too much at once."""
    changes = asked.keys() - {"TableName", "AttributeDefinitions"}
    if not changes or asked.get("GlobalSecondaryIndexUpdates") == []:
        raise invalid(f"At least one of {', '.join(CHANGES)} or TableClass is required")
    for name, what in ALONE.items():
        if name in changes and len(changes) > 1:
            raise invalid_parameter(
                f"{what} modification must be the only operation in the request"
            )
    for names, what in APART.items():
        if changes.issuperset(names):
            raise invalid_parameter(f"You cannot {what}")
    _check_index_updates(asked)
    if "StreamSpecification" in asked:
        _check_stream_update(asked["StreamSpecification"])
    capacity = asked.get("ProvisionedThroughput")
    if asked.get("BillingMode") == "PROVISIONED" and not capacity:
        raise invalid_parameter(
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
        )
    check_most(capacity, region)
    _check_defined_once(asked.get("AttributeDefinitions", ()))


def _check_index_updates(asked):
    """Refuse an update of an index that is none, or several, or lacks its types."""
    for update in asked.get("GlobalSecondaryIndexUpdates", ()):
        if not update:
            raise invalid_parameter(
                "One of GlobalSecondaryIndexUpdate.Update, "
                "GlobalSecondaryIndexUpdate.Create, "
                "GlobalSecondaryIndexUpdate.Delete must not be null"
            )
        if len(update) > 1:
            raise invalid_parameter(
                "Only one global secondary index action is allowed per "
                "GlobalSecondaryIndexUpdate object"
            )
        if "Create" in update and not asked.get("AttributeDefinitions"):
            raise invalid_parameter(
                "AttributeDefinitions is not specified for index: "
                f"{update['Create']['IndexName']}"
            )


def _check_stream_update(stream):
    """Refuse to begin a stream without a view, and to end one with a view."""
    if stream["StreamEnabled"] and "StreamViewType" not in stream:
        raise invalid_parameter(
            "If stream is being enabled then UpdateViewType is required"
        )
    if not stream["StreamEnabled"] and "StreamViewType" in stream:
        raise invalid_parameter(
            "If stream is being disabled, then UpdateViewType must not be specified"
        )


def _check_defined_once(definitions):
    names = [definition["AttributeName"] for definition in definitions]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise invalid(f"Attribute Name is duplicated: {name}")


def check_name(parameter, name):
    """Refuse a name of a table or an index that is too short, long or odd."""
    wanted = None
    if len(name) < 3:
        wanted = "have length greater than or equal to 3"
    elif len(name) > 255:
        wanted = "have length less than or equal to 255"
    elif not re.fullmatch(NAME, name):
        wanted = f"satisfy regular expression pattern: {NAME}"
    if wanted:
        where = parameter[0].lower() + parameter[1:]
        raise_problems([constraint(name, where, wanted)])


def throughput_of(asked):
    """{"Read": units, "Write": units} of a request, or None for on demand."""
    if asked.get("BillingMode") == "PAY_PER_REQUEST":
        return None
    given = asked["ProvisionedThroughput"]
    return {"Read": given["ReadCapacityUnits"], "Write": given["WriteCapacityUnits"]}


def _names(key_schema):
    return [element["AttributeName"] for element in key_schema]


def _check_length(key_schema, where, note=""):
    """Refuse a key of more than two attributes."""
    if len(key_schema) > 2:
        wanted = f"have length less than or equal to 2{note}"
        raise_problems([constraint(key_schema, where, wanted)])


def check_capacity(asked):
    """Refuse capacity without its billing mode, or the other way round."""
    given = asked.get("ProvisionedThroughput") or {}
    if asked["BillingMode"] == "PAY_PER_REQUEST":
        if given:
            raise invalid_parameter(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified "
                "when BillingMode is PAY_PER_REQUEST"
            )
    elif not given:
        raise invalid_parameter(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when "
            "BillingMode is PROVISIONED"
        )


def check_most(capacity, region):
    """Refuse more capacity than an account may have for one table."""
    for kind in ("ReadCapacityUnits", "WriteCapacityUnits"):
        units = (capacity or {}).get(kind, 0)
        if units > MOST:
            raise DynamoDBError(
                "LimitExceededException",
                f"The requested {kind}, {units}, is above the per table maximum for "
                f"the account in {region}. Per table maximum: {MOST}. "
                "Refer to the Amazon DynamoDB Developer Guide for current limits and "
                "how to request higher limits.",
            )


def _check_keys(key_schema, defined):
    keys = _names(key_schema)
    if not {*keys} <= {*defined}:
        raise invalid_parameter(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: "
            f"[{', '.join(keys)}], AttributeDefinitions: [{', '.join(defined)}]"
        )
    if len(keys) == 2 and keys[0] == keys[1]:
        raise invalid(
            "Both the Hash Key and the Range Key element in the KeySchema have the "
            "same name"
        )
    for place, element, kind in zip(("first", "second"), key_schema, ("HASH", "RANGE")):
        if element["KeyType"] != kind:
            raise invalid(
                f"Invalid KeySchema: The {place} KeySchemaElement is not a {kind} key "
                "type"
            )


def _check_encryption(asked):
    """Refuse a key, or a kind of key, where it would not be used."""
    if not asked.get("Enabled"):
        for name in ("SSEType", "KMSMasterKeyId"):
            if name in asked:
                raise invalid_parameter(
                    f"{name} can not be specified if Enabled is false"
                )
    if asked.get("SSEType") == "AES256":
        raise invalid_parameter("SSEType AES256 is not supported")
    if "KMSMasterKeyId" in asked and "SSEType" not in asked:
        raise invalid_parameter(
            "SSEType KMS is required if KMSMasterKeyId is specified"
        )


def _check_projection(projection):
    kind, others = projection.get("ProjectionType"), projection.get("NonKeyAttributes")
    if kind is None:
        raise invalid_parameter("Unknown ProjectionType: null")
    if (kind == "INCLUDE") != (others is not None):
        is_given = "is specified" if others is not None else "is not specified"
        raise invalid_parameter(
            f"ProjectionType is {kind}, but NonKeyAttributes {is_given}"
        )
    for number, name in enumerate(others or ()):
        if name in others[:number]:
            raise invalid_parameter(f"Duplicate element in NonKeyAttributes: {name}")


def _check_names(indexes):
    """Refuse a name that two indexes have."""
    names = [index["IndexName"] for index in indexes]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise invalid_parameter(f"Duplicate index name: {name}")


def _check_local(indexes, table_keys, defined):
    if not indexes:
        raise invalid_parameter("List of LocalSecondaryIndexes is empty")
    if len(table_keys) != 2:
        raise invalid_parameter(
            "Table KeySchema does not have a range key, which is required when "
            "specifying a LocalSecondaryIndex"
        )
    for index in indexes:
        check_name("IndexName", index["IndexName"])
        _check_keys(index["KeySchema"], defined)
        keys, table_hash = _names(index["KeySchema"]), _names(table_keys)[0]
        if len(keys) != 2:
            raise invalid_parameter(
                f"Index KeySchema does not have a range key for index: "
                f"{index['IndexName']}"
            )
        if keys[0] != table_hash:
            raise invalid_parameter(
                "Index KeySchema does not have the same leading hash key as table "
                f"KeySchema for index: {index['IndexName']}. "
                f"index hash key: {keys[0]}, table hash key: {table_hash}"
            )
        _check_projection(index["Projection"])
    if len(indexes) > MAXIMUM_LOCAL:
        raise invalid_parameter(
            "Number of LocalSecondaryIndexes exceeds per-table limit of "
            f"{MAXIMUM_LOCAL}"
        )


def _check_global(indexes, asked, defined):
    if not indexes:
        raise invalid_parameter("List of GlobalSecondaryIndexes is empty")
    for index in indexes:
        check_global_index(index, asked["BillingMode"], defined)
    if len(indexes) > MAXIMUM_GLOBAL:
        raise invalid_parameter(
            "GlobalSecondaryIndex count exceeds the per-table limit of "
            f"{MAXIMUM_GLOBAL}"
        )


def check_global_index(index, billing_mode, defined):
    """Refuse a global index that cannot be; `defined` are the attributes with types."""
    check_name("IndexName", index["IndexName"])
    _check_length(
        index["KeySchema"],
        "keySchema",
        ". AWS takes up to four HASH and four RANGE attributes in the key of a global "
        "index, and this small AWS does not.",
    )
    _check_keys(index["KeySchema"], defined)
    _check_projection(index["Projection"])
    on_demand = billing_mode == "PAY_PER_REQUEST"
    if on_demand and "ProvisionedThroughput" in index:
        raise invalid_parameter(
            "ProvisionedThroughput should not be specified for index: "
            f"{index['IndexName']} when BillingMode is PAY_PER_REQUEST"
        )
    if not on_demand and "ProvisionedThroughput" not in index:
        raise invalid_parameter(
            f"ProvisionedThroughput is not specified for index: {index['IndexName']}"
        )

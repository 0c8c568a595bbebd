"""What create_table accepts: checked in AWS's order and words.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
"""

import re

from .constraints import constraint, raise_problems
from .errors import invalid, invalid_parameter

MAXIMUM_LOCAL, MAXIMUM_GLOBAL = 5, 20
NAME = "[a-zA-Z0-9_.-]+"


def check_definition(asked):
    """Refuse a table that cannot be."""
    check_name("TableName", asked["TableName"])
    _check_constraints(asked)
    check_capacity(asked)
    defined = [d["AttributeName"] for d in asked["AttributeDefinitions"]]
    keys = _names(asked["KeySchema"])
    if len(keys) > len(defined):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")
    _check_keys(asked["KeySchema"], defined)
    local = asked.get("LocalSecondaryIndexes")
    globally = asked.get("GlobalSecondaryIndexes")
    used = {*keys}
    seen = set()
    if local is not None:
        _check_local(local, asked["KeySchema"], defined, seen)
    if globally is not None:
        _check_global(globally, asked, defined, seen)
    for index in [*(local or []), *(globally or [])]:
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


def is_name(name):
    """Whether a table or an index can have this name."""
    return 3 <= len(name) <= 255 and re.fullmatch(NAME, name) is not None


def check_name(parameter, name):
    """Refuse a name of a table or an index that is too short, long or odd."""
    if is_name(name):
        return
    if not 3 <= len(name) <= 255:
        raise invalid(
            f"{parameter} must be at least 3 characters long and at most 255 "
            "characters long"
        )
    wanted = f"satisfy regular expression pattern: {NAME}"
    raise_problems([constraint(name, parameter[0].lower() + parameter[1:], wanted)])


def throughput_of(asked):
    """{"Read": units, "Write": units} of a request, or None for on demand."""
    if asked.get("BillingMode") == "PAY_PER_REQUEST":
        return None
    given = asked["ProvisionedThroughput"]
    return {"Read": given["ReadCapacityUnits"], "Write": given["WriteCapacityUnits"]}


def _names(key_schema):
    return [element["AttributeName"] for element in key_schema]


def _check_constraints(asked):
    problems = []
    for number, definition in enumerate(asked["AttributeDefinitions"], 1):
        if definition["AttributeType"] not in ("B", "N", "S"):
            problems.append(
                constraint(
                    definition["AttributeType"],
                    f"attributeDefinitions.{number}.member.attributeType",
                    "satisfy enum value set: [B, N, S]",
                )
            )
    if asked["BillingMode"] not in ("PROVISIONED", "PAY_PER_REQUEST"):
        problems.append(
            constraint(
                asked["BillingMode"],
                "billingMode",
                "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
            )
        )
    for kind, units in asked.get("ProvisionedThroughput", {}).items():
        if units < 1:
            problems.append(
                constraint(
                    units,
                    f"provisionedThroughput.{kind[0].lower()}{kind[1:]}",
                    "have value greater than or equal to 1",
                )
            )
    for number, element in enumerate(asked["KeySchema"], 1):
        if element["KeyType"] not in ("HASH", "RANGE"):
            problems.append(
                constraint(
                    element["KeyType"],
                    f"keySchema.{number}.member.keyType",
                    "satisfy enum value set: [HASH, RANGE]",
                )
            )
    _check_length(asked["KeySchema"], "keySchema")
    for part in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        for number, index in enumerate(asked.get(part) or (), 1):
            where = f"{part[0].lower()}{part[1:]}.{number}.member.keySchema"
            _check_length(index["KeySchema"], where)
    raise_problems(problems)


def _check_length(key_schema, where):
    """Refuse a key of no attribute, or of more than two.

    AWS also takes global indexes of several attributes in each part; we do not.
    """
    if len(key_schema) < 1:
        wanted = "have length greater than or equal to 1"
    elif len(key_schema) > 2:
        wanted = "have length less than or equal to 2"
    else:
        return
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
    elif len(given) != 2:
        raise invalid_parameter(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when "
            "BillingMode is PROVISIONED"
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


def _check_index(index, defined, seen):
    name, kind = index["IndexName"], index["Projection"].get("ProjectionType")
    if kind is None:
        raise invalid_parameter("Unknown ProjectionType: null")
    if "NonKeyAttributes" in index["Projection"] and kind != "INCLUDE":
        raise invalid_parameter(
            f"ProjectionType is {kind}, but NonKeyAttributes is specified"
        )
    if name in seen:
        raise invalid_parameter(f"Duplicate index name: {name}")
    seen.add(name)


def _check_local(indexes, table_keys, defined, seen):
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
        _check_index(index, defined, seen)
    if len(indexes) > MAXIMUM_LOCAL:
        raise invalid_parameter(
            "Number of LocalSecondaryIndexes exceeds per-table limit of "
            f"{MAXIMUM_LOCAL}"
        )


def _check_global(indexes, asked, defined, seen):
    if not indexes:
        raise invalid_parameter("List of GlobalSecondaryIndexes is empty")
    for index in indexes:
        check_global_index(index, asked["BillingMode"], defined, seen)
    if len(indexes) > MAXIMUM_GLOBAL:
        raise invalid_parameter(
            "GlobalSecondaryIndex count exceeds the per-table limit of "
            f"{MAXIMUM_GLOBAL}"
        )


def check_global_index(index, billing_mode, defined, seen):
    """Refuse a global index that cannot be; `seen` are the names in use."""
    check_name("IndexName", index["IndexName"])
    _check_length(index["KeySchema"], "keySchema")
    _check_keys(index["KeySchema"], defined)
    _check_index(index, defined, seen)
    on_demand = billing_mode == "PAY_PER_REQUEST"
    if on_demand and "ProvisionedThroughput" in index:
        raise invalid_parameter(
            "ProvisionedThroughput should not be specified for index: "
            f"{index['IndexName']} when BillingMode is PAY_PER_REQUEST"
        )
    if not on_demand and "ProvisionedThroughput" not in index:
        raise invalid_parameter(
            f"ProvisionedThroughput must be specified for index: {index['IndexName']}"
        )

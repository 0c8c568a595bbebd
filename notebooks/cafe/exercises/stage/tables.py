"""Tables of DynamoDB, each in an account of its own, and what is in them."""


def new_table(name, *keys):
    """A table in an account of its own; each of its keys is (name, type)."""
    from cafe.lessons import made

    return made.table(made.session(), name, dict(keys))


def contents(table):
    """{key of each item: the item}, of a table that has a partition key only.

    A table that was deleted holds nothing.
    """
    name = table.key_schema[0]["AttributeName"]
    try:
        return {item[name]: item for item in table.scan()["Items"]}
    except table.meta.client.exceptions.ResourceNotFoundException:
        return {}


def read_units(table):
    """The read units that a table has used since it was made."""
    return table.meta.client.table(table.name).throughput.consumed["Read"]

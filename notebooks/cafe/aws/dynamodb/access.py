"""What a call on DynamoDB touches, as a policy sees it: actions, ARNs, condition keys.

    dynamodb:LeadingKeys    the partition keys that are asked for (F149)
    dynamodb:Attributes     the attributes that are named (F150)
    dynamodb:Select         ALL_ATTRIBUTES where a read names none
    dynamodb:ReturnValues   what a write is to answer

A transaction is decided part by part. Of a request that cannot be read nothing is told:
it is refused for that afterwards. Whoever uses a table that is encrypted with a key of
the account needs kms:Decrypt on that key, too.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

from .errors import DynamoDBError
from .keyconditions import key_conditions
from .predicates import read_condition
from .updates import read_update
from .values import to_typed

#: A transaction's part -> its action.
PARTS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
READS = ("GetItem", "BatchGetItem", "Query", "Scan")
ON_ITEMS = (*READS, "BatchWriteItem", *PARTS.values())
CONDITIONS = ("KeyConditionExpression", "FilterExpression", "ConditionExpression")


def touched(client, action, arguments):
    """[(action, ARN, context)] for each resource that a call touches."""
    if "TransactItems" in arguments:
        parts = [
            (PARTS[kind], asked["TableName"], asked)
            for each in arguments["TransactItems"]
            for kind, asked in each.items()
        ]
    elif "RequestItems" in arguments:
        requests = arguments["RequestItems"].items()
        parts = [(action, name, _of_batch(asked)) for name, asked in requests]
    elif "TableName" in arguments:
        parts = [(action, arguments["TableName"], arguments)]
    else:
        every = client.account.arn("dynamodb", client.region, "table/*")
        named = (v for k, v in arguments.items() if k.endswith("Arn"))
        return [(f"dynamodb:{action}", next(named, every), {})]
    return [found for part in parts for found in _Part(client, *part).touches()]


def _of_batch(asked):
    """A table's part of a batch: `places` are its items and keys."""
    if isinstance(asked, dict):
        return asked | {"places": asked["Keys"]}
    bodies = [body for each in asked for body in each.values()]
    return {"places": [body.get("Item") or body["Key"] for body in bodies]}


class _Part:
    """What a call does to one table."""

    def __init__(self, client, action, name, asked):
        self.client, self.action, self.asked = client, action, asked
        self.name = client.name_of(name)
        self.table = client.tables.get(self.name)
        self.index = asked.get("IndexName")

    def touches(self):
        """(action, ARN, context) for the table or its index, and for its key."""
        arn = self.client.account.arn(
            "dynamodb", self.client.region, f"table/{self.name}"
        )
        if self.index:
            arn = f"{arn}/index/{self.index}"
        on_items = self.action in ON_ITEMS
        yield f"dynamodb:{self.action}", arn, self._context() if on_items else {}
        if on_items and self.table and self.table.encryption_key:
            via = f"dynamodb.{self.client.region}.amazonaws.com"
            yield "kms:Decrypt", self.table.encryption_key, {"kms:viaservice": [via]}

    # -- condition keys ---------------------------------------------------------------

    def _context(self):
        places = self._places()
        names = {name for place in places for name in place} | self._named()
        context = {"dynamodb:attributes": sorted(names)}
        if key := self._key():
            values = [place[key] for place in places if key in place]
            context["dynamodb:leadingkeys"] = [_text(each) for each in values]
        if asked := self.asked.get("ReturnValues"):
            context["dynamodb:returnvalues"] = [asked]
        if self.action in READS:
            named = "ProjectionExpression" in self.asked
            select = "SPECIFIC_ATTRIBUTES" if named else "ALL_ATTRIBUTES"
            context["dynamodb:select"] = [self.asked.get("Select", select)]
        return context

    def _key(self):
        """The partition key of the table, or of the index that is asked."""
        if self.table is None:
            return None
        source = self.table.indexes.get(self.index, self.table)
        return source.key.partition

    def _places(self):
        """The items or keys of a call; of a query, what its key condition says."""
        if "places" in self.asked:
            return self.asked["places"]
        for name in ("Item", "Key"):
            if name in self.asked:
                return [self.asked[name]]
        return [self._asked_for()]

    def _asked_for(self):
        """{attribute: value} of a query's equalities."""
        condition = self._condition("KeyConditionExpression")
        if condition is None:
            return {}
        try:
            found = key_conditions(condition.tree)
        except DynamoDBError:
            return {}
        return {
            name: to_typed(values[0])
            for name, (operator, values) in found.items()
            if operator == "="
        }

    def _named(self):
        """The attributes that expressions name, without those within others."""
        names = set()
        for parameter in CONDITIONS:
            if condition := self._condition(parameter):
                names |= condition.heads
        try:
            if text := self.asked.get("ProjectionExpression"):
                paths = self._expressions().projection(text).paths
                names |= {path[0] for path in paths}
            if text := self.asked.get("UpdateExpression"):
                paths = read_update(self._expressions(), text).paths
                names |= {path[0] for path in paths}
        except DynamoDBError:
            return names
        return names

    def _condition(self, parameter):
        try:
            text = self.asked.get(parameter)
            return read_condition(self._expressions(), text, parameter)
        except DynamoDBError:
            return None

    def _expressions(self):
        return self.client.expressions(self.asked)


def _text(value):
    """A key's value as a policy writes it."""
    if isinstance(value, dict):
        (value,) = value.values()
    return str(value)

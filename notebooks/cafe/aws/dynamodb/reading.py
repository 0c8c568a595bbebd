"""Many items at a time: Query and Scan.

A query is a slice of one collection; a scan walks all partitions. Both stop after 1 MB
or `Limit` items, and only then is the filter applied: what was read is paid.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html
"""

from dataclasses import dataclass

from ..parameters import NonEmpty
from .base import DynamoDBBase, item_operation
from .errors import DynamoDBError, invalid
from .expressions import Projection
from .keyconditions import key_conditions
from .predicates import Condition, read_condition
from .sources import Source
from .structures import Capacity, LongName, Names, Positive, Select, Values
from .writes import check_placeholders

#: The expressions that choose what is shown of the items that were read.
SHOWN = ("ProjectionExpression", "FilterExpression")


class ReadingCalls(DynamoDBBase):
    """Query and Scan."""

    @item_operation
    def query(
        self,
        *,
        TableName: NonEmpty,
        IndexName: LongName | None = None,
        Select: Select | None = None,
        KeyConditionExpression: str | None = None,
        FilterExpression: str | None = None,
        ProjectionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ExpressionAttributeValues: Values | None = None,
        ScanIndexForward: bool = True,
        Limit: Positive | None = None,
        ExclusiveStartKey: Values | None = None,
        ConsistentRead: bool = False,
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """The items of one partition key, in the order of the sort key."""
        asked = locals()
        check_placeholders(asked, *SHOWN, "KeyConditionExpression")
        _check_select(asked)
        start = self._start_key(ExclusiveStartKey)
        if KeyConditionExpression is None:
            raise invalid(
                "Either the KeyConditions or KeyConditionExpression parameter must be "
                "specified in the request."
            )
        expressions = self.expressions(asked)
        keys = read_condition(
            expressions, KeyConditionExpression, "KeyConditionExpression"
        )
        wanted = _wanted(expressions, asked)
        conditions = key_conditions(keys.tree)
        table = self.table(TableName)
        source = Source.of(table, IndexName, ConsistentRead)
        span = source.span(conditions)
        after = None if start is None else source.start_in_query(start, span)
        wanted.check(table, source, without=source.key.names)
        found = source.slice(span, after, ScanIndexForward, ConsistentRead)
        page = source.page(found, Limit, ConsistentRead)
        return self._read(page, wanted, Select, ReturnConsumedCapacity)

    @item_operation
    def scan(
        self,
        *,
        TableName: NonEmpty,
        IndexName: LongName | None = None,
        Select: Select | None = None,
        FilterExpression: str | None = None,
        ProjectionExpression: str | None = None,
        ExpressionAttributeNames: Names | None = None,
        ExpressionAttributeValues: Values | None = None,
        Limit: Positive | None = None,
        ExclusiveStartKey: Values | None = None,
        ConsistentRead: bool = False,
        ReturnConsumedCapacity: Capacity = "NONE",
    ):
        """All items, page by page."""
        asked = locals()
        check_placeholders(asked, *SHOWN)
        _check_select(asked)
        start = self._start_key(ExclusiveStartKey)
        wanted = _wanted(self.expressions(asked), asked)
        table = self.table(TableName)
        source = Source.of(table, IndexName, ConsistentRead)
        after = None if start is None else source.start_in_scan(start)
        wanted.check(table, source)
        found = source.walk(after, ConsistentRead)
        page = source.page(found, Limit, ConsistentRead)
        return self._read(page, wanted, Select, ReturnConsumedCapacity)

    def _start_key(self, key):
        if key is None:
            return None
        try:
            return self.item_from_outside(key)
        except DynamoDBError as error:
            number = ("duplicates", "umeric value", "digits", "magnitude")
            if any(word in error.message for word in number):
                raise
            raise invalid(
                f"The provided starting key is invalid: {error.message}"
            ) from None

    def _read(self, page, wanted, select, level):
        items = page.items
        if wanted.filter:
            items = [item for item in items if wanted.filter.holds(item)]
        answer: dict = {"Count": len(items), "ScannedCount": len(page.items)}
        if select != "COUNT":
            if wanted.projection:
                items = map(wanted.projection.of, items)
            answer["Items"] = [self.item_to_outside(item) for item in items]
        if page.last:
            answer["LastEvaluatedKey"] = self.item_to_outside(page.last)
        if level != "NONE":
            answer["ConsumedCapacity"] = page.consumed.described(level)
        return answer


@dataclass
class Wanted:
    """Which of the items read are answered, and which parts of them."""

    filter: Condition | None
    projection: Projection | None

    def check(self, table, source, without=()):
        """Refuse what the source cannot give; a query filters `without` its keys."""
        table.check_paths(self.projection)
        for name in without:
            if self.filter and name in self.filter.heads:
                raise invalid(
                    "Filter Expression can only contain non-primary key attributes: "
                    f"Primary key attribute: {name}"
                )
        source.check_projection(self.projection)
        table.check_paths(self.filter)


def _wanted(expressions, asked):
    """What a request asks to be shown; its expressions are read with this."""
    text = asked.get("FilterExpression")
    condition = read_condition(expressions, text, "FilterExpression")
    projection = expressions.projection(asked.get("ProjectionExpression"))
    expressions.finish()
    return Wanted(condition, projection)


def _check_select(asked):
    """Refuse a Select that does not go with a projection, or that we do not have."""
    select = asked["Select"]
    if select not in (None, "COUNT"):
        raise invalid(
            f"AWS takes {select} as Select, and this small AWS does not: leave it out, "
            "or write COUNT."
        )
    if select and asked["ProjectionExpression"] is not None:
        raise invalid(
            "Cannot specify the ProjectionExpression when choosing to get only the "
            "Count"
        )

"""Many items at a time: Query and Scan.

A query is a slice of one collection; a scan walks all partitions. Both stop after 1 MB
or `Limit` items, and only then is the filter applied: what was read is paid.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from . import grammar
from .calls import item_operation
from .capacity import Consumed, read_units
from .errors import DynamoDBError, invalid, invalid_parameter
from .partitions import HASHES, hash_of
from .predicates import read_condition
from .values import SCALARS, order, packed_size, unpacked
from .writes import check_placeholders

PAGE = 2**20
COMPARISONS = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class ReadingCalls:
    """Query and Scan."""

    @item_operation
    def query(
        self, *, TableName: str, IndexName: str = None, Select: str = None,
        KeyConditionExpression: str = None, FilterExpression: str = None,
        ProjectionExpression: str = None, ExpressionAttributeNames: dict = None,
        ExpressionAttributeValues: dict = None, ScanIndexForward: bool = True,
        Limit: int = None, ExclusiveStartKey: dict = None, ConsistentRead: bool = False,
        ReturnConsumedCapacity: str = "NONE",
    ):  # fmt: skip
        """The items of one partition key, in the order of the sort key."""
        check_placeholders(
            ExpressionAttributeNames,
            ExpressionAttributeValues,
            ProjectionExpression=ProjectionExpression,
            FilterExpression=FilterExpression,
            KeyConditionExpression=KeyConditionExpression,
        )
        _check_select(Select, IndexName, ProjectionExpression)
        start = self._start_key(ExclusiveStartKey)
        if KeyConditionExpression is None:
            raise invalid(
                "Either the KeyConditions or KeyConditionExpression parameter must be "
                "specified in the request."
            )
        expressions = self.expressions(
            ExpressionAttributeNames, ExpressionAttributeValues
        )
        keys = read_condition(
            expressions, KeyConditionExpression, "KeyConditionExpression"
        )
        wanted = self._filters(expressions, FilterExpression, ProjectionExpression)
        conditions = key_conditions(keys.tree)
        table = self.table(TableName)
        source = Source.of(table, IndexName, ConsistentRead)
        if start is not None and start.keys() != set(source.names):
            raise invalid("The provided starting key is invalid")
        pk, between = source.slice(conditions)
        after = start and source.start_in_query(start, pk, between)
        wanted.check(table, source, Select, without=source.key.names)
        partition = source.store.partition(pk)
        table.admit("Read", partition, source.index)
        late = table.reads_late(source.store, ConsistentRead)
        collection = source.store.collection(pk, late)
        low, high = between.positions(collection.keys)
        if after is not None:
            after = after[1]
            if ScanIndexForward:
                low = max(low, bisect_right(collection.keys, after))
            else:
                high = min(high, bisect_left(collection.keys, after))
        positions = (
            range(low, high) if ScanIndexForward else range(high - 1, low - 1, -1)
        )
        found = ((pk, collection.keys[i], collection.items[i]) for i in positions)
        page = source.page(found, Limit, ConsistentRead)
        return self._read(page, wanted, Select, ReturnConsumedCapacity)

    @item_operation
    def scan(
        self, *, TableName: str, IndexName: str = None, Select: str = None,
        FilterExpression: str = None, ProjectionExpression: str = None,
        ExpressionAttributeNames: dict = None, ExpressionAttributeValues: dict = None,
        Limit: int = None, ExclusiveStartKey: dict = None, ConsistentRead: bool = False,
        Segment: int = None, TotalSegments: int = None,
        ReturnConsumedCapacity: str = "NONE",
    ):  # fmt: skip
        """All items, page by page; with segments, one share of them."""
        check_placeholders(
            ExpressionAttributeNames,
            ExpressionAttributeValues,
            ProjectionExpression=ProjectionExpression,
            FilterExpression=FilterExpression,
        )
        _check_select(Select, IndexName, ProjectionExpression)
        start = self._start_key(ExclusiveStartKey)
        low, high = _segment(Segment, TotalSegments)
        expressions = self.expressions(
            ExpressionAttributeNames, ExpressionAttributeValues
        )
        wanted = self._filters(expressions, FilterExpression, ProjectionExpression)
        table = self.table(TableName)
        source = Source.of(table, IndexName, ConsistentRead)
        after = start and source.start_in_scan(start, low, high, Segment, TotalSegments)
        wanted.check(table, source, Select)
        late = table.reads_late(source.store, ConsistentRead)
        found = source.store.walk(low, high, after, late)
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

    def _filters(self, expressions, filter_text, projection_text):
        found = Wanted(
            read_condition(expressions, filter_text, "FilterExpression"),
            None
            if projection_text is None
            else expressions.projection(projection_text),
        )
        expressions.finish()
        return found

    def _read(self, page, wanted, select, level):
        items = page.items
        if wanted.filter:
            items = [item for item in items if wanted.filter.holds(item)]
        answer = {"Count": len(items), "ScannedCount": len(page.items)}
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

    filter: object
    projection: object

    def check(self, table, source, select, without=()):
        """Refuse what the source cannot give; a query filters `without` its keys."""
        table.check_paths(self.projection)
        for name in without if self.filter else ():
            if name in self.filter.heads:
                raise invalid(
                    "Filter Expression can only contain non-primary key attributes: "
                    f"Primary key attribute: {name}"
                )
        source.check_select(select, self.projection)
        table.check_paths(self.filter)


@dataclass
class Page:
    """The items that one call has read, and what that cost."""

    items: list
    last: dict
    consumed: Consumed


@dataclass
class Source:
    """What a query or a scan reads: a table, or one of its indexes."""

    table: object
    index: object
    fetches: bool = False

    @classmethod
    def of(cls, table, index_name, consistent):
        if index_name is None:
            return cls(table, None)
        if index_name not in table.indexes:
            raise invalid(f"The table does not have the specified index: {index_name}")
        index = table.indexes[index_name]
        if index.is_global and consistent:
            raise invalid(
                "Consistent reads are not supported on global secondary indexes"
            )
        return cls(table, index)

    @property
    def store(self):
        return self.index.store if self.index else self.table.store

    @property
    def key(self):
        return self.index.key if self.index else self.table.key

    @property
    def names(self):
        """The attributes of a LastEvaluatedKey."""
        return self.index.names if self.index else self.table.key.names

    def check_select(self, select, projection):
        """Refuse what a global index does not hold; fetch it for a local one."""
        index = self.index
        if index is None or index.holds_all():
            return
        if projection is None:
            self.fetches = select == "ALL_ATTRIBUTES"
            if self.fetches and index.is_global:
                raise invalid_parameter(
                    "Select type ALL_ATTRIBUTES is not supported for global secondary "
                    f"index {index.name} because its projection type is not ALL"
                )
            return
        missing = sorted(
            {path[0] for path in projection.paths if not index.holds(path[0])}
        )
        if missing and index.is_global:
            raise invalid_parameter(
                f"Global secondary index {index.name} does not project "
                f"[{', '.join(missing)}]"
            )
        self.fetches = bool(missing)

    def slice(self, conditions):
        """(partition key, Between) of the conditions on the keys."""
        key = self.key
        if not key.sort and len(conditions) > 1:
            raise invalid("Query key condition not supported")
        for number, name in enumerate(key.names):
            if name not in conditions:
                if number == 0 or len(conditions) > 1:
                    raise invalid(f"Query condition missed key schema element: {name}")
                continue
            operator, values = conditions[name]
            wanted = SCALARS[key.types[name]]
            if any(value.__class__ is not wanted for value in values):
                raise invalid_parameter(
                    "Condition parameter type does not match schema type"
                )
            if number == 0 and operator != "=":
                raise invalid("Query key condition not supported")
            if (
                any(value in ("", b"") for value in values)
                and operator != "begins_with"
            ):
                kind = "string" if key.types[name] == "S" else "binary"
                raise invalid(
                    "One or more parameter values are not valid. The AttributeValue "
                    f"for a key attribute cannot contain an empty {kind} value. "
                    f"Key: {name}"
                )
        first = (lambda each: each[0]) if self.index else None
        pk = conditions[key.partition][1][0]
        return pk, Between(*conditions.get(key.sort, (None, ())), first)

    def start_in_query(self, start, pk, between):
        """The position after which a query goes on."""
        try:
            place = self._place(start)
        except DynamoDBError as error:
            if not self.index:
                error = invalid(
                    f"The provided starting key is invalid: {error.message}"
                )
            raise error from None
        if place[0] != pk and between.operator is None:
            raise invalid(
                "The provided starting key is outside query boundaries based on "
                "provided conditions"
            )
        if not between.holds(place[1]):
            raise invalid(
                "The provided starting key does not match the range key predicate"
            )
        if place[0] != pk:
            raise invalid(
                "The query can return at most one row and cannot be restarted"
            )
        return place

    def start_in_scan(self, start, low, high, segment, segments):
        """The position after which a scan goes on."""
        if self.index and start.keys() != set(self.names):
            raise invalid("The provided starting key is invalid")
        try:
            place = self._place(start)
        except DynamoDBError as error:
            raise invalid(
                f"The provided starting key is invalid: {error.message}"
            ) from None
        if not low <= hash_of(place[0]) < high:
            raise invalid(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. "
                "Please use ExclusiveStartKey with correct Segment. "
                f"TotalSegments: {segments} Segment: {segment}"
            )
        return place

    def _place(self, start):
        table_key = {n: start[n] for n in self.table.key.names if n in start}
        if not self.index and len(start) != len(table_key):
            table_key = start
        place = self.table.key.of_key(table_key)
        if self.index is None:
            return place
        self.index.key.of_key({n: start[n] for n in self.index.key.names})
        return self.index.place(start)

    def page(self, found, limit, consistent):
        """Read up to 1 MB or `limit` items, and charge for them."""
        items, used, size, last, place = [], {}, 0, None, None
        for pk, sk, data in found:
            if size >= PAGE or limit == len(items):
                last = place
                break
            items.append(unpacked(data))
            size += packed_size(data)
            used[pk] = used.get(pk, 0) + packed_size(data)
            place = items[-1]
        if items and (size >= PAGE or limit == len(items)):
            last = place
        last = last and {name: last[name] for name in self.names}
        units = read_units(size, consistent)
        consumed = Consumed(self.table.name)
        consumed.add(units, *(self.index.part_and_name if self.index else ()))
        self._charge(units, used, size)
        if self.fetches:
            items = [self._fetch(item, consistent, consumed) for item in items]
        return Page(items, last, consumed)

    def _charge(self, units, used, size):
        """Spread the units over the partitions that were read."""
        throughput = (self.index or self.table).throughput
        throughput.use("Read", units)
        for pk, part in used.items():
            self.store.partition(pk).use("Read", units * part / size)

    def _fetch(self, item, consistent, consumed):
        """The whole item, for what a local index does not hold."""
        place = self.table.key.place(item)
        partition = self.table.store.partition(place[0])
        data = self.table.read(partition, *place, consistent)
        units = read_units(packed_size(data), consistent)
        self.table.charge(consumed, "Read", units, partition)
        return unpacked(data)


@dataclass
class Between:
    """A condition on the sort key, as positions in a sorted collection."""

    operator: str
    values: tuple
    first: object = None

    def positions(self, keys):
        """From where to where the condition holds."""
        if self.operator is None:
            return 0, len(keys)
        low, high = order(self.values[0]), order(self.values[-1])
        left = lambda value: bisect_left(keys, value, key=self.first)  # noqa: E731
        right = lambda value: bisect_right(keys, value, key=self.first)  # noqa: E731
        if self.operator == "begins_with":
            first = self.first or (lambda each: each)
            start = lambda key: first(key)[: len(low)]  # noqa: E731
            return left(low), bisect_right(keys, low, key=start)
        return {
            "=": lambda: (left(low), right(low)),
            "<": lambda: (0, left(low)),
            "<=": lambda: (0, right(low)),
            ">": lambda: (right(low), len(keys)),
            ">=": lambda: (left(low), len(keys)),
            "BETWEEN": lambda: (left(low), right(high)),
        }[self.operator]()

    def holds(self, key):
        low, high = self.positions([key])
        return low < high


def key_conditions(tree):
    """{attribute: (operator, values)} of a key condition's tree."""
    found = {}
    _collect(tree, found)
    if not 1 <= len(found) <= 2:
        raise invalid("Conditions can be of length 1 or 2 only")
    return found


def _collect(node, found):
    if isinstance(node, grammar.Logic):
        if node.operator != "AND":
            raise _not_a_key_operator(node.operator)
        for each in node.conditions:
            _collect(each, found)
        return
    operator = node.name if isinstance(node, grammar.Call) else node.operator
    if operator in ("IN", "<>") or (
        isinstance(node, grammar.Call) and operator != "begins_with"
    ):
        raise _not_a_key_operator(operator)
    if any(isinstance(operand, grammar.Call) for operand in node.operands):
        raise invalid("KeyConditionExpressions cannot contain nested operations")
    paths = [operand.path for operand in node.operands if operand.path is not None]
    if operator in ("BETWEEN", "begins_with") and node.operands[0].path is None:
        raise invalid(
            f"Invalid condition in KeyConditionExpression: {operator} operator must "
            "have the key attribute as its first operand"
        )
    if len(paths) != 1:
        what = (
            "Multiple attribute names used in one condition"
            if paths
            else "No key attribute specified"
        )
        raise invalid(f"Invalid condition in KeyConditionExpression: {what}")
    if len(paths[0]) > 1:
        raise invalid(
            "KeyConditionExpressions cannot have conditions on nested attributes"
        )
    if paths[0][0] in found:
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    values = tuple(o.constant for o in node.operands if o.path is None)
    if operator in COMPARISONS and node.operands[0].path is None:
        operator = COMPARISONS[operator]
    found[paths[0][0]] = operator, values


def _not_a_key_operator(operator):
    return invalid(f"Invalid operator used in KeyConditionExpression: {operator}")


def _check_select(select, index_name, projection):
    """Refuse a Select that does not go with the other parameters."""
    if projection is not None and select not in (None, "SPECIFIC_ATTRIBUTES"):
        what = "only the Count" if select == "COUNT" else select
        raise invalid(
            f"Cannot specify the ProjectionExpression when choosing to get {what}"
        )
    if projection is None and select == "SPECIFIC_ATTRIBUTES":
        raise invalid(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to "
            "get SPECIFIC_ATTRIBUTES"
        )
    if index_name is None and select == "ALL_PROJECTED_ATTRIBUTES":
        raise invalid_parameter(
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
        )


def _segment(segment, segments):
    """The span of hashes that a scan reads."""
    if segments is None and segment is None:
        return 0, HASHES
    if segments is None or segment is None:
        missing, given = "TotalSegments", "Segment parameter"
        if segment is None:
            missing, given = "Segment", "parameter TotalSegments"
        raise invalid(
            f"The {missing} parameter is required but was not present in the request "
            f"when {given} is present"
        )
    if segment >= segments:
        raise invalid(
            "The Segment parameter is zero-based and must be less than parameter "
            f"TotalSegments: Segment: {segment} is not less than TotalSegments: "
            f"{segments}"
        )
    return HASHES * segment // segments, HASHES * (segment + 1) // segments

"""What a query or a scan reads: a table or one of its indexes, a page at a time."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from .capacity import Consumed, read_units
from .errors import DynamoDBError, invalid, invalid_parameter
from .indexes import Index
from .keyconditions import Span
from .partitions import hash_of
from .table import Table
from .values import SCALARS, packed_size, unpacked

PAGE = 2**20


@dataclass
class Page:
    """The items that one call has read, and what that cost."""

    items: list
    last: dict | None
    consumed: Consumed


@dataclass
class Source:
    """What a query or a scan reads: a table, or one of its indexes."""

    table: Table
    index: Index | None

    @classmethod
    def of(cls, table, index_name, consistent):
        if index_name is None:
            return cls(table, None)
        if index_name not in table.indexes:
            raise invalid(f"The table does not have the specified index: {index_name}")
        index = table.indexes[index_name]
        if index.status == "CREATING":
            raise invalid(
                "Cannot read from backfilling global secondary index: " + index_name
            )
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

    def check_projection(self, projection):
        """Refuse to answer what an index does not hold."""
        index = self.index
        if index is None or projection is None:
            return
        heads = {path[0] for path in projection.paths}
        missing = ", ".join(sorted(head for head in heads if not index.holds(head)))
        if missing and index.is_global:
            raise invalid_parameter(
                f"Global secondary index {index.name} does not project [{missing}]"
            )
        if missing:
            raise invalid(
                f"AWS fetches {missing} from the table, for {index.name} does not "
                "project it, and this small AWS does not: query the table."
            )

    def span(self, conditions):
        """The Span of the conditions on the keys. Refuses those that make none."""
        key = self.key
        if not key.sort and len(conditions) > 1:
            raise invalid("Query key condition not supported")
        for name in key.names:
            if name in conditions:
                _check_condition(key, name, *conditions[name])
            elif name == key.partition or len(conditions) > 1:
                raise invalid(f"Query condition missed key schema element: {name}")
        first = (lambda each: each[0]) if self.index else None
        pk = conditions[key.partition][1][0]
        operator, values = conditions.get(key.sort, (None, ()))
        return Span(pk, operator, values, first)

    def start_in_query(self, start, span):
        """The place after which a query goes on."""
        if start.keys() != set(self.names):
            raise invalid("The provided starting key is invalid")
        try:
            place = self._place(start)
        except DynamoDBError as error:
            if not self.index:
                error = invalid(
                    f"The provided starting key is invalid: {error.message}"
                )
            raise error from None
        if place[0] != span.pk and span.operator is None:
            raise invalid(
                "The provided starting key is outside query boundaries based on "
                "provided conditions"
            )
        if not span.holds(place[1]):
            raise invalid(
                "The provided starting key does not match the range key predicate"
            )
        if place[0] != span.pk:
            raise invalid(
                "The query can return at most one row and cannot be restarted"
            )
        return place

    def start_in_scan(self, start):
        """The place after which a scan goes on."""
        if self.index and start.keys() != set(self.names):
            raise invalid("The provided starting key is invalid")
        try:
            return self._place(start)
        except DynamoDBError as error:
            raise invalid(
                f"The provided starting key is invalid: {error.message}"
            ) from None

    def _place(self, start):
        table_key = {n: start[n] for n in self.table.key.names if n in start}
        if not self.index and len(start) != len(table_key):
            table_key = start
        place = self.table.key.of_key(table_key)
        if self.index is None:
            return place
        self.index.key.of_key({n: start[n] for n in self.index.key.names})
        return self.index.place(start)

    def slice(self, span, after, forward, consistent):
        """(pk, sk, packed item) of a span, in order, after a place."""
        self.table.admit("Read", self.store.partition(span.pk), self.index)
        late = self.table.reads_late(self.store, consistent)
        collection = self.store.collection(span.pk, late)
        keys, items = collection.keys, collection.items
        low, high = span.positions(keys)
        if after and forward:
            low = max(low, bisect_right(keys, after[1]))
        elif after:
            high = min(high, bisect_left(keys, after[1]))
        positions = range(low, high) if forward else range(high - 1, low - 1, -1)
        return ((span.pk, keys[at], items[at]) for at in positions)

    def walk(self, after, consistent):
        """(pk, sk, packed item) in the order of the hashes, after a place."""
        start = hash_of(after[0]) if after else 0
        self.table.admit("Read", self.store.partition_at(start), self.index)
        late = self.table.reads_late(self.store, consistent)
        return self.store.walk(after, late)

    def page(self, found, limit, consistent):
        """Read up to 1 MB or `limit` items, and charge for them."""
        items, used, size, is_full = [], {}, 0, False
        for pk, _, data in found:
            items.append(unpacked(data))
            used[pk] = used.get(pk, 0) + packed_size(data)
            size += packed_size(data)
            if is_full := size >= PAGE or len(items) == limit:
                break
        last = {name: items[-1][name] for name in self.names} if is_full else None
        units = read_units(size, consistent)
        consumed = Consumed(self.table.name)
        consumed.add(units, *(self.index.part_and_name if self.index else ()))
        self._charge(units, used, size)
        return Page(items, last, consumed)

    def _charge(self, units, used, size):
        """Spread the units over the partitions that were read."""
        throughput = (self.index or self.table).throughput
        throughput.use("Read", units)
        for pk, part in used.items():
            self.store.partition(pk).use("Read", units * part / size)


def _check_condition(key, name, operator, values):
    """Refuse a condition on a key that cannot be looked up."""
    wanted = SCALARS[key.types[name]]
    if any(value.__class__ is not wanted for value in values):
        raise invalid_parameter("Condition parameter type does not match schema type")
    if name == key.partition and operator != "=":
        raise invalid("Query key condition not supported")
    if operator != "begins_with" and ("" in values or b"" in values):
        kind = "string" if key.types[name] == "S" else "binary"
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key "
            f"attribute cannot contain an empty {kind} value. Key: {name}"
        )

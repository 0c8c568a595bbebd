"""Query against Scan: what each reads, returns and costs, on tables of several sizes.

The explorer copies a table into an account of its own and lets the copy grow: ten
times the items, a hundred times, always with new keys. So a query finds the same items
in each. All figures are what DynamoDB answers: Count, ScannedCount, ConsumedCapacity.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product

from ..aws import Account, Session
from .kit.panel import Choice, Explorer, Picture, Toggle
from .kit.svg import box, group, label, patterned, picture

MOST_ITEMS, MOST_BYTES, MOST_KEYS = 10_000, 4_000_000, 4
WIDTH, LEFT, ROW, BAND = 848, 16, 150, 34
COLUMNS = ("items read", "items returned", "read units", "pages")


def query_or_scan(table):
    """One partition key, found by Query and by Scan: `query_or_scan(table)`.

    `table` is a boto3 Table with some items; it is read once and not changed.
    """
    items = _all_items(table)
    if not items:
        raise ValueError(f"{table.name} is empty. Put some items into it first.")
    return QueryOrScan(table, items)


@dataclass(frozen=True)
class Cost:
    """What one Query or Scan took, over all its pages."""

    read: int
    returned: int
    units: float
    pages: int

    def figures(self):
        return [
            f"{self.read:,}",
            f"{self.returned:,}",
            f"{self.units:,g}",
            f"{self.pages:,}",
        ]

    def words(self):
        read, returned, units, pages = self.figures()
        return (
            f"read {read} {_plural('item', self.read)}, returned {returned}, "
            f"cost {units} read {_plural('unit', self.units)}, "
            f"{pages} {_plural('page', self.pages)}"
        )


class QueryOrScan(Explorer):
    """Two calls that look for one key, side by side."""

    heading = "Query or Scan?"

    def __init__(self, table, items):
        self.schema = {
            "KeySchema": table.key_schema,
            "AttributeDefinitions": _keys_only(table),
        }
        self.partition = table.key_schema[0]["AttributeName"]
        self._items = items
        self._keys = _some_keys(Counter(item[self.partition] for item in items))
        self.key, self.filtered = next(iter(self._keys)), True
        size = max(len(items) / MOST_ITEMS, _bytes(table) / MOST_BYTES)
        self._factors = [n for n in (1, 10, 100, 1000) if n == 1 or n * size <= 1]
        self.factor, self._costs = self._factors[0], {}
        self._dynamodb = Session(account=Account()).resource("dynamodb")
        self._client = self._dynamodb.meta.client
        for factor in self._factors:
            self._grow(factor)

    def controls(self):
        keys = {key: key for key in self._keys}
        sizes = {str(n): f"{n * len(self._items):,}" for n in self._factors}
        return [
            [Choice("key", f"Look for {self.partition}", self.key, keys)],
            [Choice("items", "Items in the table", str(self.factor), sizes)],
            [Toggle("filter", "The Scan filters for the key", self.filtered)],
        ]

    def change(self, name, value):
        if name == "key":
            self.key = value
        elif name == "items":
            self.factor = int(value)
        else:
            self.filtered = value
        return self._verdict()

    # --- asking DynamoDB -------------------------------------------------------

    def _grow(self, factor):
        """A table with so many copies of each item, each under a key of its own."""
        name = f"copies-{factor}"
        table = self._dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", **self.schema
        )
        table.wait_until_exists()
        with table.batch_writer() as batch:
            for copy, item in product(range(factor), self._items):
                batch.put_item(Item=self._copied(item, copy))

    def _copied(self, item, copy):
        """The item, under a new partition key unless it is the first copy."""
        if copy == 0:
            return item
        return item | {self.partition: _another(item[self.partition], copy)}

    def costs(self):
        """The Cost of the Query and of the Scan as the controls stand."""
        asked = self.factor, self.key, self.filtered
        if asked not in self._costs:
            self._client.clock.advance(seconds=1)  # with capacity unused
            query, scan = self._cost("query", True), self._cost("scan", self.filtered)
            self._costs[asked] = query, scan
        return self._costs[asked]

    def _cost(self, operation, conditioned):
        arguments = {
            "TableName": f"copies-{self.factor}",
            "ReturnConsumedCapacity": "TOTAL",
            "Select": "COUNT",
        }
        if conditioned:
            kind = "KeyCondition" if operation == "query" else "Filter"
            arguments |= {
                f"{kind}Expression": "#key = :key",
                "ExpressionAttributeNames": {"#key": self.partition},
                "ExpressionAttributeValues": {":key": self._keys[self.key]},
            }
        pages = list(_pages(getattr(self._client, operation), arguments))
        return Cost(
            sum(page["ScannedCount"] for page in pages),
            sum(page["Count"] for page in pages),
            sum(page["ConsumedCapacity"]["CapacityUnits"] for page in pages),
            len(pages),
        )

    def _place(self):
        """Where in the table the key's items lie, from 0 to 1."""
        item = next(i for i in self._items if i[self.partition] == self._keys[self.key])
        names = [element["AttributeName"] for element in self.schema["KeySchema"]]
        key = {name: item[name] for name in names}
        return self._client.locate(f"copies-{self.factor}", key)["hash"]

    # --- in words --------------------------------------------------------------

    def _code(self):
        key = self._keys[self.key]
        wanted = f"({self.partition!r}).eq({_shown(key)!r})".replace("'", '"')
        condition = f"FilterExpression=Attr{wanted}" if self.filtered else ""
        return (
            f"table.query(KeyConditionExpression=Key{wanted})",
            f"table.scan({condition})",
        )

    def _verdict(self):
        query, scan = self.costs()
        more = scan.units / query.units
        times = f"{more:,g} times" if more > 1 else "exactly"
        filtered = (
            " The filter saves nothing: it comes after the reading."
            if self.filtered and scan.read > scan.returned
            else ""
        )
        return f"The Scan costs {times} what the Query costs.{filtered}"

    def _text(self):
        (query, scan), (query_code, scan_code) = self.costs(), self._code()
        count = self.factor * len(self._items)
        return [
            f"The table has {count:,} {_plural('item', count)}.",
            f"{query_code} {query.words()}.",
            f"{scan_code} {scan.words()}.",
            self._verdict(),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, rows = self._text(), []
        for number, (name, cost, code) in enumerate(
            zip(("Query", "Scan"), self.costs(), self._code())
        ):
            rows.append(self._row(4 + number * ROW, name, cost, code))
        height = 2 * ROW + 34
        rows.append(_legend(2 * ROW + 12))
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *rows), text
        )

    def _row(self, y, name, cost, code):
        """One call: its code, the part of the table that it reads, and the figures."""
        full = WIDTH - 2 * LEFT
        total = self.factor * len(self._items)
        read = max(full * cost.read / total, 4)
        kept = max(full * cost.returned / total, 4 if cost.returned else 0)
        start = LEFT + min(self._place() * full, full - kept)
        left = start if read < full else LEFT
        place = y + 28
        whole_is_kept = cost.returned == total
        return group(
            label(LEFT, y + 16, name, "cafe-ex-name"),
            label(LEFT + 52, y + 16, code, "cafe-ex-code"),
            box(LEFT, place, full, BAND, "cafe-ex-slot", 4),
            patterned(left, place, min(read, full), BAND, "lines", 4),
            box(
                LEFT if whole_is_kept else start,
                place,
                kept,
                BAND,
                "cafe-ex-slot cafe-ex-full",
                4 if whole_is_kept else 1,
            ),
            *(
                group(
                    label(LEFT + n * 170, place + 62, figure, "cafe-ex-figure"),
                    label(LEFT + n * 170, place + 80, words, "cafe-ex-note"),
                )
                for n, (figure, words) in enumerate(zip(cost.figures(), COLUMNS))
            ),
        )


def _all_items(table):
    return [item for page in _pages(table.scan, {}) for item in page["Items"]]


def _bytes(table):
    described = table.meta.client.describe_table(TableName=table.name)
    return described["Table"]["TableSizeBytes"]


def _pages(call, arguments):
    """The answers to a call, page after page."""
    while True:
        page = call(**arguments)
        yield page
        if "LastEvaluatedKey" not in page:
            return
        arguments = arguments | {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _keys_only(table):
    """The definitions of the table's own keys, without those of its indexes."""
    names = {element["AttributeName"] for element in table.key_schema}
    return [d for d in table.attribute_definitions if d["AttributeName"] in names]


def _some_keys(counts):
    """A few partition keys, {words: key}, from the one with most items to the least."""
    keys = sorted(counts, key=lambda key: (-counts[key], str(key)))
    few = min(MOST_KEYS, len(keys))
    chosen = [keys[n * (len(keys) - 1) // max(few - 1, 1)] for n in range(few)]
    return {str(_shown(key)): key for key in chosen}


def _shown(key):
    """A key as one would write it: DynamoDB's numbers are Decimals."""
    return int(key) if hasattr(key, "as_tuple") and key == int(key) else key


def _another(key, copy):
    """A key of the same type for a copy of an item."""
    if isinstance(key, str):
        return f"{key}/{copy}"
    if hasattr(key, "as_tuple"):
        return key + copy * 10**9
    return bytes(key) + copy.to_bytes(4)


def _plural(word, number):
    return word if number == 1 else f"{word}s"


def _legend(y):
    """What the bands show."""
    return group(
        box(LEFT, y, 26, 14, "cafe-ex-slot", 3),
        label(LEFT + 34, y + 12, "in the table", "cafe-ex-note"),
        box(LEFT + 120, y, 26, 14, "cafe-ex-slot", 3),
        patterned(LEFT + 120, y, 26, 14, "lines", 3),
        label(LEFT + 154, y + 12, "read, and paid for", "cafe-ex-note"),
        box(LEFT + 280, y, 26, 14, "cafe-ex-slot cafe-ex-full", 3),
        label(LEFT + 314, y + 12, "returned", "cafe-ex-note"),
    )

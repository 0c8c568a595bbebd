"""The index explorer: what a query examines, with each index and with none.

The explorer copies the documents into a store of its own and lets the copy grow: ten
times the documents, a hundred times. All figures are what the engine's `explain` says
there; whether an index is used is its choice.
"""

from dataclasses import dataclass

from ..aws.engines.documents.store import Store
from .kit.charts import figures_table
from .kit.panel import Choice, Explorer, Picture
from .kit.svg import box, group, label, patterned, picture

QUERIES = {
    "sku": {"sku": "BN-103"},
    "kind and price": {"kind": "beans", "price": {"$lt": 1200}},
    "tag": {"tags": "espresso"},
    "country": {"origin.country": "Colombia"},
}
INDEXES = {
    "none": None,
    "sku": [("sku", 1)],
    "kind": [("kind", 1)],
    "kind, price": [("kind", 1), ("price", 1)],
    "price, kind": [("price", 1), ("kind", 1)],
    "tags": [("tags", 1)],
    "origin.country": [("origin.country", 1)],
}
MOST = 4_000  # documents in the largest copy
WIDTH, LEFT, BAR, BAND, ROW = 848, 16, 640, 30, 46


def index_explorer(collection, queries=None, indexes=None):
    """What a query examines: `index_explorer(client.shop.products)`.

    `collection` is a pymongo collection with some documents; it is read once and not
    changed. `queries` are {words: filter}, `indexes` {words: [(field, 1 or -1)], or
    None for no index}; without them they are those of the web shop's catalogue.
    """
    documents = list(collection.find())
    if not documents:
        raise ValueError(f"{collection.name} is empty. Put documents into it first.")
    return IndexExplorer(
        collection.name, documents, queries or QUERIES, indexes or INDEXES
    )


@dataclass(frozen=True)
class Examined:
    """What explain said of one query: `index` is the one it used, or None."""

    index: dict | None
    keys: int
    documents: int
    returned: int

    def figures(self):
        stage = "IXSCAN" if self.index else "COLLSCAN"
        return [stage, *(f"{n:,}" for n in (self.keys, self.documents, self.returned))]


class IndexExplorer(Explorer):
    """A query, an index, and three bars."""

    heading = "What does an index save?"

    def __init__(self, name, documents, queries, indexes):
        self.name, self._documents = name, documents
        self.queries, self.indexes = queries, indexes
        self.query, self.index = next(iter(queries)), next(iter(indexes))
        count = len(documents)
        self._factors = [n for n in (1, 10, 100) if n == 1 or n * count <= MOST]
        self.factor, self._copies, self._told = 1, {}, {}

    def controls(self):
        queries = {words: str(query) for words, query in self.queries.items()}
        indexes = {words: words for words in self.indexes}
        sizes = {str(n): f"{n * len(self._documents):,}" for n in self._factors}
        return [
            [Choice("query", "Find", self.query, queries)],
            [Choice("index", "Index on", self.index, indexes)],
            [Choice("documents", "Documents", str(self.factor), sizes)],
        ]

    def change(self, name, value):
        if name == "query":
            self.query = value
        elif name == "index":
            self.index = value
        else:
            self.factor = int(value)
        return self._verdict()

    # --- asking the engine -------------------------------------------------------

    def examined(self, index):
        """What the chosen query examines with an index of that name."""
        asked = self.factor, self.query, index
        if asked not in self._told:
            self._ask(index)
        return self._told[asked]

    def _ask(self, index):
        """Build an index, ask all queries, and drop it again."""
        copy, fields = self._copy(), self.indexes[index]
        built = copy.create_index(fields) if fields else None
        for words, query in self.queries.items():
            self._told[self.factor, words, index] = _told(copy.explain(query))
        if built:
            copy.drop_index(built)

    def _copy(self):
        """A collection with so many copies of each document."""
        if self.factor not in self._copies:
            copy = Store(name="copies").collection("copies", self.name)
            names = _distinguishing(self._documents)
            for number in range(self.factor):
                for document in self._documents:
                    copy.insert(_copied(document, number, names))
            self._copies[self.factor] = copy
        return self._copies[self.factor]

    # --- in words ----------------------------------------------------------------

    def _verdict(self):
        found, total = self.examined(self.index), self.factor * len(self._documents)
        read = f"{found.documents:,} of {total:,} documents"
        if found.index is None:
            why = (
                "There is no index"
                if self.indexes[self.index] is None
                else ("This index is of no use to the query")
            )
            return f"{why}: it reads {read} to find {found.returned:,}."
        multikey = (
            " The index is multikey: each element of an array has a key of its own."
            if found.index["isMultiKey"]
            else ""
        )
        return (
            f"The index {found.index['indexName']} names the documents: it reads "
            f"{found.keys:,} {'key' if found.keys == 1 else 'keys'} and {read} to find "
            f"{found.returned:,}.{multikey}"
        )

    def _text(self):
        lines = [f"find({self.queries[self.query]})", self._verdict()]
        for name in self.indexes:
            stage, keys, documents, returned = self.examined(name).figures()
            kept = "Without an index"
            if self.indexes[name]:
                kept = f"With an index on {name}"
            lines.append(
                f"{kept}: {stage}, keys examined {keys}, documents examined "
                f"{documents}, returned {returned}."
            )
        return lines

    # --- in a picture --------------------------------------------------------------

    def picture(self):
        text, found = self._text(), self.examined(self.index)
        total = self.factor * len(self._documents)
        bars = (
            ("keys examined", found.keys, "lines"),
            ("documents examined", found.documents, "lines"),
            ("documents returned", found.returned, None),
        )
        top = 34 + len(bars) * (ROW + 14)
        rows = {name: self.examined(name).figures() for name in self.indexes}
        drawing = [
            label(LEFT, 20, f"find({self.queries[self.query]})", "cafe-ex-code"),
            *(_bar(34 + n * (ROW + 14), *bar, total) for n, bar in enumerate(bars)),
            figures_table(
                LEFT + 10,
                top + 4,
                WIDTH - 2 * LEFT,
                [("stage", 330), ("keys", 480), ("documents", 640), ("returned", 790)],
                rows,
                self.index,
            ),
        ]
        height = top + 4 + (len(rows) + 1) * 30 + 8
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )


def _bar(y, words, count, pattern, total):
    """A number as a part of all documents."""
    width = BAR * min(count / total, 1)
    filled = box(LEFT, y + 18, width, BAND, "cafe-ex-slot cafe-ex-full", 4)
    if pattern:
        filled = patterned(LEFT, y + 18, width, BAND, pattern, 4)
    return group(
        label(LEFT, y + 12, words, "cafe-ex-note"),
        box(LEFT, y + 18, BAR, BAND, "cafe-ex-slot", 4),
        filled if count else None,
        label(LEFT + BAR + 16, y + 40, f"{count:,}", "cafe-ex-figure"),
        label(LEFT + BAR + 96, y + 39, f"of {total:,}", "cafe-ex-note"),
    )


def _told(explained):
    """The Examined of an answer of explain."""
    stats = explained["executionStats"]
    stage = stats["executionStages"]
    return Examined(
        stage.get("inputStage"),
        stats["totalKeysExamined"],
        stats["totalDocsExamined"],
        stats["nReturned"],
    )


def _distinguishing(documents):
    """The fields whose text differs in every document: a copy's has to differ, too."""
    names = set.intersection(*(set(document) for document in documents)) - {"_id"}
    return [
        name
        for name in sorted(names)
        if all(isinstance(document[name], str) for document in documents)
        and len({document[name] for document in documents}) == len(documents)
    ]


def _copied(document, number, names):
    """The document, and as a later copy one of its own: other _id, other names."""
    if number == 0:
        return document
    fields = {k: v for k, v in document.items() if k != "_id"}
    return fields | {name: f"{document[name]}/{number}" for name in names}

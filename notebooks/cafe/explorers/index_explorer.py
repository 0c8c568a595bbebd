"""The index explorer: what a query examines, with each index and with none.

The explorer copies the documents into a store of its own and lets the copy grow: ten
times the documents, a hundred times. All figures are what the engine's `explain` says
there; whether an index is used is its choice.
"""

import json
import math
from dataclasses import dataclass

from ..aws.engines.documents.store import Store
from .kit.charts import figures_list, figures_table
from .kit.panel import Choice, Explorer
from .kit.svg import NARROW, group, label, lines, path, width_of
from .kit.words import counted

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
WIDTH, LEFT = 848, 16
FIELD, TALL = 34, 152  # where the documents begin, and how high they lie
TABLE = FIELD + TALL + 36
COLUMNS = [
    ("stage", 330),
    ("keys examined", 480),
    ("documents examined", 660),
    ("returned", 796),
]
NARROW_COLUMNS_FOR = ((50, 8), (500, 24), (MOST, 75))
COLUMNS_FOR = ((50, 12), (500, 45), (MOST, 150))  # up to so many documents
IN_VAIN = "cafe-ex-drops-miss"
DOTS = {  # {words: (class, the part of a cell that is filled)}
    "examined, and returned": ("cafe-ex-drops-wait", 0.84),
    "examined in vain": (IN_VAIN, 0.84),
    "not looked at": ("", 0.3),
}


def index_explorer(collection):
    """What a query examines: `index_explorer(client.shop.products)`.

    `collection` is a pymongo collection with some documents; it is read once and not
    changed.
    """
    documents = list(collection.find())
    if not documents:
        raise ValueError(f"{collection.name} is empty. Put documents into it first.")
    return IndexExplorer(collection.name, documents)


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
    """A query, an index, and what of the documents is read."""

    heading = "What does an index save?"
    foreseen = ("documents",)
    query, index = "sku", "none"

    def __init__(self, name, documents):
        self.name, self._documents = name, documents
        count = len(documents)
        self._factors = [n for n in (1, 10, 100) if n == 1 or n * count <= MOST]
        self.factor, self._copies, self._told = 1, {}, {}

    def controls(self):
        queries = {words: _written(query) for words, query in QUERIES.items()}
        indexes = {words: words for words in INDEXES}
        sizes = {str(n): f"{n * len(self._documents):,}" for n in self._factors}
        return [
            [Choice("query", "Find", self.query, queries)],
            [
                Choice("documents", "Documents", str(self.factor), sizes),
                Choice("index", "Index on", self.index, indexes, within=True),
            ],
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
        copy, fields = self._copy(), INDEXES[index]
        built = copy.create_index(fields) if fields else None
        for words, query in QUERIES.items():
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
                if INDEXES[self.index] is None
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
            f"{counted(found.keys, 'key')} and {read} to find {found.returned:,}."
            f"{multikey}"
        )

    def _text(self):
        lines = [self._verdict(), f"find({_written(QUERIES[self.query])})"]
        for name in INDEXES:
            stage, keys, documents, returned = self.examined(name).figures()
            kept = "Without an index"
            if INDEXES[name]:
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
        rows = {name: (name, self.examined(name).figures()) for name in INDEXES}
        asked = f"find({_written(QUERIES[self.query])})"
        if self.narrow:
            words, top = lines(0, 14, [asked], NARROW - 36, 17, "cafe-ex-code", 12)
            dots = _documents(found, total, 0, NARROW, top, NARROW_COLUMNS_FOR)
            legend = [
                group(*_meaning(0, top + TALL + 18 + 20 * number, *each))
                for number, each in enumerate(DOTS.items())
            ]
            table = top + TALL + 74
            rows_below, end = figures_list(table, COLUMNS, rows, self.index, "index")
            drawing = [words, *dots, *legend, rows_below]
            return self.framed(NARROW, end, text, *drawing)
        drawing = [
            label(LEFT, 18, asked, "cafe-ex-code"),
            *_documents(found, total),
            _legend(FIELD + TALL + 24),
            figures_table(
                LEFT + 10, TABLE, WIDTH - 2 * LEFT, COLUMNS, rows, self.index, "index"
            ),
        ]
        height = TABLE + (len(rows) + 1) * 30 + 8
        return self.framed(WIDTH, height, text, *drawing)


def _documents(
    found, total, left=LEFT, length=WIDTH - 2 * LEFT, top=FIELD, columns_for=COLUMNS_FOR
):
    """A dot for each document: first those that are returned, then those that were
    examined in vain, then those at which nobody looked."""
    columns = next(columns for most, columns in columns_for if total <= most)
    wide, high = length / columns, TALL / math.ceil(total / columns)
    ends = (0, found.returned, found.documents, total)
    for (look, share), first, last in zip(DOTS.values(), ends, ends[1:]):
        dots, size = "M0 0", min(wide, high) * share
        for row, column in (divmod(number, columns) for number in range(first, last)):
            x, y = left + wide * (column + 0.5), top + high * (row + 0.5)
            dots += f"M{x:.4g} {y:.4g}h0"
        yield from _drawn(dots, look, size)


def _drawn(dots, look, size):
    """Dots, each a stroke without length; of what was in vain they are rings."""
    yield path(dots, f"cafe-ex-drops {look}", style=_width(size))
    if look == IN_VAIN:
        look = "cafe-ex-drops cafe-ex-drops-old"
        yield path(dots, look, style=_width(size / 2))


def _width(size):
    return f"stroke-width: {size:.1f}px"


def _legend(y):
    parts, x = [], LEFT
    for words, dot in DOTS.items():
        parts += _meaning(x, y, words, dot)
        x += 40 + width_of(words, 13)
    return group(*parts)


def _meaning(x, y, words, dot):
    """A kind of dot, and what it means."""
    look, share = dot
    yield from _drawn(f"M{x + 7} {y - 4}h0", look, 14 * share)
    yield label(x + 20, y, words, "cafe-ex-note")


def _written(query):
    """A filter as the lesson's cells write it."""
    return json.dumps(query, ensure_ascii=False, default=str)


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

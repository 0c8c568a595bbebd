"""Document or columns: one catalogue of unlike products, kept in three ways.

In columns every product has every column, most of them empty. As entity, attribute and
value (EAV) each attribute is a row, and a page joins the table with itself, once for
each attribute after the first. As documents each product holds what it has. All figures
are counted on the catalogue.
"""

from dataclasses import dataclass

from .. import shop
from ..aws.engines.documents.bson import encode
from .kit.panel import Choice, Explorer, Picture, Toggle
from .kit.svg import box, group, label, paragraph, picture, tag

#: What a product may get that no other has: {attribute: (sku, value)}
ADDITIONS = {
    "roasted_on": ("BN-101", "2026-10-28"),
    "milk_system": ("EM-201", {"kind": "automatic", "cleaning": "daily"}),
    "handle": ("MG-301", "left"),
    "languages": ("CO-501", ["English", "Dutch"]),
}
WIDTH, LEFT, MATRIX, TOP, TALL = 848, 16, 400, 30, 236
RIGHT = LEFT + MATRIX + 32


def document_or_columns():
    """The web shop's catalogue in columns, as rows of attributes, and as documents."""
    return DocumentOrColumns(shop.catalogue())


@dataclass(frozen=True)
class Costs:
    """What the catalogue takes in each of the three ways."""

    products: int
    columns: list
    filled: int
    rows: int
    attributes: int  # of the chosen page
    size: int
    largest: int

    @property
    def cells(self):
        return len(self.columns) * self.products

    @property
    def empty(self):
        return self.cells - self.filled

    @property
    def joins(self):
        """How often a table of attributes is joined with itself for the page."""
        return self.attributes - 1


class DocumentOrColumns(Explorer):
    """A catalogue that gets new attributes, one product at a time."""

    heading = "The same catalogue: columns, rows of attributes, documents"

    def __init__(self, products):
        self._products = {product["sku"]: product for product in products}
        self.page, self.added = next(iter(self._products)), []

    def controls(self):
        toggles = [
            Toggle(name, f"{name} for {sku}", name in self.added)
            for name, (sku, _) in ADDITIONS.items()
        ]
        pages = {sku: self._products[sku]["name"] for sku, _ in ADDITIONS.values()}
        return [toggles, [Choice("page", "Show the page of", self.page, pages)]]

    def change(self, name, value):
        if name == "page":
            self.page = value
            return self._page_words()
        before = self.costs()
        if value:
            self.added.append(name)
        else:
            self.added.remove(name)
        return self._change_words(name, value, before, self.costs())

    # --- counting ------------------------------------------------------------------

    def products(self):
        """The products as they are now, each a dict."""
        found = {sku: dict(product) for sku, product in self._products.items()}
        for name in self.added:
            sku, value = ADDITIONS[name]
            found[sku][name] = value
        return found

    def costs(self):
        products = self.products()
        flat = {sku: flattened(product) for sku, product in products.items()}
        sizes = [len(encode(product)) for product in products.values()]
        rows = {sku: eav_rows(product) for sku, product in products.items()}
        return Costs(
            columns=list({name: None for each in flat.values() for name in each}),
            filled=sum(map(len, flat.values())),
            rows=sum(map(len, rows.values())),
            attributes=len({attribute for attribute, _ in rows[self.page]}),
            size=sum(sizes),
            largest=max(sizes),
            products=len(products),
        )

    # --- in words --------------------------------------------------------------------

    def _change_words(self, name, is_new, before, after):
        sku, _ = ADDITIONS[name]
        if not is_new:
            return f"{name} is gone: {after.empty:,} empty cells are left."
        columns = len(after.columns) - len(before.columns)
        rows = after.rows - before.rows
        return (
            f"{name} for {sku}. Columns: ALTER TABLE adds "
            f"{_number(columns, 'column')}, {after.empty - before.empty} new cells are "
            f"empty. EAV: {_number(rows, 'row')} more. Documents: 1 of "
            f"{after.products} is touched, and {after.size - before.size} bytes longer."
        )

    def _page_words(self):
        product, costs = self.products()[self.page], self.costs()
        return (
            f"The page of {product['name']}: from columns 1 row of "
            f"{len(costs.columns)} cells; from EAV {len(eav_rows(product))} rows of "
            f"{costs.attributes} attributes, in one SELECT the table joined with "
            f"itself {costs.joins} times; from documents 1 document of "
            f"{len(encode(product)):,} bytes."
        )

    def _text(self):
        costs = self.costs()
        share = round(100 * costs.empty / costs.cells)
        return [
            f"{costs.products} products. Added: {', '.join(self.added) or 'nothing'}.",
            f"In columns: {len(costs.columns)} columns, {costs.cells:,} cells, "
            f"{costs.empty:,} of them empty ({share} %). Lists do not fit: they are "
            "kept as text.",
            f"As entity, attribute, value: {costs.rows:,} rows, every value as text.",
            f"As documents: {costs.products} documents, {costs.size:,} bytes, the "
            f"largest {costs.largest:,}.",
            self._page_words(),
        ]

    # --- in a picture ----------------------------------------------------------------

    def picture(self):
        text, costs = self._text(), self.costs()
        product = self.products()[self.page]
        share = round(100 * costs.empty / costs.cells)
        facts = (
            (
                "Columns",
                f"{costs.empty:,} of {costs.cells:,} cells empty ({share} %)",
                f"{len(costs.columns)} columns. Each new attribute: ALTER TABLE.",
            ),
            (
                "Entity, attribute, value",
                f"{costs.rows:,} rows",
                f"This page: {costs.joins} joins, a row for each value.",
            ),
            (
                "Documents",
                f"{costs.products} documents, {costs.size:,} bytes",
                f"This page: 1 document of {len(encode(product)):,} bytes.",
            ),
        )
        drawing = [
            label(
                LEFT,
                18,
                "A row for each product, a column for each attribute",
                "cafe-ex-note",
            ),
            self._matrix(costs.columns),
            *(_fact(TOP + n * 84, *fact) for n, fact in enumerate(facts)),
            label(LEFT, TOP + TALL + 22, "▪ filled", "cafe-ex-note"),
            label(LEFT + 80, TOP + TALL + 22, "▫ empty (NULL)", "cafe-ex-note"),
            label(LEFT + 210, TOP + TALL + 22, "▸ this page", "cafe-ex-note"),
        ]
        height = TOP + TALL + 36
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )

    def _matrix(self, columns):
        """All cells; the filled ones as one path."""
        products = self.products()
        across, down = MATRIX / len(columns), TALL / len(products)
        filled, chosen = [], 0
        for row, (sku, product) in enumerate(products.items()):
            has = flattened(product)
            chosen = row if sku == self.page else chosen
            for column, name in enumerate(columns):
                if name in has:
                    x, y = LEFT + column * across, TOP + row * down
                    filled.append(
                        f"M{x + 0.6:.1f} {y + 0.6:.1f}h{across - 1.2:.1f}"
                        f"v{down - 1.2:.1f}h{1.2 - across:.1f}z"
                    )
        return group(
            box(LEFT, TOP, MATRIX, TALL, "cafe-ex-slot", 2),
            tag("path", d="".join(filled), class_="cafe-ex-key"),
            tag(
                "rect",
                x=LEFT - 2,
                y=TOP + chosen * down - 1.5,
                width=MATRIX + 4,
                height=down + 3,
                class_="cafe-ex-needed",
            ),
            label(LEFT - 14, TOP + chosen * down + 8, "▸", "cafe-ex-text"),
        )


def _fact(y, name, figure, words):
    return group(
        box(RIGHT, y, WIDTH - RIGHT - LEFT, 74, "cafe-ex-card", 8),
        label(RIGHT + 14, y + 22, name, "cafe-ex-note"),
        label(RIGHT + 14, y + 44, figure, "cafe-ex-name"),
        paragraph(RIGHT + 14, y + 63, words, WIDTH - RIGHT - LEFT - 28),
    )


def flattened(product, prefix=""):
    """{column: value} of a product: documents in it by dotted names, lists as text."""
    found = {}
    for name, value in product.items():
        if isinstance(value, dict):
            found |= flattened(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = str(value) if isinstance(value, list) else value
    return found


def eav_rows(product, prefix=""):
    """The (attribute, value) rows of a product; one for each element of a list.

    Its sku is in each row, and so is no attribute of its own.
    """
    rows = []
    for name, value in product.items():
        if name == "sku":
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                rows += eav_rows(each, f"{prefix}{name}.")
            else:
                rows.append((prefix + name, each))
    return rows


def _number(count, word):
    return f"{count} {word}" + "s" * (count != 1)

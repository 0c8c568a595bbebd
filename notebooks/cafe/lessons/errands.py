"""An errand for each service of the capstone, and a table of what came back, and when.

asked = Errands(web)           # web: what capstone.open_shop gives
asked.attempt("till")          # what one errand brings, in words
asked.look("before")           # all six, as one more column of the table
"""

import re
from html import escape

from ..markup import verbatim

INK = "var(--jp-content-font-color1, #1f2328)"
QUIET = "color: var(--jp-content-font-color2, #545a61); font-weight: normal"
#: {what came back begins with: (the colour of its ground, how much of it)}
GROUNDS = {
    "✓": ("var(--jp-success-color1, #388e3c)", 14),
    "◐": ("var(--jp-warn-color1, #f57c00)", 16),
    "✕": ("var(--jp-error-color1, #d32f2f)", 14),
}
PAPER = "var(--jp-layout-color0, #fff)"
ROW = '<tr style="background: none">'  # JupyterLab's own have stripes
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # where a long name may be broken


class Errands:
    """Six small errands in the web shop, run as a program would: it really tries."""

    def __init__(self, web):
        self._web = web
        self._columns = {}  # {when: {name: what came back}}
        #: {service: (what is counted, how)}
        self._errands = {
            "till": ("payments", self._count_payments),
            "baskets": ("items", lambda: web.baskets.scan(Select="COUNT")["Count"]),
            "pages": ("keys", lambda: web.pages.exists("page:BN-102")),
            "catalogue": ("products", lambda: web.catalogue.count_documents({})),
            "friends": ("nodes", lambda: web.graph.number_of_nodes()),
            "beans": ("blocks", lambda: len(web.beans.agreed())),
        }

    def _count_payments(self):
        with self._web.till() as connection:
            return connection.execute("SELECT count(*) FROM payments").fetchone()[0]

    def attempt(self, name):
        """What the errand brings: a count, or the name of the error that it raises."""
        _, errand = self._errands[name]
        try:
            count = errand()
        except Exception as error:
            return f"✕ {type(error).__name__}"
        return f"✓ {count:,}" if count else "◐ empty"

    def look(self, when):
        """Run all of them. The table has a column for each look so far."""
        self._columns[when] = {name: self.attempt(name) for name in self._errands}
        return self

    def __repr__(self):
        return "\n".join(
            f"{name}, {what}: "
            + " · ".join(f"{when} {seen[name]}" for when, seen in self._columns.items())
            for name, (what, _) in self._errands.items()
        )

    def _repr_html_(self):
        heads = "".join(_head(when, "col") for when in self._columns)
        rows = "".join(
            f"{ROW}{_head(name, 'row', what)}"
            + "".join(_cell(seen[name]) for seen in self._columns.values())
            + "</tr>"
            for name, (what, _) in self._errands.items()
        )
        return verbatim(
            '<div style="overflow-x: auto"><table style="border-collapse: separate; '
            'border-spacing: 4px; margin: 0">'
            f"<thead>{ROW}<td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def _head(words, scope, below=""):
    """A row's head stays in sight where the table is scrolled sideways."""
    stays = f"; position: sticky; left: 0; background: {PAPER}"
    note = f'<div style="{QUIET}">{escape(below)}</div>' if below else ""
    return (
        f'<th scope="{scope}" style="text-align: left; vertical-align: bottom'
        f'{stays if scope == "row" else ""}">{escape(words)}{note}</th>'
    )


def _cell(seen):
    colour, share = GROUNDS[seen[0]]
    ground = f"color-mix(in srgb, {colour} {share}%, transparent)"
    return (
        f'<td style="text-align: left; background: {ground}; color: {INK}; '
        'border-radius: 6px; padding: 6px 10px; min-width: 56px; max-width: 132px">'
        f"{HUMP.sub('<wbr>', escape(seen))}</td>"
    )

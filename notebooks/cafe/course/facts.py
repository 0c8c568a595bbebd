"""The facts about AWS that a lesson cites, shown as a table.

    cited("F18", "F20")     what [F18] and [F20] say, with source and day of the check

All of them are in data/facts.toml.
"""

from textwrap import fill

from ..files import read_toml
from ..markup import verbatim


def cited(*ids):
    """Return the facts with these ids, in this order, as a table to look at.

    Raises UnknownFact, a KeyError, for an id that data/facts.toml does not have.
    """
    known = read()
    for number in ids:
        if number not in known:
            raise UnknownFact(number, len(known))
    return Cited([known[number] for number in ids])


def read():
    """Return every fact of data/facts.toml, a dict each, by its id."""
    return {fact["id"]: fact for fact in read_toml("facts.toml")["fact"]}


class Cited:
    """Facts to look at: a folded table in a notebook; `print(….text())`.

    Its repr is short, so that a fact that changes shows once in a notebook's diff.
    """

    def __init__(self, facts):
        self.facts = facts

    def __repr__(self):
        ids = fill(", ".join(fact["id"] for fact in self.facts), 88)
        return f"{ids}\nprint(cited(…).text()) gives their words."

    def text(self):
        """The facts in full, in lines of at most 88 characters."""
        return "\n\n".join(_as_text(fact) for fact in self.facts)

    def _repr_html_(self):
        titles = ("Fact", "What it is about", "Today", "Source")
        head = "".join(f'<th scope="col">{title}</th>' for title in titles)
        rows = "\n".join(_as_row(fact) for fact in self.facts)
        table = f'<table class="cafe-facts">\n<tr>{head}</tr>\n{rows}\n</table>'
        noun = "facts" if len(self.facts) > 1 else "fact"
        folded = f"<summary>The {len(self.facts)} {noun}, with their sources</summary>"
        return verbatim(f"{_STYLE}<details>{folded}\n{table}</details>")


class UnknownFact(KeyError):
    """A fact was cited that is not in data/facts.toml."""

    def __str__(self):
        number, count = self.args
        return (
            f"There is no fact {number!r}. Expected an id such as 'F18', from"
            f" 'F01' to 'F{count}': see data/facts.toml."
        )


_STYLE = """\
<style>
.jp-RenderedHTMLCommon table.cafe-facts :is(th, td), table.cafe-facts :is(th, td) {
  text-align: left; vertical-align: top; white-space: normal
}
.jp-RenderedHTMLCommon table.cafe-facts td, table.cafe-facts td {
  min-width: 9em; overflow-wrap: anywhere
}
table.cafe-facts td:nth-child(3) {
  min-width: 16em
}
table.cafe-facts time {
  white-space: nowrap
}
details:has(> table.cafe-facts) > summary {
  cursor: pointer;
  padding: 4px 0
}
</style>
"""


def _as_text(fact):
    """A fact in lines of at most 88 characters."""
    parts = {
        "today": fact["figure"],
        "before": fact["changed"],
        "source": f"{fact['source']} (checked {fact['checked']})",
    }
    lines = [fill(f"{fact['id']}  {fact['claim']}", 88, subsequent_indent=" " * 5)]
    lines += [
        fill(f"{name}: {text}", 88, initial_indent=" " * 5, subsequent_indent=" " * 13)
        for name, text in parts.items()
        if text
    ]
    return "\n".join(lines)


def _as_row(fact):
    """A fact as a row of an HTML table; the source is a link where it has one."""
    from html import escape

    source = escape(fact["source"])
    if fact["url"]:
        source = f'<a href="{escape(fact["url"])}">{source}</a>'
    today = escape(fact["figure"])
    if fact["changed"]:
        today += f"<br><em>Before:</em> {escape(fact['changed'])}"
    source += f", checked <time>{fact['checked']}</time>"
    cells = f"<td>{escape(fact['claim'])}</td><td>{today}</td><td>{source}</td>"
    return f'<tr><th scope="row">{fact["id"]}</th>{cells}</tr>'

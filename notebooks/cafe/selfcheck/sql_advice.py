"""A word on a SQL answer that its text and the message on it call for."""

import re
from difflib import get_close_matches

#: The parts of a query in the order in which they are written.
PARTS = ("SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT")
KEYWORDS = (
    "SELECT DISTINCT FROM WHERE GROUP HAVING ORDER LIMIT JOIN LEFT INNER USING WITH"
    " UPDATE INSERT DELETE CREATE TABLE VALUES BEGIN COMMIT ROLLBACK TRANSACTION UNION"
    " PRIMARY REFERENCES CHECK"
).split()
STARTS = ("SELECT", "WITH", "UPDATE", "INSERT", "DELETE", "CREATE", "BEGIN", "COMMIT")
JOIN_WITHOUT_ON = re.compile(
    r"\bJOIN\s+\w+(?:\s+(?:AS\s+)?(?!ON\b|USING\b|WHERE\b|GROUP\b|ORDER\b|JOIN\b)\w+)?"
    r"\s*(?:WHERE|GROUP|ORDER|JOIN|LEFT|;|$)",
    re.IGNORECASE,
)
OPEN_USING = re.compile(r"\bUSING\s+(\w+)", re.IGNORECASE)
QUOTED = re.compile(r'Referenced (?:column|table) "(\w+)" (?:was )?not found')
UNGROUPED = re.compile(r'column "?(\w+)"? must appear in the GROUP BY')
AMBIGUOUS = re.compile(r'mbiguous reference to column name "(\w+)"')
NEAR = re.compile(r'syntax error at or near "([^"]*)"')
BY = re.compile(r"\bORDER\s+BY\b([^)]*)$", re.IGNORECASE | re.DOTALL)
UNCORRELATED = re.compile(
    r"NOT\s+EXISTS\s*\(\s*SELECT\b(?:(?!\bWHERE\b)[^()])*\)", re.IGNORECASE
)
EQUALS_NULL = re.compile(r"(?:=|<>|!=)\s*NULL\b", re.IGNORECASE)
NO_COMMA = re.compile(r"(\w+)\s+(count|sum|avg|min|max)\s*\(", re.IGNORECASE)
TURNED_ROUND = re.compile(r"\bORDER\s+BY\s+(?:DESC|ASC)\s+(\w+)", re.IGNORECASE)
TOP = re.compile(r"\bSELECT\s+TOP\s+(\d+)", re.IGNORECASE)
ENDED_WITH = re.compile(r"^WITH\b[^;]*\)\s*;", re.IGNORECASE)
WITH_ITSELF = re.compile(
    r"\b(?:WHERE|AND|OR|ON)\s+([a-z_]\w*)\s*=\s*\1\b(?!\s*[-+*/%|.(])", re.IGNORECASE
)
OPENED = re.compile(r"^\s*(BEGIN|START\s+TRANSACTION)\b", re.IGNORECASE | re.MULTILINE)
CLOSED = re.compile(r"\b(COMMIT|END)\b", re.IGNORECASE)


def advice(sql, message):
    """A sentence on the mistake that `sql` and the `message` on it show, or ""."""
    text = re.sub(r"--[^\n]*", "", sql).strip().rstrip(";")
    if curly := re.search("[“”‘’„]", text):
        return f"{curly[0]} is a letter like any other: write straight quotes, ' or \"."
    if near := NEAR.search(message):
        return _syntax(text, near[1])
    return _names(text, message) or _rows(text, message)


def _syntax(text, near):
    """On a statement that the engine cannot read, from the word `near` on."""
    if near.startswith("%"):
        return "%%sql begins a cell of its own: it is no part of the SQL."
    if open_using := OPEN_USING.search(text):
        return f"USING wants brackets: USING ({open_using[1]})."
    if _without_on(text):
        return WITHOUT_ON
    if turned := TURNED_ROUND.search(text):
        return f"DESC stands behind the column: ORDER BY {turned[1]} DESC."
    if top := TOP.search(text):
        return (
            f"LIMIT {top[1]}, at the end of the query, keeps the first {top[1]} rows."
        )
    if near in ("-=", "+="):
        return f"SQL has no {near}: write the column again, as in n = n {near[0]} 1."
    if near.upper() == "NULL":
        return "Whether a value is missing is asked with IS NULL."
    if near == ";" and ENDED_WITH.search(text):
        return "WITH is a part of the SELECT after it: no semicolon between the two."
    found = [re.search(rf"\b{part}\b", text, re.IGNORECASE) for part in PARTS]
    places = [each.start() for each in found if each]
    if places != sorted(places) and text.upper().count("SELECT") == 1:
        return f"The parts of a query stand in this order: {', '.join(PARTS)}."
    if near == "(" and (missing := NO_COMMA.search(text)):
        return f"A comma is missing between {missing[1]} and {missing[2]}(…)."
    if near.upper() in STARTS and near.upper() in text[1:].upper():
        return "A semicolon ends a statement before the next one begins."
    likely = get_close_matches(near.upper(), KEYWORDS, 1, cutoff=0.75)
    if likely and near.upper() not in KEYWORDS:
        return f"Did you mean {likely[0]}?"
    return ""


def _names(text, message):
    """On a name that the engine does not know, or knows twice, or cannot take there."""
    if quoted := QUOTED.search(message):
        if f'"{quoted[1]}"' in text:
            return (
                "Double quotes name a column; a text stands in single ones:"
                f" '{quoted[1]}'."
            )
        if quoted[1].lower() in ("count", "sum", "avg", "min", "max"):
            return f"{quoted[1]} wants brackets: {quoted[1]}(…)."
        if re.search(rf"=\s*{quoted[1]}\b(?!\s*[.(])", text):
            return f"Is it a text? Then it stands in single quotes: '{quoted[1]}'."
    if "ORDER BY non-integer literal" in message:
        return "What stands in single quotes is a text. A column's name has none."
    if ambiguous := AMBIGUOUS.search(message):
        name = ambiguous[1]
        return f"Two tables have a {name}: say whose, as in orders.{name}."
    if ungrouped := UNGROUPED.search(message):
        return _ungrouped(text, ungrouped[1])
    if "WHERE clause cannot contain aggregates" in message:
        return "WHERE looks at rows before they are grouped; HAVING looks at groups."
    if "does not exist" in message and OPENED.search(text) and not CLOSED.search(text):
        return "What was made is not kept: end the transaction with COMMIT."
    return ""


WITHOUT_ON = "A JOIN says with ON which rows belong together."


def _rows(text, message):
    """On rows that are not those which were asked for."""
    if _without_on(text):
        return WITHOUT_ON
    if "not in the order that was asked for" in message:
        return _order(text)
    if EQUALS_NULL.search(text):
        return "No comparison with NULL is true: ask with IS NULL or IS NOT NULL."
    if itself := WITH_ITSELF.search(text):
        name = itself[1]
        return (
            f"{name} = {name} compares a column with itself. Say whose it is on each"
            f" side, as in orders.{name}."
        )
    if UNCORRELATED.search(text):
        return (
            "The query inside NOT EXISTS is the same for every row: compare in its"
            " WHERE with a column of the outer table."
        )
    return ""


def _ungrouped(text, name):
    if re.search(r"\bGROUP\s+BY\b", text, re.IGNORECASE):
        return (
            f"GROUP BY may name {name} as well; or one value is made of many: to add"
            f" them up, write sum({name})."
        )
    if re.search(r"\bHAVING\b", text, re.IGNORECASE):
        return "HAVING asks about groups. A condition on rows stands in WHERE."
    return f"There is no GROUP BY: GROUP BY {name} makes a group of each {name}."


def _without_on(text):
    other = re.search(r"\b(CROSS|NATURAL|POSITIONAL)\b", text, re.IGNORECASE)
    return JOIN_WITHOUT_ON.search(text) and not other


def _order(text):
    by = BY.search(text)
    if not by:
        return "There is no ORDER BY at the end, so the order is left to chance."
    if "," not in re.split(r"\bLIMIT\b", by[1], flags=re.IGNORECASE)[0]:
        return (
            "Does ORDER BY begin with what was asked for? It may name a second column,"
            " for rows that are level in the first."
        )
    return ""

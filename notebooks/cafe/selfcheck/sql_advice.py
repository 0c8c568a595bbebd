"""A word on a SQL answer that its text and the message on it call for."""

import re

JOIN_WITHOUT_ON = re.compile(
    r"\bJOIN\s+\w+(?:\s+(?:AS\s+)?(?!ON\b|USING\b|WHERE\b|GROUP\b|ORDER\b|JOIN\b)\w+)?"
    r"\s*(?:WHERE|GROUP|ORDER|JOIN|LEFT|;|$)",
    re.IGNORECASE,
)
OPEN_USING = re.compile(r"\bUSING\s+(\w+)", re.IGNORECASE)
QUOTED = re.compile(r'Referenced (?:column|table) "(\w+)" not found')
UNGROUPED = re.compile(r'column "?(\w+)"? must appear in the GROUP BY')
BY = re.compile(r"\bORDER\s+BY\b([^)]*)$", re.IGNORECASE | re.DOTALL)
UNCORRELATED = re.compile(
    r"NOT\s+EXISTS\s*\(\s*SELECT\b(?:(?!\bWHERE\b)[^()])*\)", re.IGNORECASE
)


def advice(sql, message):
    """A sentence on the mistake that `sql` and the `message` on it show, or ""."""
    text = re.sub(r"--[^\n]*", "", sql).strip().rstrip(";")
    quoted, ungrouped = QUOTED.search(message), UNGROUPED.search(message)
    if quoted and f'"{quoted[1]}"' in text:
        return (
            f"Double quotes name a column; a text stands in single ones: '{quoted[1]}'."
        )
    if open_using := OPEN_USING.search(text):
        return f"USING wants brackets: USING ({open_using[1]})."
    if JOIN_WITHOUT_ON.search(text) and not re.search(
        r"\b(CROSS|NATURAL|POSITIONAL)\b", text, re.IGNORECASE
    ):
        return "A JOIN says with ON which rows belong together."
    if ungrouped:
        return _ungrouped(text, ungrouped[1])
    if "not in the order that was asked for" in message:
        return _order(text)
    if UNCORRELATED.search(text):
        return (
            "The query inside NOT EXISTS is the same for every row: compare in its"
            " WHERE with a column of the outer table."
        )
    return ""


def _ungrouped(text, name):
    if re.search(r"\bGROUP\s+BY\b", text, re.IGNORECASE):
        return f"To add the values of a group up, write sum({name})."
    if re.search(r"\bHAVING\b", text, re.IGNORECASE):
        return "HAVING asks about groups. A condition on rows stands in WHERE."
    return f"There is no GROUP BY: GROUP BY {name} makes a group of each {name}."


def _order(text):
    by = BY.search(text)
    if not by:
        return "There is no ORDER BY at the end, so the order is left to chance."
    if "," not in by[1].split("LIMIT")[0].split("limit")[0]:
        return (
            "ORDER BY may name a second column, for rows that are level in the first."
        )
    return ""

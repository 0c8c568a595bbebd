"""A word on a SQL answer that its text and the message on it call for."""

import re
from difflib import get_close_matches
from functools import cache

#: The parts of a query in the order in which they are written.
PARTS = ("SELECT", "FROM", "JOIN", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT")
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
NEAR = re.compile(r'syntax error at (?:or near "([^"]*)"|end of input)')
ORDER_BY = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
WINDOW = re.compile(
    r"\b(?:OVER|WINDOW\s+\w+\s+AS)\s*\((?:[^()]|\([^()]*\))*\)", re.IGNORECASE
)
UNCORRELATED = re.compile(  # it has no WHERE, or compares nothing
    r"NOT\s+EXISTS\s*\(\s*SELECT\b(?:(?:(?!\bWHERE\b)[^()])*|[^()=<>]*)\)",
    re.IGNORECASE,
)
SIDE_BY_SIDE = re.compile(
    r"\bFROM\s+\w+(?:\s+(?:AS\s+)?\w+)?((?:\s*,\s*\w+(?:\s+(?:AS\s+)?\w+)?)+)"
    r"(?!\w|\s*\()",
    re.IGNORECASE,
)
COMPARED = re.compile(r"\w+\.\w+\s*={1,2}\s*\w+\.\w+")
UNKNOWN_COLUMN = re.compile(
    r'Referenced column "(\w+)" (?:was )?not found|column (?:named|with name) "(\w+)"'
)
CALLED_OTHERWISE = re.compile(r'Referenced table "(\w+)" not found.* "(\w+)"')
AMOUNTS = ("quantity", "unit_price", "price", "points")
EQUALS_NULL = re.compile(r"(?:=|<>|!=)\s*NULL\b", re.IGNORECASE)
NO_COMMA = re.compile(r"(\w+)\s+(count|sum|avg|min|max)\s*\(", re.IGNORECASE)
TURNED_ROUND = re.compile(r"\bORDER\s+BY\s+(?:DESC|ASC)\s+(\w+)", re.IGNORECASE)
TOP = re.compile(r"\bSELECT\s+TOP\s+(\d+)", re.IGNORECASE)
ENDED_WITH = re.compile(r"^WITH\b[^;]*\)\s*;", re.IGNORECASE)
NO_NUMBER = re.compile(r"Could not convert string '(\w+)' to INT")
WITH_ITSELF = re.compile(
    r"\b(?:WHERE|AND|OR|ON)\s+([a-z_]\w*)\s*=\s*\1\b(?!\s*[-+*/%|.(])", re.IGNORECASE
)
OPENED = re.compile(r"^\s*(BEGIN|START\s+TRANSACTION)\b", re.IGNORECASE | re.MULTILINE)
CLOSED = re.compile(r"\b(COMMIT|END)\b", re.IGNORECASE)

#: Of a statement that cannot be read: its text, the word that the engine stops at, and
#: what is said.
SYNTAX = (
    (
        r"^WITH\s+(\w+)\s+AS\s+SELECT\b",
        "SELECT",
        "WITH wants brackets: WITH {0} AS (SELECT …) SELECT ….",
    ),
    (
        r"\bAS\s+\w+\.(\w+)",
        r"\.",
        "After AS stands a name alone, {0}, without a table.",
    ),
    (
        r"\b(count|sum|avg|min|max)\s+(?!AS\b|ASC\b|DESC\b|FROM\b)(\*|[\w.]+)",
        r".*",
        "{0} wants brackets: {0}({1}).",
    ),
    (r"\bCHECK\s+(?!\()\w", r".*", "CHECK wants brackets: CHECK (…)."),
    (
        r"\bAS\s+(ORDER|GROUP|TABLE|SELECT|FROM|WHERE|LIMIT|ALL|END)\b",
        r".*",
        "{0} is a word of SQL itself: take another name.",
    ),
    (r"\b(ORDER|GROUP)\s+(?!BY\b)\w+", r"(?!BY\b)\w+", "Write {0} BY."),
    (
        r"(?s).*\b(ORDER|GROUP)\s+BY\b[^()]*\bAND\b",
        "AND",
        "{0} BY takes its columns with commas between, without AND.",
    ),
    (r"\bUPDATE\b[^;]*\bWHERE\b[^;]*\bSET\b", "WHERE", "SET stands before WHERE."),
    (r"\bIS\s+'", "'.*", "IS asks for NULL; a text is compared with =."),
    (r"\bNone\b", "None", "Python's None is NULL here: IS NULL asks for it."),
    (
        r",\s*REFERENCES\b",
        "REFERENCES",
        "REFERENCES belongs to its column: no comma before it.",
    ),
    (r"\b(WHERE|AND|OR|ON|BY)\s*$", ".*", "Behind {0} something is missing."),
    (
        r"\bFOREIGN\s+KEY\s+REFERENCES\b",
        "FOREIGN",
        "Behind a column's type, REFERENCES stands alone.",
    ),
)

#: What stands in the engine's message, and what is said of it.
REFUSED = (
    (
        r"types '(sum|avg|min|max)\(\)'",
        "{0} takes a column, as in {0}(quantity); count alone takes *.",
    ),
    (
        r"GROUP BY clause cannot contain aggregates",
        "GROUP BY names what makes the groups, not what is made of them.",
    ),
    (
        r'"(DECIMAL|NUMERIC)" does not accept',
        "A comma stands between the two: {0}(8, 2).",
    ),
    (r"string 'NULL'", "NULL stands without quotes: ask with IS NULL."),
    (
        r"string '' to",
        "An empty text is no number, and not NULL either: IS NULL asks for that.",
    ),
    (
        r"Function with name is_?null\b",
        "Whether a value is missing is asked with IS NULL.",
    ),
    (
        r"WHERE clause cannot contain aggregates",
        "WHERE looks at rows before they are grouped; HAVING looks at groups.",
    ),
    (
        r"ORDER BY non-integer literal",
        "What stands in single quotes is a text. A column's name has none.",
    ),
)


def advice(sql, message):
    """A sentence on the mistake that `sql` and the `message` on it show, or ""."""
    text = re.sub(r"--[^\n]*", "", sql).strip().rstrip(";")
    if curly := re.search("[“”‘’„]", text):
        return f"{curly[0]} is a letter like any other: write straight quotes, ' or \"."
    if text[:1] in {'"', "'", "`"}:
        return "The SQL stands here without quotes around it."
    if near := NEAR.search(message):
        return _syntax(text, near[1] or "")
    return _names(text, message) or _rows(text, message)


def _syntax(text, near):
    """On a statement that the engine cannot read, from the word `near` on."""
    if near.startswith("%"):
        return "%%sql begins a cell of its own: it is no part of the SQL."
    if wrong := _brackets(text):
        return wrong
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
    for sign, stop, said in SYNTAX:
        found = re.search(sign, text, re.IGNORECASE)
        if found and re.fullmatch(stop, near, re.IGNORECASE):
            return said.format(*found.groups())
    if near.upper() in STARTS and near.upper() in text[1:].upper():
        return "A semicolon ends a statement before the next one begins."
    if _has_no_from(text):
        return NO_FROM
    if near.islower() and re.match("CREATE", text, re.IGNORECASE):
        return f"Is a comma missing before {near}?"
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
    for sign, said in REFUSED:
        if found := re.search(sign, message):
            return said.format(*found.groups())
    if (quoted := NO_NUMBER.search(message)) and f"'{quoted[1]}'" in text:
        return "What stands in single quotes is a text, and a column's name has none."
    if ambiguous := AMBIGUOUS.search(message):
        name = ambiguous[1]
        return f"Two tables have a {name}: say whose, as in orders.{name}."
    if ungrouped := UNGROUPED.search(message):
        return _ungrouped(text, ungrouped[1])
    if told := _unknown(text, message):
        return told
    if "does not exist" in message and OPENED.search(text) and not CLOSED.search(text):
        return "What was made is not kept: end the transaction with COMMIT."
    return ""


def _brackets(text):
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    opened, closed = bare.count("("), bare.count(")")
    if opened > closed:
        return "A bracket is opened and never closed."
    return "A bracket is closed that nothing has opened." if closed > opened else ""


def _unknown(text, message):
    """On a column that is of another table, or a table that has another name here."""
    if found := CALLED_OTHERWISE.search(message):
        name, other = found.groups()
        if re.search(rf"\b{name}\s+(AS\s+)?{other}\b", text, re.IGNORECASE):
            return f"Here {name} is called {other}: write {other}.… for its columns."
    if found := UNKNOWN_COLUMN.search(message):
        name = found[1] or found[2]
        owners = [table for table, columns in _columns().items() if name in columns]
        if "FROM clause is missing" in message and _has_no_from(text):
            return NO_FROM
        return f"{name} is a column of {' and '.join(owners)}." if owners else ""
    return ""


@cache
def _columns():
    """{table of the shop: its columns}."""
    from ..shop import SCHEMA

    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", SCHEMA, re.DOTALL)
    return {
        table: re.findall(r"^    ([a-z]\w*) ", body, re.MULTILINE)
        for table, body in tables
    }


NO_FROM = "There is no FROM: it names the table."


def _has_no_from(text):
    is_query = re.match("SELECT", text, re.IGNORECASE)
    return is_query and not re.search(r"\bFROM\b", text, re.IGNORECASE)


WITHOUT_ON = "A JOIN says with ON which rows belong together."


def _rows(text, message):
    """On rows that are not those which were asked for."""
    if _without_on(text):
        return WITHOUT_ON
    if "not in the order that was asked for" in message:
        return _order(text)
    beside = SIDE_BY_SIDE.search(text)
    if beside and len(COMPARED.findall(text)) < beside[1].count(","):
        return (
            "A comma between two tables makes every pair of rows: say in WHERE which"
            " belong together, as in o.order_id = l.order_id."
        )
    is_cut = re.search(r"\bLIMIT\b", text, re.IGNORECASE) and "missing" in message
    if is_cut and not ORDER_BY.search(text):
        return "LIMIT keeps what happens to come first: ORDER BY stands before it."
    if re.search(r"yours are [^;]*'\w+'", message):
        return "What stands in single quotes is a text. A column's name has none."
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
    having = re.search(r"\bHAVING\b(.*)", text, re.IGNORECASE | re.DOTALL)
    is_grouped = re.search(r"\bGROUP\s+BY\b", text, re.IGNORECASE)
    if having and (not is_grouped or name.lower() in having[1].lower()):
        return "HAVING asks about groups. A condition on rows stands in WHERE."
    if is_grouped and name.lower() in AMOUNTS:
        return (
            f"GROUP BY may name {name} as well; or one value is made of many: to add"
            f" them up, write sum({name})."
        )
    if is_grouped:
        return f"GROUP BY may name {name} as well: each group has one then."
    return f"There is no GROUP BY: GROUP BY {name} makes a group of each {name}."


def _without_on(text):
    other = re.search(r"\b(CROSS|NATURAL|POSITIONAL)\b", text, re.IGNORECASE)
    return JOIN_WITHOUT_ON.search(text) and not other


def ordered_by_chance(sql):
    """Whether nothing in an answer orders its rows; what a window orders is no row."""
    text = re.sub(r"--[^\n]*", "", sql)
    return not ORDER_BY.search(WINDOW.sub("", text))


def _order(text):
    *_, by = ORDER_BY.split(text)
    if by == text or by.count(")") > by.count("("):  # it stands within brackets
        return "There is no ORDER BY at the end, so the order is left to chance."
    if "," not in re.split(r"\bLIMIT\b", by, flags=re.IGNORECASE)[0]:
        return (
            "Does ORDER BY begin with what was asked for? It may name a second column,"
            " for rows that are level in the first."
        )
    return ""

"""A word on an error that an answer met, for who has not seen it before.

    advice("… Type mismatch for key order_number expected: N actual: S")   a sentence

What is said of which error stands in data/errors.toml; here is what takes more than a
regular expression: which name was meant, and where one comes from. A word on SQL is in
sql_advice.py and sql_refusal.py.
"""

import re
import sys
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from ..files import read_toml
from .beyond import NO_NAME, READ, UNKNOWN, missing

COMPARED = re.compile(r"Invalid type for parameter \w+Expression, value: (True|False),")
#: A value that is none of those in a list that the error names.
NO_SUCH = re.compile(
    r"Value '(\w+)' at '\w+' failed .* enum value set: \[([^\]]+)\]"
    r"|value (\w+) for parameter \S+ is not supported\. This small AWS has: ([\w, ]+)"
    r"|object has no attribute (\w+)\. Valid exceptions are: ([\w, ]+)"
)
OPERATOR = re.compile(r"(?<!level operator:)[: ]'?(\$\w+)'? \(here: ([^)]+)\)")
KEYWORD = re.compile(
    r"got an unexpected keyword argument '(\w+)'\. Here it takes: ([\w, ]+)"
)
NOT_IMPORTED = re.compile(r"name '(\w+)' is not defined")
#: Where what an answer may name comes from.
MODULES = {
    "sql": "cafe.drivers",
    "ClientError": "cafe.aws.errors",
    "datetime": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "Counter": "collections",
    "defaultdict": "collections",
    "Key": "cafe.aws.dynamodb.conditions",
    "Attr": "cafe.aws.dynamodb.conditions",
    "OperationalError": "cafe.drivers.sql",
    "IntegrityError": "cafe.drivers.sql",
    "redis": "cafe.drivers",
    "pymongo": "cafe.drivers",
    "ceil": "math",
    "sqrt": "math",
}
SHORT_NAMES = {"nx": "networkx", "np": "numpy", "pd": "pandas"}
WHOLE_NAMES = sys.stdlib_module_names | {*SHORT_NAMES.values()}
NOT_DEFINED = re.compile(r"name '(\w+(?:Exception|Fault))' is not defined")
NO_FUNCTION = re.compile(r"Invalid function name; function: (\w+)")
FUNCTIONS = ("attribute_exists attribute_not_exists begins_with contains size").split()


def advice(told):
    """A sentence on the mistake behind an error's text, or ""."""
    told = told[:READ]
    if found := COMPARED.search(told):
        return f"== compares at once and gives {found[1]}. A condition is .eq(…)."
    found = NOT_IMPORTED.search(told)
    if found and found[1] in MODULES:
        return f"Begin with from {MODULES[found[1]]} import {found[1]}."
    if found and found[1] in SHORT_NAMES:
        return f"Begin with import {SHORT_NAMES[found[1]]} as {found[1]}."
    if found and found[1] in WHOLE_NAMES:
        return f"Begin with import {found[1]}."
    if found := NOT_DEFINED.search(told):
        return f"It stands in the client: table.meta.client.exceptions.{found[1]}."
    word = next((said for error, said in _words() if error.search(told)), "")
    return (word if "here has no" in told else "") or _meant(told) or word


@cache
def _words():
    """(regular expression, what is said of an error that has it) pairs, in order."""
    words = read_toml("errors.toml")["words"]
    return [(re.compile(each["error"]), each["said"]) for each in words]


def _meant(told):
    """Which name was probably meant, or ""."""
    for name, known in UNKNOWN.findall(told):
        if near := _near(name, known.split(", ")):
            return f"Did you mean {near[0]}?"
    for pattern in (NO_SUCH, OPERATOR, KEYWORD):
        if found := pattern.search(told):
            name, known = (each for each in found.groups() if each)
            near = _near(name, known.split(", "))
            return f"Did you mean {near[0]}?" if near else ""
    if found := NO_FUNCTION.search(told):
        near = _near(found[1], FUNCTIONS)
        return f"Did you mean {near[0]}?" if near else ""
    if found := NO_NAME.search(told):
        near = _near(found[2], dir(import_module(f"cafe.drivers.{found[1]}")))
        return f"Did you mean {near[0]}?" if near else ""
    if found := missing(told):
        changes = found[1].replace("update_", "modify_")
        near = [changes] * (changes in found[2]) or _near(found[1], found[2])
        near = near or [each for each in found[2] if each.startswith(f"{found[1]}_")]
        return f"Did you mean {' or '.join(near)}?" if near else ""
    return ""


def _near(name, known):
    names = {each.lower(): each for each in known}
    return [names[each] for each in get_close_matches(name.lower(), names, 2)]

"""Changing a part of a document: `$set`, `$inc`, `$push` and their sisters.

An update is a list of changes, each of an operator, a path and an argument. For each
document the path is made exact first: `$[]` becomes each number of the array's
elements, `$[x]` the numbers of those that fit the array filter for x. Then the operator
computes the new value from the old one.

https://www.mongodb.com/docs/manual/reference/operator/update/
"""

import re

from .bson import copied
from .matching import is_operators, matcher
from .ordering import MISSING, equal, type_name
from .refused import (
    COMMAND_NOT_SUPPORTED,
    CONFLICTING_UPDATE,
    DOLLAR_PREFIXED,
    EMPTY_FIELD_NAME,
    IMMUTABLE,
    PATH_NOT_VIABLE,
    Refused,
    bad_value,
    failed_to_parse,
    shown,
)
from .update_operators import OPERATORS, WrongType

_CHOSEN = re.compile(r"\$\[[^]]*]")  # $[] or $[x], elements of an array
MOST_NULLS = 1_500_000  # that setting an element far beyond an array's end may add


class Update:
    """An update document, read once: `apply` gives each document's new form."""

    def __init__(self, update, array_filters=None):
        if not isinstance(update, dict):
            raise Refused(
                COMMAND_NOT_SUPPORTED,
                "an update by a pipeline is not supported here: use "
                + ", ".join(OPERATORS),
            )
        self._filters = _array_filters(array_filters or [])
        self._changes = [
            (path.split("."), name, argument)
            for name, fields in update.items()
            for path, argument in _fields(name, fields)
        ]
        paths = _check_paths(self._changes, self._filters)
        self._touched = {path[0] for path in paths}
        self._changes.sort(key=lambda change: [_place(part) for part in change[0]])

    def apply(self, document):
        """The changed copy of a document; the two share what no path leads to."""
        touched = self._touched & document.keys()
        changed = document | {name: copied(document[name]) for name in touched}
        for path, name, argument in self._changes:
            for exact in self._exact(changed, path):
                _change(changed, exact, name, argument)
        if "_id" in document and not (
            "_id" in changed and equal(changed["_id"], document["_id"])
        ):
            raise Refused(
                IMMUTABLE,
                "Performing an update on the path '_id' would modify the immutable "
                "field '_id'",
            )
        return changed

    def _exact(self, document, path):
        """The paths that a path with `$[]` or `$[x]` stands for."""
        at = next((n for n, part in enumerate(path) if part.startswith("$[")), None)
        if at is None:
            return [path]
        array = _value_at(document, path[:at])
        if not isinstance(array, list):
            raise bad_value(
                f"The path '{'.'.join(path[:at])}' must exist in the document "
                "in order to apply array updates."
            )
        fits = self._filters.get(path[at][2:-1], lambda element: True)
        return [
            exact
            for number, element in enumerate(array)
            if fits(element)
            for exact in self._exact(
                document, [*path[:at], str(number), *path[at + 1 :]]
            )
        ]


def replaced(document, replacement):
    """The document with everything but its `_id` replaced."""
    if "_id" in replacement and not equal(replacement["_id"], document["_id"]):
        raise Refused(
            IMMUTABLE,
            "After applying the update, the (immutable) field '_id' was found to have "
            f"been altered to _id: {shown(replacement['_id'])}",
        )
    return {"_id": document["_id"]} | copied(replacement)


def seed_of_upsert(query):
    """The document that an upsert starts from: what the filter says is equal."""
    found, paths = {}, []
    for name, asked in _equalities(query):
        path = name.split(".")
        if (other := _conflict(path, paths)) is not None:
            raise Refused(
                54,
                "cannot infer query fields to set, both paths "
                f"'{'.'.join(other)}' and '{name}' are matched",
            )
        paths.append(path)
        _put(found, path, copied(asked))
    return found


def _equalities(query):
    for name, asked in query.items():
        if name == "$and":
            for part in asked:
                yield from _equalities(part)
        elif not (name.startswith("$") or is_operators(asked)):
            yield name, asked


# -- reading an update --------------------------------------------------------------


def _fields(name, fields):
    if name not in OPERATORS:
        raise failed_to_parse(
            f"Unknown modifier: {name}. Expected a valid update modifier or "
            "pipeline-style update specified as an array (here: "
            f"{', '.join(OPERATORS)})"
        )
    if not isinstance(fields, dict):
        raise failed_to_parse(
            f"Modifiers operate on fields but we found type {type_name(fields)} "
            f"instead. For example: {{$mod: {{<field>: ...}}}} not {{{name}: "
            f"{shown(fields)}}}"
        )
    return fields.items()


def _check_paths(changes, filters):
    """All paths; no two to the same place, no empty or unknown part of one."""
    paths = [path for path, _, _ in changes]
    for path, name, to in changes:
        if name == "$rename":
            _check_rename(".".join(path), to)
            paths.append(to.split("."))
    for path in paths:
        _check_parts(path)
    _check_filters(paths, filters)
    for number, path in enumerate(paths):
        if (other := _conflict(path, paths[:number])) is not None:
            shorter = min(path, other, key=len)
            raise Refused(
                CONFLICTING_UPDATE,
                f"Updating the path '{'.'.join(path)}' would create a conflict at "
                f"'{'.'.join(shorter)}'",
            )
    return paths


def _check_parts(path):
    if _CHOSEN.fullmatch(path[0]):
        raise bad_value(
            "Cannot have array filter identifier (i.e. '$[<id>]') element in the first "
            f"position in path '{'.'.join(path)}'"
        )
    if "" in path:
        raise Refused(
            EMPTY_FIELD_NAME,
            f"The update path '{'.'.join(path)}' contains an empty field name, "
            "which is not allowed.",
        )
    for part in path:
        if part == "$":
            raise bad_value(
                f"The positional $ in '{'.'.join(path)}' is left out here: name "
                "the element, as in items.$[x].n, and say in array_filters which."
            )
        if part.startswith("$") and not _CHOSEN.fullmatch(part):
            raise Refused(
                DOLLAR_PREFIXED,
                f"The dollar ($) prefixed field '{part}' in '{'.'.join(path)}' is "
                "not valid for storage.",
            )


def _check_filters(paths, filters):
    """Each `$[name]` of a path has its array filter, and each filter its path."""
    used = {
        part[2:-1]: ".".join(path)
        for path in paths
        for part in path
        if part.startswith("$[")
    }
    for name in used.keys() - {""} - filters.keys():
        raise bad_value(
            f"No array filter found for identifier '{name}' in path '{used[name]}'"
        )
    for name in filters.keys() - used.keys():
        raise failed_to_parse(
            f"The array filter for identifier '{name}' was not used in the update"
        )


def _conflict(path, others):
    """The first of the other paths that is, holds or lies within this path."""
    for other in others:
        length = min(len(path), len(other))
        if path[:length] == other[:length]:
            return other
    return None


def _check_rename(path, to):
    if not isinstance(to, str):
        raise bad_value(
            f"The 'to' field for $rename must be a string: {_field(path, to)}"
        )
    for which, each in ("source", path), ("destination", to):
        if "$[" in each:
            raise bad_value(f"The {which} field for $rename may not be dynamic: {each}")
    if path == to:
        raise bad_value(
            f"The source and target field for $rename must differ: {_field(path, to)}"
        )


def _array_filters(filters):
    """{identifier: function of an element} of array filters like {"x.size": "L"}."""
    tests = {}
    for each in filters:
        names = sorted({name.split(".")[0] for name in each})
        if len(names) != 1:
            raise failed_to_parse(
                "Error parsing array filter :: caused by :: Expected a single "
                f"top-level field name, found {' and '.join(map(repr, names)) or None}"
            )
        (name,) = names
        if not re.fullmatch("[a-z][a-zA-Z0-9]*", name):
            raise bad_value(
                "Error parsing array filter :: caused by :: The top-level field name "
                "must be an alphanumeric string beginning with a lowercase letter, "
                f"found '{name}'"
            )
        if name in tests:
            raise failed_to_parse(
                "Found multiple array filters with the same top-level field name "
                f"{name}"
            )
        tests[name] = _element_test(name, matcher(each))
    return tests


def _element_test(name, fits):
    return lambda element: fits({name: element})


def _place(part):
    """Fields are changed in the order of their names, numbers in that of numbers."""
    return (0, int(part), "") if part.isdecimal() else (1, 0, part)


# -- paths --------------------------------------------------------------------------


def _value_at(value, path):
    """The value at an exact path, or MISSING."""
    for name in path:
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    return value


def _put(value, path, new):
    """Set the value at an exact path; documents that are missing on it are made."""
    for at, name in enumerate(path):
        is_last = at == len(path) - 1
        if isinstance(value, list) and name.isdecimal():
            name = int(name)
            _fill_up(value, name)
        elif not isinstance(value, dict):
            raise Refused(
                PATH_NOT_VIABLE,
                f"Cannot create field '{name}' in element "
                f"{{{_field(path[at - 1], value)}}}",
            )
        if is_last:
            value[name] = new
        elif isinstance(value, list):
            value = value[name]
        else:
            value = value.setdefault(name, {})


def _fill_up(array, number):
    """Make an array long enough: nulls, and a document at the new place."""
    missing = number - len(array)
    if missing > MOST_NULLS:
        raise Refused(156, f"can't backfill more than {MOST_NULLS} elements")
    if missing >= 0:
        array.extend([*[None] * missing, {}])


def _remove(document, path):
    parent = _value_at(document, path[:-1])
    if isinstance(parent, list):
        parent[int(path[-1])] = None
    else:
        del parent[path[-1]]


def _change(document, path, name, argument):
    """Do one operator's work at an exact path."""
    old = _value_at(document, path)
    if name == "$rename":
        if old is not MISSING:
            _rename(document, path, argument.split("."), old)
        return
    try:
        new = OPERATORS[name](old, copied(argument), name)
    except WrongType as wrong:
        raise Refused(
            wrong.code,
            wrong.words.format(
                field=".".join(path),
                type=type_name(old),
                old=shown(old),
                argument=shown(argument),
                document=f"{{{_field('_id', document.get('_id'))}}}",
            ),
        ) from None
    if new is not MISSING:
        _put(document, path, new)
    elif old is not MISSING:
        _remove(document, path)


def _rename(document, path, to, value):
    for which, each in ("source", path), ("destination", to):
        parents = [_value_at(document, each[:n]) for n in range(len(each))]
        if any(isinstance(parent, list) for parent in parents):
            raise bad_value(
                f"The {which} field cannot be an array element, '{'.'.join(each)}'"
            )
    _remove(document, path)
    _put(document, to, value)


def _field(name, value):
    """A field as it stands in messages."""
    return f"{name}: {shown(value)}"

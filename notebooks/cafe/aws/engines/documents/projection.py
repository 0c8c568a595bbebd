"""Which fields of a document are shown, and in which order documents are.

A projection either names the fields to show or the fields to leave out; `_id` is shown
unless it is left out. https://www.mongodb.com/docs/manual/tutorial/project-fields-from-query-results/
"""

from .bson import copied
from .expressions import field_path
from .matching import reached
from .ordering import MISSING, is_number, order
from .refused import Refused, bad_value


def projector(projection):
    """A function that gives the part of a document which a projection shows."""
    if not projection:
        return copied
    _check_names(projection)
    flags = {name: _flag(each) for name, each in projection.items()}
    others = [shown for name, shown in flags.items() if name != "_id"]
    includes = others[0] if others else flags["_id"]
    for name, shown in flags.items():
        if shown != includes and name != "_id":
            what, kind = ("in", "ex") if shown else ("ex", "in")
            raise Refused(
                31253 if shown else 31254,
                f"Cannot do {what}clusion on field {name} in {kind}clusion projection",
            )
    tree = _tree(flags, includes)
    part = _included if includes else _excluded
    return lambda document: part(document, tree)


def _check_names(projection):
    for path in projection:
        if any(name == "" or name.startswith("$") for name in path.split(".")):
            raise bad_value(f"A projection names fields; {path!r} is none here.")


def _flag(asked):
    if isinstance(asked, (bool, int, float)):
        return bool(asked)
    raise bad_value(
        f"A projection takes 1 or 0 here; it got {asked!r}. To "
        "compute a field, use $project in an aggregation."
    )


def _tree(plain, includes):
    """{name: True or a tree of the same kind} of the fields shown or left out."""
    tree = {}
    names = {path.split(".")[0] for path in plain}
    if includes and "_id" not in names:
        tree["_id"] = True
    for path, shown in plain.items():
        if shown == includes:
            branch(tree, path)
        elif path == "_id" and not includes:
            continue
    return tree


def branch(tree, path):
    *parents, last = path.split(".")
    for name in parents:
        tree = tree.setdefault(name, {})
        if tree is True:
            raise Refused(31249, f"Path collision at {path}")
    if last in tree:
        raise Refused(31249, f"Path collision at {path}")
    tree[last] = True


def _included(value, tree):
    found = {}
    for name, each in value.items():
        if tree.get(name) is True:
            found[name] = copied(each)
        elif name in tree:
            part = _of_each(each, tree[name], _included, MISSING)
            if part is not MISSING:
                found[name] = part
    return found


def _excluded(value, tree):
    found = {}
    for name, each in value.items():
        if name not in tree:
            found[name] = copied(each)
        elif tree[name] is not True:
            found[name] = _of_each(each, tree[name], _excluded, each)
    return found


def _of_each(value, tree, part, otherwise):
    """A part of a document, or of each document in an array."""
    if isinstance(value, dict):
        return part(value, tree)
    if isinstance(value, list):
        parts = [
            _of_each(each, tree, part, MISSING if otherwise is MISSING else each)
            for each in value
        ]
        return [each for each in parts if each is not MISSING]
    return otherwise


# -- order ---------------------------------------------------------------------------


def check_sort(sort):
    """Raise Refused unless all (path, direction) pairs go up (1) or down (-1)."""
    for path, direction in sort:
        if path.startswith("$"):
            raise bad_value(f"Sorting by {path} is left out here: sort by a field")
        field_path(path)
        if not is_number(direction):
            raise Refused(
                15974,
                f"Illegal key in $sort specification: {path}: {direction!r}",
            )
        if direction not in (1, -1):
            raise Refused(
                15975,
                "$sort key ordering must be 1 (for ascending) or -1 (for descending)",
            )


def in_order(documents, sort):
    """The documents sorted by (path, 1 or -1) pairs; equal ones stay as they are."""
    for path, direction in reversed(sort):
        parts, descending = path.split("."), direction == -1
        documents = sorted(
            documents,
            reverse=descending,
            key=lambda document: sort_key(document, parts, descending),
        )
    return list(documents)


def sort_key(document, path, descending):
    """Of an array the least element counts, or in descending order the greatest."""
    keys = []
    for value in reached(document, path):
        if isinstance(value, list):
            keys += map(order, value or [MISSING])  # an empty array is before null
        else:
            keys.append(order(None if value is MISSING else value))
    return (max if descending else min)(keys, default=order(None))


def distinct(documents, path):
    """The different values at a path, and of arrays their elements, in order."""
    found = {}
    for document in documents:
        for value in reached(document, path.split(".")):
            for each in value if isinstance(value, list) else [value]:
                if each is not MISSING:
                    found.setdefault(order(each), each)
    return [found[key] for key in sorted(found)]

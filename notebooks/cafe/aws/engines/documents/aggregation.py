"""Aggregation: documents walk through a pipeline, stage after stage.

Each stage is a function from documents to documents. The first `$match` is answered by
the collection's indexes, as a find is.

Left out: $out, $merge, $graphLookup, $unset, $replaceRoot, window functions, $lookup
with a pipeline, $unwind that keeps what has no element, variables ($$ROOT), conditions
and texts in expressions, and more: they are refused with a list of what there is.
DocumentDB has `$facet` from engine version 8.0.2 on.
https://docs.aws.amazon.com/documentdb/latest/developerguide/mongo-apis.html
"""

from .bson import copied
from .expressions import (
    average,
    evaluator,
    field,
    field_path,
    greatest,
    least,
    total,
)
from .matching import matcher
from .ordering import MISSING, is_number, order, type_name
from .planning import plan
from .projection import branch, check_sort, in_order, projector
from .refused import Refused, shown


def run_pipeline(collection, pipeline):
    """The documents at the end of a pipeline, copies. Raises Refused."""
    if not isinstance(pipeline, (list, tuple)):
        raise Refused(14, "'pipeline' option must be specified as an array")
    stages = [_stage(each) for each in pipeline]
    query, rest = {}, list(stages)
    if stages and stages[0][0] == "$match":
        query = rest.pop(0)[1]
    found = [copied(document) for _, document in plan(collection, query)]
    return _through(rest, found, collection)


def _through(stages, documents, collection):
    for name, argument in stages:
        documents = STAGES[name](argument, documents, collection)
    return documents


def _stage(stage):
    """(name, argument) of a stage."""
    if not isinstance(stage, dict) or len(stage) != 1:
        raise Refused(
            40323,
            "A pipeline stage specification object must contain exactly one field.",
        )
    ((name, argument),) = stage.items()
    if name not in STAGES:
        raise Refused(
            40324,
            f"Unrecognized pipeline stage name: '{name}' (here: {', '.join(STAGES)})",
        )
    if name == "$match":
        matcher(argument)
    return name, argument


# -- stages --------------------------------------------------------------------------


def _match(query, documents, collection):
    fits = matcher(query)
    return [document for document in documents if fits(document)]


def _project(asked, documents, collection):
    """Fields to show or leave out, and fields to compute."""
    _check_fields(
        asked, 51272, "Invalid $project :: specification must have at least one field"
    )
    shown, computed = {}, {}
    for path, each in _flattened(asked):
        is_flag = isinstance(each, bool) or is_number(each)
        (shown if is_flag else computed)[path] = each
    leaves_out = [path for path, each in shown.items() if not each and path != "_id"]
    if leaves_out and computed:
        raise Refused(
            31252,
            f"Cannot do inclusion on field {next(iter(computed))} in exclusion "
            "projection",
        )
    if computed and all(path == "_id" for path in shown):
        shown = {"_id": 1} | shown
    parts = _computed({**shown, **computed}, computed.items())
    show = _only_id(shown) if computed and set(shown) == {"_id"} else projector(shown)
    return [_with_fields(show(document), document, parts) for document in documents]


def _check_fields(asked, code, words):
    """Refuse what is no document, or one without a field."""
    if not isinstance(asked, dict) or not asked:
        raise Refused(code, words)


def _only_id(shown):
    keeps = bool(shown["_id"])
    return lambda document: {
        name: each for name, each in document.items() if name == "_id" and keeps
    }


def _flattened(asked, prefix=""):
    """(dotted path, what is asked) of a projection with documents in it."""
    for name, each in asked.items():
        if each == {}:
            raise Refused(
                51270,
                "An empty sub-projection is not a valid value. Found empty object at "
                "path",
            )
        if isinstance(each, dict) and not next(iter(each)).startswith("$"):
            yield from _flattened(each, f"{prefix}{name}.")
        else:
            yield prefix + name, each


def _add_fields(asked, documents, collection):
    _check_fields(
        asked, 40177, "Invalid $addFields :: specification must have at least one field"
    )
    fields = list(_flattened(asked))
    parts = _computed((path for path, _ in fields), fields)
    return [_with_fields(document, copied(document), parts) for document in documents]


def _computed(paths, fields):
    """(path, function of a document) of computed fields; none lies within another."""
    tree: dict = {}
    for path in paths:
        field_path(path)
        branch(tree, path)
    return [(path.split("."), evaluator(each)) for path, each in fields]


def _with_fields(document, source, parts):
    """The document with computed fields; all of them are computed from the source.

    A field whose value is missing is taken away.
    """
    for path, evaluate in parts:
        value = evaluate(source)
        if value is not MISSING:
            _place(document, path, copied(value))
        elif path[0] in document:
            document = projector({".".join(path): 0})(document)
    return document


def _place(document, path, value):
    """Put a value at a path; in an array on the way, into each of its documents."""
    name, *rest = path
    if not rest:
        document[name] = value
    elif isinstance(document.get(name), list):
        elements = document[name]
        document[name] = [each if isinstance(each, dict) else {} for each in elements]
        for each in document[name]:
            _place(each, rest, value)
    else:
        if not isinstance(document.get(name), dict):
            document[name] = {}
        _place(document[name], rest, value)


def _group(asked, documents, collection):
    """One document for each different value of the expression `_id`."""
    if not isinstance(asked, dict):
        raise Refused(15947, "a group's fields must be specified in an object")
    if "_id" not in asked:
        raise Refused(15955, "a group specification must include an _id")
    identify = evaluator(asked["_id"])
    fields = {
        name: _accumulator(name, each) for name, each in asked.items() if name != "_id"
    }
    for name in fields:
        if "." in name:
            raise Refused(40235, f"The field name '{name}' cannot contain '.'")
        if name.startswith("$"):
            raise Refused(40236, f"The field name '{name}' cannot be an operator name")
    groups = {}
    for document in documents:
        _id = identify(document)
        _id = None if _id is MISSING else _id
        groups.setdefault(order(_id), (_id, []))[1].append(document)
    return [
        {"_id": _id} | {name: compute(members) for name, compute in fields.items()}
        for _id, members in groups.values()
    ]


def _accumulator(name, asked):
    """A field of a group, as a function of the group's documents."""
    if not isinstance(asked, dict) or len(asked) != 1:
        raise Refused(40234, f"The field '{name}' must be an accumulator object")
    ((operator, argument),) = asked.items()
    if operator not in ACCUMULATORS:
        raise Refused(
            15952,
            f"unknown group operator '{operator}' (here: {', '.join(ACCUMULATORS)})",
        )
    if isinstance(argument, list):
        raise Refused(40237, f"The {operator} accumulator is a unary operator")
    evaluate, accumulate = evaluator(argument), ACCUMULATORS[operator]
    return lambda members: accumulate([evaluate(document) for document in members])


def _sort(asked, documents, collection):
    _check_fields(asked, 15976, "$sort stage must have at least one sort key")
    check_sort(asked.items())
    return in_order(documents, list(asked.items()))


def _limit(count, documents, collection):
    count = _whole("$limit", count, 5107201)
    if not count:
        raise Refused(15958, "the limit must be positive")
    return documents[:count]


def _skip(count, documents, collection):
    return documents[_whole("$skip", count, 5107200) :]


def _whole(stage, count, code):
    """How many documents a stage is told, an int of 0 or more. Raises Refused."""
    if not is_number(count):
        wanted = "a number in"
    elif isinstance(count, float) and not count.is_integer():
        wanted = "an integer"
    elif count < 0:
        wanted = "a non-negative number in"
    else:
        return int(count)
    words = f"invalid argument to {stage} stage: Expected {wanted}: {stage}: "
    raise Refused(code, words + shown(count))


def _count(name, documents, collection):
    if not isinstance(name, str) or not name or name.startswith("$") or "." in name:
        raise Refused(40156, "the count field must be a non-empty string")
    return [{name: len(documents)}] if documents else []


def _unwinding(asked):
    """The names of the path to the array. Raises Refused."""
    if not isinstance(asked, (str, dict)):
        raise Refused(
            15981,
            "expected either a string or an object as specification for $unwind stage, "
            f"got {type_name(asked)}",
        )
    options = asked if isinstance(asked, dict) else {"path": asked}
    for name in options.keys() - {"path"}:
        raise Refused(
            28811, f"unrecognized option to $unwind stage: {name} (here: path)"
        )
    path = options.get("path", "")
    if not isinstance(path, str):
        raise Refused(
            28808,
            f"expected a string as the path for $unwind stage, got {type_name(path)}",
        )
    if not path:
        raise Refused(28812, "no path specified to $unwind stage")
    if not path.startswith("$"):
        raise Refused(
            28818, f"path option to $unwind stage should be prefixed with a '$': {path}"
        )
    return field_path(path[1:])


def _unwind(asked, documents, collection):
    """A document for each element of an array; none for what has no element."""
    names, found = _unwinding(asked), []
    for document in documents:
        value = _value_at(document, names)
        if value is None or value is MISSING:
            continue
        for element in value if isinstance(value, list) else [value]:
            made = copied(document)
            _place(made, names, copied(element))
            found.append(made)
    return found


def _value_at(document, names):
    for name in names:
        if not isinstance(document, dict) or name not in document:
            return MISSING
        document = document[name]
    return document


def _lookup(asked, documents, collection):
    """With each document, those of another collection that have the same value."""
    names = ("from", "localField", "foreignField", "as")
    if not isinstance(asked, dict) or set(asked) != set(names):
        raise Refused(
            9, f"$lookup takes {', '.join(names)} here, and no pipeline; it got {asked}"
        )
    for name, value in asked.items():
        if not isinstance(value, str):
            raise Refused(
                9, f"$lookup argument '{name}' must be a string, is: {shown(value)}"
            )
        if name != "from":
            field_path(value)
    other = collection.store.collection(collection.database, asked["from"])
    found = []
    for document in documents:
        local = field(document, asked["localField"].split("."))
        local = None if local is MISSING else local
        values = local if isinstance(local, list) else [local]
        query = {asked["foreignField"]: {"$in": values}}
        matches = [copied(each) for _, each in plan(other, query)] if values else []
        made = copied(document)
        _place(made, asked["as"].split("."), matches)
        found.append(made)
    return found


def _facet(asked, documents, collection):
    """Several pipelines over the same documents, each into a field of its own."""
    _check_fields(asked, 40169, "the $facet specification must be a non-empty object")
    for name, stages in asked.items():
        if not isinstance(stages, list):
            raise Refused(
                40170,
                f"arguments to $facet must be arrays, {name} is type: "
                f"{type_name(stages)}",
            )
    pipelines = {
        name: [_stage(each) for each in stages] for name, stages in asked.items()
    }
    if any(name == "$facet" for stages in pipelines.values() for name, _ in stages):
        raise Refused(40600, "$facet is not allowed to be used within a $facet stage")
    return [
        {
            name: _through(stages, copied(documents), collection)
            for name, stages in pipelines.items()
        }
    ]


STAGES = {
    "$match": _match,
    "$project": _project,
    "$addFields": _add_fields,
    "$group": _group,
    "$sort": _sort,
    "$limit": _limit,
    "$skip": _skip,
    "$count": _count,
    "$unwind": _unwind,
    "$lookup": _lookup,
    "$facet": _facet,
}
ACCUMULATORS = {
    "$sum": total,
    "$avg": average,
    "$min": least,
    "$max": greatest,
}

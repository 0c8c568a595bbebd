"""What a server answers to a command: both are documents, as they travel.

    run(store, "shop", {"count": "menu", "limit": 3})      # {"n": 3, "ok": 1.0}

A command's name is its first field, the collection that it is about that field's value.
What would change the answer and is left out is refused by its name.

https://www.mongodb.com/docs/manual/reference/command/
"""

from .bson import MAX_SIZE, Int64, received
from .collection import index_name
from .matching import matcher
from .ordering import type_name
from .refused import (
    COMMAND_NOT_FOUND,
    COMMAND_NOT_SUPPORTED,
    CURSOR_NOT_FOUND,
    FIELD_MISSING,
    INVALID_LENGTH,
    INVALID_NAMESPACE,
    NAMESPACE_EXISTS,
    NAMESPACE_NOT_FOUND,
    OUT_OF_RANGE,
    TYPE_MISMATCH,
    UNKNOWN_FIELD,
    Refused,
    bad_value,
    failed_to_parse,
)

BATCH = 101  # documents of a first answer, if a command does not say
#: Of a command, of one of its writes or indexes.
LEFT_OUT = {"collation", "let", "min", "max", "tailable", "returnKey", "showRecordId"}
LEFT_OUT |= {"startTransaction", "expireAfterSeconds", "partialFilterExpression"}
LEFT_OUT |= {"hint", "sparse", "wildcardProjection"}
LEFT_OUT |= {"remove", "sort", "fields", "upsert", "arrayFilters"}  # of findAndModify
LEFT_OUT |= {"capped", "size", "validator", "viewOn", "timeseries"}
#: What any command may hold, and what changes no answer here, where no time passes.
ANYWHERE = {"$db", "lsid", "txnNumber", "$clusterTime", "$readPreference", "apiVersion"}
ANYWHERE |= {"readConcern", "writeConcern", "maxTimeMS", "comment", "ordered", "cursor"}
ANYWHERE |= {"allowDiskUse", "noCursorTimeout", "allowPartialResults", "nameOnly"}
ANYWHERE |= {"bypassDocumentValidation", "authorizedCollections", "background", "v"}

#: name -> function of the collection and the command
COMMANDS = {}
#: name -> the fields that it takes, of its own; and what each of its writes takes
FIELDS = {
    "updates": {"q", "u", "multi", "upsert", "arrayFilters"},
    "deletes": {"q", "limit"},
    "indexes": {"key", "name", "unique"},
    "cursor": {"batchSize"},
}
WRITES = set()  # the names of those that only the writer runs
#: The commands whose name's value is no collection.
OF_NO_COLLECTION = {"ping", "explain", "getMore", "listCollections", "listDatabases"}
OF_NO_COLLECTION |= {"dropDatabase"}

PARTS = "updates", "deletes", "indexes"
NEEDED = {"updates": ("q", "u"), "deletes": ("q", "limit"), "indexes": ("key",)}
NUMBER, OBJECTS = ("long", "int", "double"), ("array",)
#: What a field has to hold, by BSON's names. OBJECTS is an array of documents.
KINDS: dict = {
    **dict.fromkeys(("skip", "limit", "batchSize", "getMore"), NUMBER),
    **dict.fromkeys(("multi", "upsert", "new", "unique"), ("bool", *NUMBER)),
    **dict.fromkeys(("documents", *PARTS, "arrayFilters"), OBJECTS),
    **dict.fromkeys(("sort", "projection", "cursor", "explain"), ("object",)),
    **dict.fromkeys(("index", "collection", "distinct.key"), ("string",)),
    "indexes.key": ("object",),
    "cursors": [*OBJECTS],
}
MOST_WRITES = 100_000


def run(store, database, command):
    """The answer to a command. Raises Refused."""
    name, about = next(iter(command.items()))
    if name not in COMMANDS:
        there = ", ".join(sorted(COMMANDS))
        words = f"no such command: '{name}' (here: {there})"
        raise Refused(COMMAND_NOT_FOUND, words)
    _check_fields(name, command)
    asked = _read(name, name, command)
    if name not in OF_NO_COLLECTION:
        if not isinstance(about, str):
            words = f"collection name has invalid type {type_name(about)}"
            raise Refused(INVALID_NAMESPACE, words)
        if not about:
            words = f"Invalid namespace specified '{database}.'"
            raise Refused(INVALID_NAMESPACE, words)
    held = store.collection(database, str(about))
    return {**(COMMANDS[name](held, asked) or {}), "ok": 1.0}


def _read(name, path, part):
    """A command, or one of its writes, as a _Command. Raises Refused.

    A null is as good as no field, and a fraction of a number is cut off.
    """
    _check_fields(name, part)
    read = _Command(path)
    for field, value in part.items():
        place = f"{path}.{field}"
        kinds = KINDS.get(f"{name}.{field}", KINDS.get(field))
        if kinds and value is None:
            continue
        _check_kind(place, value, kinds)
        if kinds is OBJECTS:
            for number, each in enumerate(value):
                _check_kind(f"{place}.{number}", each, ("object",))
        if field in PARTS:
            value = [_read(field, place, each) for each in value]
        read[field] = _whole(value) if kinds is NUMBER else value
    for field in NEEDED.get(name, ()):
        read[field]  # or it is told that it is missing
    return read


def _check_kind(place, value, kinds):
    if kinds and (kind := type_name(value)) not in kinds:
        wanted = f"s '[{', '.join(kinds)}]'" if len(kinds) > 1 else f" '{kinds[0]}'"
        raise Refused(
            TYPE_MISMATCH,
            f"BSON field '{place}' is the wrong type '{kind}', expected type{wanted}",
        )


def _whole(number):
    """A number without its fraction, within eight bytes; NaN is 0."""
    within = max(-(2**63), min(number, 2**63 - 1))
    return int(within) if number == number else 0


def _check_fields(name, part):
    """Refuse what a command, or one of its writes, does not take."""
    known = FIELDS[name] | ANYWHERE | {name}
    for field in [each for each in part if each not in known]:
        if field not in LEFT_OUT:
            words = f"BSON field '{name}.{field}' is an unknown field."
            raise Refused(UNKNOWN_FIELD, words)
        if part[field]:
            raise failed_to_parse(f"{field} is left out here")


class _Command(dict):
    """A command's fields; to ask for one that it has not is the sender's mistake."""

    def __init__(self, path):
        super().__init__()
        self._path = path

    def __missing__(self, field):
        words = f"BSON field '{self._path}.{field}' is missing but a required field"
        raise Refused(FIELD_MISSING, words)


def _command(name, fields="", writes=False):
    def register(function):
        COMMANDS[name], FIELDS[name] = function, set(fields.split())
        if writes:
            WRITES.add(name)
        return function

    return register


@_command("ping")
def _ping(held, command):
    """Whether the server answers."""


# -- writing --------------------------------------------------------------------------


@_command("insert", "documents", writes=True)
def _insert(held, command):
    def insert(document):
        held.insert(document)
        return 1, 0, None

    return _each(command, "documents", insert)


@_command("update", "updates", writes=True)
def _update(held, command):
    return _each(command, "updates", lambda e: _change(held, e["q"], e["u"], e))


@_command("delete", "deletes", writes=True)
def _delete(held, command):
    def delete(each):
        if each["limit"] not in (0, 1):
            words = "The limit field in delete objects must be 0 or 1. Got "
            raise failed_to_parse(words + str(each["limit"]))
        return held.delete(each["q"], many=not each["limit"]), 0, None

    return _each(command, "deletes", delete)


@_command("findAndModify", "query update new", writes=True)
def _find_and_modify(held, command):
    """The first document that fits, as it was before the change, or with `new` is."""
    query = command.get("query", {})
    found = next(held.find(query, limit=1), None)
    here = query if found is None else {"_id": found["_id"]}
    _change(held, here, command["update"], {})
    return {"value": next(held.find(here), None) if command.get("new") else found}


def _each(command, name, act):
    """Act on each write of a command; what is told of all.

    `act` gives what the collection's `update` gives: (matched, modified, new _id).
    """
    if not 0 < len(command[name]) <= MOST_WRITES:
        raise Refused(
            INVALID_LENGTH,
            f"Write batch sizes must be between 1 and {MOST_WRITES}. Got "
            f"{len(command[name])} operations.",
        )
    found, changed, upserted, refused = 0, 0, [], []
    for index, each in enumerate(command[name]):
        try:
            matched, modified, made = act(each)
        except Refused as refusal:
            refused.append({"index": index} | refusal.told())
            if command.get("ordered", True):
                break
        else:
            found += matched + (made is not None)
            changed += modified
            if made is not None:
                upserted.append({"index": index, "_id": made})
    told = {"n": found, "nModified": changed}
    told |= {"upserted": upserted} if upserted else {}
    return told | ({"writeErrors": refused} if refused else {})


def _change(held, query, wanted, options):
    """Update or replace what is asked for, as MongoDB tells the two apart."""
    upsert = options.get("upsert", False)
    if isinstance(wanted, dict) and not next(iter(wanted), "").startswith("$"):
        if options.get("multi"):
            words = "multi update is not supported for replacement-style update"
            raise failed_to_parse(words)
        if upsert:
            raise failed_to_parse("upsert is left out here for a replacement")
        return held.replace(query, wanted)
    many, filters = options.get("multi", False), options.get("arrayFilters")
    return held.update(query, wanted, many, upsert, filters)


# -- reading --------------------------------------------------------------------------


@_command("find", "filter projection sort skip limit batchSize singleBatch")
def _find(held, command):
    found = list(held.find(command.get("filter", {}), **_options(command)))
    size = command.get("batchSize", BATCH)
    return _batch(held, found[:size] if command.get("singleBatch") else found, size)


@_command("explain", "verbosity")
def _explain(held, command):
    asked = command["explain"]
    if next(iter(asked), None) != "find":
        words = f"Only a find is explained here, no {next(iter(asked), 'nothing')}."
        raise Refused(COMMAND_NOT_SUPPORTED, words)
    asked = _read("find", "find", asked)
    held = held.store.collection(held.database, asked["find"])
    return held.explain(asked.get("filter", {}), **_options(asked))


@_command("aggregate", "pipeline")
def _aggregate(held, command):
    found = held.aggregate(command["pipeline"])
    cursor = _read("cursor", "aggregate.cursor", command["cursor"])
    return _batch(held, found, cursor.get("batchSize", BATCH))


@_command("count", "query skip limit")
def _count(held, command):
    skip, limit = command.get("skip", 0), abs(command.get("limit", 0))
    return {"n": held.count(command.get("query", {}), skip, limit)}


@_command("distinct", "key query")
def _distinct(held, command):
    return {"values": held.distinct(command["key"], command.get("query", {}))}


def _options(command):
    return {
        "projection": command.get("projection"),
        "sort": list(command.get("sort", {}).items()),
        "skip": command.get("skip", 0),
        "limit": abs(command.get("limit", 0)),
    }


@_command("getMore", "collection batchSize")
def _get_more(held, command):
    number = command["getMore"]
    rest = held.store.cursors.pop(number, None)
    if rest is None:
        raise Refused(CURSOR_NOT_FOUND, f"cursor id {number} not found")
    held = held.store.collection(held.database, command["collection"])
    return _batch(held, rest, command.get("batchSize") or len(rest), "nextBatch")


@_command("killCursors", "cursors")
def _kill_cursors(held, command):
    for number in command["cursors"]:
        held.store.cursors.pop(number, None)


def _batch(held, documents, size=BATCH, batch="firstBatch"):
    """So many documents; what is left waits in the store for `getMore`."""
    if size < 0:
        words = f"BSON field 'batchSize' value must be >= 0, actual value '{size}'"
        raise Refused(OUT_OF_RANGE, words)
    size = _within_a_message(documents[:size])
    cursors, number = held.store.cursors, 0
    if rest := documents[size:]:
        number = max(cursors, default=0) + 1
        cursors[number] = rest
    told = {"id": Int64(number), "ns": held.full_name, batch: documents[:size]}
    return {"cursor": told}


def _within_a_message(documents):
    """How many of the documents an answer has room for: 16 MB of them, or one."""
    room = MAX_SIZE
    for number, each in enumerate(documents):
        room -= received(each)[1]
        if room < 0 and number:
            return number
    return len(documents)


# -- collections, indexes -------------------------------------------------------------


@_command("createIndexes", "indexes", writes=True)
def _create_indexes(held, command):
    if not command["indexes"]:
        raise bad_value("Must specify at least one index to create")
    for each in command["indexes"]:
        fields = list(each["key"].items())
        if each.get("name", name := index_name(fields)) != name:
            words = f"name is left out here: the index is called {name}."
            raise Refused(COMMAND_NOT_SUPPORTED, words)
        held.create_index(fields, each.get("unique", False))


@_command("listIndexes")
def _list_indexes(held, command):
    found = held.index_information().items()
    told = [{**each, "key": dict(each["key"]), "name": name} for name, each in found]
    return _batch(held, told)


@_command("dropIndexes", "index", writes=True)
def _drop_indexes(held, command):
    if not held.exists():
        raise Refused(NAMESPACE_NOT_FOUND, f"ns not found {held.full_name}")
    held.drop_index(command["index"])


@_command("listCollections", "filter")
def _list_collections(held, command):
    told = _named(held.store.collection_names(held.database), command)
    return _batch(held, [each | {"type": "collection"} for each in told])


@_command("listDatabases", "filter")
def _list_databases(held, command):
    return {"databases": _named(held.store.database_names(), command)}


def _named(names, command):
    """[{"name": …}] of those that the command's filter lets through."""
    return [*filter(matcher(command.get("filter", {})), ({"name": n} for n in names))]


@_command("create", writes=True)
def _create(held, command):
    if held.exists():
        raise Refused(NAMESPACE_EXISTS, f"collection {held.full_name} already exists")
    held.store.create(held.database, held.name)


@_command("drop", writes=True)
def _drop(held, command):
    held.store.drop(held.database, held.name)


@_command("dropDatabase", writes=True)
def _drop_database(held, command):
    for name in held.store.collection_names(held.database):
        held.store.drop(held.database, name)

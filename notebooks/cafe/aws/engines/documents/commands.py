"""What a server answers to a command: both are documents, as they travel.

    run(store, "shop", {"count": "menu", "limit": 3})      # {"n": 3, "ok": 1.0}

A command's name is its first field, the collection that it is about that field's value.
What would change the answer and is left out is refused by its name.

https://www.mongodb.com/docs/manual/reference/command/
"""

from .bson import Int64
from .collection import index_name
from .matching import matcher
from .refused import (
    COMMAND_NOT_FOUND,
    COMMAND_NOT_SUPPORTED,
    CURSOR_NOT_FOUND,
    FIELD_MISSING,
    NAMESPACE_EXISTS,
    UNKNOWN_FIELD,
    Refused,
    failed_to_parse,
)

BATCH = 101  # documents of a first answer, if a command does not say
#: Of a command, of one of its writes or indexes.
LEFT_OUT = {"collation", "let", "min", "max", "tailable", "returnKey", "showRecordId"}
LEFT_OUT |= {"startTransaction", "expireAfterSeconds", "partialFilterExpression"}
LEFT_OUT |= {"hint", "sparse", "wildcardProjection"}
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
}
WRITES = set()  # the names of those that only the writer runs


def run(store, database, command):
    """The answer to a command. Raises Refused."""
    name, about = next(iter(command.items()))
    if name not in COMMANDS:
        there = ", ".join(sorted(COMMANDS))
        words = f"no such command: '{name}' (here: {there})"
        raise Refused(COMMAND_NOT_FOUND, words)
    _check_fields(name, command)
    for several in ("updates", "deletes", "indexes"):
        for each in command.get(several, ()):
            _check_fields(several, each)
    held = store.collection(database, str(about))
    return {**(COMMANDS[name](held, _Command(command)) or {}), "ok": 1.0}


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

    def __missing__(self, field):
        words = (
            f"BSON field '{next(iter(self))}.{field}' is missing but a required field"
        )
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
        return held.delete(each["q"], many=not each.get("limit")), 0, None

    return _each(command, "deletes", delete)


@_command(
    "findAndModify",
    "query update remove sort fields new upsert arrayFilters",
    writes=True,
)
def _find_and_modify(held, command):
    def write(query):
        if command.get("remove"):
            return held.delete(query), 0, None
        return _change(held, query, command["update"], command)

    asked, sort = command.get("query", {}), list(command.get("sort", {}).items())
    shown = command.get("fields"), sort, command.get("new", False)
    value, made = held.find_and_modify(asked, write, *shown)
    return {"value": value, "lastErrorObject": {"upserted": made} if made else {}}


def _each(command, name, act):
    """Act on each write of a command; what is told of all.

    `act` gives what the collection's `update` gives: (matched, modified, new _id).
    """
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
        return held.replace(query, wanted, upsert)
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
    if "find" not in asked:
        words = f"Only a find is explained here, no {next(iter(asked), 'nothing')}."
        raise Refused(COMMAND_NOT_SUPPORTED, words)
    _check_fields("find", asked)
    held = held.store.collection(held.database, asked["find"])
    return held.explain(asked.get("filter", {}), **_options(asked))


@_command("aggregate", "pipeline")
def _aggregate(held, command):
    found = held.aggregate(command["pipeline"])
    return _batch(held, found, command["cursor"].get("batchSize", BATCH))


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
    cursors, number = held.store.cursors, 0
    if rest := documents[size:]:
        number = max(cursors, default=0) + 1
        cursors[number] = rest
    told = {"id": Int64(number), "ns": held.full_name, batch: documents[:size]}
    return {"cursor": told}


# -- collections, indexes -------------------------------------------------------------


@_command("createIndexes", "indexes", writes=True)
def _create_indexes(held, command):
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

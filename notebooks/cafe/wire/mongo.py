"""The door to a document cluster: OP_MSG, as pymongo and mongosh speak it.

`do_NAME` answers the command NAME with the methods of the course's own pymongo. What
is left out is refused by its name.
https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
"""

import struct

from ..aws.engines.documents import bson
from ..drivers.pymongo import MongoClient
from ..drivers.pymongo.errors import ConnectionFailure, NotPrimaryError, PyMongoError
from ..drivers.pymongo.results import UpdateResult
from .listening import EngineHandler
from .scram import Login, LoginFailed

MESSAGE, QUERY, REPLY = 2013, 2004, 1
HEADER = struct.Struct("<iiii")
MOST = 48_000_000  # bytes of a message, as MongoDB has it
BATCH = 101  # documents of a first answer, if the client does not say
MORE_TO_COME = 2  # a flag: the client waits for no answer
HELLO = {
    "helloOk": True,
    "isWritablePrimary": True,
    "ismaster": True,
    "connectionId": 1,
    "maxBsonObjectSize": bson.MAX_SIZE,
    "maxMessageSizeBytes": MOST,
    "maxWriteBatchSize": 100_000,
    "minWireVersion": 0,
    "maxWireVersion": 13,
    "version": "5.0.0",
    "readOnly": False,
}
#: Commands that one may send before one has said who one is.
OPEN = {"hello", "ismaster", "isMaster", "ping", "buildInfo", "buildinfo"}
OPEN |= {"saslStart", "saslContinue", "endSessions"}
#: Of a command, of one of its writes or indexes: what would change the answer, or how
#: it is found.
LEFT_OUT = {"collation", "let", "min", "max", "tailable", "returnKey", "showRecordId"}
LEFT_OUT |= {"startTransaction", "expireAfterSeconds", "partialFilterExpression"}
LEFT_OUT |= {"hint", "sparse", "wildcardProjection"}


class MongoHandler(EngineHandler):
    """One client's connection to the instance behind a name."""

    _login = _client = None
    _sent = 0  # messages

    def next(self):
        """(id, kind, flags, command) of the next message; None when nothing sensible
        comes any more."""
        try:
            length, request_id, _, kind = HEADER.unpack(self.rfile.read(HEADER.size))
            if kind not in (MESSAGE, QUERY) or not HEADER.size < length <= MOST:
                return None
            body = self.rfile.read(length - HEADER.size)
            if len(body) < length - HEADER.size:
                return None
            return request_id, kind, *(_query(body) if kind == QUERY else _parts(body))
        except (ValueError, IndexError, KeyError, struct.error):
            return None  # half a document: a server closes the connection

    def answer(self, message):
        request_id, kind, flags, command = message
        self._sent, document = self._sent + 1, self._answer(command)
        if flags & MORE_TO_COME:
            return b""
        return _message(self._sent, request_id, kind, document)

    def _answer(self, command):
        name = next(iter(command), "")
        method = getattr(self, f"do_{name}", None)
        try:
            if name not in OPEN and self._client is None:
                return _refusal("Command requires authentication", 13)
            if method is None:
                words = f"no such command: '{name}' (here: {', '.join(_commands())})"
                return _refusal(words, 59)
            if missing := _left_out(command):
                return _refusal(f"{missing} is left out here", 9)
            return {**method(command), "ok": 1.0}
        except LoginFailed:
            return _refusal("Authentication failed.", 18)
        except PyMongoError as error:
            lost = isinstance(error, (NotPrimaryError, ConnectionFailure))
            told = getattr(error, "details", None)
            told = told if isinstance(told, dict) else {}
            code = (
                getattr(error, "code", None) or told.get("code") or (6 if lost else 2)
            )
            return _refusal(told.get("errmsg", str(error)), code)
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            return _refusal(str(error), 9)

    # --- who is it -------------------------------------------------------------------

    def do_hello(self, command):
        mechanisms = {"saslSupportedMechs": ["SCRAM-SHA-256"]}
        return HELLO | (mechanisms if "saslSupportedMechs" in command else {})

    do_isMaster = do_ismaster = do_hello

    def do_ping(self, command):
        return {}

    do_endSessions = do_ping

    def do_buildInfo(self, command):
        return {"version": HELLO["version"], "versionArray": [5, 0, 0, 0]}

    do_buildinfo = do_buildInfo

    def do_saslStart(self, command):
        cluster = self.target.cluster
        self._login = Login(cluster.user, cluster.password)
        return self._step(self._login.first(command["payload"]))

    def do_saslContinue(self, command):
        if self._login is None:
            raise LoginFailed
        answer = self._login.next(command["payload"])
        if self._login.done and self._client is None:
            self._client = MongoClient(
                self.server.name,
                self.server.engine_port,
                username=self.target.cluster.user,
                password=self.target.cluster.password,
                account=self.server.account,
            )
        return self._step(answer)

    def _step(self, payload):
        return {"conversationId": 1, "done": self._login.done, "payload": payload}

    # --- writing ---------------------------------------------------------------------

    def _collection(self, command):
        return self._client[command["$db"]][next(iter(command.values()))]

    def do_insert(self, command):
        collection, told = self._collection(command), {"n": 0}

        def insert(number, document):
            collection.insert_one(document)
            told["n"] += 1

        return told | _each(command, "documents", insert)

    def do_update(self, command):
        collection, told = self._collection(command), {"n": 0, "nModified": 0}

        def change(number, each):
            result = _change(collection, each["q"], each["u"], each)
            told["n"] += result.matched_count
            told["nModified"] += result.modified_count
            if result.upserted_id is not None:
                told["n"] += 1
                made = {"index": number, "_id": result.upserted_id}
                told.setdefault("upserted", []).append(made)

        return told | _each(command, "updates", change)

    def do_delete(self, command):
        collection, told = self._collection(command), {"n": 0}

        def delete(number, each):
            way = "delete_one" if each.get("limit") else "delete_many"
            told["n"] += getattr(collection, way)(each["q"]).deleted_count

        return told | _each(command, "deletes", delete)

    def do_findAndModify(self, command):
        collection, asked = self._collection(command), command.get("query") or {}
        sort = list((command.get("sort") or {}).items())
        first = next(collection.find(asked, {"_id": 1}, limit=1, sort=sort), None)
        here = {"_id": first["_id"]} if first else asked
        before = collection.find_one(here, command.get("fields")) if first else None
        told = {"n": int(first is not None), "updatedExisting": first is not None}
        if command.get("remove"):
            if first:
                collection.delete_one(here)
            told.pop("updatedExisting")
        elif first or command.get("upsert"):
            made = _change(collection, here, command["update"], command).upserted_id
            if made is not None:
                here, told = {"_id": made}, told | {"n": 1, "upserted": made}
            if command.get("new"):
                before = collection.find_one(here, command.get("fields"))
        return {"value": before, "lastErrorObject": told}

    do_findandmodify = do_findAndModify

    # --- reading ---------------------------------------------------------------------

    def do_find(self, command):
        found = list(self._cursor(command))
        return self._first(command, found, command.get("batchSize", BATCH))

    def _cursor(self, command):
        return self._collection(command).find(
            command.get("filter", {}),
            command.get("projection"),
            command.get("skip", 0),
            abs(command.get("limit", 0)),
            sort=list(command.get("sort", {}).items()),
        )

    def do_explain(self, command):
        return self._cursor({**command["explain"], "$db": command["$db"]}).explain()

    def do_aggregate(self, command):
        found = list(self._collection(command).aggregate(command["pipeline"]))
        size = command.get("cursor", {}).get("batchSize", BATCH)
        return self._first(command, found, size)

    def _first(self, command, documents, size=BATCH):
        """The first batch; what is left waits for getMore."""
        first, rest = documents[:size], documents[size:]
        number, cursors = 0, self.server.cursors
        if rest and not command.get("singleBatch"):
            number = max(cursors, default=0) + 1
            cursors[number] = rest
        name = f"{command['$db']}.{next(iter(command.values()))}"
        return {"cursor": {"id": number, "ns": name, "firstBatch": first}}

    def do_getMore(self, command):
        number, size = int(command["getMore"]), command.get("batchSize", 0)
        rest = self.server.cursors.pop(number, None)
        if rest is None:
            return _refusal(f"cursor id {number} not found", 43)
        batch, rest = (rest[:size], rest[size:]) if size else (rest, [])
        if rest:
            self.server.cursors[number] = rest
        name = f"{command['$db']}.{command['collection']}"
        left = number if rest else 0
        return {"cursor": {"id": left, "ns": name, "nextBatch": batch}}

    def do_killCursors(self, command):
        left = self.server.cursors
        return {"cursorsKilled": [n for n in command["cursors"] if left.pop(int(n), 0)]}

    def do_count(self, command):
        found = self._collection(command).count_documents(command.get("query") or {})
        found = max(0, found - command.get("skip", 0))
        return {"n": min(found, abs(command.get("limit", 0)) or found)}

    def do_distinct(self, command):
        asked = command.get("query") or {}
        return {"values": self._collection(command).distinct(command["key"], asked)}

    # --- collections, indexes --------------------------------------------------------

    def do_createIndexes(self, command):
        for each in command["indexes"]:
            fields = list(each["key"].items())
            unique = each.get("unique", False)
            self._collection(command).create_index(fields, unique=unique)
        return {}

    def do_listIndexes(self, command):
        found = self._collection(command).index_information().items()
        made = [{**told, "key": dict(told["key"]), "name": n} for n, told in found]
        return self._first(command, made)

    def do_dropIndexes(self, command):
        collection, name = self._collection(command), command["index"]
        there = [each for each in collection.index_information() if each != "_id_"]
        for each in there if name == "*" else [name]:
            collection.drop_index(each)
        return {}

    def do_listCollections(self, command):
        names = self._client[command["$db"]].list_collection_names()
        return self._first(command, [{"name": n, "type": "collection"} for n in names])

    def do_listDatabases(self, command):
        return {"databases": [{"name": n} for n in self._client.list_database_names()]}

    def do_create(self, command):
        self._client[command["$db"]].create_collection(command["create"])
        return {}

    def do_drop(self, command):
        self._collection(command).drop()
        return {}

    def do_dropDatabase(self, command):
        self._client.drop_database(command["$db"])
        return {}


def _commands():
    return sorted(n.removeprefix("do_") for n in dir(MongoHandler) if n[:3] == "do_")


def _left_out(command):
    """The first option of a command, or of its parts, that would not be heeded."""
    parts = (command.get(name, []) for name in ("updates", "deletes", "indexes"))
    for part in (command, *(each for several in parts for each in several)):
        for name in LEFT_OUT & part.keys():
            if part[name]:
                return name
    return None


def _change(collection, asked, wanted, options):
    """Update or replace what is asked for, as MongoDB tells the two apart."""
    upsert = options.get("upsert", False)
    if not isinstance(wanted, dict) or next(iter(wanted), "").startswith("$"):
        way = collection.update_many if options.get("multi") else collection.update_one
        return way(asked, wanted, upsert, array_filters=options.get("arrayFilters"))
    result = collection.replace_one(asked, wanted)
    if not upsert or result.matched_count:
        return result
    known = {"_id": asked["_id"]} if not isinstance(asked.get("_id", {}), dict) else {}
    made = collection.insert_one(known | wanted).inserted_id
    return UpdateResult(matched_count=0, modified_count=0, upserted_id=made)


def _refusal(words, code):
    return {"errmsg": words, "code": code, "ok": 0.0}


def _each(command, name, act):
    """Act on each write of a command; what is told of those that were refused."""
    refused = []
    for number, each in enumerate(command[name]):
        try:
            act(number, each)
        except PyMongoError as error:
            if not getattr(error, "details", None):
                raise
            refused.append({**error.details, "index": number})
            if command.get("ordered", True):
                break
    return {"writeErrors": refused} if refused else {}


# --- bytes ---------------------------------------------------------------------------


def _parts(body):
    """(flags, command) of an OP_MSG: a document, and lists that belong to it."""
    (flags,), at = struct.unpack_from("<I", body), 4
    end = len(body) - (4 if flags & 1 else 0)  # behind it a checksum
    command, lists = {}, {}
    while at < end:
        kind, at = body[at], at + 1
        (size,) = struct.unpack_from("<i", body, at)
        if kind == 0:
            command = bson.decode(body[at : at + size])
        else:
            name, _, documents = body[at + 4 : at + size].partition(b"\0")
            lists[name.decode()] = list(_documents(documents))
        at += size
    return flags, command | lists


def _documents(content):
    at = 0
    while at < len(content):
        (size,) = struct.unpack_from("<i", content, at)
        yield bson.decode(content[at : at + size])
        at += size


def _query(body):
    """(flags, command) of an OP_QUERY, with which a client says its first hello."""
    name, _, rest = body[4:].partition(b"\0")
    return 0, {**bson.decode(rest[8:]), "$db": name.decode().partition(".")[0]}


def _message(number, answers_to, kind, document):
    content = bson.encode(document)
    if kind == QUERY:
        body, code = struct.pack("<iqii", 8, 0, 0, 1) + content, REPLY
    else:
        body, code = struct.pack("<IB", 0, 0) + content, MESSAGE
    return HEADER.pack(HEADER.size + len(body), number, answers_to, code) + body

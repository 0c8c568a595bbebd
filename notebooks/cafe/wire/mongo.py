"""The door to a document cluster: OP_MSG, as pymongo and mongosh speak it.

https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
"""

import socketserver
import struct
from itertools import count

from ..aws.engines.documents import bson
from ..drivers.network import Unreachable, reach
from ..drivers.pymongo import MongoClient
from ..drivers.pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    NotPrimaryError,
    PyMongoError,
)
from .scram import Login, LoginFailed

MESSAGE, QUERY, REPLY = 2013, 2004, 1
HEADER = struct.Struct("<iiii")
MOST = 48_000_000  # bytes of a message, as MongoDB has it
BATCH = 101  # documents of a first answer, if the client does not say
MORE_TO_COME = 2  # a flag: the client waits for no answer
HELLO = {
    "helloOk": True,
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


class MongoHandler(socketserver.StreamRequestHandler):
    """One client's connection to the instance behind a name."""

    disable_nagle_algorithm = True

    def handle(self):
        self._login, self._client = None, None
        try:
            self._target = self._reach()
        except Unreachable as problem:
            if problem.error == "timeout":  # no rule lets it through: no answer at all
                while self.rfile.read(1):
                    pass
            return
        for number in count(1):
            message = self._next()
            if message is None:
                return
            request_id, kind, flags, command = message
            with self.server.account.lock:
                try:
                    if self._reach() is not self._target:
                        return  # the instance is gone, and its connections with it
                except Unreachable:
                    return
                answer = self._answer(command)
            if not flags & MORE_TO_COME:
                self.wfile.write(_message(number, request_id, kind, answer))

    def _reach(self):
        server = self.server
        return reach(server.account, server.name, server.engine_port)

    # --- messages ------------------------------------------------------------------

    def _next(self):
        """(id, kind, flags, command) of the next message; None when nothing sensible
        comes any more."""
        header = self.rfile.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        length, request_id, _, kind = HEADER.unpack(header)
        if kind not in (MESSAGE, QUERY) or not HEADER.size < length <= MOST:
            return None
        body = self.rfile.read(length - HEADER.size)
        if len(body) < length - HEADER.size:
            return None
        try:
            return request_id, kind, *(_query(body) if kind == QUERY else _parts(body))
        except (ValueError, IndexError, KeyError, struct.error):
            return None  # half a document: a server closes the connection

    def _answer(self, command):
        name = next(iter(command), "")
        try:
            if name not in OPEN and self._client is None:
                return _refusal("Command requires authentication", 13)
            if name not in COMMANDS:
                there = ", ".join(sorted(COMMANDS))
                return _refusal(f"no such command: '{name}' (here: {there})", 59)
            return {**COMMANDS[name](self, command), "ok": 1.0}
        except LoginFailed:
            return _refusal("Authentication failed.", 18)
        except (NotPrimaryError, ConnectionFailure) as error:
            told = error.details if isinstance(error.details, dict) else {}
            return _refusal(told.get("errmsg", str(error)), told.get("code", 6))
        except PyMongoError as error:
            told = getattr(error, "details", None) or {}
            return _refusal(
                told.get("errmsg", str(error)), getattr(error, "code", None) or 2
            )
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            return _refusal(str(error), 9)

    # --- who is it -------------------------------------------------------------------

    def _hello(self, command):
        told = {**HELLO, "isWritablePrimary": True, "ismaster": True}
        told["connectionId"] = 1
        if "saslSupportedMechs" in command:
            told["saslSupportedMechs"] = ["SCRAM-SHA-256"]
        return told

    def _sasl_start(self, command):
        cluster = self._target.cluster
        self._login = Login(cluster.user, cluster.password)
        return self._step(self._login.first(command["payload"]))

    def _sasl_continue(self, command):
        if self._login is None:
            raise LoginFailed
        answer = self._login.next(command["payload"])
        if self._login.done and self._client is None:
            self._client = MongoClient(
                self.server.name,
                self.server.engine_port,
                username=self._target.cluster.user,
                password=self._target.cluster.password,
                account=self.server.account,
            )
        return self._step(answer)

    def _step(self, payload):
        return {"conversationId": 1, "done": self._login.done, "payload": payload}

    # --- commands --------------------------------------------------------------------

    def _collection(self, command):
        return self._client[command["$db"]][next(iter(command.values()))]

    def _nothing(self, command):
        return {}

    def _build_info(self, command):
        return {"version": HELLO["version"], "versionArray": [5, 0, 0, 0]}

    def _insert(self, command):
        documents = command["documents"]
        if not command.get("ordered", True) and len(documents) > 1:
            return _left_out("ordered: false")
        try:
            self._collection(command).insert_many(documents)
        except BulkWriteError as error:
            refused = [
                {name: value for name, value in each.items() if name != "op"}
                for each in error.details["writeErrors"]
            ]
            return {"n": error.details["nInserted"], "writeErrors": refused}
        return {"n": len(documents)}

    def _update(self, command):
        collection, told = self._collection(command), {"n": 0, "nModified": 0}
        if any(e.get("upsert") and _is_replacement(e["u"]) for e in command["updates"]):
            return _left_out("upsert of a whole document")

        def change(number, each):
            asked, wanted = each["q"], each["u"]
            if _is_replacement(wanted):
                result = collection.replace_one(asked, wanted)
            else:
                way = "update_many" if each.get("multi") else "update_one"
                result = getattr(collection, way)(
                    asked,
                    wanted,
                    each.get("upsert", False),
                    array_filters=each.get("arrayFilters"),
                )
            told["n"] += result.matched_count
            told["nModified"] += result.modified_count
            if result.upserted_id is not None:
                told["n"] += 1
                made = {"index": number, "_id": result.upserted_id}
                told.setdefault("upserted", []).append(made)

        return told | _each(command, "updates", change)

    def _delete(self, command):
        collection, told = self._collection(command), {"n": 0}

        def delete(number, each):
            way = "delete_one" if each.get("limit") else "delete_many"
            told["n"] += getattr(collection, way)(each["q"]).deleted_count

        return told | _each(command, "deletes", delete)

    def _find(self, command):
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

    def _aggregate(self, command):
        found = list(self._collection(command).aggregate(command["pipeline"]))
        size = command.get("cursor", {}).get("batchSize", BATCH)
        return self._first(command, found, size)

    def _first(self, command, documents, size):
        """The first batch; what is left waits for getMore."""
        first, rest = documents[:size], documents[size:]
        number, cursors = 0, self.server.cursors
        if rest and not command.get("singleBatch"):
            number = max(cursors, default=0) + 1
            cursors[number] = rest
        name = f"{command['$db']}.{next(iter(command.values()))}"
        return {"cursor": {"id": number, "ns": name, "firstBatch": first}}

    def _get_more(self, command):
        number, size = int(command["getMore"]), command.get("batchSize", 0)
        cursors = self.server.cursors
        if number not in cursors:
            return _refusal(f"cursor id {number} not found", 43)
        rest = cursors.pop(number)
        batch, rest = (rest[:size], rest[size:]) if size else (rest, [])
        if rest:
            cursors[number] = rest
        left = number if rest else 0
        name = f"{command['$db']}.{command['collection']}"
        return {"cursor": {"id": left, "ns": name, "nextBatch": batch}}

    def _kill_cursors(self, command):
        killed = [
            n for n in command["cursors"] if self.server.cursors.pop(int(n), None)
        ]
        return {"cursorsKilled": killed}

    def _count(self, command):
        for name in ("skip", "limit"):
            if command.get(name):
                return _left_out(name)
        asked = command.get("query", {})
        return {"n": self._collection(command).count_documents(asked)}

    def _distinct(self, command):
        asked = command.get("query") or {}
        return {"values": self._collection(command).distinct(command["key"], asked)}

    def _find_and_modify(self, command):
        for name in ("fields", "sort", "upsert", "arrayFilters", "remove"):
            if command.get(name):
                return _left_out(name)
        found = self._collection(command).find_one_and_update(
            command.get("query", {}),
            command["update"],
            return_document=command.get("new", False),
        )
        return {"value": found, "lastErrorObject": {"updatedExisting": bool(found)}}

    def _create_indexes(self, command):
        collection = self._collection(command)
        for each in command["indexes"]:
            fields = list(each["key"].items())
            collection.create_index(fields, unique=each.get("unique", False))
        return {}

    def _list_indexes(self, command):
        found = self._collection(command).index_information()
        return self._first(
            command,
            [
                {**told, "key": dict(told["key"]), "name": name}
                for name, told in found.items()
            ],
            BATCH,
        )

    def _drop_indexes(self, command):
        self._collection(command).drop_index(command["index"])
        return {}

    def _list_collections(self, command):
        names = self._client[command["$db"]].list_collection_names()
        found = [{"name": name, "type": "collection"} for name in names]
        return self._first(command, found, BATCH)

    def _list_databases(self, command):
        return {"databases": [{"name": n} for n in self._client.list_database_names()]}

    def _create(self, command):
        self._client[command["$db"]].create_collection(command["create"])
        return {}

    def _drop(self, command):
        self._collection(command).drop()
        return {}

    def _drop_database(self, command):
        self._client.drop_database(command["$db"])
        return {}

    def _explain(self, command):
        asked = {**command["explain"], "$db": command["$db"]}
        return self._cursor(asked).explain()


COMMANDS = {
    "aggregate": MongoHandler._aggregate,
    "buildInfo": MongoHandler._build_info,
    "buildinfo": MongoHandler._build_info,
    "count": MongoHandler._count,
    "create": MongoHandler._create,
    "createIndexes": MongoHandler._create_indexes,
    "delete": MongoHandler._delete,
    "distinct": MongoHandler._distinct,
    "drop": MongoHandler._drop,
    "dropDatabase": MongoHandler._drop_database,
    "dropIndexes": MongoHandler._drop_indexes,
    "endSessions": MongoHandler._nothing,
    "explain": MongoHandler._explain,
    "find": MongoHandler._find,
    "findAndModify": MongoHandler._find_and_modify,
    "getMore": MongoHandler._get_more,
    "hello": MongoHandler._hello,
    "insert": MongoHandler._insert,
    "isMaster": MongoHandler._hello,
    "ismaster": MongoHandler._hello,
    "killCursors": MongoHandler._kill_cursors,
    "listCollections": MongoHandler._list_collections,
    "listDatabases": MongoHandler._list_databases,
    "listIndexes": MongoHandler._list_indexes,
    "ping": MongoHandler._nothing,
    "saslContinue": MongoHandler._sasl_continue,
    "saslStart": MongoHandler._sasl_start,
    "update": MongoHandler._update,
}


def _is_replacement(update):
    return isinstance(update, dict) and not next(iter(update), "").startswith("$")


def _left_out(name):
    return _refusal(f"{name} is left out here", 9)


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
            told = {**error.details, "index": number}
            refused.append(told)
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
            name, documents = _sequence(body[at + 4 : at + size])
            lists[name] = documents
        at += size
    return flags, command | lists


def _sequence(content):
    """(name, documents) of a section of kind 1."""
    end = content.index(b"\0")
    name, at, documents = content[:end].decode(), end + 1, []
    while at < len(content):
        (size,) = struct.unpack_from("<i", content, at)
        documents.append(bson.decode(content[at : at + size]))
        at += size
    return name, documents


def _query(body):
    """(flags, command) of an OP_QUERY, with which a client says its first hello."""
    end = body.index(b"\0", 4)
    name = body[4:end].decode()
    command = bson.decode(body[end + 9 :])
    return 0, {**command, "$db": name.partition(".")[0]}


def _message(number, answers_to, kind, document):
    content = bson.encode(document)
    if kind == QUERY:
        body, code = struct.pack("<iqii", 8, 0, 0, 1) + content, REPLY
    else:
        body, code = struct.pack("<IB", 0, 0) + content, MESSAGE
    return HEADER.pack(HEADER.size + len(body), number, answers_to, code) + body

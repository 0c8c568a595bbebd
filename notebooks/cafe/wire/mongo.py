"""The door to a document cluster: OP_MSG, as pymongo and mongosh speak it.

What a command does stands in the engine, `aws/engines/documents/commands.py`.

The door of a cluster's writer says that it is a replica set with one member: a client
finds no other instance through it, and, as on DocumentDB 5.0, its retryable writes are
refused [F91]. Sessions are taken and change nothing; transactions are refused. mongosh
has `show dbs` and `show collections`; it reads, writes, counts, aggregates and indexes
as the commands do, and explains a find. `stats()`, `watch()`, roles and what else it
asks of a server's inside is answered with the commands that there are.

https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
"""

import struct

from ..aws.engines.documents import bson, commands
from ..aws.engines.documents.refused import FAILED_TO_PARSE, Refused
from ..aws.storage.volume import Unwritable
from .listening import LOOPBACK, EngineHandler
from .scram import conversation

MESSAGE, QUERY, REPLY = 2013, 2004, 1
HEADER = struct.Struct("<iiii")
MOST = 48_000_000  # bytes of a message, as MongoDB has it
MORE_TO_COME = 2  # a flag: the client waits for no answer
HELLO = {
    "maxBsonObjectSize": bson.MAX_SIZE,
    "maxMessageSizeBytes": MOST,
    "maxWriteBatchSize": 100_000,
    "minWireVersion": 0,
    "maxWireVersion": 13,
    "saslSupportedMechs": ["SCRAM-SHA-256"],
    "logicalSessionTimeoutMinutes": 30,
}
GREETINGS = ("hello", "ismaster", "isMaster")
VERSION = {"version": "5.0.0", "versionArray": [5, 0, 0, 0]}
#: What is told to whoever has not yet said who he is.
OPEN = {"ping": {}, "buildInfo": VERSION, "buildinfo": VERSION, "endSessions": {}}


class MongoHandler(EngineHandler):
    """One client's connection to the instance behind a name."""

    _login = _instance = None  # the conversation, and what it opens

    def next(self):
        """(number, kind, body) of the next message; None when none comes any more."""
        header = self.rfile.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        length, number, _, kind = HEADER.unpack(header)
        if kind not in (MESSAGE, QUERY) or not HEADER.size < length <= MOST:
            return None
        body = self.rfile.read(length - HEADER.size)
        return (number, kind, body) if len(body) == length - HEADER.size else None

    def answer(self, message):
        number, kind, body = message
        flags = 0
        try:
            flags, command = _query(body) if kind == QUERY else _parts(body)
            told = {"ok": 1.0} | self._run(command)
        except Refused as refusal:
            told = {"ok": 0.0} | refusal.told()
        except Unwritable as problem:
            told = {"ok": 0.0, "code": 6, "errmsg": str(problem)}
        except ValueError as problem:  # a kind of value that is left out, or noise
            told = {"ok": 0.0, "code": FAILED_TO_PARSE, "errmsg": str(problem)}
        except Exception as problem:  # noise, or a fault of ours: the client is told
            words = f"{type(problem).__name__}: {problem}"
            told = {"ok": 0.0, "code": FAILED_TO_PARSE, "errmsg": words}
        return b"" if flags & MORE_TO_COME else _message(number, kind, told)

    def _run(self, command):
        name = next(iter(command))
        if name in ("saslStart", "saslContinue"):
            return self._logged_in(name, command["payload"])
        if name in GREETINGS:
            return HELLO | self._role()
        if name in OPEN:
            return OPEN[name]
        if self._instance is None:
            raise Refused(13, "Command requires authentication")
        if name in commands.WRITES:
            if "txnNumber" in command and "startTransaction" not in command:
                raise Refused(301, "Retryable writes are not supported")
            if self._instance.read_only:
                raise Refused(10107, "not primary")
            self._instance.check_writable()
        return commands.run(self._instance.store, command["$db"], command)

    def _role(self):
        """What a client is told of the instance: the writer of a set, or a reader.

        A reader's door names no set: a client would look for the writer in it.
        """
        if self.target.cluster.writer is not self.target:
            return {"ismaster": True, "isWritablePrimary": True}
        me = f"{LOOPBACK[0]}:{self.server.port}"
        role = {"ismaster": True, "isWritablePrimary": True, "setName": "rs0"}
        return role | {"hosts": [me], "primary": me, "me": me}

    def _logged_in(self, name, payload):
        is_last = name == "saslContinue"
        login = self.target.cluster.user, self.target.cluster.password
        if not is_last:
            self._login = conversation(*login)
        try:
            answer = self._login.send(payload)
        except PermissionError as refusal:
            raise Refused(18, str(refusal)) from None
        if is_last:
            self._instance = self.target.login(*login, "admin")
        return {"conversationId": 1, "done": is_last, "payload": answer}


def _parts(body):
    """(flags, command) of an OP_MSG: a document, and lists that belong to it."""
    (flags,), at = struct.unpack_from("<I", body), 4
    end = len(body) - (4 if flags & 1 else 0)  # behind it a checksum
    command, lists = {}, {}
    while at < end:
        kind, size = struct.unpack_from("<BI", body, at)
        part = body[at + 1 : at + 1 + size]
        if kind == 0:
            command = bson.decode(part)
        else:
            name, _, documents = part[4:].partition(b"\0")
            lists[name.decode()] = list(_documents(documents))
        at += 1 + size
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


def _message(answers_to, kind, document):
    content = bson.encode(document)
    if kind == QUERY:
        body, code = struct.pack("<iqii", 8, 0, 0, 1) + content, REPLY
    else:
        body, code = struct.pack("<IB", 0, 0) + content, MESSAGE
    return HEADER.pack(HEADER.size + len(body), 0, answers_to, code) + body

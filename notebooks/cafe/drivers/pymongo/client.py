"""The client: which server an operation goes to, and databases by name."""

from urllib.parse import parse_qsl, unquote

from cafe import aws
from cafe.aws.engines.documents import commands
from cafe.aws.engines.documents.refused import Refused
from cafe.aws.errors import LoginRefused
from cafe.aws.storage.volume import Unwritable

from ..missing import names_its_options, there_is
from ..network import Unreachable, reach
from .collection import Collection, sent
from .errors import (
    AutoReconnect,
    CollectionInvalid,
    ConfigurationError,
    InvalidName,
    InvalidOperation,
    InvalidURI,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    of_command,
)

PREFERENCES = ("primary", "secondaryPreferred")
#: Options that change nothing here: no time passes, and nothing is checked.
WITHOUT_EFFECT = {
    "appname",
    "authmechanism",
    "authsource",
    "connecttimeoutms",
    "directconnection",
    "maxpoolsize",
    "retryreads",
    "serverselectiontimeoutms",
    "sockettimeoutms",
    "ssl",
    "tls",
    "tlsallowinvalidhostnames",
    "tlscafile",
    "w",
}
ESCAPED = " must be escaped according to RFC 3986, use urllib.parse.quote_plus"
REPLICA_SET = "rs0"  # what DocumentDB calls each cluster's
_OPTIONS = {
    "replicaset": "replicaSet",
    "readpreference": "readPreference",
    "retrywrites": "retryWrites",
    "username": "username",
    "password": "password",
}


class MongoClient:
    """A client of the cluster or instance behind an endpoint name.

    `host` may be a mongodb:// connection string. Nothing is connected until the first
    operation. With `replicaSet` and `readPreference="secondaryPreferred"` reads go to
    the cluster's replicas in turn, and to the writer when none answers. `account`
    (ours) is where the name is looked up, `aws.account` if not given.
    """

    def __init__(self, host="localhost", port=27017, *, account=None, **options):
        if not isinstance(host, str) or not isinstance(port, int):
            raise TypeError(
                "host must be an instance of str and port of int, not "
                f"{type(host)} and {type(port)}"
            )
        if "://" in host:
            host, port, given = _parsed(host, port)
            options = given | options
        elif ":" in host:
            host, port, _ = _parsed(f"mongodb://{host}", port)
        self._host, self._port = host, port
        self._account = account or aws.account
        options = {_option(name): value for name, value in options.items()}
        self._user, self._password = options.get("username"), options.get("password")
        self._preference = options.get("readPreference", "primary")
        self._retries = options.get("retryWrites", False)
        self._set = options.get("replicaSet")
        if self._preference not in PREFERENCES:
            raise ValueError(
                f"{self._preference} is not a valid read preference; here there are: "
                + ", ".join(PREFERENCES)
            )
        self._target = self._server = None
        self._turn, self._closed = 0, False

    # -- names ------------------------------------------------------------------------

    __iter__ = None

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(
                f"MongoClient has no attribute {name!r}. To access the {name} "
                f"database, use client[{name!r}]. {there_is(self)}"
            )
        return self[name]

    def __getitem__(self, name):
        return Database(self, name)

    def list_database_names(self):
        """The names of the databases that hold a collection."""
        found = self["admin"].command("listDatabases")["databases"]
        return [each["name"] for each in found]

    def drop_database(self, name):
        """Delete a database with all its collections."""
        name = getattr(name, "name", name)
        if not isinstance(name, str):
            raise TypeError(
                "name_or_database must be an instance of str or a Database, not "
                f"{type(name)}"
            )
        self[name].command("dropDatabase")

    def close(self):
        """End the connection for good: the client cannot be used any more."""
        self._target, self._server, self._closed = None, None, True

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        return f"MongoClient(host=['{self._host}:{self._port}'])"

    # -- servers ----------------------------------------------------------------------

    def _ask(self, question):
        """The answer of a store that may be read, as the read preference wants it."""
        return self._attempt(lambda: question(self._reader().store))

    def _tell(self, change):
        """Do something with the store of the writer."""
        if self._retries:
            words = "Retryable writes are not supported"
            told = {"ok": 0.0, "errmsg": words, "code": 301}
            raise OperationFailure(words, 301, told)
        server = self._connected(writes=True)
        if server.read_only:
            told = {"ok": 0.0, "errmsg": "not primary", "code": 10107}
            raise NotPrimaryError("not primary", told)

        def changed():
            server.check_writable()
            return change(server.store)

        return self._attempt(changed)

    def _attempt(self, action):
        try:
            return action()
        except Unwritable as refusal:
            raise NetworkTimeout(
                f"{self._host}:{self._port}: timed out (the storage did not answer: "
                f"{refusal})"
            ) from None

    def _reader(self):
        """The server that a read goes to."""
        if not self._set or self._preference == "primary":
            return self._connected()
        server = self._server or self._connected()
        readers = [each for each in server.readers() if self._reaches(each)]
        if readers:
            self._turn += 1
            return readers[self._turn % len(readers)]
        return self._connected()

    def _reaches(self, server):
        """Whether the network lets us through to a server of the cluster."""
        try:
            return bool(reach(self._account, *server.address))
        except Unreachable:
            return False

    def _connected(self, writes=False):
        """The server behind the name at this moment."""
        if self._closed:
            raise InvalidOperation("Cannot use MongoClient after close")
        try:
            target = reach(self._account, self._host, self._port)
        except Unreachable as problem:
            was_connected, self._target = self._target, None
            where = f"{self._host}:{self._port}"
            if was_connected and writes:  # one finds out by writing
                raise AutoReconnect(f"{where}: connection closed ({problem})") from None
            raise ServerSelectionTimeoutError(_words_of(problem, where)) from None
        if self._set and self._set != REPLICA_SET:
            raise ServerSelectionTimeoutError(
                "No replica set members available for replica set name "
                f'"{self._set}" (a cluster\'s is {REPLICA_SET})'
            )
        if target is not self._target:
            self._server = self._login(target)
            self._target = target
        return self._server

    def _login(self, target):
        try:
            return target.login(self._user, self._password, "admin")
        except LoginRefused:
            words, code = "Authentication failed.", 18
            if self._user is None:
                words, code = "Authorization failure", 13
            told = {"ok": 0.0, "errmsg": words, "code": code}
            raise OperationFailure(words, code, told) from None


@names_its_options
class Database:
    """Collections by attribute and by item."""

    __iter__ = None

    def __init__(self, client, name):
        if not isinstance(name, str):
            raise TypeError(f"name must be an instance of str, not {type(name)}")
        for sign in ' .$/\\\x00"':
            if sign in name:
                raise InvalidName(
                    f"database names cannot contain the character {sign!r}"
                )
        if not name:
            raise InvalidName("database name cannot be the empty string")
        self.client, self.name = client, name

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(
                f"Database has no attribute {name!r}. To access the {name} collection, "
                f"use database[{name!r}]. {there_is(self)}"
            )
        return self[name]

    def __getitem__(self, name):
        return Collection(self, name)

    def list_collection_names(self):
        """The names of the collections, in alphabetical order."""
        return self.client._ask(lambda store: store.collection_names(self.name))

    def create_collection(self, name):
        """Make an empty collection; inserting makes one as well."""
        collection = self[name]
        if name in self.list_collection_names():
            raise CollectionInvalid(f"collection {name} already exists")
        self.command({"create": name})
        return collection

    def drop_collection(self, name):
        """Delete a collection with all that is in it."""
        name = getattr(name, "name", name)
        if not isinstance(name, str):
            raise TypeError(
                f"name_or_collection must be an instance of str, not {type(name)}"
            )
        self.command({"drop": name})

    def command(self, command):
        """The server's answer to a command: "ping", or a document such as
        {"count": "menu"}.
        """
        asked = sent({command: 1} if isinstance(command, str) else dict(command))
        is_write = next(iter(asked), "") in commands.WRITES
        way = self.client._tell if is_write else self.client._ask
        try:
            return way(lambda store: commands.run(store, self.name, asked))
        except Refused as refused:
            raise of_command(refused) from None

    def __eq__(self, other):
        same = isinstance(other, Database) and self.client is other.client
        return same and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __call__(self, *positional, **named):
        """A name that is no method is a database, which cannot be called."""
        raise TypeError(
            "'Database' object is not callable. If you meant to call the "
            f"'{self.name}' method on a 'MongoClient' object it is failing because no "
            f"such method exists here. {there_is(self.client)}"
        )

    def __bool__(self):
        raise NotImplementedError(
            "Database objects do not implement truth value testing or bool(). Please "
            "compare with None instead: database is not None"
        )

    def __repr__(self):
        return f"Database({self.client!r}, {self.name!r})"


# -- connection strings ---------------------------------------------------------------


def _parsed(uri, port):
    """(host, port, options) of mongodb://user:password@host:port/?option=value."""
    if not uri.startswith("mongodb://"):
        raise InvalidURI("Invalid URI scheme: URI must begin with 'mongodb://'")
    place, _, query = uri.removeprefix("mongodb://").partition("?")
    login, _, place = place.partition("/")[0].rpartition("@")
    user, _, password = login.partition(":")
    host, _, number = place.partition(":")
    if "@" in login or ":" in password:
        raise InvalidURI("Username and password" + ESCAPED)
    if "," in place:
        raise InvalidURI("Invalid URI: one host here, the cluster's endpoint")
    if number and not (number.isascii() and number.isdigit()):
        hint = "Hint: username and password" + ESCAPED
        raise ValueError("Port contains non-digit characters. " + hint)
    if number and not 0 < int(number) < 2**16:
        raise ValueError("Port must be an integer between 0 and 65535")
    if not host:
        raise InvalidURI("Invalid URI: it must name a host")
    options = {
        name: {"true": True, "false": False}.get(value, value)
        for name, value in parse_qsl(query)
    }
    if user:
        options |= {"username": unquote(user), "password": unquote(password)}
    return host.lower(), int(number or port), options


def _option(name):
    """An option's name as we write it; they may be in any letters."""
    known = name.lower()
    if known in _OPTIONS:
        return _OPTIONS[known]
    if known not in WITHOUT_EFFECT:
        there = ", ".join(sorted({*_OPTIONS.values(), *WITHOUT_EFFECT}))
        raise ConfigurationError(f"Unknown option: {name}. Here there are: {there}")
    return known


def _words_of(problem, where):
    """pymongo's words for what is in the way."""
    if problem.error == "name":
        return f"{where}: [Errno -2] {problem}"
    if problem.error == "timeout":
        return f"{where}: timed out ({problem})"
    return f"{where}: [Errno 111] {problem}"

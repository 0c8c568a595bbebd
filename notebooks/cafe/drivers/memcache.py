"""Connect to Memcached nodes of the small AWS, with pymemcache's calls and errors.

    from cafe.drivers import memcache        # on AWS: from pymemcache.client import …
    node = memcache.Client((host, 11211))
    all_nodes = memcache.HashClient([(host, 11211), (other_host, 11211)])

The nodes know nothing of each other: it is the client that spreads the keys over them.

Same as pymemcache 4: the calls below, their answers and error classes; writes wait for
no answer and so always say True (`default_noreply`). Simplified: no time passes in the
network; which node has a key is decided by another hash, though in the same way. A call
or an option that is not here names those that are. Left out: waiting for the answer of
a write; nodes that come and go; TLS, `add`, `touch`, `decr`, `cas`, `flush_all`, calls
with many keys, figures, flags, pools, serialisers, prefixes of keys.

https://pymemcache.readthedocs.io/
"""

import hashlib
import socket

from cafe import aws
from cafe.aws.engines.memcached import (
    LONGEST_KEY,
    ClientMistake,
    ServerTrouble,
    UnknownCommand,
)

from .missing import NamesWhatThereIs, names_its_options
from .network import Unreachable, reach


class MemcacheError(Exception):
    """Base of all errors of the driver."""


class MemcacheClientError(MemcacheError):
    """The server could not make sense of the call."""


class MemcacheUnknownCommandError(MemcacheClientError):
    """What arrived is no command: the key is empty, and so a word is missing."""


class MemcacheIllegalInputError(MemcacheClientError):
    """A key or value that is not sent at all."""


class MemcacheServerError(MemcacheError):
    """The server could not do it."""


class MemcacheUnexpectedCloseError(MemcacheServerError):
    """The connection broke; the next call opens one again."""


@names_its_options
class Client(NamesWhatThereIs):
    """One node, given as (host, port) or "host:port".

    `account` (ours) is where the name is known.
    `ignore_exc`: whoever reads from a node that is down finds nothing, without an
    error.
    """

    def __init__(self, server, *, ignore_exc=False, account=None):
        self.server, self.account = _place(server), account or aws.account
        self.ignore_exc = ignore_exc
        self._process, self._life = None, None

    def set(self, key, value, expire=0):
        """Store a value for `expire` seconds, 0 for ever; True."""
        expire = _whole("expire", expire)
        return self._write("set", key, _as_bytes(value), expire)

    def get(self, key, default=None):
        """The value as bytes, or `default`."""
        try:
            item = self._call("get", _checked(key))
        except (OSError, MemcacheServerError):
            if self.ignore_exc:
                return default
            raise
        return default if item is None else item.value

    def delete(self, key):
        """Remove a value; True."""
        return self._write("delete", key)

    def incr(self, key, value):
        """Add to a number; the new number, or None when the key is not there."""
        return self._call("incr", _checked(key), _whole("value", value))

    # -- within -------------------------------------------------------------------

    def _write(self, name, key, *arguments):
        """Send a change; the server's complaint is not waited for."""
        try:
            self._call(name, _checked(key), *arguments)
        except (MemcacheIllegalInputError, MemcacheUnexpectedCloseError):
            raise
        except MemcacheError:
            pass
        return True

    def _call(self, name, *arguments):
        self._connect()
        try:
            return getattr(self._process, name)(*arguments)
        except UnknownCommand:
            raise MemcacheUnknownCommandError(name.encode()) from None
        except ClientMistake as mistake:
            raise MemcacheClientError(str(mistake).encode()) from None
        except ServerTrouble as trouble:
            raise MemcacheServerError(str(trouble).encode()) from None

    def _connect(self):
        if self._process is None:
            self._process = self._reach().login()
            self._life = self._process.lives
        elif not self._process.is_running or self._process.lives != self._life:
            self._process = None
            raise MemcacheUnexpectedCloseError("the server closed the connection")

    def _reach(self):
        try:
            target = reach(self.account, *self.server)
        except Unreachable as problem:
            _refuse(problem)
        if target.encrypted:
            raise MemcacheUnexpectedCloseError(
                "the server closed the connection (it takes only encrypted ones)"
            )
        return target

    def __repr__(self):
        return f"{type(self).__name__}({self.server})"


@names_its_options
class HashClient(NamesWhatThereIs):
    """Several nodes: each key lives on one of them, and is lost with it.

    With `ignore_exc` no trouble of a node is told: a read finds nothing, and any other
    call answers False.
    """

    def __init__(self, servers, *, ignore_exc=False, account=None):
        settings = {"ignore_exc": ignore_exc, "account": account}
        clients = [Client(server, **settings) for server in servers]
        self.clients = {client.server: client for client in clients}
        self.ignore_exc = ignore_exc

    def set(self, key, value, expire=0):
        """Store a value on its node for `expire` seconds, 0 for ever; True."""
        return self._run("set", key, False, value, expire)

    def get(self, key, default=None):
        """The value as bytes, or `default`."""
        return self._run("get", key, default, default)

    def delete(self, key):
        """Remove a value; True."""
        return self._run("delete", key, False)

    def incr(self, key, value):
        """Add to a number; the new number, or None when the key is not there."""
        return self._run("incr", key, False, value)

    def _run(self, name, key, otherwise, *arguments):
        """Call the client of a key's node; `otherwise` for an error that is ignored."""
        _checked(key)
        if not self.clients and self.ignore_exc:
            return otherwise
        call = getattr(self._client(key), name)
        try:
            return call(key, *arguments)
        except (OSError, MemcacheError):
            if self.ignore_exc:
                return otherwise
            raise

    def _client(self, key):
        """The client of the node that has a key.

        Each node gives the key a number, and the highest wins. So when a node is gone,
        only its own share of the keys moves.
        """
        if not self.clients:
            raise MemcacheError("All servers seem to be down right now")
        return max(self.clients.values(), key=lambda client: _weight(client, key))

    def __repr__(self):
        return f"HashClient({len(self.clients)} nodes)"


def _place(server):
    """(host, port) of what pymemcache takes for a server."""
    if isinstance(server, tuple) and len(server) == 2:
        return server
    if not isinstance(server, str):
        raise ValueError(f"Unsupported server specification: {server!r}")
    host, _, port = server.partition(":")
    return host, int(port or 11211)


def _weight(client, key):
    host, port = client.server
    name = _checked(key)
    return hashlib.blake2b(f"{host}:{port}-".encode() + name).digest()


def _checked(key):
    """A key as bytes, if Memcached can take it."""
    if isinstance(key, str):
        if not key.isascii():
            raise MemcacheIllegalInputError(f"Non-ASCII key: {key!r}")
        key = key.encode()
    key = b"" + key  # as pymemcache joins its prefix to it: what is no bytes, fails
    if len(key) > LONGEST_KEY:
        raise MemcacheIllegalInputError(f"Key is too long: {key!r}")
    if key.split() not in ([], [key]):
        raise MemcacheIllegalInputError(f"Key contains whitespace: {key!r}")
    if b"\0" in key:
        raise MemcacheIllegalInputError(f"Key contains null: {key!r}")
    return key


def _whole(name, number):
    """A whole number as it is sent."""
    if not isinstance(number, int):
        raise MemcacheIllegalInputError(
            f"{name} must be integer, got bad value: {number!r}"
        )
    return str(number).encode()


def _as_bytes(value):
    """Bytes as they are, anything else as its text."""
    if isinstance(value, bytes):
        return value
    text = str(value)
    if not text.isascii():
        raise MemcacheIllegalInputError(f"Data values must be binary-safe: {text!r}")
    return text.encode()


def _refuse(problem):
    """Raise the system's error for what the network says."""
    if problem.error == "name":
        raise socket.gaierror(-2, str(problem)) from None
    if problem.error == "refused":
        raise ConnectionRefusedError(111, str(problem)) from None
    raise TimeoutError(f"timed out ({problem})") from None

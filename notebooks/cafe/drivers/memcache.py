"""Connect to Memcached nodes of the small AWS, with pymemcache's calls and errors.

    from cafe.drivers import memcache        # on AWS: from pymemcache.client import …
    node = memcache.Client((host, 11211))
    all_nodes = memcache.HashClient([(host, 11211), (other_host, 11211)])

The nodes know nothing of each other: it is the client that spreads the keys over them,
and it is the client that must be told when nodes come or go.

Same as pymemcache 4: the calls below, their answers and error classes; writes that wait
for no answer and so always say True (`default_noreply`). Simplified: no time passes in
the network; which node has a key is decided by another hash, though in the same way.
A call that is not here names those that are. Left out: `cas` and `gets`, changing a
part of a value, flags, finding the nodes, pools, serialisers, prefixes of keys,
many-key writes.

https://pymemcache.readthedocs.io/
"""

import hashlib
import socket

from cafe import aws
from cafe.aws.engines.memcached import LONGEST_KEY, ClientMistake, ServerTrouble

from .missing import NamesWhatThereIs
from .network import Unreachable, reach


class MemcacheError(Exception):
    """Base of all errors of the driver."""


class MemcacheClientError(MemcacheError):
    """The server could not make sense of the call."""


class MemcacheIllegalInputError(MemcacheClientError):
    """A key or value that is not sent at all."""


class MemcacheServerError(MemcacheError):
    """The server could not do it."""


class MemcacheUnexpectedCloseError(MemcacheServerError):
    """The connection broke; the next call opens one again."""


class Client(NamesWhatThereIs):
    """One node, given as (host, port). `account` (ours) is where the name is known.

    `ignore_exc`: whoever reads from a node that is down finds nothing, without an
    error. `tls_context`: connect encrypted.
    """

    def __init__(
        self,
        server,
        *,
        default_noreply=True,
        ignore_exc=False,
        tls_context=None,
        account=None,
    ):
        self.server, self.account = server, account or aws.account
        self.default_noreply, self.ignore_exc = default_noreply, ignore_exc
        self._is_encrypted = tls_context is not None
        self._process, self._life = None, None

    # -- storing ------------------------------------------------------------------

    def set(self, key, value, expire=0, noreply=None):
        """Store a value for `expire` seconds, 0 for ever."""
        return self._write("set", key, noreply, _as_bytes(value), expire)

    def add(self, key, value, expire=0, noreply=None):
        """Store what is not there yet; whether it was stored."""
        return self._write("add", key, noreply, _as_bytes(value), expire)

    def delete(self, key, noreply=None):
        return self._write("delete", key, noreply)

    def touch(self, key, expire=0, noreply=None):
        return self._write("touch", key, noreply, expire)

    def incr(self, key, value, noreply=False):
        """Add to a number; the new number, or None when the key is not there."""
        return self._write("incr", key, noreply, value)

    def decr(self, key, value, noreply=False):
        return self._write("decr", key, noreply, value)

    def flush_all(self, noreply=None):
        return self._call("flush_all")

    # -- reading ------------------------------------------------------------------

    def get(self, key, default=None):
        """The value as bytes, or `default`."""
        item = self._read(key)
        return default if item is None else item.value

    def get_many(self, keys):
        """key -> value of those that are there."""
        found = {key: self.get(key) for key in keys}
        return {key: value for key, value in found.items() if value is not None}

    def stats(self):
        """The server's figures, name -> number."""
        return {k.encode(): v for k, v in self._call("stats").items()}

    def close(self):
        """End the connection; the next call opens one again."""
        self._process = None

    # -- within -------------------------------------------------------------------

    def _write(self, name, key, noreply, *arguments):
        """The server's answer; True without waiting for it when `noreply`."""
        if not (self.default_noreply if noreply is None else noreply):
            return self._call(name, _checked(key), *arguments)
        try:
            self._call(name, _checked(key), *arguments)
        except (MemcacheIllegalInputError, MemcacheUnexpectedCloseError):
            raise
        except MemcacheError:  # the server's complaint is not waited for
            pass
        return True

    def _read(self, key):
        try:
            return self._call("get", _checked(key))
        except (OSError, MemcacheServerError):
            if self.ignore_exc:
                return None
            raise

    def _call(self, name, *arguments):
        self._connect()
        try:
            return getattr(self._process, name)(*arguments)
        except ClientMistake as mistake:
            raise MemcacheClientError(str(mistake)) from None
        except ServerTrouble as trouble:
            raise MemcacheServerError(str(trouble)) from None

    def _connect(self):
        if self._process is None:
            target = self._reach()
            self._process = target.login(None, None)
            self._life = self._process.lives
        elif not self._process.is_running or self._process.lives != self._life:
            self._process = None
            raise MemcacheUnexpectedCloseError("the server closed the connection")

    def _reach(self):
        try:
            target = reach(self.account, *self.server)
        except Unreachable as problem:
            raise _refusal(problem) from None
        if target.encrypted != self._is_encrypted:
            raise MemcacheUnexpectedCloseError(
                "the server closed the connection (it takes "
                f"{'only encrypted' if target.encrypted else 'no encrypted'} ones)"
            )
        return target

    def __repr__(self):
        return f"{type(self).__name__}({self.server})"


class HashClient(NamesWhatThereIs):
    """Several nodes: each key lives on one of them, and is lost with it."""

    def __init__(self, servers, **settings):
        self.clients = {server: Client(server, **settings) for server in servers}

    def client_of(self, key):
        """The client of the node that has a key (ours).

        Each node gives the key a number, and the highest wins. So when a node comes or
        goes, only its own share of the keys moves.
        """
        if not self.clients:
            raise MemcacheError("All servers seem to be down right now")
        return max(self.clients.values(), key=lambda client: _weight(client, key))

    def get_many(self, keys):
        found = {key: self.client_of(key).get(key) for key in keys}
        return {key: value for key, value in found.items() if value is not None}

    def add_server(self, server, **settings):
        self.clients[server] = Client(server, **settings)

    def remove_server(self, server):
        del self.clients[server]

    def __repr__(self):
        return f"HashClient({len(self.clients)} nodes)"


def _on_the_node(name):
    """A call of HashClient: the same call on the node that has the key."""

    def call(self, key, *arguments, **named):
        return getattr(self.client_of(key), name)(key, *arguments, **named)

    call.__name__, call.__doc__ = name, getattr(Client, name).__doc__
    return call


for _name in ("set", "add", "get", "delete", "touch", "incr", "decr"):
    setattr(HashClient, _name, _on_the_node(_name))


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
    if len(key) > LONGEST_KEY:
        raise MemcacheIllegalInputError(f"Key is too long: {key!r}")
    if key.split() not in ([], [key]):
        raise MemcacheIllegalInputError(f"Key contains whitespace: {key!r}")
    if b"\0" in key:
        raise MemcacheIllegalInputError(f"Key contains null: {key!r}")
    return key


def _as_bytes(value):
    """Bytes as they are, anything else as its text."""
    if isinstance(value, bytes):
        return value
    text = str(value)
    if not text.isascii():
        raise MemcacheIllegalInputError(f"Data values must be binary-safe: {text!r}")
    return text.encode()


def _refusal(problem):
    """The system's error for what the network says."""
    if problem.error == "name":
        return socket.gaierror(-2, str(problem))
    if problem.error == "refused":
        return ConnectionRefusedError(111, str(problem))
    return TimeoutError(f"timed out ({problem})")

"""The connection to a cache: `Redis` and `Pipeline`."""

import textwrap

from cafe import aws
from cafe.aws.engines.valkey import Client, Refused

from ..missing import names_its_options
from ..network import Unreachable, reach
from .commands import Commands
from .exceptions import (
    ConnectionError,
    DataError,
    ExecAbortError,
    ResponseError,
    TimeoutError,
    error_of,
)
from .replies import FLAGS, REPLIES, decoded, encoded, outcomes, text


class Connection:
    """One connection to the server behind a name."""

    def __init__(self, account, host, port, ssl):
        target = _reach(account, host, port)
        if target.encrypted and not ssl:
            raise ConnectionError(
                "Connection closed by server. (it takes encrypted ones only: ssl=True)"
            )
        if ssl and not target.encrypted:
            raise ConnectionError(
                f"Error 1 connecting to {host}:{port}. [SSL: WRONG_VERSION_NUMBER] "
                "wrong version number. (it takes no encrypted connections)"
            )
        self._server = target.login()
        self._life, self._client = self._server.lives, Client()

    def is_broken(self):
        return self._server.lives != self._life

    def send(self, arguments):
        """The reply to a command; an error of the server is raised."""
        try:
            return self._server.execute(arguments, self._client)
        except Refused as refusal:
            raise error_of(refusal.text) from None


def _reach(account, host, port):
    try:
        return reach(account, host, port)
    except Unreachable as problem:
        if problem.error == "timeout":
            raise TimeoutError(f"Timeout connecting to server ({problem})") from None
        number = {"name": -2, "refused": 111}[problem.error]
        raise ConnectionError(
            f"Error {number} connecting to {host}:{port}. {problem}."
        ) from None


@names_its_options
class Redis(Commands):
    """A client of the cache behind an endpoint name, as `redis.Redis`.

    Nothing is connected until the first command. When the connection broke, the next
    command connects anew, once; it then meets whatever the name leads to by now.
    `account` (ours) is where the name is looked up, `aws.account` if not given.
    """

    def __init__(
        self,
        host="localhost",
        port=6379,
        db=0,
        *,
        ssl=False,
        decode_responses=False,
        account=None,
    ):
        if db:
            raise DataError("Here a cache has database 0 only.")
        self._where = (account or aws.account, host, port, ssl)
        self._decodes = decode_responses
        self._connection = None

    def execute_command(self, *arguments, **options):
        """Send one command and give its reply as redis-py does.

        No words at all are answered by an empty list: `mget([])` asks for nothing.
        """
        if not arguments:
            return []
        reply = self._connected().send(encoded(arguments))
        return self._parsed(arguments[0], reply, options)

    def pipeline(self, transaction=True):
        """Commands that are kept and sent together, in MULTI and EXEC by default."""
        return Pipeline(self._where, self._decodes, transaction)

    def close(self):
        """End the connection; the next command opens one again."""
        self._connection = None

    def _connected(self):
        if self._connection is None or self._connection.is_broken():
            self._connection = Connection(*self._where)
        return self._connection

    def _parsed(self, name, reply, options):
        if self._decodes and reply is not None:
            reply = reply.decode() if type(reply) is bytes else decoded(reply)
        parse = REPLIES[name]
        if parse and (reply != "QUEUED" or parse in FLAGS):
            return parse(reply, **options)
        is_status = isinstance(reply, str) and not self._decodes
        return reply.encode() if is_status else reply

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        return f"Redis(host={self._where[1]!r}, port={self._where[2]})"


@names_its_options
class Pipeline(Redis):
    """Commands kept until `execute`, which sends them together."""

    def __init__(self, where, decodes, transaction):
        self._where, self._decodes = where, decodes
        self._transaction, self._connection = transaction, None
        self.command_stack = []

    def execute_command(self, *arguments, **options):
        """Keep a command, and give the pipeline."""
        self.command_stack.append((arguments, options))
        return self

    def execute(self, raise_on_error=True):
        """Send all; the list of answers.

        A command's error is raised, or stands in the list without `raise_on_error`;
        the other commands are done all the same.
        """
        stack, self.command_stack = self.command_stack, []
        if not stack:
            return []
        packed = [encoded(arguments) for arguments, _ in stack]
        if self._transaction:
            replies = self._transact(packed, stack)
        else:
            replies = [self._attempt(arguments) for arguments in packed]
        if raise_on_error:
            _raise_first(replies, stack)
        return [
            reply
            if isinstance(reply, Exception) or not arguments
            else self._parsed(arguments[0], reply, options)
            for reply, (arguments, options) in zip(replies, stack, strict=True)
        ]

    def _transact(self, packed, stack):
        connection = self._connected()
        connection.send((b"MULTI",))
        queued = [self._attempt(arguments) for arguments in packed]
        try:
            replies = iter(connection.send((b"EXEC",)))
        except ExecAbortError:
            _raise_first(queued, stack)
            raise
        answers = [next(replies) if each == "QUEUED" else each for each in queued]
        return outcomes(answers)

    def _attempt(self, arguments):
        try:
            return self._connected().send(arguments) if arguments else []
        except ResponseError as error:
            return error

    def __len__(self):
        return len(self.command_stack)

    def __bool__(self):
        return True

    def __repr__(self):
        return f"Pipeline({len(self)} commands)"


def _raise_first(replies, stack):
    """Raise the first error, saying to which command it belongs."""
    for number, (reply, (arguments, _)) in enumerate(zip(replies, stack, strict=True)):
        if isinstance(reply, ResponseError):
            command = " ".join(str(text(argument)) for argument in arguments)
            command = textwrap.shorten(command, 100, placeholder="...")
            raise type(reply)(
                f"Command # {number + 1} ({command}) of pipeline caused error: {reply}"
            )

"""A Valkey server: takes commands from clients, tells its replicas, counts.

A client sends one command at a time and gets one reply; nothing runs beside it, so a
command is never half done. MULTI and EXEC run several without another in between.
"""

from collections import deque
from datetime import timedelta
from types import SimpleNamespace

from .command import COMMANDS, SYNTAX, Refused, find, wrong_number
from .keyspace import Keyspace

OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'."
#: Commands that run at once, even after MULTI.
NEVER_QUEUED = {"MULTI", "EXEC"}


class Client:
    """What a server knows of one connection."""

    def __init__(self):
        self.queue = None  # the commands since MULTI
        self.is_spoiled = False  # one of them was refused


class Server:
    """One Valkey process. Times are the clock's.

    `maxmemory` is in bytes, 0 for no limit. `lives` counts how often it died: a
    connection lasts for one life.
    """

    def __init__(self, clock, *, maxmemory=0, policy="noeviction"):
        self.clock = clock
        self.replicas, self._primary = [], None
        self.lag = timedelta()
        self.is_replica = False
        self.is_running = True
        self.lives = 0
        self.calls = 0
        self._pending = deque()
        self.db = self._empty(maxmemory, policy)

    def _empty(self, maxmemory, policy):
        db = Keyspace(self.clock)
        db.maxmemory, db.policy = maxmemory, policy
        db.is_replica = self.is_replica
        db.on_removal = lambda key: self._tell_replicas((b"DEL", key))
        return db

    def settings(self):
        """What CONFIG GET tells."""
        return {"maxmemory": self.db.maxmemory, "maxmemory-policy": self.db.policy}

    # -- life ---------------------------------------------------------------------

    def stop(self):
        """The process is gone, and with it all that it held."""
        self.is_running = False
        self.lives += 1
        self._leave()
        for replica in list(self.replicas):
            replica._leave()
        self.db = self._empty(self.db.maxmemory, self.db.policy)

    def start(self):
        """Run again: empty, since a cache is memory and nothing else."""
        self.is_running = True

    # -- commands -----------------------------------------------------------------

    def execute(self, arguments, client):
        """The reply to one command, a sequence of bytes. Raises Refused."""
        if self._pending:
            self.catch_up()
        try:
            command = COMMANDS.get(arguments[0]) or find(arguments)
            self._check(command, arguments)
        except Refused:
            client.is_spoiled = True
            raise
        if client.queue is not None and command.name not in NEVER_QUEUED:
            client.queue.append((command, arguments))
            return "QUEUED"
        return self.run(command, arguments, client)

    def _check(self, command, arguments):
        """Refuse what cannot be run, before it is run or queued."""
        if command is None:
            raise Refused(_unknown(arguments))
        if not command.least <= len(arguments) <= command.most:
            raise wrong_number(command.name.lower())
        db = self.db
        db.tick()
        if db.maxmemory and not db.make_room() and command.grows:
            raise Refused(OUT_OF_MEMORY)
        if self.is_replica and command.writes:
            raise Refused("READONLY You can't write against a read only replica.")

    def run(self, command, arguments, client):
        """Run a command that was checked."""
        self.calls += 1
        if command.of_server:
            return command.run(self, client, *arguments[1:])
        try:
            reply = command.run(self.db, *arguments[1:])
        except Refused as error:
            if error.text == SYNTAX:  # perhaps it is an option that is left out here
                usage = command.run.__doc__.splitlines()[0]
                raise Refused(f"{SYNTAX} (here: {usage})") from None
            raise
        if command.writes and self.replicas:
            self._tell_replicas(arguments)
        return reply

    # -- replication --------------------------------------------------------------

    def follow(self, primary):
        """Become a replica of a server: copy all it has, then hear of each change.

        `lag` is how much later it does what it hears of.
        """
        self._leave()
        self.is_replica, self._primary = True, primary
        self.db = self._empty(primary.db.maxmemory, primary.db.policy)
        self.db.copy_from(primary.db)
        primary.replicas.append(self)

    def promote(self):
        """Become a primary with what arrived until now; the rest is lost."""
        self._leave()
        self.is_replica = self.db.is_replica = False

    def _leave(self):
        """Hear nothing more; what is on its way is lost."""
        self.catch_up()
        self._pending.clear()
        if self._primary:
            self._primary.replicas.remove(self)
            self._primary = None

    def _tell_replicas(self, arguments):
        for replica in self.replicas:
            replica._pending.append((self.clock.now, arguments))
            replica.catch_up()

    def catch_up(self):
        """Do what the primary did up to `lag` ago, each at its own moment."""
        while self._pending and self._pending[0][0] + self.lag <= self.clock.now:
            moment, arguments = self._pending.popleft()
            self.db.clock = SimpleNamespace(now=moment)
            self.db.tick()
            COMMANDS[arguments[0].upper()].run(self.db, *arguments[1:])
        self.db.clock = self.clock
        self.db.tick()


def _unknown(arguments):
    name, *others = (argument.decode("utf-8", "replace") for argument in arguments)
    beginning = "".join(f"'{other}' " for other in others)
    return f"ERR unknown command '{name}', with args beginning with: {beginning}"

"""A Valkey server: takes commands from clients, tells its replicas, counts.

A client sends one command at a time and gets one reply; nothing runs beside it, so a
command is never half done. MULTI and EXEC run several without another in between.
"""

from .command import COMMANDS, SYNTAX, Refused, wrong_number
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

    def __init__(self, clock, *, maxmemory=0):
        self.clock = clock
        self.replicas, self._primary = [], None
        self.is_replica = False
        self.is_running = True
        self.lives = 0
        self.calls = 0
        self.db = self._empty(maxmemory)

    def _empty(self, maxmemory):
        db = Keyspace(self.clock)
        db.maxmemory, db.is_replica = maxmemory, self.is_replica
        db.on_removal = lambda key: self._tell_replicas((b"DEL", key))
        return db

    # -- life ---------------------------------------------------------------------

    def stop(self):
        """The process is gone, and with it all that it held."""
        self.is_running = False
        self.lives += 1
        self._leave()
        for replica in list(self.replicas):
            replica._leave()
        self.db = self._empty(self.db.maxmemory)

    def start(self):
        """Run again: empty, since a cache is memory and nothing else."""
        self.is_running = True

    # -- commands -----------------------------------------------------------------

    def execute(self, arguments, client):
        """The reply to one command, a sequence of bytes. Raises Refused."""
        try:
            command = COMMANDS.get(arguments[0]) or _found(arguments)
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
        if len(arguments) < command.least:
            raise wrong_number(command.name.lower())
        if len(arguments) > command.most:  # perhaps an option that is left out here
            told = wrong_number(command.name.lower()).text
            most = command.most - 1
            raise Refused(f"{told} (here: {command.name} and {most} more at the most)")
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
        """Become a replica of a server: copy all it has, then hear of each change."""
        self._leave()
        self.is_replica, self._primary = True, primary
        self.db = self._empty(primary.db.maxmemory)
        self.db.copy_from(primary.db)
        primary.replicas.append(self)

    def promote(self):
        """Become a primary with what there is."""
        self._leave()
        self.is_replica = self.db.is_replica = False

    def _leave(self):
        """Hear nothing more."""
        if self._primary:
            self._primary.replicas.remove(self)
            self._primary = None

    def _tell_replicas(self, arguments):
        for replica in self.replicas:
            replica.db.tick()
            COMMANDS[arguments[0].upper()].run(replica.db, *arguments[1:])


def _found(arguments):
    """The command of a call, which may be in small letters. Raises Refused."""
    if found := COMMANDS.get(arguments[0].upper()):
        return found
    name, *others = (argument.decode("utf-8", "replace") for argument in arguments)
    beginning = "".join(f"'{other}' " for other in others)
    raise Refused(
        f"ERR unknown command '{name}', with args beginning with: {beginning}"
        f"(here: {', '.join(sorted(map(bytes.decode, COMMANDS)))})"
    )

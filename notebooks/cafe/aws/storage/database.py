"""A database on a disk, and its copies: standby, replica, snapshot.

A DuckDB database is a file and, beside it, a write-ahead log that each commit makes
longer. Here the log is never folded back into the file, so file and log together hold
the database as it was after every commit:

    the whole log                     the database now
    the same bytes, before the ack    a synchronous standby
    the same bytes, some time later   a read replica
    the log up to a moment            a snapshot, a point in time
    six times the same bytes          Aurora's volume, four of which must be written

`Disk` is the pair of files. `Database` runs DuckDB on a disk, notes the length of the
log at every commit, and brings its copies up to date. `Follower` is a read replica's.
The six copies of a cluster stand in volume.py.
Simplified: blocks of a large load that DuckDB writes straight into its file are copied
with the whole file. Left out: fsync on the copies (a killed process loses nothing).
On Windows an open file can be read by nobody else: there DuckDB lets go of its files
when they are copied, which has to wait while any client's transaction is open.
"""

import os
import shutil
import weakref
from bisect import bisect_right
from contextlib import suppress
from pathlib import Path

import duckdb

SHARES_OPEN_FILES = os.name != "nt"

#: By key, what DuckDB puts into a new file: it takes 25 ms to ask, and is asked once.
_new_files: dict[str | None, bytes] = {}


def close_off(connection, *files):
    """Keep what runs on a DuckDB from here on to the databases that it has open.

    No statement reads or writes another file of this machine, keeps a secret in the
    home folder, or loads an extension, and none of this can be switched on again.
    `files` may be opened again: those of its own database.
    """
    allowed = ", ".join(map(_quoted, files))
    return connection.execute(
        f"SET allowed_paths = [{allowed}];"
        "SET allow_persistent_secrets = false; SET temp_directory = '';"
        "SET enable_external_access = false; SET lock_configuration = true"
    )


def _quoted(file):
    """A file's path as SQL has it."""
    return "'" + str(file).replace("'", "''") + "'"


class Disk:
    """A database file and its log in a folder."""

    def __init__(self, folder, zone=None):
        self.folder, self.zone = Path(folder), zone
        self.file = self.folder / "data.db"
        self.log = self.folder / "data.db.wal"
        self._copied = None

    def position(self):
        """How long the log is, in bytes: how much of the database's life is here."""
        return self.log.stat().st_size if self.log.exists() else 0

    def size(self):
        """Bytes of the file and of its log."""
        return self.file.stat().st_size + self.position()

    def bytes(self):
        """All bytes of the disk, as someone sees them who carries it away."""
        return self.file.read_bytes() + self.read_log(0)

    def packed(self, position=None):
        """File and log, up to a position, in one: the file's length comes first."""
        file = self.file.read_bytes()
        return len(file).to_bytes(8, "big") + file + self.read_log(0, position)

    def unpack(self, content):
        """Put on this empty disk what `packed` gave."""
        end = 8 + int.from_bytes(content[:8], "big")
        self.file.write_bytes(content[8:end])
        self.log.write_bytes(content[end:])

    def read_log(self, start, end=None):
        """The log's bytes from `start` to `end`."""
        if not self.log.exists():
            return b""
        with self.log.open("rb") as log:
            log.seek(start)
            return log.read() if end is None else log.read(end - start)

    def catch_up(self, other, position=None):
        """Take what another disk has more: its log up to `position`, a changed file."""
        state = other.file.stat()
        state = (other.file, state.st_size, state.st_mtime_ns)
        if state != self._copied:
            shutil.copyfile(other.file, self.file)
            self._copied = state
        start = self.position()
        if position is None or position > start:
            with self.log.open("ab") as log:
                log.write(other.read_log(start, position))


class Database:
    """DuckDB running on a disk, with a mark in the log for every commit.

    The engine opens its files when the first transaction begins: most databases of a
    lesson are looked at from outside, and an engine takes 25 ms.

    `clock` tells the moment of a commit. `key` encrypts file and log.
    `copies` are the disks that take each commit before it is acknowledged.
    `listeners` are told the log's length after each commit.
    `marks` are an earlier life's (moment, position) pairs, when a copy is opened.
    """

    def __init__(self, disk, name, clock, key=None, marks=(), read_only=False):
        self.disk, self.name, self.clock, self.key = disk, name, clock, key
        self.copies, self.listeners = [], []
        self.marks = list(marks)
        self.read_only = read_only
        self.lives, self.is_running = 0, False
        self._engine = None
        self._under_way = weakref.WeakSet()
        self._owed = []
        self.start()

    def start(self):
        """Answer from now on; the engine plays the log back, as after any crash.

        `lives` counts the starts: a client of an earlier life has lost its connection.
        """
        self.lives += 1
        self.is_running = True
        if not self.disk.file.exists():
            self._make_file()
        if not self.marks:
            self.marks.append((self.clock.now, self.disk.position()))
        self.ship()

    def stop(self):
        """Let go of the file without tidying up, as a machine that loses power."""
        self.is_running = False
        self._close()
        self._settle()

    def begin(self, read_only=False):
        """A cursor with a transaction of its own; `commit` or `rollback` ends it."""
        assert self.is_running, "a database that was stopped answers nobody"
        if self._engine is None:
            self._engine = self._opened()
        cursor = self._engine.cursor()
        cursor.execute(f'USE "{self.name}"')
        cursor.execute("BEGIN TRANSACTION READ ONLY" if read_only else "BEGIN")
        self._under_way.add(cursor)
        return cursor

    def commit(self, cursor):
        """Commit the cursor's transaction on this disk and on every copy.

        Raises what `check_writable` does, before anything is kept.
        """
        self.check_writable()
        cursor.execute("COMMIT")
        cursor.close()
        self._under_way.discard(cursor)
        end = self.disk.position()
        if end != self.marks[-1][1]:
            self.marks.append((self.clock.now, end))
            self.ship()

    def rollback(self, cursor):
        """Forget the cursor's transaction."""
        cursor.close()
        self._under_way.discard(cursor)

    def look_again(self):
        """See from the next transaction on what others have written to the disk."""
        if self._engine:
            self._engine.execute(f'DETACH "{self.name}"; {self._attach()}')

    def check_writable(self):
        """Raise an error when a commit could not be kept safely; here it always is."""

    def ship(self):
        """Bring the copies up to date, and tell the listeners how long the log is."""
        self._owed += [(copy, None) for copy in self.copies]
        self._settle()
        for listener in list(self.listeners):
            listener(self.marks[-1][1])

    def send_to(self, disk, position=None):
        """Bring another disk up to date, or up to a position of the log."""
        self._owed.append((disk, position))
        self._settle()

    def position_at(self, moment):
        """How long the log was at a moment."""
        index = bisect_right(self.marks, moment, key=lambda mark: mark[0])
        return self.marks[max(index - 1, 0)][1]

    def marks_until(self, position):
        """The marks of the log up to a position, for a copy's own life."""
        return [mark for mark in self.marks if mark[1] <= position]

    def _settle(self):
        """Give every disk what it is owed; on Windows, as soon as that is possible."""
        try:
            self._deliver()
        except PermissionError:
            if not self._under_way:
                self._close()
                self._deliver()

    def _deliver(self):
        while self._owed:
            disk, position = self._owed[0]
            disk.catch_up(self.disk, position)
            del self._owed[0]

    def _make_file(self):
        """Begin an empty database: as DuckDB does, or with what it did for this key."""
        if self.key in _new_files:
            self.disk.file.write_bytes(_new_files[self.key])
            return
        self._engine = self._opened()
        if SHARES_OPEN_FILES:
            _new_files[self.key] = self.disk.file.read_bytes()

    def _opened(self):
        """An engine that has this database open, and nothing else within reach."""
        engine = duckdb.connect()
        engine.execute(
            "SET autoinstall_known_extensions = false;"
            "SET enable_progress_bar = false;"
            "SET threads = 1;"  # a second one would only be woken, for rows so few
            "SET checkpoint_threshold = '1TB';"
            "PRAGMA disable_checkpoint_on_shutdown;"
            "SET force_mbedtls_unsafe = 'true'"
        )
        with suppress(duckdb.CatalogException):  # DuckDB 1 has no checkpoint there
            engine.execute("SET checkpoint_on_detach = 'DISABLED'")
        engine.execute(self._attach())
        again = [self.disk.file, self.disk.log] if self.read_only else []
        return close_off(engine, *again)

    def _attach(self):
        options = [f"ENCRYPTION_KEY '{self.key}'"] if self.key else []
        options += ["READ_ONLY"] if self.read_only else []
        options = f" ({', '.join(options)})" if options else ""
        return f'ATTACH {_quoted(self.disk.file)} AS "{self.name}"{options}'

    def _close(self):
        if self._engine:
            self._engine.close()
        self._engine = None
        self._under_way.clear()


class Follower:
    """A read replica's database: the same log, `lag` later, open for reading only.

    `source` is the Database followed, `lag` a timedelta. What was under way when the
    source's machine was lost arrives when it is back, or when another takes over.
    """

    read_only = True

    def __init__(self, source, disk, lag):
        self.disk, self.lag = disk, lag
        self.name, self.clock, self.key = source.name, source.clock, source.key
        self.is_running, self.lives = True, 1
        self._database: Database | None = None
        self._has_more = False  # than its engine has seen
        self._listen_to(source)

    @property
    def marks(self):
        return self.source.marks_until(self.disk.position())

    def follow(self, source):
        """Follow this source from now on; catch up with it first."""
        self.leave()
        self._listen_to(source)

    def leave(self):
        """Hear no more of the source."""
        self.source.listeners.remove(self._hear)

    def start(self):
        self.is_running = True
        self.lives += 1
        self._hear(self.source.marks[-1][1])

    def stop(self):
        self.is_running = False
        self._close()

    def begin(self):
        """A cursor with a transaction that reads what has arrived so far."""
        if self._database is None:
            self._database = self._open(read_only=True)
        elif self._has_more:
            self._database.look_again()
        self._has_more = False
        return self._database.begin(read_only=True)

    def rollback(self, cursor):
        """End a transaction; a reader has nothing to commit."""
        cursor.close()

    commit = rollback

    def send_to(self, disk, position=None):
        """Bring another disk up to date with what has arrived."""
        disk.catch_up(self.disk, position)

    def promote(self):
        """Stop following; a Database, writable, with what has arrived."""
        self.leave()
        self.stop()
        return self._open(read_only=False)

    def _listen_to(self, source):
        self.source = source
        source.listeners.append(self._hear)
        self._fetch(source.marks[-1][1])

    def _hear(self, position):
        """The source's log is so long now: have it here, `lag` later."""
        source = self.source

        def arrive():
            if self.source is source and source.is_running and self.is_running:
                self._fetch(position)

        if self.lag:
            self.clock.after(self.lag, arrive)
        else:
            arrive()

    def _fetch(self, position):
        if position > self.disk.position() or not self.disk.file.exists():
            if not SHARES_OPEN_FILES:
                self._close()
            self.source.send_to(self.disk, position)
            self._has_more = True

    def _open(self, read_only):
        return Database(
            self.disk, self.name, self.clock, self.key, self.marks, read_only
        )

    def _close(self):
        """Look at the disk anew next time. A transaction under way sees what it saw;
        on Windows it ends here, since the files that it holds could not change."""
        if self._database and not SHARES_OPEN_FILES:
            self._database.stop()
        self._database = None

"""Blocks, a log and copies: what a standby, a replica, a snapshot and Aurora share.

A DuckDB database is a file and, beside it, a write-ahead log that each commit makes
longer. Here the log is never folded back into the file, so file and log together hold
the database as it was after every commit:

    the whole log                     the database now
    the same bytes, before the ack    a synchronous standby
    the same bytes, some time later   a read replica
    the log up to a moment            a snapshot, a point in time
    six times the same bytes          Aurora's volume, four of which must be written

`Disk` is the pair of files. `Database` runs DuckDB on a disk, notes the length of the
log at every commit, and ships the new bytes to its copies. `ClusterVolume` is Aurora's.
Simplified: blocks of a large load that DuckDB writes straight into its file are copied
with the whole file. Left out: fsync on the copies (a killed process loses nothing).
"""

import shutil
from bisect import bisect_right
from pathlib import Path

import duckdb

GIB = 2**30
TIB = 2**40


class Disk:
    """A database file and its log in a folder."""

    def __init__(self, folder, zone=None):
        self.folder, self.zone = Path(folder), zone
        self.file = self.folder / "data.db"
        self.log = self.folder / "data.db.wal"

    def position(self):
        """How long the log is, in bytes: how much of the database's life is here."""
        return self.log.stat().st_size if self.log.exists() else 0

    def size(self):
        """Bytes of the file and of its log."""
        return self.file.stat().st_size + self.position()

    def bytes(self):
        """All bytes of the disk, as someone sees them who carries it away."""
        return self.file.read_bytes() + self.read_log(0)

    def read_log(self, start, end=None):
        """The log's bytes from `start` to `end`."""
        if not self.log.exists():
            return b""
        with self.log.open("rb") as log:
            log.seek(start)
            return log.read() if end is None else log.read(end - start)

    def append(self, new_bytes):
        """Make the log longer by bytes that came from another disk."""
        with self.log.open("ab") as log:
            log.write(new_bytes)

    def copy_to(self, folder, zone=None, position=None):
        """A new disk in `folder` with the same file, and the log up to `position`."""
        copy = Disk(folder, zone)
        shutil.copyfile(self.file, copy.file)
        copy.append(self.read_log(0, position))
        return copy


class Unwritable(Exception):
    """A commit was refused because too few copies could take it."""


class Database:
    """DuckDB running on a disk, with a mark in the log for every commit.

    `clock` tells the moment of a commit. `key` encrypts file and log.
    `copies` are the disks that take each commit before it is acknowledged.
    `marks` are an earlier life's (moment, position) pairs, when a copy is opened.
    """

    def __init__(self, disk, name, clock, key=None, marks=(), read_only=False):
        self.disk, self.name, self.clock, self.key = disk, name, clock, key
        self.copies, self.listeners = [], []
        self.marks = list(marks)
        self.read_only = read_only
        self.lives = 0
        self._engine = None
        self.start()
        if not self.marks:
            self.marks.append((clock.now, disk.position()))
        self._file_size = disk.file.stat().st_size

    @property
    def is_running(self):
        return self._engine is not None

    def start(self):
        """Open the file; DuckDB plays the log back, as after any crash.

        `lives` counts the starts: a client of an earlier life has lost its connection.
        """
        self.lives += 1
        self._engine = duckdb.connect()
        self._engine.execute(
            "SET autoinstall_known_extensions = false;"
            "SET enable_progress_bar = false;"
            "SET checkpoint_threshold = '1TB';"
            "SET checkpoint_on_detach = 'DISABLED';"
            "PRAGMA disable_checkpoint_on_shutdown;"
            "SET force_mbedtls_unsafe = 'true'"
        )
        self._attach()

    def stop(self):
        """Let go of the file without tidying up, as a machine that loses power."""
        if self._engine:
            self._engine.close()
            self._engine = None

    def cursor(self):
        """A DuckDB cursor of its own for one client."""
        cursor = self._engine.cursor()
        cursor.execute(f'USE "{self.name}"')
        return cursor

    def commit(self, cursor):
        """Commit the cursor's transaction on this disk and on every copy.

        Raises `Unwritable` before anything is kept when too few copies answer.
        """
        self.check_writable()
        cursor.execute("COMMIT")
        self.ship()

    def check_writable(self):
        """Raise `Unwritable` when a commit could not be kept safely."""

    def ship(self):
        """Send what the log gained to the copies and to whoever listens."""
        end = self.disk.position()
        start = self.marks[-1][1]
        if end == start:
            return
        new_bytes = self._new_bytes(start, end)
        file_grew = self.disk.file.stat().st_size != self._file_size
        self._file_size = self.disk.file.stat().st_size
        for copy in self.copies:
            if file_grew:
                shutil.copyfile(self.disk.file, copy.file)
            copy.append(new_bytes)
        self.marks.append((self.clock.now, end))
        for listener in self.listeners:
            listener(new_bytes, file_grew)

    def position_at(self, moment):
        """How long the log was at a moment."""
        index = bisect_right(self.marks, moment, key=lambda mark: mark[0])
        return self.marks[max(index - 1, 0)][1]

    def marks_until(self, position):
        """The marks of the log up to a position, for a copy's own life."""
        return [mark for mark in self.marks if mark[1] <= position]

    def _attach(self):
        options = [f"ENCRYPTION_KEY '{self.key}'"] if self.key else []
        options += ["READ_ONLY"] if self.read_only else []
        options = f" ({', '.join(options)})" if options else ""
        file = str(self.disk.file).replace("'", "''")
        self._engine.execute(f"ATTACH '{file}' AS \"{self.name}\"{options}")

    def _new_bytes(self, start, end):
        try:
            return self.disk.read_log(start, end)
        except PermissionError:  # Windows shares no open file: let go for a moment
            self._engine.execute(f'DETACH "{self.name}"')
            try:
                return self.disk.read_log(start, end)
            finally:
                self._attach()


class Follower:
    """A read replica's database: the same log, `lag` later, open for reading only.

    `source` is the Database followed, `lag` a timedelta. What was under way when the
    source's machine was lost never arrives.
    """

    read_only = True

    def __init__(self, source, disk, lag):
        self.disk, self.lag = disk, lag
        self.name, self.clock, self.key = source.name, source.clock, source.key
        self.is_running, self.lives = True, 1
        self._database = self._opened_at = self.source = None
        self.follow(source)

    def follow(self, source):
        """Follow this source from now on; catch up with it first."""
        if self.source:
            self.source.listeners.remove(self._send)
        self.source = source
        self.disk.append(source.disk.read_log(self.disk.position()))
        source.listeners.append(self._send)

    def start(self):
        self.is_running = True
        self.lives += 1

    def stop(self):
        self.is_running = False
        self._close()

    def cursor(self):
        """A cursor on what has arrived so far."""
        if self._opened_at != self.disk.position():
            self._close()
            self._database = self._open(read_only=True)
            self._opened_at = self.disk.position()
        return self._database.cursor()

    def commit(self, cursor):
        """End a reading transaction."""
        cursor.execute("COMMIT")

    def promote(self):
        """Stop following; a Database, writable, with what has arrived."""
        self.source.listeners.remove(self._send)
        self.stop()
        return self._open(read_only=False)

    def _send(self, new_bytes, file_grew):
        source = self.source

        def arrive():
            if source.is_running and self._send in source.listeners:
                if file_grew:
                    shutil.copyfile(source.disk.file, self.disk.file)
                self.disk.append(new_bytes)

        if self.lag:
            self.clock.after(self.lag, arrive)
        else:
            arrive()

    def _open(self, read_only):
        marks = self.source.marks_until(self.disk.position())
        return Database(self.disk, self.name, self.clock, self.key, marks, read_only)

    def _close(self):
        if self._database:
            self._database.stop()
        self._database = self._opened_at = None


class StorageCopy(Disk):
    """One of the six copies of a cluster volume."""

    def __init__(self, folder, zone, number):
        super().__init__(folder, zone)
        self.number = number
        self.lost = False


class ClusterVolume:
    """Six copies of one log in three zones: Aurora's storage.

    Same as Aurora: two copies in each zone; a write wants four of six, a read three of
    six; a copy that was away catches up from the others; the volume grows in segments
    of 10 GiB up to `MAXIMUM` (F18, F20).
    Simplified: one byte of our small file counts as one MiB of the volume, so that a
    learner sees it grow. A copy that comes back has caught up at once.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html
    """

    COPIES, WRITE_QUORUM, READ_QUORUM = 6, 4, 3
    SEGMENT = 10 * GIB
    MAXIMUM = 256 * TIB
    SCALE = 2**20

    def __init__(self, account, zones, folders):
        self.account = account
        self.copies = [
            StorageCopy(folder, zones[i // 2], i + 1)
            for i, folder in enumerate(folders)
        ]

    def available(self):
        """The copies that answer now."""
        up = self.account.is_zone_up
        return [c for c in self.copies if not c.lost and up(c.zone)]

    def can_write(self):
        return len(self.available()) >= self.WRITE_QUORUM and not self.is_full()

    def can_read(self):
        return len(self.available()) >= self.READ_QUORUM

    def lose(self, number):
        """Lose one copy, 1 to 6, as a broken disk does."""
        self._copy(number).lost = True

    def restore(self, number):
        """Bring one copy back; it catches up from its peers."""
        self._copy(number).lost = False
        self.repair()

    def repair(self):
        """Let every copy that answers catch up with the longest one."""
        newest = self.newest()
        for copy in self.available():
            if newest and copy.position() < newest.position():
                shutil.copyfile(newest.file, copy.file)
                copy.append(newest.read_log(copy.position()))

    def newest(self):
        """The copy that a reader would take: the longest log of those that answer."""
        return max(self.available(), key=Disk.position, default=None)

    def used(self):
        """Bytes in use, as the volume counts them (`SCALE` for each of ours)."""
        newest = self.newest()
        return newest.size() * self.SCALE if newest else 0

    def allocated(self):
        """Bytes in whole segments of 10 GiB."""
        return -(-self.used() // self.SEGMENT) * self.SEGMENT

    def is_full(self):
        return self.used() > self.MAXIMUM

    def _copy(self, number):
        if number not in range(1, self.COPIES + 1):
            raise ValueError(f"A cluster volume has copies 1 to 6; got {number!r}.")
        return self.copies[number - 1]


class ClusterDatabase(Database):
    """DuckDB for an Aurora cluster: it commits only where four of six copies answer."""

    def __init__(self, volume, disk, name, clock, key=None, marks=()):
        self.volume = volume
        super().__init__(disk, name, clock, key, marks)

    def check_writable(self):
        if self.volume.is_full():
            raise Unwritable("the cluster volume has reached its maximum size")
        answering = len(self.volume.available())
        if answering < self.volume.WRITE_QUORUM:
            raise Unwritable(
                f"{answering} of 6 storage copies answer; a write needs 4"
            )

    def cursor(self):
        answering = len(self.volume.available())
        if answering < self.volume.READ_QUORUM:
            raise Unwritable(f"{answering} of 6 storage copies answer; a read needs 3")
        return super().cursor()

    def ship(self):
        self.copies = self.volume.available()
        super().ship()

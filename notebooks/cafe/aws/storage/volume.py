"""Six copies in three zones, and how many must answer: the volume of a cluster.

Aurora, Amazon DocumentDB and Amazon Neptune keep their data in a cluster volume: two
copies in each of three zones; a write wants four of the six, a read three (there, only
a read to recover; F18, F59, F79). So a lost zone stops nothing, and a lost zone with
one copy more stops the writes only.

`ClusterVolume` counts the copies that answer. `AuroraVolume` has bytes in them too, and
`AuroraDatabase` is the SQL engine that commits to it.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/how-it-works.html
https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-storage.html
"""

from dataclasses import dataclass

from .database import Database, Disk

GIB = 2**30
TIB = 2**40


class Unwritable(Exception):
    """The storage cannot take a commit, or cannot be read."""


@dataclass
class Copy:
    """One of the six copies: its number, its zone, and whether its disk is broken."""

    number: int
    zone: str
    lost: bool = False


class ClusterVolume:
    """Six copies, two in each of three zones. `copies` have number, zone and lost."""

    COPIES, WRITE_QUORUM, READ_QUORUM = 6, 4, 3

    def __init__(self, account, zones):
        self.account = account
        self.copies = [self.new_copy(i + 1, zones[i // 2]) for i in range(self.COPIES)]

    def new_copy(self, number, zone):
        """One of the copies, as the volume begins."""
        return Copy(number, zone)

    def available(self):
        """The copies that answer now."""
        up = self.account.is_zone_up
        return [c for c in self.copies if not c.lost and up(c.zone)]

    def can_write(self):
        return len(self.available()) >= self.WRITE_QUORUM

    def can_read(self):
        return len(self.available()) >= self.READ_QUORUM

    def check_writable(self):
        """Raise Unwritable when too few copies would keep a change."""
        self._check("write", self.WRITE_QUORUM)

    def check_readable(self):
        """Raise Unwritable when too few copies answer to know the newest state."""
        self._check("read", self.READ_QUORUM)

    def _check(self, deed, quorum):
        answering = len(self.available())
        if answering < quorum:
            raise Unwritable(
                f"{answering} of 6 storage copies answer; a {deed} needs {quorum}"
            )

    def lose(self, number):
        """Lose one copy, 1 to 6, as a broken disk does."""
        self._copy(number).lost = True

    def restore(self, number):
        """Bring one copy back; it catches up from its peers."""
        self._copy(number).lost = False
        self.repair()

    def repair(self):
        """Let every copy that answers catch up; copies without bytes always have."""

    def _copy(self, number):
        if not isinstance(number, int) or number not in range(1, self.COPIES + 1):
            raise ValueError(f"A cluster volume has copies 1 to 6; got {number!r}.")
        return self.copies[number - 1]


class DiskCopy(Disk):
    """One of the six copies of Aurora's volume: a disk with a number."""

    def __init__(self, folder, zone, number):
        super().__init__(folder, zone)
        self.number = number
        self.lost = False


class AuroraVolume(ClusterVolume):
    """A cluster volume whose copies are disks: six times the bytes of one database.

    Same as Aurora: a copy that was away catches up from the others; the volume grows
    in segments of 10 GiB (F80) up to `MAXIMUM` (F20).
    Simplified: one byte of our small file counts as one MiB of the volume, so that a
    learner sees it grow. A copy that comes back has caught up at once.
    """

    SEGMENT = 10 * GIB
    MAXIMUM = 256 * TIB
    SCALE = 2**20

    def __init__(self, account, zones, new_folder):
        """`new_folder(zone)` gives an empty folder for a copy."""
        self._new_folder = new_folder
        super().__init__(account, zones)

    def new_copy(self, number, zone):
        return DiskCopy(self._new_folder(zone), zone, number)

    def can_write(self):
        return super().can_write() and not self.is_full()

    def check_writable(self):
        if self.is_full():
            raise Unwritable("the cluster volume has reached its maximum size")
        super().check_writable()

    def repair(self):
        newest = self.newest()
        for copy in self.available():
            if _reach(copy) < _reach(newest):
                copy.catch_up(newest)

    def newest(self):
        """The copy that a reader would take: the longest log of those that answer."""
        return max(self.available(), key=_reach, default=None)

    def used(self):
        """Bytes in use, as the volume counts them (`SCALE` for each of ours)."""
        newest = self.newest()
        return newest.size() * self.SCALE if newest else 0

    def allocated(self):
        """Bytes in whole segments of 10 GiB."""
        return -(-self.used() // self.SEGMENT) * self.SEGMENT

    def is_full(self):
        return self.used() > self.MAXIMUM


def _reach(copy):
    """How far a copy has come; one that was away from the beginning has no file."""
    return copy.file.exists(), copy.position()


class AuroraDatabase(Database):
    """DuckDB on Aurora's volume: it commits only where four of six copies answer.

    `disk` is the machine's own. After a `stop` the next transaction opens the engine
    again, on what the volume holds.
    """

    def __init__(self, volume, disk, name, clock, key=None):
        self.volume = volume
        self._measured = 0, 0
        super().__init__(disk, name, clock, key)

    def used(self):
        """Bytes that the volume has in use; looked up after a commit only."""
        commits = len(self.marks)
        if self._measured[0] != commits:
            self._measured = commits, self.volume.used()
        return self._measured[1]

    def check_writable(self):
        self.volume.check_writable()

    def begin(self, read_only=False):
        self.volume.check_readable()
        if not self.is_running:
            self.disk.catch_up(self.volume.newest())
            self.start()
        return super().begin(read_only)

    def ship(self):
        self.copies = self.volume.available()
        super().ship()

"""Six copies in three zones, and how many of them must answer: Aurora's storage design.

Aurora, Amazon DocumentDB and Amazon Neptune keep their data in a cluster volume of this
kind: two copies in each of three zones; a write wants four of the six, a read three
(F18, F59, F79). So a lost zone stops nothing, and a lost zone with one copy more stops
the writes only.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/how-it-works.html
https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-storage.html
"""

from dataclasses import dataclass


class Unwritable(Exception):
    """The storage cannot take a commit, or cannot be read."""


@dataclass
class Copy:
    """One of the six copies: its number, its zone, and whether its disk is broken."""

    number: int
    zone: str
    lost: bool = False


class Quorum:
    """Six copies, of which some answer. `copies` have `number`, `zone` and `lost`."""

    COPIES, WRITE_QUORUM, READ_QUORUM = 6, 4, 3

    def __init__(self, account, copies):
        self.account, self.copies = account, copies

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

    def _copy(self, number):
        if number not in range(1, self.COPIES + 1):
            raise ValueError(f"A cluster volume has copies 1 to 6; got {number!r}.")
        return self.copies[number - 1]


def six_copies(account, zones):
    """The quorum of a new volume: two copies in each of three zones."""
    copies = [Copy(i + 1, zones[i // 2]) for i in range(Quorum.COPIES)]
    return Quorum(account, copies)

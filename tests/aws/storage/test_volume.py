"""Disks, logs and copies: the same bytes, now, later, or up to a moment."""

import os
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pytest

from cafe import aws
from cafe.aws.account import Clock
from cafe.aws.storage.database import (
    SHARES_OPEN_FILES,
    Database,
    Disk,
    Follower,
)
from cafe.aws.storage.volume import (
    AuroraDatabase,
    AuroraVolume,
    ClusterVolume,
    Unwritable,
)
from fixtures.exclusive_files import HANDLES, keep_exclusive

BULK = """CREATE TABLE big{} AS
    SELECT range AS i, (random() * 1e9)::BIGINT AS r FROM range(200000)"""


class Lab:
    """Disks in a temporary folder, and SQL on the databases that run on them."""

    def __init__(self, folder):
        self.folder, self.clock = folder, Clock()

    def disk(self, name, zone=None):
        (self.folder / name).mkdir()
        return Disk(self.folder / name, zone)

    def database(self, name="main", **settings):
        return Database(self.disk(name), "cafe", self.clock, **settings)

    def copy(self, disk, name, position=None, **settings):
        """A database on the bytes of a disk, as one finds them."""
        copy = self.disk(name)
        copy.catch_up(disk, position)
        return Database(copy, "cafe", self.clock, **settings)


def do(database, *statements):
    cursor = database.begin()
    for statement in statements:
        cursor.execute(statement)
    database.commit(cursor)


def ask(database, query):
    cursor = database.begin()
    try:
        return cursor.execute(query).fetchall()
    finally:
        database.rollback(cursor)


def count(database, table="sales"):
    return ask(database, f"SELECT count(*) FROM {table}")[0][0]


@pytest.fixture
def lab(tmp_path):
    return Lab(tmp_path)


@pytest.fixture
def main(lab):
    database = lab.database()
    do(database, "CREATE TABLE sales (id INT)")
    return database


def test_the_log_only_grows_and_is_played_back_after_a_stop(main):
    lengths = []
    for number in range(3):
        do(main, f"INSERT INTO sales VALUES ({number})")
        lengths.append(main.disk.position())
        main.stop()
        assert main.disk.position() == lengths[-1]
        main.start()
    assert lengths == sorted(set(lengths))
    assert count(main) == 3
    assert main.lives == 4


def test_a_transaction_that_is_under_way_ends_with_a_stop(main):
    cursor = main.begin()
    cursor.execute("INSERT INTO sales VALUES (1)")
    main.stop()
    main.start()
    with pytest.raises(Exception, match="closed"):
        main.commit(cursor)
    assert count(main) == 0


def test_a_copy_holds_every_byte_when_a_commit_is_acknowledged(lab, main):
    standby = lab.disk("standby")
    main.copies = [standby]
    for number in range(5):
        do(main, f"INSERT INTO sales VALUES ({number})")
        assert standby.bytes() == main.disk.bytes()
    assert count(lab.copy(standby, "took over")) == 5


def test_a_database_that_nobody_asks_has_its_bytes_and_no_engine(lab, monkeypatch):
    lab.database("makes the first file of a process")
    engines = []

    def connect():
        engines.append(duckdb_connect())
        return engines[-1]

    duckdb_connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", connect)
    quiet, standby = lab.database("quiet"), lab.disk("standby")
    quiet.copies = [standby]
    quiet.ship()
    quiet.stop()
    quiet.start()
    assert standby.bytes() == quiet.disk.bytes() != b""
    assert engines == []
    do(quiet, "CREATE TABLE sales (id INT)")
    assert count(lab.copy(standby, "took over")) == 0
    assert len(engines) == 2


def test_a_rolled_back_transaction_leaves_nothing_on_a_copy(lab, main):
    main.copies = [lab.disk("standby")]
    before = main.disk.position()
    cursor = main.begin()
    cursor.execute("INSERT INTO sales VALUES (1)")
    main.rollback(cursor)
    assert main.disk.position() == before
    assert main.marks[-1][1] == before


def test_a_large_load_reaches_the_copies_whole(lab, main):
    main.copies = [lab.disk("standby")]
    do(main, BULK.format(1))
    total = ask(main, "SELECT sum(r) FROM big1")
    took_over = lab.copy(main.copies[0], "took over")
    assert ask(took_over, "SELECT sum(r) FROM big1") == total


@pytest.mark.slow
def test_blocks_that_are_written_again_reach_the_copies(lab, main):
    main.copies = [lab.disk("standby")]
    cursor = main.begin()
    cursor.execute(BULK.format(1))
    main.rollback(cursor)
    do(main, BULK.format(2))
    do(main, "DROP TABLE big2")
    do(main, BULK.format(3), "INSERT INTO sales VALUES (1)")
    total = ask(main, "SELECT sum(r) FROM big3")
    took_over = lab.copy(main.copies[0], "took over")
    assert ask(took_over, "SELECT sum(r) FROM big3") == total
    assert main.copies[0].file.read_bytes() == main.disk.file.read_bytes()


def test_a_copy_with_the_size_but_not_the_bytes_of_the_file_is_mended(lab, main):
    standby = lab.disk("standby")
    main.copies = [standby]
    main.ship()
    data = bytearray(main.disk.file.read_bytes())
    data[-1] ^= 1
    main.disk.file.write_bytes(data)
    os.utime(main.disk.file, ns=(1, 1))
    main.ship()
    assert standby.file.read_bytes() == bytes(data)


@pytest.mark.slow
def test_a_point_in_time_is_the_log_up_to_a_mark(lab, main):
    moments = []
    for number in range(4):
        lab.clock.advance(seconds=1)
        do(main, f"INSERT INTO sales VALUES ({number})")
        moments.append(lab.clock.now)
    for number, moment in enumerate(moments):
        for late, rows in ((0, number + 1), (-1, number)):
            position = main.position_at(moment + timedelta(microseconds=late))
            copy = lab.copy(main.disk, f"{number}{late}", position)
            assert count(copy) == rows


@pytest.mark.slow
def test_a_point_before_a_large_load_and_its_drop_is_whole(lab, main):
    do(main, BULK.format(1))
    position, total = main.disk.position(), ask(main, "SELECT sum(r) FROM big1")
    do(main, "DROP TABLE big1")
    do(main, BULK.format(2))
    main.stop()
    main.start()
    do(main, BULK.format(3))
    copy = lab.copy(main.disk, "back then", position)
    assert ask(copy, "SELECT sum(r) FROM big1") == total


def test_a_copys_life_goes_on_where_the_first_one_ended(lab, main):
    standby = lab.disk("standby")
    main.copies = [standby]
    do(main, "INSERT INTO sales VALUES (1)")
    main.stop()
    second = Database(standby, "cafe", lab.clock, marks=main.marks)
    second.copies = [lab.disk("new standby")]
    second.ship()
    do(second, "INSERT INTO sales VALUES (2)")
    assert count(lab.copy(second.copies[0], "third")) == 2


@pytest.mark.slow
def test_what_is_encrypted_can_be_read_with_the_key_only(lab):
    secret = "Aoife Byrne"
    insert = f"CREATE TABLE people AS SELECT '{secret}' AS name, * FROM range(100000)"
    plain, locked = lab.database("plain"), lab.database("locked", key="0123abcd")
    for database, found in ((plain, True), (locked, False)):
        do(database, insert)
        assert (secret.encode() in database.disk.bytes()) is found
    assert count(lab.copy(locked.disk, "with", key="0123abcd"), "people") == 100_000
    for key in ("4567", None):
        with pytest.raises(Exception, match="(?i)key|encrypt"):
            lab.copy(locked.disk, f"with {key}", key=key).begin()


def test_two_clients_see_a_conflict_and_the_first_one_wins(main):
    do(main, "INSERT INTO sales VALUES (1)")
    one, two = main.begin(), main.begin()
    one.execute("UPDATE sales SET id = 2")
    with pytest.raises(Exception, match="[Cc]onflict"):
        two.execute("UPDATE sales SET id = 3")
    main.commit(one)
    assert ask(main, "FROM sales") == [(2,)]


# -- a read replica ---------------------------------------------------------------


@pytest.fixture
def follower(lab, main):
    return Follower(main, lab.disk("replica"), timedelta(seconds=10))


def test_a_follower_shows_a_commit_after_its_lag(lab, main, follower):
    do(main, "INSERT INTO sales VALUES (1)")
    lab.clock.advance(seconds=9)
    assert count(follower) == 0
    lab.clock.advance(seconds=1)
    assert count(follower) == 1


def test_a_follower_without_lag_shows_a_commit_at_once(main, follower):
    follower.lag = timedelta()
    do(main, "INSERT INTO sales VALUES (1)")
    assert count(follower) == 1


def test_a_shorter_lag_does_not_let_bytes_overtake_each_other(lab, main, follower):
    do(main, "INSERT INTO sales VALUES (1)")
    follower.lag = timedelta()
    do(main, "INSERT INTO sales VALUES (2)")
    assert count(follower) == 2
    lab.clock.advance(seconds=10)
    assert follower.disk.bytes() == main.disk.bytes()


@pytest.mark.slow
def test_a_follower_catches_up_after_its_source_was_away(lab, main, follower):
    do(main, "INSERT INTO sales VALUES (1)")
    lab.clock.advance(seconds=5)
    main.stop()
    lab.clock.advance(seconds=60)
    assert count(follower) == 0
    main.start()
    lab.clock.advance(seconds=10)
    assert count(follower) == 1
    do(main, "INSERT INTO sales VALUES (2)")
    lab.clock.advance(seconds=10)
    assert count(follower) == 2


def test_a_follower_catches_up_after_it_was_away_itself(lab, main, follower):
    follower.stop()
    do(main, "INSERT INTO sales VALUES (1)")
    lab.clock.advance(seconds=60)
    follower.start()
    assert count(follower) == 0
    lab.clock.advance(seconds=10)
    assert count(follower) == 1


def test_a_readers_transaction_keeps_its_view_while_commits_arrive(lab, main, follower):
    do(main, "INSERT INTO sales VALUES (1)")
    lab.clock.advance(seconds=10)
    cursor = follower.begin()
    assert cursor.execute("SELECT count(*) FROM sales").fetchone() == (1,)
    do(main, "INSERT INTO sales VALUES (2)", BULK.format(1))
    lab.clock.advance(seconds=10)
    assert count(follower) == 2
    assert cursor.execute("SELECT count(*) FROM sales").fetchone() == (1,)


@pytest.mark.skipif(not SHARES_OPEN_FILES, reason="the engine lets go of its files")
def test_a_follower_sees_what_arrives_without_another_engine(
    lab, main, follower, monkeypatch
):
    assert count(follower) == 0
    monkeypatch.setattr(duckdb, "connect", None)
    for number in range(1, 4):
        do(main, f"INSERT INTO sales VALUES ({number})")
        lab.clock.advance(seconds=10)
        assert count(follower) == number


def test_a_follower_opens_its_own_files_again_and_no_others(lab, main, follower):
    other = lab.database("other").disk.file
    for statement in (
        f"ATTACH '{other}' AS other",
        f"COPY (SELECT 1) TO '{lab.folder / 'new.csv'}'",
        f"FROM read_text('{__file__}')",
    ):
        with pytest.raises(duckdb.PermissionException, match="disabled by conf"):
            follower.begin().execute(statement)
    assert not (lab.folder / "new.csv").exists()


def test_a_follower_refuses_to_write(follower):
    cursor = follower.begin()
    with pytest.raises(Exception, match="read-only"):
        cursor.execute("INSERT INTO sales VALUES (1)")


def test_a_large_load_reaches_a_follower(lab, main, follower):
    do(main, BULK.format(1))
    lab.clock.advance(seconds=10)
    assert ask(follower, "SELECT sum(r) FROM big1") == ask(
        main, "SELECT sum(r) FROM big1"
    )


def test_a_promoted_follower_is_writable_and_alone(lab, main, follower):
    do(main, "INSERT INTO sales VALUES (1)")
    lab.clock.advance(seconds=10)
    do(main, "INSERT INTO sales VALUES (2)")
    promoted = follower.promote()
    do(promoted, "INSERT INTO sales VALUES (3)")
    lab.clock.advance(minutes=1)
    assert ask(promoted, "FROM sales") == [(1,), (3,)]
    assert ask(main, "FROM sales") == [(1,), (2,)]


# -- Aurora's volume --------------------------------------------------------------


@pytest.fixture
def cluster(lab):
    account = aws.Account()
    zones = account.zones("eu-west-1")
    volume = AuroraVolume(account, zones, lambda zone: Path(mkdtemp(dir=lab.folder)))
    database = AuroraDatabase(volume, lab.disk("compute"), "cafe", lab.clock)
    do(database, "CREATE TABLE sales (id INT)")
    return database


@pytest.mark.parametrize(
    "lost, writes, reads",
    [
        (0, True, True),
        (1, True, True),
        (2, True, True),
        (3, False, True),
        (4, False, False),
        (5, False, False),
        (6, False, False),
    ],
)
def test_the_quorum_is_four_to_write_and_three_to_read(cluster, lost, writes, reads):
    volume = cluster.volume
    for number in range(1, lost + 1):
        volume.lose(number)
    assert (volume.can_write(), volume.can_read()) == (writes, reads)
    if reads:
        assert count(cluster) == 0
    else:
        with pytest.raises(Unwritable, match=f"{6 - lost} of 6.*a read needs 3"):
            cluster.begin()
    if reads and not writes:
        with pytest.raises(Unwritable, match=f"{6 - lost} of 6.*a write needs 4"):
            do(cluster, "INSERT INTO sales VALUES (1)")


def test_a_refused_commit_leaves_nothing_behind(cluster):
    cursor = cluster.begin()
    cursor.execute("INSERT INTO sales VALUES (1)")
    for number in (1, 2, 3):
        cluster.volume.lose(number)
    with pytest.raises(Unwritable):
        cluster.commit(cursor)
    cluster.rollback(cursor)
    for number in (1, 2, 3):
        cluster.volume.restore(number)
    assert count(cluster) == 0
    do(cluster, "INSERT INTO sales VALUES (2)")
    assert len({copy.bytes() for copy in cluster.volume.copies}) == 1


def test_a_copy_that_was_away_catches_up(cluster):
    volume = cluster.volume
    volume.lose(1)
    volume.account.fail_zone("eu-west-1c")
    with pytest.raises(Unwritable):
        do(cluster, "INSERT INTO sales VALUES (1)")
    volume.restore(1)
    do(cluster, BULK.format(1), "INSERT INTO sales VALUES (1)")
    volume.account.restore_zone("eu-west-1c")
    volume.repair()
    assert len({copy.bytes() for copy in volume.copies}) == 1


def test_a_stale_copy_is_never_the_one_that_is_read(lab, cluster):
    volume = cluster.volume
    volume.account.fail_zone("eu-west-1a")
    do(cluster, "INSERT INTO sales VALUES (1)")
    volume.account.restore_zone("eu-west-1a")
    volume.account.fail_zone("eu-west-1c")
    volume.lose(3)
    assert volume.can_read()
    assert count(lab.copy(volume.newest(), "newest")) == 1


def test_the_volume_grows_in_segments_of_ten_gib(cluster):
    volume = cluster.volume
    first = volume.allocated()
    assert first % (10 * 2**30) == 0
    assert 0 <= first - volume.used() < 10 * 2**30
    do(cluster, "INSERT INTO sales SELECT * FROM range(2000)")
    assert volume.allocated() > first


def test_a_full_volume_refuses_commits_and_still_reads(cluster, monkeypatch):
    monkeypatch.setattr(AuroraVolume, "MAXIMUM", cluster.volume.used())
    do(cluster, "INSERT INTO sales VALUES (1)")
    assert not cluster.volume.can_write()
    with pytest.raises(Unwritable, match="maximum size"):
        do(cluster, "INSERT INTO sales VALUES (2)")
    assert count(cluster) == 1


def test_a_volume_has_copies_one_to_six(cluster):
    with pytest.raises(ValueError, match="copies 1 to 6; got 7"):
        cluster.volume.lose(7)


# -- Windows, where an open file is nobody else's ---------------------------------


@pytest.fixture
def windows():
    if not HANDLES.exists():
        pytest.skip("Only Linux shows which files are open (/proc/self/fd).")
    keep_exclusive()
    yield
    keep_exclusive(False)


def test_windows_a_commit_is_shipped_though_the_file_is_open(windows, lab, main):
    main.copies = [lab.disk("standby")]
    do(main, "INSERT INTO sales VALUES (1)")
    assert main.copies[0].position() == main.disk.position() > 0
    assert count(main) == 1
    assert main.lives == 1


def test_windows_another_clients_transaction_goes_on(windows, lab, main):
    main.copies = [lab.disk("standby")]
    other = main.begin()
    other.execute("INSERT INTO sales VALUES (1)")
    do(main, "INSERT INTO sales VALUES (2)")
    main.commit(other)
    assert main.copies[0].position() == main.disk.position()
    assert count(main) == 2


def test_windows_what_is_owed_is_shipped_when_the_machine_stops(windows, lab, main):
    main.copies = [lab.disk("standby")]
    other = main.begin()
    other.execute("INSERT INTO sales VALUES (1)")
    do(main, "INSERT INTO sales VALUES (2)")
    main.stop()
    assert ask(lab.copy(main.copies[0], "took over"), "FROM sales") == [(2,)]


@pytest.mark.slow
def test_windows_a_follower_follows_while_it_is_read(windows, lab, main, follower):
    assert count(follower) == 0
    reader = follower.begin()
    do(main, "INSERT INTO sales VALUES (1)", BULK.format(1))
    lab.clock.advance(seconds=10)
    assert count(follower) == 1
    with pytest.raises(Exception, match="closed"):
        reader.execute("FROM sales")


@pytest.mark.slow
def test_windows_a_cluster_commits_to_its_six_copies(windows, cluster):
    do(cluster, "INSERT INTO sales VALUES (1)")
    lengths = {copy.position() for copy in cluster.volume.copies}
    assert lengths == {cluster.disk.position()}


@pytest.mark.parametrize("number", [0, 7, "1", None, 1.0])
def test_a_copy_is_named_by_its_number(number):
    account = aws.Account()
    volume = ClusterVolume(account, account.zones("eu-west-1"))
    with pytest.raises(ValueError, match="has copies 1 to 6; got"):
        volume.lose(number)

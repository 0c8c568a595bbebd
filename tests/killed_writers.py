"""Writers that are killed while they commit: test_killed_writer.py starts this.

python killed_writers.py FOLDER TIMES      prints what the standbys held afterwards
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from aws_shop import Shop
from cafe.aws.account import Clock
from cafe.aws.volume import Database, Disk


def write(folder, pipe):
    """Take orders, each with a line; acknowledge each commit with a byte."""
    shop = Shop(folder=folder)
    shop.create(MultiAZ=True, BackupRetentionPeriod=0)
    connection = shop.connect()
    connection.execute("CREATE TABLE orders (id INT); CREATE TABLE lines (id INT)")
    connection.commit()
    os.write(pipe, b"!")
    for number in range(10**6):
        connection.execute("INSERT INTO orders VALUES (%s)", [number])
        connection.execute("INSERT INTO lines VALUES (%s)", [number])
        connection.commit()
        os.write(pipe, b"+")


def acknowledged(folder, seconds):
    """How many commits a writer acknowledged before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        write(folder, writer)
    os.read(reader, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        return len(pipe.read())


def on_the_standby(folder):
    """The rows of both tables on the standby's disk, after the failover."""
    (disk,) = (folder / "eu-west-1b").iterdir()
    database = Database(Disk(disk), "cafe", Clock())
    cursor = database.begin()
    found = [
        [row[0] for row in cursor.execute(f"FROM {table} ORDER BY id").fetchall()]
        for table in ("orders", "lines")
    ]
    database.stop()
    return found


def kill(folder, times):
    """Kill so many writers; then look at each standby."""
    chance = random.Random(2026)
    folders = [folder / str(number) for number in range(times)]
    counts = [acknowledged(each, chance.uniform(0, 0.04)) for each in folders]
    for each, count in zip(folders, counts, strict=True):
        orders, lines = on_the_standby(each)
        if orders != lines or orders != list(range(len(orders))):
            sys.exit(f"writer {each.name}: half a transaction: {orders} {lines}")
        if not count <= len(orders) <= count + 1:
            sys.exit(f"writer {each.name}: {count} acknowledged, {len(orders)} there")
    print(f"{times} kills, {sum(counts)} commits acknowledged, nothing lost")


if __name__ == "__main__":
    kill(Path(sys.argv[1]), int(sys.argv[2]))

"""The account: its clock, its zones, its names, and what it leaves on the disk."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cafe import aws
from cafe.aws.account import Clock
from fixtures.rds import Shop

NOTEBOOKS = Path(aws.__file__).resolve().parents[2]


def python(code, returncode=0):
    """What a fresh Python prints, which ends with this code."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=NOTEBOOKS,
        text=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == returncode, done.stderr
    return done.stdout.strip()


def test_a_released_clock_stands_still_though_a_step_was_waiting_for_its_turn():
    clock = Clock()
    with clock.lock:
        clock.follow()
        time.sleep(0.2)
        clock.release()
    time.sleep(0.1)
    assert clock.now == Clock.START


def test_time_passes_only_when_the_clock_is_moved():
    clock = Clock()
    start = clock.now
    clock.advance(minutes=5)
    assert clock.now - start == timedelta(minutes=5)


@pytest.mark.parametrize(
    "unnamed, parts, told",
    [
        ((), {"months": 1}, "as in advance(minutes=5); got months=1."),
        ((), {"minutes": "5"}, "got minutes='5'."),
        ((), {"hours": None}, "got hours=None."),
        ((), {"hours": float("nan")}, "got hours=nan."),
        ((), {"hours": float("inf")}, "got hours=inf."),
        ((), {"days": 10**10}, "got days=10000000000."),
        ((5,), {}, "got 5."),
        ((), {"minutes": -5}, "only moves forward; got minutes=-5."),
        ((), {"days": 36_600}, "ten years at most; got days=36600."),
    ],
)
def test_what_is_no_span_forward_is_refused_in_words(unnamed, parts, told):
    clock = Clock()
    with pytest.raises((TypeError, ValueError)) as refused:
        clock.advance(*unnamed, **parts)
    assert told in str(refused.value)
    assert clock.now == Clock.START


def test_the_clock_does_not_move_back():
    with pytest.raises(ValueError, match="only moves forward"):
        Clock().advance(seconds=-1)


def test_the_clock_is_not_set_past_what_is_due():
    clock, happened = Clock(), []
    clock.after(timedelta(hours=1), lambda: happened.append(clock.now))
    with pytest.raises(AttributeError, match=r"as in advance\(minutes=5\)"):
        clock.now += timedelta(days=1)
    clock.advance(days=1)
    assert happened == [Clock.START + timedelta(hours=1)]


@pytest.mark.parametrize("address", ["172.31.5.300", "", None, "laptop", "::1", 5])
def test_where_a_program_runs_is_one_address_and_stays_one(address):
    account = aws.Account()
    with pytest.raises(ValueError, match=r"as in '172.31.5.20'; got"):
        account.client_address = address
    assert account.client_address == "203.0.113.25"


def test_events_happen_in_their_order_each_at_its_own_moment():
    clock, seen = Clock(), []

    def note(name):
        return lambda: seen.append((name, (clock.now - Clock.START).seconds))

    clock.after(timedelta(seconds=9), note("late"))
    clock.after(timedelta(seconds=3), note("early"))
    clock.after(timedelta(seconds=3), note("early, asked for later"))
    clock.advance(seconds=10)
    assert seen == [("early", 3), ("early, asked for later", 3), ("late", 9)]


def test_an_event_may_ask_for_another_within_the_same_span():
    clock, seen = Clock(), []

    def first():
        clock.after(timedelta(seconds=1), lambda: seen.append(clock.now))

    clock.after(timedelta(seconds=1), first)
    clock.advance(seconds=5)
    assert seen == [Clock.START + timedelta(seconds=2)]


def test_an_event_that_moves_the_clock_never_turns_it_back():
    clock, seen = Clock(), []
    clock.after(timedelta(seconds=1), lambda: clock.advance(minutes=1))
    clock.after(timedelta(seconds=30), lambda: seen.append(clock.now))
    clock.advance(seconds=2)
    assert clock.now == Clock.START + timedelta(seconds=61)
    assert seen == [Clock.START + timedelta(seconds=30)]


@pytest.mark.slow
def test_two_accounts_with_one_seed_give_the_same_names_and_answers():
    def story(seed):
        shop = Shop(seed=seed)
        shop.create(MultiAZ=True)
        group = shop.ec2.create_security_group(GroupName="tills", Description="tills")
        return shop.describe(), group

    assert story(7) == story(7)
    assert story(7) != story(8)


def test_a_client_is_the_same_object_each_time_and_each_region_has_its_own():
    session = aws.Session(account=aws.Account())
    assert session.client("rds") is session.client("rds")
    other = session.client("rds", region_name="us-east-1")
    assert other is not session.client("rds")


def test_regions_hold_nothing_in_common():
    shop = Shop()
    shop.create()
    session = aws.Session("eu-central-1", account=shop.account)
    assert session.client("rds").describe_db_instances()["DBInstances"] == []
    shop.account.fail_zone("eu-central-1a")
    assert shop.connect()


def test_what_does_not_exist_is_named_with_what_does():
    with pytest.raises(ValueError, match="eu-west-1, eu-central-1, us-east-1"):
        aws.Session("mars-north-1")
    with pytest.raises(ValueError, match="Unknown service: 's3'.*ec2.*rds"):
        aws.client("s3")
    with pytest.raises(ValueError, match="no resource view"):
        aws.resource("rds")
    with pytest.raises(ValueError, match="Unknown zone 'eu-west-1z'.*eu-west-1a"):
        aws.Account().fail_zone("eu-west-1z")


def test_cutting_a_zone_twice_is_cutting_it_once():
    account = aws.Account()
    account.fail_zone("eu-west-1a")
    account.fail_zone("eu-west-1a")
    assert "zones cut: eu-west-1a" in repr(account)
    account.restore_zone("eu-west-1a")
    account.restore_zone("eu-west-1a")
    assert "zones cut: none" in repr(account)


def test_the_account_of_the_module_may_be_replaced(monkeypatch):
    fresh = aws.Account(seed=3)
    monkeypatch.setattr(aws, "account", fresh)
    assert aws.client("rds").account is fresh


@pytest.mark.slow
def test_nothing_is_left_on_the_disk_when_the_program_ends():
    folder = python(
        "from cafe import aws; rds = aws.client('rds');"
        "print(aws.account.folder('x').parent)"
    )
    assert not Path(folder).exists()


@pytest.mark.slow
def test_what_a_killed_program_left_is_cleared_away_by_the_next(tmp_path, monkeypatch):
    for name in ("TMPDIR", "TEMP"):
        monkeypatch.setenv(name, str(tmp_path))
    killed = (
        "import os; from cafe import aws;"
        "print(aws.account.folder('x').parent, flush=True); os._exit(1)"
    )
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from cafe import aws; aws.account.folder('x'); input()",
        ],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(NOTEBOOKS)},
    ) as alive:
        while not (running := set(tmp_path.glob("*/x"))):
            time.sleep(0.01)
        left = Path(python(killed, returncode=1))
        assert left.exists()
        python("from cafe import aws; aws.account.folder('x')")
        assert not left.exists() and set(tmp_path.glob("*/x")) == running
        alive.communicate(b"\n")
    assert list(tmp_path.iterdir()) == []


def test_two_accounts_in_one_folder_are_told_in_words(tmp_path):
    Shop(folder=tmp_path).create()
    with pytest.raises(FileExistsError, match="an empty folder of its own"):
        Shop(folder=tmp_path).create()


def test_a_folder_of_ones_own_is_kept(tmp_path):
    shop = Shop(folder=tmp_path)
    shop.create()
    assert list(tmp_path.rglob("data.db"))


def test_importing_aws_loads_nothing_but_the_standard_library():
    loaded = python(
        "import sys; before = set(sys.modules); import cafe.aws;"
        "names = {m.split('.')[0] for m in set(sys.modules) - before};"
        "print(sorted(names - set(sys.stdlib_module_names)))"
    )
    assert loaded == "['cafe']"


@pytest.mark.slow
def test_the_services_and_the_driver_load_only_duckdb_beside_it():
    loaded = python(
        "import sys; import duckdb; before = set(sys.modules);"
        "from cafe import aws; from cafe.drivers import sql; aws.client('rds');"
        "names = {m.split('.')[0] for m in set(sys.modules) - before};"
        "print(sorted(names - set(sys.stdlib_module_names)))"
    )
    assert loaded == "['cafe']"


def test_the_zones_that_answer_begin_with_the_one_asked_for():
    account = aws.Account()
    a, b, c = account.zones("eu-west-1")
    assert account.zones_up("eu-west-1") == [a, b, c]
    assert account.zones_up("eu-west-1", c) == [c, a, b]
    account.fail_zone(c)
    assert account.zones_up("eu-west-1", c) == [a, b]
    assert account.zones_up("eu-west-1", b) == [b, a]

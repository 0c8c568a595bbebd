"""The explorers of DynamoDB: what they show is what the service answers."""

import json
from decimal import Decimal

import pytest

from cafe import aws
from cafe.explorers import (
    capacity_day,
    hash_ring,
    query_or_scan,
    replica_reads,
    two_regions,
)
from cafe.explorers.query_or_scan import (
    GUEST,
    OFFICE,
    REGULAR,
    SIZES,
    _Orders,
    watched,
    worked_out,
)
from fixtures.pictures import SVG, check_picture, controls, drawn, written

CIRCLE = f"{SVG}circle"


def a_table(name, keys, items, account=None):
    """A table on demand with these items; `keys` are {name: type}."""
    dynamodb = aws.Session(account=account or aws.Account()).resource("dynamodb")
    table = dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"))
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": type} for key, type in keys.items()
        ],
    )
    table.wait_until_exists()
    for item in items:
        table.put_item(Item=item)
    return table


def menu(account=None):
    """Forty drinks, one of them the flat white."""
    items = [{"drink": f"drink {n}", "price": Decimal("3.40")} for n in range(39)]
    items.append({"drink": "flat white", "price": 4})
    return a_table("menu", {"drink": "S"}, items, account)


MAKERS = {
    "query_or_scan": query_or_scan,
    "hash_ring": hash_ring,
    "replica_reads": lambda: replica_reads(menu()),
    "two_regions": two_regions,
    "capacity_day": capacity_day,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_every_picture_is_well_formed_and_its_words_are_the_repr(name):
    explorer = MAKERS[name]()
    for control in controls(explorer):
        for value in [*getattr(control, "options", ())] or [None]:
            if control.kind == "slider":
                value = control.most
            elif control.kind == "toggle":
                value = not control.value
            explorer.set(control.name, value)
            check_picture(explorer)
            lines = explorer.picture().text
            assert all(isinstance(line, str) and line for line in lines)
            json.dumps(explorer._repr_mimebundle_()[0]["text/plain"])


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_two_runs_say_the_same(name):
    assert repr(MAKERS[name]()) == repr(MAKERS[name]())


# --- Query or Scan ---------------------------------------------------------------


def in_a_table_of(size, customer):
    explorer = query_or_scan()
    explorer.set("customer", customer)
    explorer.set("size", SIZES.index(size))
    return explorer


@pytest.mark.slow
def test_a_guest_s_order_costs_the_same_in_a_table_of_any_size():
    costs = [in_a_table_of(size, GUEST).costs() for size in (100, 10_000, 1_000_000)]
    queries, scans = zip(*costs)
    assert len(set(queries)) == 1 and queries[0].units == 0.5
    assert [scan.read for scan in scans] == [100, 10_000, 1_000_000]
    assert scans[2].units > 90 * scans[1].units
    assert scans[2].pages == 97


@pytest.mark.slow
def test_customers_differ_in_how_many_orders_a_query_reads():
    explorer = query_or_scan()
    explorer.set("size", SIZES.index(10_000))
    read = []
    for customer in (GUEST, REGULAR, OFFICE):
        explorer.set("customer", customer)
        query, scan = explorer.costs()
        assert query.read == query.returned == scan.returned
        read.append((query.read, query.units))
    assert read == [(1, 0.5), (50, 1.0), (2_000, 25.0)]


@pytest.mark.slow
def test_who_owns_a_fifth_of_the_table_pays_a_fifth_of_the_scan():
    query, scan = in_a_table_of(1_000_000, OFFICE).costs()
    assert scan.units / query.units == pytest.approx(5, rel=0.001)
    assert scan.read == 5 * query.read


@pytest.mark.slow
def test_what_is_worked_out_agrees_with_what_was_measured():
    for (size, customer), costs in watched().items():
        assert worked_out(size, customer) == costs


@pytest.mark.slow
def test_a_table_of_several_pages_is_charged_as_it_was_worked_out():
    orders = _Orders()
    orders.fill(0, 30_000)
    measured = orders.query(OFFICE), orders.scan(OFFICE)
    assert measured == worked_out(30_000, OFFICE)
    assert measured[1].pages == 3


@pytest.mark.slow
def test_the_picture_says_what_was_measured_and_what_worked_out():
    small, large = in_a_table_of(3_000, GUEST), in_a_table_of(5_000, GUEST)
    assert "Measured: what the small AWS answered." in repr(small)
    assert "● Measured" in written(small) and "○" not in written(small)
    assert "Worked out: 101 bytes an order" in repr(large)
    assert "○ Worked out" in written(large)


@pytest.mark.slow
def test_only_sizes_that_were_reached_are_drawn():
    explorer = query_or_scan()
    for step in (0, 12, 24):
        explorer.set("size", step)
        dots = [n for n in drawn(explorer).iter(CIRCLE) if "curve" in n.get("class")]
        assert len(dots) == 2 * (step + 1)


def test_an_empty_table_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match="empty is empty. Put"):
        replica_reads(a_table("empty", {"k": "S"}, []))


# --- the hash ring ---------------------------------------------------------------


def hot(share, cure=""):
    explorer = hash_ring()
    explorer.set("cure", cure)
    explorer.set("share", share)
    return explorer


def busiest(explorer):
    return max(explorer.second.partitions, key=lambda load: load.units)


@pytest.mark.slow
def test_only_the_partition_of_the_hot_key_is_refused_and_gives_its_thousand_units():
    assert hot(0).second.refused == 0
    for share in (30, 60, 100):
        explorer = hot(share)
        refused = [each for each in explorer.second.partitions if each.refused]
        assert refused == [busiest(explorer)]
        assert refused[0].units == 1_000
        assert refused[0].refused == explorer.second.refused


@pytest.mark.slow
def test_the_neighbours_of_a_hot_key_are_refused_too_and_nobody_else():
    who = hot(60).second.who
    assert who["hot"].refused > who["near"].refused > 0 == who["far"].refused
    assert sum(seen.asked for seen in who.values()) == 300


@pytest.mark.slow
def test_more_capacity_does_not_cure_a_hot_key():
    usual, more = hot(100), hot(100, "capacity")
    assert len(more.second.partitions) > 2 * len(usual.second.partitions)
    assert more.second.refused == usual.second.refused == 200


@pytest.mark.slow
def test_waiting_frees_neighbours_and_not_the_hot_key():
    usual, waited = hot(60), hot(60, "wait")
    assert len(waited.second.partitions) > len(usual.second.partitions)
    assert waited.second.who["near"].refused < usual.second.who["near"].refused
    assert hot(100, "wait").second.refused == 200


@pytest.mark.slow
def test_a_key_with_a_suffix_cures_it():
    for share in range(0, 105, 5):
        assert hot(share, "suffix").second.refused == 0
    lies = [
        place.start for place in hot(100, "suffix").second.partitions if place.units
    ]
    assert len(lies) == 5


@pytest.mark.slow
def test_the_ring_s_words_and_signs_tell_who_is_refused():
    explorer = hot(100)
    assert "200 of 300 are refused" in explorer.status
    assert "✕ 200 of 300 refused" in written(explorer)
    assert written(explorer).count("● none refused") == 2
    assert "● 0 of 300 refused" in written(hot(100, "suffix"))


# --- replicas --------------------------------------------------------------------


def test_a_strong_read_is_never_old_and_eventual_reads_sometimes_are():
    explorer = replica_reads(menu())
    explorer.press("write")
    for _ in range(20):
        explorer.press("strong")
        assert "version 2, new" in explorer.status
    explorer.press("many")
    _, old, new = (int(word) for word in explorer.status.split() if word.isdigit())
    assert old > 0 and new > 0 and old + new == 30


def test_an_old_answer_comes_from_the_replica_that_is_behind():
    explorer = replica_reads(menu())
    explorer.press("write")
    held = explorer.held()
    assert held.pop(explorer.slowest()) == 1
    assert set(held.values()) == {2}
    while ", old," not in explorer.status:
        explorer.press("eventual")
    assert f"from {explorer.slowest()}" in explorer.status


def test_after_the_lag_every_replica_has_the_new_version():
    explorer = replica_reads(menu())
    explorer.set("lag", 2)
    explorer.press("write")
    explorer.press("second")
    assert "still has version 1" in explorer.status
    explorer.press("second")
    assert explorer.status.endswith("All three replicas have the same version.")
    explorer.press("many")
    assert "0 old, 30 new" in explorer.status


def test_each_replica_says_how_a_write_comes_to_it():
    explorer = replica_reads(menu())

    def labels():
        return [each.text for each in drawn(explorer).iter(f"{SVG}text")]

    explorer.set("lag", 3)
    for said in ("takes each write", "gets it at once", "gets it 3 seconds later"):
        assert labels().count(said) == 1 and f", {said}: version" in repr(explorer)
    explorer.set("lag", 0)
    assert labels().count("gets it at once") == 2


def test_a_strong_read_costs_twice_an_eventual_one():
    explorer = replica_reads(menu())
    explorer.press("eventual")
    assert explorer.status.endswith("0.5 read units")
    explorer.press("strong")
    assert explorer.status.endswith("1 read unit")


# --- two Regions -----------------------------------------------------------------


def cups(when, guarded=False):
    """Virginia writes so many tenths of a second after Ireland."""
    explorer = two_regions()
    explorer.set("guarded", guarded)
    explorer.set("when", 20 + when)
    return explorer


def test_of_two_writes_within_a_second_the_later_wins_and_the_other_is_lost():
    for when, kept, lost in ((4, "glass", "paper"), (-9, "paper", "glass")):
        explorer = cups(when)
        assert set(explorer.run.readings[-1]) == {kept}
        assert explorer.lost == lost
        assert f"{lost} is lost without a word" in explorer.status
        assert f"✕ {lost} is lost" in written(explorer)


def test_of_two_writes_at_one_moment_one_wins_too():
    explorer = cups(0)
    assert len(set(explorer.run.readings[-1])) == 1
    assert explorer.lost and "at the same moment" in explorer.status


def test_who_writes_after_the_other_cup_has_arrived_has_found_it():
    for when, second in ((10, "Virginia"), (-10, "Ireland")):
        explorer = cups(when)
        assert explorer.lost == ""
        assert f"{second} had found" in explorer.status
        assert "● nothing is lost" in written(explorer)


def test_each_region_sees_its_own_write_at_once_and_the_other_a_second_later():
    readings = cups(4).run.readings
    assert readings[19] == ("", "")
    assert readings[20] == ("paper", "")
    assert readings[24] == readings[33] == ("paper", "glass")
    assert readings[34] == ("glass", "glass")


def test_an_arrow_between_regions_says_whether_its_write_counts_there():
    clash, later = written(cups(4)), written(cups(15))
    assert clash.count("arrives") == clash.count("✕ too old") == 1
    assert later.count("arrives") == 2 and "too old" not in later


def test_the_arrow_of_a_cup_that_was_found_says_that_it_arrives():
    for when in (10, -10):  # it comes at the very moment of the second write
        assert "had found" in cups(when).status
        assert "too old" not in written(cups(when))


def test_a_condition_holds_only_against_what_its_own_region_has():
    assert cups(4, guarded=True).lost == "paper"
    refused = cups(10, guarded=True)
    assert refused.lost == "" and set(refused.run.readings[-1]) == {"paper"}
    assert "is refused" in refused.status
    assert "✕ Virginia is refused" in written(refused)


def test_time_is_counted_from_irelands_write_in_every_run():
    explorer = cups(4)
    before = repr(explorer)
    for when in (-20, 15, 20, 4):
        explorer.set("when", 20 + when)
    assert repr(explorer) == before
    assert "Ireland (eu-west-1) has from -2 s no cup, from 0 s paper" in before


# --- the day ---------------------------------------------------------------------


@pytest.mark.slow
def test_it_says_why_so_few_requests_use_so_many_units():
    explorer = capacity_day()
    day = explorer.day_in("demand")
    assert day.used == 100 * day.requests
    assert "an item of 400 KB strongly: 100 units" in repr(explorer)


@pytest.mark.slow
def test_only_provisioned_capacity_is_throttled_on_a_usual_day():
    explorer = capacity_day()
    throttled = {
        mode: explorer.day_in(mode).throttled
        for mode in ("provisioned", "scaling", "demand")
    }
    assert throttled["provisioned"] > 0
    assert throttled["scaling"] == throttled["demand"] == 0


@pytest.mark.slow
def test_auto_scaling_comes_some_minutes_late_to_a_sale():
    explorer = capacity_day()
    usual = explorer.day_in("scaling")
    explorer.press("sale")
    sale = explorer.day_in("scaling")
    assert max(sale.capacity) > 2 * max(usual.capacity)
    explorer.set("mode", "scaling")
    assert "Throttled from 12:01 to 12:0" in repr(explorer)
    assert 0 < sale.throttled < explorer.day_in("provisioned").throttled / 10


@pytest.mark.slow
def test_on_demand_pays_for_what_it_used_and_provisioned_for_what_it_had():
    explorer = capacity_day()
    day = explorer.day_in("demand")
    assert day.used == day.paid
    assert explorer.day_in("provisioned").paid == 8 * 24 * 3600


@pytest.mark.slow
def test_of_a_usual_day_the_fewest_units_are_the_dearest():
    explorer = capacity_day()
    days = {m: explorer.day_in(m) for m in ("demand", "provisioned", "scaling")}
    assert min(days, key=lambda m: days[m].paid) == "demand"
    assert sorted(days, key=lambda m: days[m].cents) == [
        "scaling",
        "provisioned",
        "demand",
    ]
    assert days["provisioned"].cents == pytest.approx(8 * 24 * 0.0147)


@pytest.mark.slow
def test_the_day_is_busiest_when_the_shop_is():
    from cafe import shop

    hours = shop.load("orders")["ordered_at"].dt.hour
    demand = capacity_day().day.demand
    assert demand.index(max(demand)) // 60 == hours.mode()[0]

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
from fixtures.pictures import check_picture, controls, written


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


def orders():
    """Forty orders: twenty of Ana, ten of Ben, the others of ten guests."""
    who = ["ana"] * 20 + ["ben"] * 10 + [f"guest {n}" for n in range(10)]
    items = [
        {"customer": name, "order_number": n, "drink": "latte"}
        for n, name in enumerate(who)
    ]
    return a_table("orders", {"customer": "S", "order_number": "N"}, items)


def menu(account=None):
    """Forty drinks, one of them the flat white."""
    items = [{"drink": f"drink {n}", "price": Decimal("3.40")} for n in range(39)]
    items.append({"drink": "flat white", "price": 4})
    return a_table("menu", {"drink": "S"}, items, account)


def global_menu():
    table = menu()
    table.update(ReplicaUpdates=[{"Create": {"RegionName": "eu-central-1"}}])
    table.meta.client.clock.advance(minutes=5)
    return table


MAKERS = {
    "query_or_scan": lambda: query_or_scan(orders()),
    "hash_ring": lambda: hash_ring(menu(), hot="flat white"),
    "replica_reads": lambda: replica_reads(menu()),
    "two_regions": lambda: two_regions(global_menu()),
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


def test_a_query_costs_the_same_in_a_table_a_hundred_times_as_large():
    explorer = query_or_scan(orders())
    small = explorer.costs()
    explorer.set("items", "100")
    large = explorer.costs()
    assert small[0] == large[0]
    assert (small[1].read, large[1].read) == (40, 4_000)
    assert large[1].units > 20 * small[1].units


def test_a_filter_changes_what_a_scan_returns_and_not_what_it_costs():
    explorer = query_or_scan(orders())
    _, filtered = explorer.costs()
    assert "The filter saves nothing" in repr(explorer)
    explorer.press("filter")
    _, all_items = explorer.costs()
    assert (filtered.returned, all_items.returned) == (20, 40)
    assert (filtered.read, filtered.units) == (all_items.read, all_items.units)
    assert "The filter saves nothing" not in repr(explorer)


def test_the_figures_are_those_of_the_same_calls_from_a_cell():
    table = orders()
    explorer = query_or_scan(table)
    answer = table.query(
        KeyConditionExpression="customer = :c",
        ReturnConsumedCapacity="TOTAL",
        ExpressionAttributeValues={":c": "ana"},
    )
    query, _ = explorer.costs()
    assert query.units == answer["ConsumedCapacity"]["CapacityUnits"]
    assert (query.read, query.returned) == (answer["ScannedCount"], answer["Count"])


def test_a_scan_of_more_than_a_megabyte_has_several_pages():
    items = [{"k": n, "page": "x" * 30_000} for n in range(50)]
    explorer = query_or_scan(a_table("pages", {"k": "N"}, items))
    _, scan = explorer.costs()
    assert (scan.pages, scan.read) == (2, 50)
    assert explorer.controls()[1][0].options == {"1": "50"}  # no copies of 15 MB


def test_a_small_table_is_copied_up_to_ten_thousand_items():
    assert [*query_or_scan(orders()).controls()[1][0].options] == ["1", "10", "100"]


def test_the_learner_s_table_is_left_alone():
    table = orders()
    before = table.meta.client.usage("orders")["Write"]
    query_or_scan(table).set("items", "100")
    assert table.meta.client.usage("orders")["Write"] == before
    assert len(table.scan()["Items"]) == 40


@pytest.mark.parametrize("make", [query_or_scan, hash_ring, replica_reads])
def test_an_empty_table_is_refused_with_what_to_do(make):
    with pytest.raises(ValueError, match="empty is empty. Put"):
        make(a_table("empty", {"k": "S"}, []))


# --- the hash ring ---------------------------------------------------------------


def test_only_the_partition_of_the_hot_key_is_throttled():
    explorer = hash_ring(menu(), hot="flat white")
    assert sum(load.throttled for load in explorer.loads) == 0
    explorer.set("hot", 100)
    place = explorer._client.locate("menu", {"drink": "flat white"})["partition"]
    for load in explorer.loads:
        assert bool(load.throttled) == (load.number == place)
    assert max(load.units for load in explorer.loads) == 3_000
    assert explorer.status.startswith("600 of 3,600 requests were throttled")


def test_what_asks_for_one_key_alone_is_told_apart_from_what_asks_for_all():
    explorer = hash_ring(menu(), hot="flat white")
    assert "0 % ask for it alone; the others ask for all keys" in repr(explorer)
    place = explorer._client.locate("menu", {"drink": "flat white"})["partition"]
    assert next(each for each in explorer.loads if each.number == place).units > 0


def test_writes_are_throttled_at_a_thousand_units():
    explorer = hash_ring(menu(), hot="flat white")
    explorer.set("hot", 100)
    explorer.set("traffic", "writes")
    assert max(load.units for load in explorer.loads) == 1_000
    assert "200 of 1,200 requests" in explorer.status


def test_a_split_gives_more_partitions_and_does_not_cure_one_hot_key():
    explorer = hash_ring(menu(), hot="flat white")
    before = len(explorer.loads)
    explorer.set("hot", 100)
    explorer.press("wait")
    assert len(explorer.loads) == before + 1
    assert "600 of 3,600" in explorer.status


def test_the_load_is_the_table_s_own_count():
    table = menu()
    explorer = hash_ring(table, hot="flat white")
    used = table.meta.client.usage("menu")["Read"]["consumed"]
    explorer.set("hot", 50)
    used = table.meta.client.usage("menu")["Read"]["consumed"] - used
    assert sum(load.units for load in explorer.loads) == used == 3_600


def test_only_the_last_second_is_counted():
    explorer = hash_ring(menu(), hot="flat white")
    for _ in range(3):
        explorer.set("hot", 100)
        assert sum(load.throttled for load in explorer.loads) == 600


def test_a_throttled_partition_is_told_by_a_sign_and_not_by_colour_alone():
    explorer = hash_ring(menu(), hot="flat white")
    explorer.set("hot", 100)
    words = written(explorer)
    assert "✕ 600 throttled" in words
    assert words.count("● none throttled") == len(explorer.loads) - 1


def test_a_hot_key_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no item with drink 'tea'"):
        hash_ring(menu(), hot="tea")


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


def test_a_strong_read_costs_twice_an_eventual_one():
    explorer = replica_reads(menu())
    explorer.press("eventual")
    assert explorer.status.endswith("0.5 read units")
    explorer.press("strong")
    assert explorer.status.endswith("1 read unit")


# --- two Regions -----------------------------------------------------------------


def test_a_write_arrives_in_the_other_region_a_second_later():
    explorer = two_regions(global_menu())
    explorer.press("eu-west-1")
    assert explorer.latest == {"eu-west-1": "1 Ireland", "eu-central-1": ""}
    assert "on its way" in repr(explorer)
    explorer.press("clock")
    explorer.press("clock")
    assert set(explorer.latest.values()) == {"1 Ireland"}
    assert "is gone" not in repr(explorer)


def test_of_two_writes_the_later_wins_and_the_other_is_lost():
    explorer = two_regions(global_menu())
    for button in ("eu-west-1", "clock", "eu-central-1", "clock", "clock", "clock"):
        explorer.press(button)
    assert set(explorer.latest.values()) == {"2 Frankfurt"}
    assert (
        "Write 1 Ireland is gone, and nobody was told: write 2 Frankfurt was later."
        in repr(explorer)
    )


def test_of_two_writes_at_one_moment_one_wins_too():
    explorer = two_regions(global_menu())
    for button in ("eu-west-1", "eu-central-1", "clock", "clock"):
        explorer.press(button)
    assert len(set(explorer.latest.values())) == 1
    assert "came at the same moment" in explorer.status


def test_a_later_write_in_the_same_region_is_no_loss():
    explorer = two_regions(global_menu())
    for button in ("eu-west-1", "clock", "eu-west-1", "clock", "clock", "clock"):
        explorer.press(button)
    assert set(explorer.latest.values()) == {"2 Ireland"}
    assert "is gone" not in repr(explorer)


def test_a_table_in_one_region_is_refused_with_the_call_that_adds_another():
    with pytest.raises(ValueError, match="lives in one Region.*ReplicaUpdates"):
        two_regions(menu())


# --- the day ---------------------------------------------------------------------


def test_it_says_why_so_few_requests_use_so_many_units():
    explorer = capacity_day()
    day = explorer._days["demand", False]
    assert day.used == 100 * day.requests
    assert "an item of 400 KB strongly: 100 units" in repr(explorer)


def test_only_provisioned_capacity_is_throttled_on_a_usual_day():
    explorer = capacity_day()
    throttled = {
        mode: explorer._days[mode, False].throttled
        for mode in ("provisioned", "scaling", "demand")
    }
    assert throttled["provisioned"] > 0
    assert throttled["scaling"] == throttled["demand"] == 0


def test_auto_scaling_comes_some_minutes_late_to_a_sale():
    explorer = capacity_day()
    usual, sale = (explorer._days["scaling", each] for each in (False, True))
    assert max(sale.capacity) > 2 * max(usual.capacity)
    explorer.press("sale")
    explorer.set("mode", "scaling")
    assert "Throttled from 12:01 to 12:0" in repr(explorer)
    assert 0 < sale.throttled < explorer._days["provisioned", True].throttled / 10


def test_on_demand_pays_for_what_it_used_and_provisioned_for_what_it_had():
    explorer = capacity_day()
    day = explorer._days["demand", False]
    assert day.used == day.paid
    assert explorer._days["provisioned", False].paid == 8 * 24 * 3600


def test_the_day_is_busiest_when_the_shop_is():
    from cafe import shop

    hours = shop.load("orders")["ordered_at"].dt.hour
    demand = capacity_day().day.demand
    assert demand.index(max(demand)) // 60 == hours.mode()[0]


def test_a_capacity_out_of_range_is_refused():
    with pytest.raises(ValueError, match="1 to 100 read units a second; got 0"):
        capacity_day(0)

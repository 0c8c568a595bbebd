"""An explorer goes on, and says what is missing, after its resources are gone."""

import pytest

from cafe import aws
from cafe.explorers import leaderboard, quorum, rds_form, replica_reads
from explorers import test_console_forms, test_explorers
from explorers.test_explorers_dynamodb import menu
from fixtures.cache import Cache
from fixtures.pictures import check_picture, controls, drawn

WAYS = {"button": [None], "toggle": [True, False], "text": ["x"], "secret": ["x"]}


def play(explorer):
    """Every value of every control, forwards and backwards; what was said each time."""
    said = []
    for each in (*controls(explorer), *reversed(controls(explorer))):
        values = WAYS.get(each.kind) or [*getattr(each, "options", ())]
        for value in values or [each.least, each.most]:
            explorer.set(each.name, value)
            said.append(explorer.status)
            check_picture(explorer)
            check_boxes(explorer)
    return said


def check_boxes(explorer):
    """No rectangle has a negative size, or none at all that a browser could draw."""
    for node in drawn(explorer).iter("{http://www.w3.org/2000/svg}rect"):
        for size in ("width", "height"):
            assert float(node.get(size).rstrip("%")) >= 0


def account_of(explorer):
    client = getattr(explorer, "_client", None) or getattr(explorer, "client", None)
    return client.account if client else explorer.account


def table_of(explorer, name):
    return aws.Session(account=account_of(explorer)).resource("dynamodb").Table(name)


def shown(explorer):
    """As a cell shows it, before anything happens to what it looks at."""
    explorer._repr_mimebundle_()
    return explorer


@pytest.mark.slow
def test_without_its_table_it_says_which_cells_make_it_again():
    explorer = shown(replica_reads(menu()))
    table_of(explorer, "menu").delete()
    account_of(explorer).clock.advance(minutes=1)
    explorer.keep_up()
    for said in play(explorer):
        assert said.startswith("The table menu is gone from eu-west-1: run again")
    assert repr(explorer).split("\n- ")[1] == said


@pytest.mark.slow
def test_a_table_that_was_made_again_is_played_with_as_before():
    explorer = shown(replica_reads(menu()))
    account = account_of(explorer)
    table_of(explorer, "menu").delete()
    account.clock.advance(minutes=1)
    explorer.press(controls(explorer)[-1].name)
    menu(account)
    for said in play(explorer):
        assert "menu is gone" not in said


@pytest.mark.slow
def test_while_two_zones_are_cut_it_says_what_restores_one():
    explorer = shown(replica_reads(menu()))
    account = account_of(explorer)
    for zone in ("eu-west-1b", "eu-west-1c"):
        account.fail_zone(zone)
    for said in play(explorer):
        assert 'run aws.account.restore_zone("eu-west-1b")' in said
    account.restore_zone("eu-west-1b")
    for said in play(explorer):
        assert "restore_zone" not in said


def test_a_table_that_is_still_being_made_asks_for_time():
    explorer = replica_reads(menu())
    account = account_of(explorer)
    table_of(explorer, "menu").delete()
    account.clock.advance(minutes=1)
    aws.Session(account=account).client("dynamodb").create_table(
        TableName="menu",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "drink", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "drink", "AttributeType": "S"}],
    )
    assert all("menu is CREATING: " in said for said in play(explorer))


# --- replicas --------------------------------------------------------------------


def test_after_its_item_was_deleted_a_strong_read_is_not_called_old():
    explorer = replica_reads(menu())
    explorer.press("write")
    explorer.table.delete_item(Key=explorer.key)
    explorer.press("strong")
    assert "strong read: no item, as it is now, from " in explorer.status
    assert "It was deleted since: a write makes it anew." in repr(explorer)
    late = f"{explorer.slowest()}, the slowest, gets it 3 seconds later: version "
    assert late in repr(explorer)
    while ", old," not in explorer.status:
        explorer.press("eventual")
    assert f"from {explorer.slowest()}" in explorer.status
    play(explorer)
    assert "It was deleted since" not in repr(explorer)


@pytest.mark.slow
def test_an_item_that_another_cell_has_put_is_new_with_any_version():
    explorer = replica_reads(menu())
    for version in ({}, {"version": "second edition"}):
        explorer.table.put_item(Item=explorer.key | version)
        explorer.press("strong")
        assert ", new, from " in explorer.status
        assert all(", old, " not in said for said in play(explorer) if "strong" in said)


def test_a_refused_write_counts_for_nothing():
    explorer = replica_reads(menu())
    before = explorer.version
    for zone in ("eu-west-1b", "eu-west-1c"):
        account_of(explorer).fail_zone(zone)
    explorer.press("write")
    assert explorer.version == before


def test_the_lag_that_it_shows_is_the_table_s_own():
    explorer = replica_reads(menu())
    explorer.client.set_replica_lag("menu", seconds=7)
    assert explorer.controls()[0][0].value == 7


def test_a_zone_that_is_cut_is_drawn_so():
    explorer = replica_reads(menu())
    account_of(explorer).fail_zone("eu-west-1a")
    assert "eu-west-1a, cut, hears of no write: version 1." in repr(explorer)
    assert "cafe-ex-zone-cut" in explorer.picture().svg


# --- the cache -------------------------------------------------------------------


def test_a_leaderboard_without_its_cache_says_what_to_do():
    cache = Cache()
    explorer = shown(leaderboard(cache.client))
    cache.account.endpoints.clear()
    cache.server.lives += 1
    for said in play(explorer):
        assert said.startswith("The cache does not answer (")
        assert said.endswith("and then the cell of this picture.")


def test_a_leaderboard_whose_key_holds_something_else_says_so():
    cache = Cache()
    explorer = shown(leaderboard(cache.client))
    cache.client.set("leaderboard", "closed")
    for said in play(explorer):
        assert 'run cache.delete("leaderboard") in a cell' in said
    cache.client.delete("leaderboard")
    assert play(explorer)[0].startswith("Ana has 20 points and comes in at rank 1.")


# --- Aurora, the map, the forms --------------------------------------------------


@pytest.mark.slow
def test_the_quorum_has_a_volume_of_its_own_and_is_still_played_with():
    assert len(play(shown(quorum()))) > 3


@pytest.mark.slow
def test_the_map_goes_on_when_all_is_gone_and_all_zones_are_cut():
    explorer = shown(test_explorers.map_of_a_full_account())
    for zone in explorer.zones:
        explorer.account.fail_zone(zone)
    explorer.account.clock.advance(days=400)
    assert all(play(explorer))


@pytest.mark.parametrize("make", [rds_form, test_console_forms.a_table_form])
def test_a_form_goes_on(make):
    explorer = shown(make(aws.Account()) if make is rds_form else make())
    for zone in ("eu-west-1a", "eu-west-1b", "eu-west-1c"):
        explorer.account.fail_zone(zone)
    for each in controls(explorer):
        if each.kind == "button":
            explorer.press(each.name)
            assert explorer.status

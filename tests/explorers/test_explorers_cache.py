"""The explorers of the cache: their figures are the cache server's own."""

from itertools import combinations

import pytest

from cafe.explorers import cached_reads, dax_caches, leaderboard, stampede
from cafe.explorers.kit.svg import NARROW
from cafe.explorers.stampede import watched as asked_for
from cafe.lessons.page_reads import CUT_AT, LAST, PAGES, RATE, STEP, watched
from fixtures.cache import Cache
from fixtures.pictures import SVG, check_picture, controls, drawn

MAKERS = {
    "cached_reads": cached_reads,
    "zone_fails": lambda: cached_reads(zone_fails=True),
    "stampede": stampede,
    "leaderboard": lambda: leaderboard(Cache().client),
    "dax_caches": dax_caches,
}
PLAYED = ("cached_reads", "zone_fails", "stampede")


@pytest.mark.parametrize("name", MAKERS)
def test_every_picture_is_well_formed_and_its_words_are_the_repr(name):
    explorer = MAKERS[name]()
    for control in controls(explorer):
        values = getattr(control, "options", [None])
        for value in [control.least] if control.kind == "slider" else values:
            explorer.set(control.name, value)
            check_picture(explorer)


@pytest.mark.parametrize("name", MAKERS)
def test_two_runs_say_the_same(name):
    assert repr(MAKERS[name]()) == repr(MAKERS[name]())


def widths(explorer):
    """(left, right, height of the baseline, words) of each label, in a wide font."""
    for text in drawn(explorer).iter(f"{SVG}text"):
        classes, size = text.get("class") or "", 13
        size = next((n for look, n in SIZES.items() if look in classes), size)
        wide, x = len(text.text) * size * 0.58, float(text.get("x"))
        left = (
            x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        )
        yield left, left + wide, float(text.get("y")), text.text


SIZES = {"figure": 20, "name": 14, "note": 12, "small": 12}


@pytest.mark.parametrize("time", [0, 0.25, 0.5, 1])
@pytest.mark.parametrize("name", PLAYED)
def test_no_letters_lie_on_others_or_leave_the_picture(name, time):
    explorer = MAKERS[name]()
    slider = explorer._control(explorer.played)
    explorer.set(explorer.played, int(slider.most * time))
    for choice in [c for c in controls(explorer) if c.kind == "choice"]:
        explorer.set(choice.name, [*choice.options][-1])
    for page in (explorer, explorer.narrowed()):
        labels, right = list(widths(page)), float(drawn(page).get("width"))
        for left, end, _, words in labels:
            assert left >= 0 and end <= right, words
        for (a, b, y, one), (c, d, z, other) in combinations(labels, 2):
            assert b <= c or d <= a or abs(y - z) >= 12, (one, other)


@pytest.mark.parametrize("name", PLAYED)
def test_on_a_narrow_page_the_rain_folds_and_time_is_dragged_under_it(name):
    narrow = drawn(MAKERS[name]().narrowed())
    time = narrow.find(".//*[@data-left]")
    left, right = (float(time.get(f"data-{side}")) for side in ("left", "right"))
    assert 0 <= left < right <= float(narrow.get("width")) == NARROW
    grip = narrow.find(f".//{SVG}circle[@class='cafe-ex-grip']")
    assert left <= float(grip.get("cx")) <= right


@pytest.mark.slow
@pytest.mark.parametrize("name", PLAYED)
def test_what_is_sent_ahead_is_small_enough_for_a_page(name):
    frames = MAKERS[name]().frames()
    assert len(frames) <= 150
    assert sum(len(frame["svg"]) for frame in frames) < 1_500_000


# --- reads that fall on a cache --------------------------------------------------


def last(ttl=60, room=20, skew=10):
    return watched(ttl, room, skew).moments[-1]


def test_every_read_is_a_hit_or_a_miss_and_a_miss_reaches_the_database():
    seen = watched(60, 20, 10)
    hits, misses = seen.counted(0, LAST)
    assert (hits, hits + misses) == (seen.moments[-1].hits, RATE * LAST)
    assert seen.load(LAST) == seen.counted(LAST - 30, LAST)[1] / 30


@pytest.mark.slow
def test_the_hits_rise_with_ttl_with_room_and_with_skew():
    for name, values in {
        "ttl": (30, 120, 600),
        "room": (5, 20, 40),
        "skew": (0, 10, 15),
    }.items():
        hits = [last(**{name: value}).hits for value in values]
        assert hits == sorted(hits)
        assert hits[0] < hits[-1]


def test_room_brings_hits_at_hardly_any_cost_and_a_longer_ttl_old_prices():
    small, enough, large = (last(room=room) for room in (20, 30, 40))
    assert small.hits + 50 < enough.hits >= large.hits - 2
    assert enough.old - small.old < 20
    assert last(ttl=600, room=40).old > 10 * large.old


def test_a_cache_never_holds_more_than_it_has_room_for_and_evicts_only_then():
    assert all(len(m.nodes[0]) <= 20 for m in watched(600, 20, 10).moments)
    assert last(ttl=600).evicted > 0
    assert last(room=40).evicted == 0


def test_a_slot_is_as_full_as_its_copy_has_time_left():
    left = [left for _, left, _ in watched(60, 20, 10).moments[60].nodes[0]]
    assert 0 < min(left) < max(left) <= 60


# --- a zone fails under a cache --------------------------------------------------


def test_a_lone_node_answers_nothing_until_its_successor_comes_and_begins_empty():
    seen = watched(LAST, PAGES, 10, 1, True)
    assert seen.counted(CUT_AT, 420)[0] == 0
    new = seen.moments[420 // STEP]
    assert (new.answers, new.nodes) == (0, ((),))
    assert seen.counted(420, LAST)[1] > 30


def test_a_replica_takes_over_after_half_a_minute_with_all_copies():
    seen = watched(LAST, PAGES, 10, 2, True)
    assert seen.counted(CUT_AT, CUT_AT + 30)[0] == 0
    assert seen.counted(CUT_AT + 30, LAST)[1] <= 2
    moment = seen.moments[CUT_AT // STEP + 6]
    assert (moment.answers, moment.dark, moment.up) == (1, 0, (1,))


def test_both_caches_are_counted_whichever_is_looked_at():
    explorer = cached_reads(zone_fails=True)
    explorer.set("second", LAST)
    assert "one node answered 321, one with a replica 898." in explorer.status
    assert "320" not in explorer.status
    explorer.set("nodes", "2")
    assert "one node answered 321, one with a replica 898." in explorer.status
    assert "with a replica: the node in eu-west-1b answers." in explorer.status


# --- the stampede ----------------------------------------------------------------


def worst(cure):
    return max(asked_for(cure).queries[1:])


def test_without_a_cure_everybody_asks_until_the_first_answer_is_there():
    assert worst("none") == 100  # 200 requests a second for half a second
    assert "100 queries in the worst second" in repr(stampede())


@pytest.mark.parametrize("cure", ["lock", "jitter", "early"])
def test_every_cure_keeps_the_database_below_what_it_stands(cure):
    assert worst(cure) <= 30


def test_a_lock_lets_one_ask_for_each_page_while_the_others_wait():
    lock, none = asked_for("lock"), asked_for("none")
    assert sum(lock.queries) == 20 * 3
    assert lock.waited == none.waited


def test_an_early_refresh_lets_nobody_wait_after_the_first_second():
    assert asked_for("early").waited == asked_for("early").queries[0] * 5


def test_copies_stored_together_end_together_unless_there_is_jitter():
    spread = {
        cure: max(shares) - min(shares)
        for cure in ("none", "jitter")
        for shares in [asked_for(cure).slots[30]]
    }
    assert spread["none"] < 0.05 < 0.5 < spread["jitter"]


def test_a_cure_is_chosen_by_pressing_its_name_and_keeps_the_time():
    explorer = stampede()
    pressed = drawn(explorer).findall(".//*[@data-control='cure']")
    assert [part.get("aria-label") for part in pressed][1] == "Show A lock"
    explorer.set("cure", "lock")
    assert explorer.time == 8_800
    assert explorer.status.startswith("A lock, after 8.8 s: 40 queries")


# --- the leaderboard -------------------------------------------------------------


def test_points_move_a_name_up_and_the_order_is_the_cache_s():
    cache = Cache()
    explorer = leaderboard(cache.client)
    explorer.press("Ben")
    assert explorer.status == "Ben has 115 points and stays at rank 2."
    explorer.press("Ben")
    assert explorer.status == "Ben has 135 points and rises from rank 2 to 1."
    assert "Rank 1: Ben, 135 points, up 1." in repr(explorer)
    assert cache.client.zrevrange("leaderboard", 0, 0) == [b"Ben"]


def test_the_commands_shown_are_those_that_were_sent():
    explorer = leaderboard(Cache().client)
    explorer.press("Eva")
    assert 'Sent: cache.zincrby("leaderboard", 20, "Eva")' in repr(explorer)
    assert 'Sent: cache.zrevrange("leaderboard", 0, 4, withscores=True)' in repr(
        explorer
    )


def test_a_board_that_is_there_is_kept_and_a_decoding_client_shows_the_same():
    plain, decoding = Cache().client, Cache(decode_responses=True).client
    for client in (plain, decoding):
        client.zadd("stars", {"Zoe": 3, "Yan": 7})
    boards = [repr(leaderboard(client, "stars")) for client in (plain, decoding)]
    assert boards[0] == boards[1]
    assert "Rank 1: Yan, 7 points." in boards[0]
    assert "Ana" not in boards[0]


def test_a_board_that_was_lost_with_its_node_is_shown_empty_and_begins_anew():
    cache = Cache()
    explorer = leaderboard(cache.client)
    cache.client.delete("leaderboard")
    assert "leaderboard is empty." in repr(explorer)
    explorer.press("Eva")
    check_picture(explorer)
    assert explorer.status == "Eva has 20 points and comes in at rank 1."
    assert "Rank 1: Eva, 20 points." in repr(explorer)


# --- DAX's two caches --------------------------------------------------------------


def pressed(*names):
    """The explorer after these calls."""
    explorer = dax_caches()
    for name in names:
        explorer.press(name)
    return explorer


def is_old(explorer):
    """{cache: whether its copy is old}; a cache without a copy is left out."""
    copies = explorer.play.copies()
    return {kind: copy.is_old for kind, copy in copies.items() if copy}


def test_a_write_through_dax_renews_the_item_and_leaves_the_query_old():
    assert is_old(pressed("through")) == {"items": False, "queries": True}
    assert is_old(pressed("past")) == {"items": True, "queries": True}


def test_a_strong_get_costs_a_unit_and_leaves_an_old_copy_where_it_is():
    explorer = pressed("past", "strong")
    assert explorer.status.startswith("Strong Get: 330 cents, 1 read unit.")
    assert is_old(explorer)["items"]
    explorer.press("get")
    assert explorer.status.startswith("Get: 320 cents, 0 read units.")


def test_both_copies_end_after_five_minutes():
    assert len(is_old(pressed(*["wait"] * 4))) == 2
    assert is_old(pressed(*["wait"] * 5)) == {}


@pytest.mark.parametrize("name", ["get", "strong", "query", "through", "past"])
def test_the_way_that_a_call_took_is_the_way_of_its_answer(name):
    explorer = pressed(name)
    went = drawn(explorer).findall(f".//{SVG}path[@class='cafe-ex-arrow']")
    assert len(went) == (2 if name == "through" else 1)
    assert explorer.picture().text[0] == explorer.status

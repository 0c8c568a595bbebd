"""The explorers of the cache: their figures are the cache server's own."""

import pytest

from cafe.explorers import hit_ratio, leaderboard, stampede
from fixtures.cache import Cache
from fixtures.pictures import check_picture, controls, written

MAKERS = {
    "hit_ratio": hit_ratio,
    "stampede": stampede,
    "leaderboard": lambda: leaderboard(Cache().client),
}


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


# --- the hit ratio ---------------------------------------------------------------


def ratio(**sliders):
    explorer = hit_ratio()
    for name, value in sliders.items():
        explorer.set(name, value)
    return explorer.run


def test_every_request_is_a_hit_or_a_miss_and_a_miss_is_a_query():
    run = hit_ratio().run
    assert run.hits + run.misses == 4_000
    assert sum(hits for hits, _ in run.bins) == run.hits
    assert sum(misses for _, misses in run.bins) == run.misses
    assert run.load == run.misses / 400


@pytest.mark.slow
def test_the_hit_ratio_rises_with_ttl_with_room_and_with_skew():
    for name, values in {
        "ttl": (0, 30, 120, 600),
        "size": (10, 100, 250, 500),
        "skew": (0, 8, 15),
    }.items():
        ratios = [ratio(**{name: value}).ratio for value in values]
        assert ratios == sorted(ratios)
        assert ratios[0] < ratios[-1]


def test_a_longer_ttl_gives_more_old_prices():
    stale = [ratio(size=500, ttl=ttl).stale for ttl in (10, 100, 300, 600)]
    assert stale == sorted(stale)
    assert stale[0] < stale[-1] / 10


def test_without_a_cache_the_database_gets_everything_and_nothing_is_old():
    run = ratio(ttl=0)
    assert (run.hits, run.stale, run.load) == (0, 0, 10)


def test_a_cache_with_room_for_all_evicts_nothing():
    assert ratio(size=500).evicted == 0
    assert ratio(size=10, ttl=600).evicted > 0


def test_expired_and_evicted_are_told_apart():
    text = repr(hit_ratio())
    run = hit_ratio().run
    assert f"{run.expired:,} pages expired, {run.evicted:,} were evicted" in text


# --- the stampede ----------------------------------------------------------------


def worst(explorer, cure):
    return max(explorer._runs[cure].queries[1:])


def test_without_a_cure_everybody_asks_until_the_first_answer_is_there():
    explorer = stampede()
    assert worst(explorer, "none") == 100  # 200 requests a second for half a second
    assert "100 queries in the worst second" in repr(explorer)


@pytest.mark.parametrize("cure", ["lock", "jitter", "early"])
def test_every_cure_keeps_the_database_below_what_it_stands(cure):
    explorer = stampede()
    assert worst(explorer, cure) <= 30
    explorer.set("cure", cure)
    words = written(explorer)
    first = 1 if cure == "jitter" else 0  # the cold start
    assert words.count("✕") == first


def test_a_lock_lets_one_ask_for_each_page_while_the_others_wait():
    explorer = stampede()
    lock, none = explorer._runs["lock"], explorer._runs["none"]
    assert sum(lock.queries) == 20 * 3
    assert lock.waited == none.waited


def test_an_early_refresh_lets_nobody_wait_after_the_first_second():
    explorer = stampede()
    assert explorer._runs["early"].waited == explorer._runs["none"].queries[0]


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
    assert 'Sent: cache.zrevrange("leaderboard", 0, 5, withscores=True)' in repr(
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

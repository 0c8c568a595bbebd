"""The stories of lessons 10 and 11: the scenes say what DynamoDB or SQLite answered."""

import pytest
from test_explorers import drawn_words

from cafe.explorers.step_by_step import STORIES, scenes, step_by_step


def notes(story, place):
    """What is noted on a place in each scene."""
    return [scene.places[place].note for scene in scenes(story)]


def words(story, place):
    """The cards of a place in each scene, with their states."""
    return [
        [(card.words, card.state) for card in scene.places[place].cards]
        for scene in scenes(story)
    ]


def test_a_move_is_paid_twice_in_the_index_and_a_drink_not_at_all():
    paid = [note.rpartition("index ")[2] for note in notes("move", 0)[1:]]
    assert paid == ["0", "2", "1"]
    under = [
        [("order 20001", "kept") in place for place in places]
        for places in zip(words("move", 1), words("move", 2), strict=True)
    ]
    assert under == [[True, False], [True, False], [False, True], [False, False]]


def test_an_index_lacks_for_two_seconds_what_the_table_has():
    assert notes("late", 1) == ["2 orders", *["3 orders"] * 3]
    given = [int(note.split()[-2]) for note in notes("late", 2)]
    assert given == [2, 2, 2, 3]


def test_what_the_one_partition_of_an_index_cannot_take_is_refused():
    *_, last = scenes("hot")
    assert "1,000 orders are kept, 500 refused" in last.said
    assert [scene.places[2].full for scene in scenes("hot")][-3:] == [1, 1, 1]


def test_a_local_index_has_each_item_at_once_in_its_own_order():
    by_time, by_price = words("local", 0)[3], words("local", 1)[3]
    assert sorted(by_time) == sorted(by_price) != by_price
    assert scenes("local")[-1].said.endswith("Collection size exceeded.")


def test_who_puts_back_an_old_version_is_refused_and_loses_nothing_of_the_other():
    assert words("versions", 2)[3] == [("version: 1", "late"), ("milk: oat", "refused")]
    assert [len(cards) for cards in words("versions", 1)] == [1, 1, 2, 2, 2, 3]
    assert "conditional request failed" in scenes("versions")[3].said


def test_a_screen_that_did_not_read_again_shows_an_old_version():
    assert words("versions", 0)[-1] == [("version: 2", "late"), ("size: large", "")]


def test_a_query_takes_what_its_keys_name_and_reads_nothing_else():
    answers = [[card for card, _ in cards] for cards in words("one", 2)]
    day = "ORDER#2026-10-31T08:10"
    assert answers == [
        [],
        ["ORDER#2026-10-30T07:42", day, "PROFILE"],
        [day],
        ["LINE#1"],
    ]


def test_a_search_looks_at_the_rows_that_fit_and_a_scan_at_all():
    read = [int(note.split()[0]) for note in notes("search", 1)]
    assert read == [0, 3, 6, 0, 1, 2]
    assert words("search", 2)[2] == words("search", 2)[-1] != []
    kept = [state == "kept" for _, state in words("search", 0)[-1]]
    assert kept == [False, True, True, False, False, False]  # side by side


def test_a_proxy_lends_for_a_transaction_and_keeps_who_is_idle_through_a_failover():
    lent = [len(cards) for cards in words("proxy", 1)]
    assert lent == [int(note.split()[0]) for note in notes("proxy", 1)]
    assert lent == [0, 1, 2, 1, 0, 0, 1]
    connected = [int(note.split()[0]) for note in notes("proxy", 0)]
    assert connected == [4, 4, 4, 4, 3, 3, 3]
    assert notes("proxy", 2)[4:] == ["✕ fails over", "✕ fails over", "● is up"]
    lost, answered = words("proxy", 0)[-1][1:3]
    assert lost[1] == "refused" and answered[1] == "kept"
    assert "75 seconds" in scenes("proxy")[-1].said


def test_a_reader_of_a_running_transaction_sees_the_items_as_they_were():
    orders, points = words("together", 1), words("together", 2)
    assert [row[0] for row in orders] == [
        ("20004: not paid", ""),
        ("20004: not paid", "late"),
        ("20004: paid", "kept"),
        ("20004: paid", "kept"),
    ]
    assert [row[0][0].split()[-2] for row in points] == ["15", "15", "5", "5"]


def test_a_reader_that_dies_before_it_notes_counts_twice():
    assert [row[0][0] for row in words("twice", 2)] == [
        "cups: 0",
        "cups: 0",
        "cups: 1",
        "cups: 2",
        "cups: 3",
    ]
    assert notes("twice", 0)[-1] == "really 2"


@pytest.mark.parametrize("story", STORIES)
def test_every_scene_says_in_words_what_is_drawn(story):
    explorer = step_by_step(story)
    for step, scene in enumerate(scenes(story)):
        explorer.set("step", step)
        assert explorer.status == scene.said
        for layout in (explorer, explorer.narrowed()):
            said = " ".join(layout.picture().text)
            assert [word for word in drawn_words(layout) if word not in said] == []


@pytest.mark.parametrize("story", STORIES)
def test_no_word_of_a_scene_is_cut_short(story):
    for frame in step_by_step(story).frames() + step_by_step(story).narrowed().frames():
        assert "…" not in frame.get("svg", "") + frame.get("narrow", "")


@pytest.mark.parametrize("story", STORIES)
def test_a_card_is_found_again_and_a_place_keeps_its_size(story):
    explorer = step_by_step(story)
    sizes = set()
    for frame in explorer.frames():
        head = frame["svg"].split(">", 1)[0]
        sizes.add(head.split('viewBox="')[1].split('"')[0])
    assert len(sizes) == 1
    for scene in scenes(story):
        keys = [card.key for place in scene.places for card in place.cards]
        assert len(keys) == len({*keys})


def test_a_story_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(ValueError, match="There are: move, late, hot"):
        step_by_step("early")


@pytest.mark.parametrize("story", STORIES)
def test_what_is_seen_does_not_begin_with_the_name_of_its_moment(story):
    """The two stand side by side."""
    for scene in scenes(story):
        assert not scene.said.startswith(scene.moment)


def test_what_happens_at_once_is_asked_for_before_it_is_shown():
    assert step_by_step("late").step == 0
    assert step_by_step("late").picture().text[-1].endswith("order 19901, order 19950.")


def test_a_place_in_which_nothing_stands_yet_is_dashed():
    explorer, empty = step_by_step("search"), []
    for step, scene in enumerate(scenes("search")):
        explorer.set("step", step)
        empty.append(sum(not place.cards for place in scene.places))
        assert explorer.picture().svg.count("cafe-ex-dashed") == empty[-1]
    assert empty == [2, 2, 1, 1, 0, 0]

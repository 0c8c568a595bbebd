"""Two ways to pay for one thing: the sums, where they meet, and the picture."""

import pytest
from test_explorers import drawn_words

from cafe.explorers import break_even

WAYS = {"on demand": lambda share: 14.72 * share, "reserved": lambda share: 1136}


def machine(ways=WAYS, most=100):
    return break_even("A machine for a year", "it runs {}% of the year", most, ways)


def test_the_cheaper_way_changes_where_both_cost_the_same():
    explorer = machine()
    assert explorer.meet() == pytest.approx(1136 / 14.72)
    for share, cheaper in ((77, "on demand"), (78, "reserved")):
        explorer.set("amount", share)
        assert f"{cheaper} is the cheaper way" in explorer.status


def test_the_status_has_both_sums():
    explorer = machine()
    explorer.set("amount", 90)
    assert "1,136 US dollars against 1,325" in explorer.status
    assert {"1,325", "1,136"} <= {*drawn_words(explorer)}


def test_ways_that_never_meet_are_said_not_to():
    explorer = machine({"dear": lambda share: 20 + share, "cheap": lambda share: share})
    assert explorer.meet() is None
    explorer.set("amount", 50)
    assert "cheaper all along" in " ".join(explorer.picture().text)


def test_where_they_meet_is_told_there_and_nowhere_else():
    explorer = machine()
    told = "Here both cost about the same: it runs 77% of the year."
    for share in (40, 76, 78):
        explorer.set("amount", share)
        assert "Where do both cost the same?" in drawn_words(explorer)
    explorer.set("amount", 77)
    assert told in explorer.picture().text and told in drawn_words(explorer)
    ahead = [told in frame["svg"] for frame in explorer.frames()]
    assert [share for share, is_told in enumerate(ahead) if is_told] == [77]


def test_the_point_where_they_meet_is_drawn_for_who_has_found_it():
    explorer = machine()
    drawn = []
    for share in range(101):
        explorer.set("amount", share)
        if "cafe-ex-ring" in explorer.picture().svg:
            drawn.append(share)
    assert drawn == [77]


def test_each_line_has_its_way_s_name_beside_it():
    words = drawn_words(machine())
    assert words.count("on demand") + words.count("▸ on demand") == 2
    assert words.count("reserved") + words.count("▸ reserved") == 2


def test_a_long_way_is_gone_in_a_hundred_steps():
    explorer = machine(most=1200)
    assert [*explorer.played_values()][-2:] == [1188, 1200]
    frames = explorer.frames()
    assert len(frames) == 101
    assert sum(len(frame["svg"]) for frame in frames) < 1_000_000


def test_two_ways_are_compared_and_not_three():
    with pytest.raises(ValueError, match="Two ways are compared; got 1: alone"):
        machine({"alone": lambda share: 1})


def test_a_way_that_fails_does_so_where_the_picture_is_made():
    ways = {"one": lambda use: use * missing, "two": lambda use: 1}  # noqa: F821
    with pytest.raises(NameError):
        break_even("A machine for a year", "it runs {}%", 100, ways)

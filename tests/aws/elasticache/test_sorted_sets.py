"""Pairs in blocks stand as they would in one sorted list."""

import random
from math import inf

import pytest

from cafe.aws.engines.valkey import ordered
from cafe.aws.engines.valkey.values import SortedSet


@pytest.mark.slow
def test_pairs_in_many_blocks_are_ranked_counted_and_told_as_in_one_list(monkeypatch):
    monkeypatch.setattr(ordered, "MOST", 8)
    chance, pairs, plain = random.Random(2), ordered.OrderedPairs(), []
    for step in range(4000):
        grows = step % 1000 < 700
        if plain and chance.random() < (0.3 if grows else 0.9):
            pairs.remove(plain.pop(chance.randrange(len(plain))))
        else:
            score = chance.choice((-inf, 0, 1, 2, 2.5, inf))
            pairs.add((score, b"%d" % step))
            plain = sorted([*plain, (score, b"%d" % step)])
        first, last = chance.randrange(40), chance.randrange(40)
        assert pairs.between(first, last) == plain[first:last]
        assert [pairs.rank(pair) for pair in plain[:3]] == [0, 1, 2][: len(plain)]
        for bound in (-inf, 2, inf):
            below = [score for score, _ in plain if score < bound]
            assert pairs.count_below(bound, or_equal=False) == len(below)
            below = [score for score, _ in plain if score <= bound]
            assert pairs.count_below(bound, or_equal=True) == len(below)


@pytest.mark.parametrize("writes", [1, 3, 300])  # few and many between two looks
def test_members_are_in_order_whatever_was_written_since_one_looked(
    monkeypatch, writes
):
    monkeypatch.setattr(ordered, "MOST", 8)
    chance, members = random.Random(3), SortedSet()
    for step in range(900):
        member = b"%d" % chance.randrange(60)
        if chance.random() < 0.4:
            members.drop(member)
        else:
            members.put(member, chance.choice((-inf, 0.0, 1.0, 2.0, inf)))
        if step % writes == 0:
            plain = sorted((score, member) for member, score in members.items())
            assert members.order.between(0, len(plain)) == plain
            ranks = [members.rank(member) for _, member in plain]
            assert ranks == [*range(len(plain))]

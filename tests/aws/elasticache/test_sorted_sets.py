"""A sorted set's order is made up when one asks for it."""

import random
from math import inf

import pytest

from cafe.aws.engines.valkey.values import SortedSet


@pytest.mark.parametrize("writes", [1, 3, 300])  # few and many between two looks
def test_members_are_in_order_whatever_was_written_since_one_looked(writes):
    chance, members = random.Random(3), SortedSet()
    for step in range(900):
        member = b"%d" % chance.randrange(60)
        if chance.random() < 0.4:
            members.drop(member)
        else:
            members.put(member, chance.choice((-inf, 0.0, 1.0, 2.0, inf)))
        if step % writes == 0:
            plain = sorted((score, member) for member, score in members.items())
            assert members.order == plain
            ranks = [members.rank(member) for _, member in plain]
            assert ranks == [*range(len(plain))]

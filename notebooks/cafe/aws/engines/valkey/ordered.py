"""Pairs in their order, quick to change however many they are."""

from bisect import bisect_left, bisect_right, insort
from operator import itemgetter

MOST = 1000  # pairs in a block


class OrderedPairs:
    """Pairs of (score, member), by score and then by member.

    One sorted list has to move half of its pairs for each that comes or goes. So the
    pairs lie in blocks, each a short sorted list, and only one of them is changed.
    (Valkey keeps a skip list.)
    """

    def __init__(self, pairs=()):
        """Of a list of pairs that is in its order."""
        half = MOST // 2
        self._blocks = [pairs[at : at + half] for at in range(0, len(pairs), half)]
        self._ends = [block[-1] for block in self._blocks]

    def add(self, pair):
        if not self._blocks:
            self._blocks, self._ends = [[pair]], [pair]
            return
        at = min(bisect_left(self._ends, pair), len(self._blocks) - 1)
        block = self._blocks[at]
        insort(block, pair)
        if len(block) > MOST:
            half = len(block) // 2
            self._blocks[at : at + 1] = block[:half], block[half:]
            self._ends[at : at + 1] = block[half - 1], block[-1]
        else:
            self._ends[at] = block[-1]

    def remove(self, pair):
        at = bisect_left(self._ends, pair)
        block = self._blocks[at]
        del block[bisect_left(block, pair)]
        if block:
            self._ends[at] = block[-1]
        else:
            del self._blocks[at], self._ends[at]

    def rank(self, pair):
        """How many stand before a pair that is there."""
        at = bisect_left(self._ends, pair)
        return self._before(at) + bisect_left(self._blocks[at], pair)

    def count_below(self, score, or_equal):
        """How many have a lower score, or the same where `or_equal`."""
        find = bisect_right if or_equal else bisect_left
        at = find(self._ends, score, key=itemgetter(0))
        if at == len(self._blocks):
            return self._before(at)
        return self._before(at) + find(self._blocks[at], score, key=itemgetter(0))

    def between(self, first, last):
        """The pairs from one rank to before another, a list."""
        found = []
        for block in self._blocks:
            if last <= 0:
                break
            if first < len(block):
                found += block[max(first, 0) : last]
            first, last = first - len(block), last - len(block)
        return found

    def _before(self, at):
        """How many stand before a block."""
        return sum(map(len, self._blocks[:at]))

"""The leaderboard: a sorted set that is always in order.

Every button sends ZINCRBY; ranks and scores are what ZREVRANGE and ZREVRANK answer.
"""

from ..drivers.redis import RedisError
from .kit.live import LiveExplorer
from .kit.panel import Button
from .kit.svg import NARROW, box, group, label, lines, shortened, stack

START = {"Ana": 120, "Ben": 95, "Chloe": 80, "Dario": 60, "Eva": 45}
POINTS, MOST = 20, 5
WIDTH, LEFT, BARS, LENGTH, TOP, ROW = 848, 0, 150, 590, 46, 44
NARROW_ROW = 48


def leaderboard(client, key="leaderboard"):
    """A sorted set of customers and their points: `leaderboard(cache)`.

    `client` is a `cafe.drivers.redis` client. An empty `key` gets five customers.
    """
    if not client.exists(key):
        client.zadd(key, START)
    return Leaderboard(client, key)


class Leaderboard(LiveExplorer):
    """The best customers, in order; a button for each adds points."""

    heading = "The leaderboard"

    def __init__(self, client, key):
        self.client, self.key = client, key
        self._names = sorted(_text(name) for name in client.zrevrange(key, 0, MOST - 1))
        self._last = None  # who got points last, and the rank before

    def controls(self):
        return [[Button(name, f"+{POINTS} {name}") for name in self._names]]

    def missing(self):
        try:
            self._board()
        except RedisError as error:
            if "WRONGTYPE" in str(error):
                return (
                    f"{self.key} is no sorted set any more: run"
                    f' cache.delete("{self.key}") in a cell, then the cell of this'
                    " picture."
                )
            return (
                f"The cache does not answer ({str(error).rstrip('.')}). If its zone is"
                " cut, restore it; if the cache is gone, run again the cells that"
                " create it and connect to it, and then the cell of this picture."
            )
        return ""

    def act(self, name, value):
        before = self._rank(name)
        score = self.client.zincrby(self.key, POINTS, name)
        self._last = name, before
        after = self._rank(name)
        if before is None:  # the node was lost, and the set with it
            moved = f"comes in at rank {after}"
        elif after < before:
            moved = f"rises from rank {before} to {after}"
        else:
            moved = f"stays at rank {after}"
        return f"{name} has {score:g} points and {moved}."

    def _rank(self, name):
        """The place of a customer, from 1; None for who is not in the set."""
        place = self.client.zrevrank(self.key, name)
        return None if place is None else place + 1

    def _board(self):
        """(name, points), the best first."""
        found = self.client.zrevrange(self.key, 0, MOST - 1, withscores=True)
        return [(_text(name), score) for name, score in found]

    # --- in words --------------------------------------------------------------

    def _commands(self):
        """What was sent last, as one would type it."""
        shown = f'cache.zrevrange("{self.key}", 0, {MOST - 1}, withscores=True)'
        if self._last is None:
            return [shown]
        return [f'cache.zincrby("{self.key}", {POINTS}, "{self._last[0]}")', shown]

    def _text(self):
        board = self._board()
        return [
            *([] if board else [f"{self.key} is empty."]),
            *(
                f"Rank {rank}: {name}, {score:g} points"
                f"{self._move(name, rank, ', up ')}."
                for rank, (name, score) in enumerate(board, 1)
            ),
            *(f"Sent: {command}" for command in self._commands()),
        ]

    def _move(self, name, rank, sign):
        """By how many places who got points last has come up, behind a sign."""
        last, before = self._last or (None, None)
        if last != name or before is None or before <= rank:
            return ""
        return f"{sign}{before - rank}"

    # --- in a picture ----------------------------------------------------------

    def seen(self):
        text, board = self._text(), self._board()
        most = max((score for _, score in board), default=0) or 1
        if self.narrow:
            sent = self._commands()
            words, top = lines(0, 14, sent, NARROW - 40, 17, "cafe-ex-code", 12)
            drawing = [
                self._narrow_row(top + NARROW_ROW * place, place + 1, *each, most)
                for place, each in enumerate(board)
            ]
            end = top + NARROW_ROW * len(board)
            return self.framed(NARROW, end, text, words, *drawing)
        drawing = [
            *stack(LEFT, 16, 18, self._commands(), "cafe-ex-code"),
            *(
                self._row(rank, name, score, score / most)
                for rank, (name, score) in enumerate(board, 1)
            ),
        ]
        height = TOP + ROW * len(board) + 6
        return self.framed(WIDTH, height, text, *drawing)

    def _narrow_row(self, y, rank, name, score, most):
        """The name and the points over the bar."""
        who = f"{rank} {shortened(name, 120, 14)}"
        length = max(NARROW * score / most, 4)
        return group(
            label(0, y + 16, who, "cafe-ex-name"),
            label(150, y + 16, self._move(name, rank, "▲ "), "cafe-ex-well"),
            label(NARROW, y + 16, f"{score:g}", "cafe-ex-name", "end"),
            box(0, y + 22, length, 16, self._look(name), 5),
        )

    def _look(self, name):
        is_last = self._last and self._last[0] == name
        return f"cafe-ex-slot cafe-ex-{'full' if is_last else 'step'}"

    def _row(self, rank, name, score, share):
        y, move = TOP + ROW * (rank - 1), self._move(name, rank, "▲ ")
        return group(
            label(LEFT + 22, y + 26, rank, "cafe-ex-figure", "end"),
            label(LEFT + 44, y + 25, shortened(name, 120, 14), "cafe-ex-name"),
            box(BARS, y + 6, max(LENGTH * share, 4), 28, self._look(name), 5),
            label(BARS + LENGTH * share + 10, y + 25, f"{score:g}", "cafe-ex-name"),
            label(BARS + LENGTH * share + 58, y + 25, move, "cafe-ex-well"),
        )


def _text(name):
    """A member's name, whether or not the client decodes its answers."""
    return name.decode() if isinstance(name, bytes) else name

"""What the replicas of a DocumentDB cluster have seen, some time later.

The writer's store tells of each change. A change waits in a queue until it is `lag`
old; whoever reads takes over what has arrived by then.
"""

from collections import deque
from datetime import timedelta


class Replica:
    """A store that hears of each change of `source` only `lag` later."""

    def __init__(self, source, clock):
        self.clock, self.lag, self.source = clock, timedelta(), source
        self._store = type(source).load(source.dump())
        self._on_the_way = deque()
        source.listeners.append(self._hear)

    def store(self):
        """The documents as the replicas have them at this moment."""
        due = self.clock.now - self.lag
        while self._on_the_way and self._on_the_way[0][0] <= due:
            _, change = self._on_the_way.popleft()
            self._store.apply(*change)
        return self._store

    def leave(self):
        """Hear no more of the source."""
        self.source.listeners.remove(self._hear)

    def _hear(self, *change):
        self._on_the_way.append((self.clock.now, change))

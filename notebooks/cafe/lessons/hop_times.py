"""How long it takes to find everybody within so many hops: a graph beside SQL.

Three engines get the same network in memory and give the same number of people; they
are measured in turn in one run. The graph is networkx, whose every node holds its
neighbours. SQL is one recursive query over a table of ties, asked of two kinds of
store:

row store       SQLite, which keeps each row in one piece. Its index leads to the few
                rows of one person, as it does in PostgreSQL and MySQL.
column store    DuckDB, which keeps each column in one piece. It is made for reports,
                and goes through all ties once for each question, index or not.

    Network().measure()     five rows: hops, people, milliseconds in each
"""

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from time import perf_counter

HOPS = (1, 2, 3, 4, 5)
QUERY = """
WITH RECURSIVE reached(person, hops) AS (
    SELECT CAST($person AS INTEGER), 0
  UNION
    SELECT b, hops + 1
    FROM reached JOIN ties ON a = person
    WHERE hops < $hops
)
SELECT count(DISTINCT person) - 1 FROM reached
"""


@dataclass(frozen=True)
class Hop:
    """One measurement; the times are milliseconds, each the median of several."""

    hops: int
    people: int
    graph: float
    row_store: float
    column_store: float


class Network:
    """A small world of people, as a networkx graph and as two tables of ties.

    The tables are made when they are first asked: a picture needs the graph alone.
    """

    def __init__(self, people=10_000, ties=50_000, seed=2026):
        import networkx

        self.people, self.ties = people, ties
        rows = small_world(people, ties, seed)
        self.graph = networkx.Graph()
        self.graph.add_nodes_from(range(1, people + 1))
        self.graph.add_edges_from(rows.to_numpy().tolist())
        self._rows = rows

    @cached_property
    def _sqlite(self):
        return _into_sqlite(self._rows)

    @cached_property
    def _duckdb(self):
        return _into_duckdb(self._rows)

    def distances(self, person, hops):
        """{person: hops} of all who are at most so many away, the first included."""
        import networkx

        return networkx.single_source_shortest_path_length(self.graph, person, hops)

    def in_graph(self, person, hops):
        """How many others are at most so many hops away: by breadth-first search."""
        return len(self.distances(person, hops)) - 1

    def in_row_store(self, person, hops):
        """The same from the recursive query, which finds each tie by the index."""
        asked = {"person": person, "hops": hops}
        return self._sqlite.execute(QUERY, asked).fetchone()[0]

    def in_column_store(self, person, hops):
        """The same from the same query, which goes through all ties."""
        asked = {"person": person, "hops": hops}
        return self._duckdb.execute(QUERY, asked).fetchone()[0]

    def measure(self, person=1, runs=5, clock=perf_counter):
        """Return a Hop for 1 to 5 hops. Each is run in turn in all, `runs` times."""
        asked = (self.in_graph, self.in_row_store, self.in_column_store)
        for ask in asked:
            ask(person, 1)  # which makes its table, before a clock runs
        rows = []
        for hops in HOPS:
            spans = {ask: [] for ask in asked}
            for _ in range(runs):
                for ask, taken in spans.items():
                    start = clock()
                    people = ask(person, hops)
                    taken.append((clock() - start) * 1000)
            rows.append(Hop(hops, people, *map(median, spans.values())))
        return rows


def _into_sqlite(rows):
    """The ties in both directions in a row store, with an index on both columns."""
    import sqlite3

    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE ties (a INTEGER, b INTEGER)")
    pairs = rows.to_numpy().tolist()
    con.executemany("INSERT INTO ties VALUES (?, ?)", pairs)
    con.executemany("INSERT INTO ties VALUES (?, ?)", [pair[::-1] for pair in pairs])
    con.execute("CREATE INDEX by_person ON ties (a, b)")
    return con


def _into_duckdb(rows):
    """The ties in both directions in a column store; its joins use no index."""
    import duckdb

    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    con.execute("SET enable_progress_bar = false")
    con.register("rows", rows)
    con.execute(
        "CREATE TABLE ties AS SELECT a, b FROM rows "
        "UNION ALL SELECT b, a FROM rows ORDER BY ALL"
    )
    con.unregister("rows")
    con.execute("CREATE INDEX by_person ON ties (a)")
    return con


def small_world(people=10_000, ties=50_000, seed=2026):
    """Return a network as a DataFrame of ties: a, b with a < b, numbers from 1.

    Everyone knows some who stand near on a ring; one tie in ten leads anywhere.
    """
    import numpy as np
    import pandas as pd

    if not 0 < ties <= people * (people - 1) // 8:
        raise ValueError(
            f"{people} people can have from 1 to {people * (people - 1) // 8} ties "
            f"here, not {ties}."
        )
    rng, found = np.random.default_rng(seed), np.empty((0, 2), int)
    while len(found) < ties:
        one = (rng.random(ties) * people).astype(int)
        near = 1 + (rng.random(ties) ** 2 * 4 * ties / people).astype(int)
        far = (rng.random(ties) * people).astype(int)
        other = np.where(rng.random(ties) < 0.1, far, (one + near) % people)
        pairs = np.sort(np.column_stack([one, other]), axis=1)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        together = np.concatenate([found, pairs])
        _, first = np.unique(together, axis=0, return_index=True)
        found = together[np.sort(first)]
    found = found[:ties][np.lexsort((found[:ties, 1], found[:ties, 0]))]
    return pd.DataFrame(found + 1, columns=["a", "b"])

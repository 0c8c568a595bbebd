"""How long it takes to find everybody within so many hops: a graph beside SQL.

Both get the same network in memory, both give the same number of people, and both are
measured in turn in one run. The graph is networkx, whose every node holds its
neighbours. SQL is a recursive query in DuckDB over an indexed table of ties.

    Network().measure()     five rows: hops, people, milliseconds in each
"""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from .networks import small_world

HOPS = (1, 2, 3, 4, 5)
QUERY = """
WITH RECURSIVE reached(person, hops) AS (
    SELECT $person::INTEGER, 0
  UNION
    SELECT b, hops + 1
    FROM reached JOIN ties ON a = person
    WHERE hops < $hops
)
SELECT count(DISTINCT person) - 1 FROM reached
"""


@dataclass(frozen=True)
class Hop:
    """One measurement; `graph` and `sql` are milliseconds, the median of several."""

    hops: int
    people: int
    graph: float
    sql: float


class Network:
    """A small world of people, as a networkx graph and as a table of ties."""

    def __init__(self, people=10_000, ties=50_000, seed=2026):
        import duckdb
        import networkx

        self.people, self.ties = people, ties
        rows = small_world(people, ties, seed)
        self.graph = networkx.Graph()
        self.graph.add_nodes_from(range(1, people + 1))
        self.graph.add_edges_from(rows.to_numpy().tolist())
        self._con = duckdb.connect(config={"autoinstall_known_extensions": False})
        self._con.execute("SET enable_progress_bar = false")
        self._con.register("rows", rows)
        self._con.execute(
            "CREATE TABLE ties AS SELECT a, b FROM rows "
            "UNION ALL SELECT b, a FROM rows ORDER BY ALL"
        )
        self._con.unregister("rows")
        self._con.execute("CREATE INDEX by_person ON ties (a)")

    def in_graph(self, person, hops):
        """How many others are at most so many hops away: by breadth-first search."""
        import networkx

        found = networkx.single_source_shortest_path_length(self.graph, person, hops)
        return len(found) - 1

    def in_sql(self, person, hops):
        """The same from the recursive query."""
        asked = {"person": person, "hops": hops}
        return self._con.execute(QUERY, asked).fetchone()[0]

    def measure(self, person=1, runs=5, clock=perf_counter):
        """Return a Hop for 1 to 5 hops. Each is run in turn in both, `runs` times."""
        rows = []
        for hops in HOPS:
            spans = {self.in_graph: [], self.in_sql: []}
            for _ in range(runs):
                for ask, taken in spans.items():
                    start = clock()
                    people = ask(person, hops)
                    taken.append((clock() - start) * 1000)
            rows.append(Hop(hops, people, *map(median, spans.values())))
        return rows

"""The questions of lesson 07, asked of engines of openCypher, Gremlin and SQL.

`Peers` loads Corner Cup's graph into each engine and gives every answer in one form:
customers as numbers, products by name, the order only where the question gives one.
"""

from cafe import shop
from cafe.lessons.cypher import into_kglite
from cafe.lessons.graph_questions import QUESTIONS, number
from cafe.shop import graph as shop_graph

LANGUAGES = ("python", "sql", "opencypher", "gremlin")


class Peers:
    """One graph, four languages. An engine is started when it is first asked."""

    def __init__(self):
        self.graph = shop_graph.property_graph()
        labels = ("FRIEND", "USED", "BOUGHT")
        self.views = {name: shop_graph.between(self.graph, name) for name in labels}
        self.views["*"] = self.graph
        self._engines = {}

    def ask(self, language, name, **parameters):
        """A question's answer in one language, in the form that can be compared."""
        rows = getattr(self, f"_{language}")(QUESTIONS[name], parameters)
        return _plain(name, rows)

    def _python(self, question, parameters):
        arguments = [
            f"person-{value}" if key == "person" else value
            for key, value in parameters.items()
        ]
        views = [self.views[label] for label in question.needs]
        return question.python(*views, *arguments)

    def _sql(self, question, parameters):
        engine = self._engine("sql", shop.connect)
        return engine.execute(question.sql, parameters).fetchall()

    def _opencypher(self, question, parameters):
        engine = self._engine("opencypher", lambda: into_kglite(self.graph))
        found = engine.cypher(question.opencypher, params=parameters)
        return [tuple(row.values()) for row in found.to_list()]

    def _gremlin(self, question, parameters):
        engine = self._engine("gremlin", lambda: into_graphersal(self.graph))
        return engine.query(question.gremlin, params=parameters)

    def _engine(self, language, start):
        if language not in self._engines:
            self._engines[language] = start()
        return self._engines[language]


def into_graphersal(graph):
    """The graph in an engine of Gremlin; it goes there as GraphML, in a file."""
    import tempfile
    from pathlib import Path

    import graphersal
    import networkx

    marked = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        marked.add_node(node, labelV=data["label"], **_without_label(data))
    for one, other, key, data in graph.edges(keys=True, data=True):
        marked.add_edge(one, other, key, labelE=data["label"], **_without_label(data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.xml"
        networkx.write_graphml_xml(marked, path)
        return graphersal.Graph.from_graphml(str(path))


def _without_label(data):
    return {key: value for key, value in data.items() if key != "label"}


def _plain(name, rows):
    """Rows of any of the languages in one form."""
    rows = [_bare_row(row) for row in rows]
    return rows if name == "recommendation" else sorted(rows)


def _bare_row(row):
    """A row as a tuple of bare values, or as the one value that it has."""
    if isinstance(row, dict):
        row = [value for pair in row.items() for value in pair]
    if isinstance(row, list | tuple):
        bare = tuple(_bare(value) for value in row)
        return bare[0] if len(bare) == 1 else bare
    return _bare(row)


def _bare(value):
    is_person = isinstance(value, str) and value.startswith("person-")
    return number(value) if is_person else value

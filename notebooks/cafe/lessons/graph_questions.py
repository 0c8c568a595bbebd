"""Questions of lesson 07: in Python, and beside it openCypher, Gremlin and SQL.

    show("friends_of_friends")                      its three texts
    show("friends_of_friends", "SQL", "Gremlin")    those of them that are named
    friends_of_friends(friends, "person-17")        the same question in Python

The Python is networkx in the open. `friends`, `used` and `bought` are what
`shop.graph.between` gives for FRIEND, USED and BOUGHT; `graph` is the whole property
graph. The texts take the same parameters, with a person as a number: `$person` is 17.

The openCypher keeps to what Neptune has. SQL asks the tables of `shop.connect()`. The
tests run all three on engines and compare them with the Python; those engines (kglite,
graphersal, DuckDB) are not Neptune, where nothing was run.

https://docs.aws.amazon.com/neptune/latest/userguide/feature-opencypher-compliance.html
"""

from collections import Counter
from dataclasses import dataclass, replace
from html import escape

from ..markup import verbatim

#: {name: Question}, in the order in which the lesson asks them.
QUESTIONS = {}
LANGUAGES = ("openCypher", "Gremlin", "SQL")
#: Two texts stand side by side where there is room, never three, which are too narrow;
#: a line is not broken: what is longer is scrolled to.
_GRID = (
    "display: grid; gap: 16px; max-width: 1240px; "
    "grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr))"
)
_PRE = (
    "white-space: pre; overflow-x: auto; word-break: normal; overflow-wrap: normal; "
    "margin: 4px 0 0; padding: 8px 12px; border-radius: 6px; "
    "border: 1px solid var(--jp-border-color2, #e0e0e0); "
    "background: var(--jp-cell-editor-background, #f5f5f5)"
)


@dataclass(frozen=True)
class Question:
    """One question in four languages. `needs` names the edges that the Python takes.

    `shown` are the languages whose texts it shows, besides the title.
    """

    name: str
    title: str
    python: callable
    needs: tuple
    opencypher: str
    gremlin: str
    sql: str
    shown: tuple = LANGUAGES

    def texts(self):
        """{language: text} for the languages that are shown."""
        texts = dict(zip(LANGUAGES, (self.opencypher, self.gremlin, self.sql)))
        return {language: texts[language] for language in self.shown}

    def __repr__(self):
        parts = [self.title]
        parts += [f"{name}\n{_indented(text)}" for name, text in self.texts().items()]
        return "\n\n".join(parts)

    def _repr_html_(self):
        cells = "".join(
            f'<div style="min-width: 0"><strong>{name}</strong><pre tabindex="0" '
            f'role="region" aria-label="{name}" style="{_PRE}">{escape(text)}</pre>'
            "</div>"
            for name, text in self.texts().items()
        )
        title = f"<p><strong>{escape(self.title)}</strong></p>"
        return verbatim(f'{title}<div style="{_GRID}">{cells}</div>')


def show(name, *languages):
    """Return a question, which shows its texts in these languages, or in all three.

    The languages are "openCypher", "Gremlin" and "SQL". Raises ValueError for a
    question or a language that is not there.
    """
    if name not in QUESTIONS:
        raise ValueError(
            f"No question is called {name!r}. There are: {', '.join(QUESTIONS)}."
        )
    for language in languages:
        if language not in LANGUAGES:
            raise ValueError(
                f"No text is in {language!r}. There are: {', '.join(LANGUAGES)}."
            )
    return replace(QUESTIONS[name], shown=languages or LANGUAGES)


def _indented(text):
    return "\n".join(f"    {line}" for line in text.splitlines())


def _question(*needs, opencypher, gremlin, sql):
    """Put the texts beside the Python function that answers the same question."""

    def beside(function):
        QUESTIONS[function.__name__] = Question(
            function.__name__,
            function.__doc__.splitlines()[0],
            function,
            needs,
            opencypher.strip(),
            gremlin.strip(),
            sql.strip(),
        )
        return function

    return beside


@_question(
    "FRIEND",
    opencypher="""
MATCH (me:Person {customer_id: $person})-[:FRIEND]-(:Person)
      -[:FRIEND]-(other:Person)
WHERE other.customer_id <> $person
  AND NOT (me)-[:FRIEND]-(other)
RETURN DISTINCT other.customer_id AS person
ORDER BY person
""",
    gremlin="""
g.V().has("Person", "customer_id", person).as("me")
 .both("FRIEND").aggregate("friends")
 .both("FRIEND")
 .where(P.neq("me"))
 .where(P.without("friends"))
 .dedup()
 .values("customer_id").order()
""",
    sql="""
SELECT DISTINCT two.b AS person
FROM ties AS one JOIN ties AS two ON two.a = one.b
WHERE one.a = $person
  AND two.b <> $person
  AND two.b NOT IN (SELECT b FROM ties WHERE a = $person)
ORDER BY person
""",
)
def friends_of_friends(friends, person):
    """Whom do my friends know, without me and without those I know myself?"""
    found = {other for friend in friends[person] for other in friends[friend]}
    return sorted(found - {person} - set(friends[person]), key=number)


@_question(
    "FRIEND",
    "BOUGHT",
    opencypher="""
MATCH (me:Person {customer_id: $person})
      -[:FRIEND]-(friend:Person)
      -[:BOUGHT]->(product:Product)
WHERE NOT (me)-[:BOUGHT]->(product)
RETURN product.name AS product, count(friend) AS friends
ORDER BY friends DESC, product
LIMIT 3
""",
    gremlin="""
g.V().has("Person", "customer_id", person)
 .sideEffect(__.out("BOUGHT").aggregate("mine"))
 .both("FRIEND").out("BOUGHT")
 .where(P.without("mine"))
 .groupCount().by("name")
 .unfold()
 .order()
   .by(Column.values, Order.desc)
   .by(Column.keys)
 .limit(3)
""",
    sql="""
WITH bought AS (
    SELECT DISTINCT customer_id, product_id
    FROM orders JOIN order_lines USING (order_id)
)
SELECT name AS product, count(*) AS friends
FROM ties
JOIN bought ON customer_id = b
JOIN products USING (product_id)
WHERE a = $person
  AND product_id NOT IN (
    SELECT product_id FROM bought WHERE customer_id = $person
  )
GROUP BY product
ORDER BY friends DESC, product
LIMIT 3
""",
)
def recommendation(friends, bought, person):
    """What did most of my friends buy that I never bought?"""
    counts = Counter(
        product
        for friend in friends[person]
        for product in bought[friend]
        if product not in bought[person]
    )
    named = {bought.nodes[product]["name"]: n for product, n in counts.items()}
    return sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:3]


@_question(
    "*",
    opencypher="""
MATCH (product:Product)-[:MADE_FROM]->()
      -[:CONTAINS]->(:Bean)-[:GROWN_AT]->(:Farm)
      -[:HOLDS]->(:Certificate {name: $certificate})
RETURN DISTINCT product.name AS product
ORDER BY product
""",
    gremlin="""
g.V().has("Certificate", "name", certificate)
 .in("HOLDS").in("GROWN_AT").in("CONTAINS").in("MADE_FROM")
 .dedup()
 .values("name").order()
""",
    sql="""
SELECT DISTINCT made.subject AS product
FROM beans AS made
JOIN beans AS roast
  ON roast.subject = made.object
 AND roast.relation = 'CONTAINS'
JOIN beans AS bean
  ON bean.subject = roast.object
 AND bean.relation = 'GROWN_AT'
JOIN beans AS farm
  ON farm.subject = bean.object
 AND farm.relation = 'HOLDS'
WHERE made.relation = 'MADE_FROM'
  AND farm.object = $certificate
ORDER BY product
""",
)
def certified_products(graph, certificate):
    """Which products contain a bean from a farm that holds a certificate?"""
    import networkx

    goal = f"certificate-{certificate}"
    before = networkx.ancestors(graph, goal) if goal in graph else []
    found = [graph.nodes[node] for node in before]
    return sorted(node["name"] for node in found if node["label"] == "Product")


def fraud_ring(used):
    """Which people, at least four, hang together by at least three shared things?"""
    import networkx

    found = []
    for group in networkx.connected_components(used):
        people = [node for node in group if used.nodes[node]["label"] == "Person"]
        shared = [node for node in group - {*people} if used.degree(node) > 1]
        if len(people) >= 4 and len(shared) >= 3:
            found += people
    return sorted(found, key=number)


def number(person):
    """Return the customer's number: 17 for person-17."""
    return int(person.removeprefix("person-"))

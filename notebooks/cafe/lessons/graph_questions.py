"""The questions of lesson 07: in Python, and beside it openCypher, Gremlin and SQL.

    show("friends_of_friends")                      its three texts
    show("friends_of_friends", "SQL", "Gremlin")    those of them that are named
    friends_of_friends(friends, "person-17")        the same question in Python

The Python is networkx in the open. `friends`, `used` and `bought` are what
`shop.graph.between` gives for FRIEND, USED and BOUGHT; `graph` is the whole property
graph. The texts take the same parameters, with a person as a number: `$person` is 17.

The openCypher keeps to what Neptune has: openCypher 9 without shortestPath(), so a
path is sought among all paths up to a length that is written in the text. reduce() is
there since engine 1.4.6.0. SQL asks the tables of `shop.connect()`. The tests run the
openCypher, the Gremlin and the SQL on engines and compare them with the Python; those
engines (kglite, graphersal, DuckDB) are not Neptune, where nothing was run.

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

    `shown` are the languages whose texts it shows, besides the title and the note.
    """

    name: str
    title: str
    python: callable
    needs: tuple
    opencypher: str
    gremlin: str
    sql: str
    note: str
    shown: tuple = LANGUAGES

    def texts(self):
        """{language: text} for the languages that are shown."""
        texts = dict(zip(LANGUAGES, (self.opencypher, self.gremlin, self.sql)))
        return {language: texts[language] for language in self.shown}

    def __repr__(self):
        parts = [self.title]
        parts += [f"{name}\n{_indented(text)}" for name, text in self.texts().items()]
        return "\n\n".join(parts + [self.note] * bool(self.note))

    def _repr_html_(self):
        cells = "".join(
            f'<div style="min-width: 0"><strong>{name}</strong><pre tabindex="0" '
            f'role="region" aria-label="{name}" style="{_PRE}">{escape(text)}</pre>'
            "</div>"
            for name, text in self.texts().items()
        )
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        title = f"<p><strong>{escape(self.title)}</strong></p>"
        return verbatim(f'{title}<div style="{_GRID}">{cells}</div>{note}')


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


def _question(*needs, opencypher, gremlin, sql, note=""):
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
            " ".join(note.split()),
        )
        return function

    return beside


# --- neighbours ------------------------------------------------------------------


@_question(
    "FRIEND",
    opencypher="""
MATCH (me:Person {customer_id: $person})
      -[:FRIEND]-(friend:Person)
RETURN friend.customer_id AS person
ORDER BY person
""",
    gremlin="""
g.V().has("Person", "customer_id", person)
 .both("FRIEND")
 .values("customer_id").order()
""",
    sql="""
SELECT b AS person
FROM ties
WHERE a = $person
ORDER BY person
""",
)
def neighbours(friends, person):
    """Who are a person's friends?"""
    return sorted(friends[person], key=number)


@_question(
    "FRIEND",
    opencypher="""
MATCH (someone:Person)-[:FRIEND]-(friend:Person)
RETURN someone.customer_id AS person,
       count(friend) AS friends
ORDER BY friends DESC, person
LIMIT 5
""",
    gremlin="""
g.V().hasLabel("Person")
 .project("person", "friends")
   .by("customer_id")
   .by(__.both("FRIEND").count())
 .order()
   .by(__.select("friends"), Order.desc)
   .by(__.select("person"))
 .limit(5)
""",
    sql="""
SELECT a AS person, count(*) AS friends
FROM ties
GROUP BY person
ORDER BY friends DESC, person
LIMIT 5
""",
)
def best_connected(friends):
    """Which five people have most friends? A node's number of edges is its degree."""
    ranked = sorted(friends.degree, key=lambda pair: (-pair[1], number(pair[0])))
    return ranked[:5]


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
    opencypher="""
MATCH way = (:Person {customer_id: $person})
            -[:FRIEND*1..3]-(other:Person)
WHERE other.customer_id <> $person
RETURN other.customer_id AS person, min(length(way)) AS hops
ORDER BY hops, person
""",
    gremlin="""
g.withSack(0).V().has("Person", "customer_id", person)
 .repeat(__.both("FRIEND").simplePath()
           .sack(Operator.sum).by(__.constant(1)))
   .emit().times(3)
 .group().by("customer_id").by(__.sack().min())
 .unfold()
 .project("person", "hops")
   .by(__.select(Column.keys))
   .by(__.select(Column.values))
""",
    sql="""
WITH RECURSIVE reached(person, hops) AS (
    SELECT $person::INTEGER, 0
  UNION
    SELECT b, hops + 1
    FROM reached JOIN ties ON a = person
    WHERE hops < 3
)
SELECT person, min(hops) AS hops
FROM reached
WHERE person <> $person
GROUP BY person
ORDER BY hops, person
""",
    note="""The three is part of each text: openCypher takes no parameter there.""",
)
def within_three_hops(friends, person):
    """Who is at most three friendships away, and how many?"""
    import networkx

    hops = networkx.single_source_shortest_path_length(friends, person, cutoff=3)
    return {other: steps for other, steps in hops.items() if other != person}


# --- paths -----------------------------------------------------------------------


@_question(
    "FRIEND",
    opencypher="""
MATCH way = (:Person {customer_id: $person})
            -[:FRIEND*1..6]-
            (:Person {customer_id: $other})
RETURN [person IN nodes(way) | person.customer_id] AS people
ORDER BY length(way)
LIMIT 1
""",
    gremlin="""
g.V().has("Person", "customer_id", person)
 .repeat(__.both("FRIEND").simplePath())
   .until(__.or(__.has("customer_id", other),
                __.loops().is(6)))
 .has("customer_id", other)
 .path().by("customer_id")
 .limit(1)
""",
    sql="""
WITH RECURSIVE reached(person, people, hops) AS (
    SELECT $person::INTEGER, [$person::INTEGER], 0
  UNION
    SELECT b, min(list_append(people, b)), hops + 1
    FROM reached JOIN ties ON a = person
    WHERE hops < 6
    GROUP BY b, hops
)
SELECT people
FROM reached
WHERE person = $other
ORDER BY hops
LIMIT 1
""",
    note="""Neptune's openCypher has no shortestPath(): the text looks at all ways of up
    to six hops and takes the shortest. Gremlin goes hop by hop and stops at the first
    that arrives. If several are as short, any of them is right.""",
)
def shortest_path(friends, person, other):
    """By how few friendships are two people tied, and through whom?"""
    import networkx

    return networkx.shortest_path(friends, person, other)


@_question(
    "FRIEND",
    opencypher="""
MATCH way = (:Person {customer_id: $person})
            -[:FRIEND*1..6]-
            (:Person {customer_id: $other})
RETURN reduce(
         sum = 0, tie IN relationships(way) | sum + tie.days
       ) AS days
ORDER BY days
LIMIT 1
""",
    gremlin="""
g.withSack(0).V().has("Person", "customer_id", person)
 .repeat(__.bothE("FRIEND").sack(Operator.sum).by("days")
           .otherV().simplePath())
   .until(__.or(__.has("customer_id", other),
                __.loops().is(6)))
 .has("customer_id", other)
 .sack().min()
""",
    sql="""
WITH RECURSIVE reached(person, days, hops) AS (
    SELECT $person::INTEGER, 0, 0
  UNION
    SELECT b, min(reached.days + ties.days), hops + 1
    FROM reached JOIN ties ON a = person
    WHERE hops < 6
    GROUP BY b, hops
)
SELECT min(days) AS days
FROM reached
WHERE person = $other
""",
    note="""All three look at most six hops far. reduce() is in Neptune since engine
    1.4.6.0; Dijkstra's way to avoid looking at every path is in none of the
    three languages.""",
)
def quickest_path(friends, person, other):
    """In how few days does a voucher pass from hand to hand to another?

    Friends of one shop meet the next day, of one city after two days, others after
    five. Looks as far as it must; the texts look six hops far.
    """
    import networkx

    return networkx.dijkstra_path_length(friends, person, other, weight="days")


# --- a recommendation ------------------------------------------------------------


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


# --- a fraud ring ----------------------------------------------------------------


@_question(
    "USED",
    opencypher="""
MATCH (someone:Person)-[:USED]->()<-[:USED]-(:Person)
RETURN DISTINCT someone.customer_id AS person
ORDER BY person
""",
    gremlin="""
g.V().hasLabel("Person")
 .where(__.out("USED")
          .where(__.in("USED").count().is(P.gt(1))))
 .values("customer_id").order()
""",
    sql="""
SELECT DISTINCT customer_id AS person
FROM used
WHERE number IN (
    SELECT number FROM used
    GROUP BY number HAVING count(*) > 1
)
ORDER BY person
""",
    note="""The naive rule: couples, families and flats share honestly.""",
)
def sharers(used):
    """Who used a card or a device that somebody else used too?"""
    found = {
        person
        for thing, uses in used.degree
        if used.nodes[thing]["label"] != "Person" and uses > 1
        for person in used[thing]
    }
    return sorted(found, key=number)


@_question(
    "USED",
    opencypher="""
MATCH (:Person {customer_id: $person})
      -[:USED*2..12]-(other:Person)
WHERE other.customer_id <> $person
RETURN DISTINCT other.customer_id AS person
ORDER BY person
""",
    gremlin="""
g.V().has("Person", "customer_id", person)
 .repeat(__.both("USED").simplePath()).emit().times(12)
 .hasLabel("Person").dedup()
 .values("customer_id").order()
""",
    sql="""
WITH RECURSIVE reached(person) AS (
    SELECT $person::INTEGER
  UNION
    SELECT theirs.customer_id
    FROM reached
    JOIN used AS mine ON mine.customer_id = person
    JOIN used AS theirs USING (number)
)
SELECT person
FROM reached
WHERE person <> $person
ORDER BY person
""",
    note="""openCypher and Gremlin look six people far; SQL and Python to the end.""",
)
def hangs_together(used, person):
    """Who hangs together with a person through cards and devices, over any steps?"""
    import networkx

    group = networkx.node_connected_component(used, person) - {person}
    people = [node for node in group if used.nodes[node]["label"] == "Person"]
    return sorted(people, key=number)


@_question(
    "USED",
    opencypher="""
MATCH (someone:Person)-[:USED*0..12]-(member:Person)
WITH DISTINCT someone, member
MATCH (member)-[:USED]->(thing)<-[:USED]-(:Person)
WITH someone, count(DISTINCT member) AS people,
     count(DISTINCT thing) AS shared
WHERE people >= 4 AND shared >= 3
RETURN someone.customer_id AS person
ORDER BY person
""",
    gremlin="""
g.V().hasLabel("Person")
 .where(__.emit()
          .repeat(__.both("USED").simplePath()).times(12)
          .hasLabel("Person").dedup().count().is(P.gte(4)))
 .where(__.repeat(__.both("USED").simplePath())
          .emit().times(12)
          .hasLabel("Card", "Device").dedup()
          .where(__.in("USED").count().is(P.gt(1)))
          .count().is(P.gte(3)))
 .values("customer_id").order()
""",
    sql="""
WITH RECURSIVE together(person, member) AS (
    SELECT DISTINCT customer_id, customer_id FROM used
  UNION
    SELECT person, theirs.customer_id
    FROM together
    JOIN used AS mine ON mine.customer_id = member
    JOIN used AS theirs USING (number)
),
shared AS (
    SELECT number FROM used
    GROUP BY number HAVING count(*) > 1
)
SELECT person
FROM together
JOIN used ON customer_id = member
JOIN shared USING (number)
GROUP BY person
HAVING count(DISTINCT member) >= 4
   AND count(DISTINCT number) >= 3
ORDER BY person
""",
    note="""A couple is two people, a flat has one tablet for all: neither is both many
    people and many shared things. openCypher and Gremlin look six people far.""",
)
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


# --- a knowledge graph -----------------------------------------------------------


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


@_question(
    "*",
    opencypher="""
MATCH way = (:Product {name: $product})
            -[*1..4]->(:Certificate {name: $certificate})
RETURN [thing IN nodes(way) | thing.name] AS steps
""",
    gremlin="""
g.V().has("Product", "name", product)
 .repeat(__.out()).until(__.hasLabel("Certificate"))
 .has("name", certificate)
 .path().by("name")
""",
    sql="""
WITH RECURSIVE way(thing, steps) AS (
    SELECT object, [subject, object]
    FROM beans WHERE subject = $product
  UNION ALL
    SELECT object, list_append(steps, object)
    FROM way JOIN beans ON subject = thing
)
SELECT steps
FROM way
WHERE thing = $certificate
""",
    note="""The answer is the reason itself: each step can be checked.""",
)
def why_certified(graph, product, certificate):
    """By which steps does a product come to a certificate?"""
    import networkx

    names, goal = graph.nodes(data="name"), f"certificate-{certificate}"
    start = next((node for node, name in names if name == product), None)
    if start is None or goal not in graph:
        return []
    ways = networkx.all_simple_paths(graph, start, goal)
    return sorted([names[node] for node in way] for way in ways)


def number(person):
    """Return the customer's number: 17 for person-17."""
    return int(person.removeprefix("person-"))

"""\
Write `choose(need)`. `need` is a dict such as
`{"shape": "items", "known": True, "may_be_lost": False}`; the three keys are always
there. Return the service as text:

- `"Neptune"` for `"relations"`, `"DocumentDB"` for `"documents"`, `"ElastiCache"` for
  `"copies"`;
- for `"items"` with known questions `"ElastiCache"` if the items may be lost, else
  `"DynamoDB"`;
- `"RDS"` for all else."""

from ..kinds import PythonExercise


def _needs():
    """Every need that the rule may meet."""
    return [
        ({"shape": shape, "known": known, "may_be_lost": may_be_lost},)
        for shape in ("rows", "items", "documents", "relations", "copies")
        for known in (True, False)
        for may_be_lost in (False, True)
    ]


exercise = PythonExercise(
    id="09.choose",
    objective="09.a",
    difficulty=2,
    learned="A decision that one can write down is one that one can defend.",
    prompt=__doc__,
    hints=(
        'need["shape"] is the shape. Decide it first, with if and return.',
        "Items have two further questions: are the questions known, may they be lost?",
        'At the end, without any if: return "RDS".',
    ),
    cases=_needs,
)


@exercise.right
def choose(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"


@exercise.wrong(
    "'may_be_lost': False}) should give 'RDS'; it gave 'DynamoDB'",
    "Its keys answer known questions. For the others one takes SQL.",
    misconception="unknown-patterns-suit-dynamodb",
)
def forgets_what_is_not_known(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items":
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"


@exercise.wrong(
    "should give 'DynamoDB'; it gave 'RDS'",
    "RDS could hold all of it. Most of it would be better off elsewhere.",
    misconception="one-database-does-it-all",
)
def takes_rds_for_everything(need):
    return "RDS"


@exercise.wrong(
    "should give 'RDS'; it gave 'ElastiCache'",
    "That data may be lost does not make it a cache's. The shape comes first.",
    misconception="speed-is-the-only-reason",
)
def asks_first_what_may_be_lost(need):
    if need["may_be_lost"]:
        return "ElastiCache"
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"


@exercise.wrong(
    "should give 'ElastiCache'; it gave 'DynamoDB'",
    "Items that may be lost, a session for one, can lie in memory alone.",
)
def forgets_what_may_be_lost(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "DynamoDB"
    return "RDS"


@exercise.wrong(
    "should give 'DynamoDB'; it gave 'ElastiCache'",
    "The other way round: a cache is for what may be lost.",
)
def swaps_cache_and_table(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "DynamoDB" if need["may_be_lost"] else "ElastiCache"
    return "RDS"


@exercise.wrong(
    "should give 'DocumentDB'; it gave 'RDS'",
    "Documents can be asked by any field: the shape comes first.",
)
def asks_first_what_is_known(need):
    if not need["known"]:
        return "RDS"
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"


@exercise.wrong("should give 'RDS'; it gave None")
def forgets_the_rest(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copies":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"


@exercise.wrong("should give 'ElastiCache'; it gave 'RDS'")
def misspells_a_shape(need):
    if need["shape"] == "relations":
        return "Neptune"
    if need["shape"] == "documents":
        return "DocumentDB"
    if need["shape"] == "copy":
        return "ElastiCache"
    if need["shape"] == "items" and need["known"]:
        return "ElastiCache" if need["may_be_lost"] else "DynamoDB"
    return "RDS"

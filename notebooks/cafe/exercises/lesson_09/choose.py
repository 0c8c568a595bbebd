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


# ------------------------------------------------------------------------- also right


@exercise.right
def matches_the_need(need):
    match need:
        case {"shape": "relations"}:
            return "Neptune"
        case {"shape": "documents"}:
            return "DocumentDB"
        case {"shape": "copies"}:
            return "ElastiCache"
        case {"shape": "items", "known": True, "may_be_lost": True}:
            return "ElastiCache"
        case {"shape": "items", "known": True}:
            return "DynamoDB"
        case _:
            return "RDS"


@exercise.right
def looks_into_a_dict(need):
    by_shape = {
        "relations": "Neptune",
        "documents": "DocumentDB",
        "copies": "ElastiCache",
    }
    if need["shape"] == "items" and need["known"]:
        return ("DynamoDB", "ElastiCache")[need["may_be_lost"]]
    return by_shape.get(need["shape"], "RDS")


@exercise.right
def remembers_the_service(need):
    shape = need["shape"]
    lost = shape == "items" and need["known"] and need["may_be_lost"]
    if shape == "relations":
        service = "Neptune"
    elif shape == "documents":
        service = "DocumentDB"
    elif shape == "copies" or lost:
        service = "ElastiCache"
    elif shape == "items" and need["known"]:
        service = "DynamoDB"
    else:
        service = "RDS"
    return service


@exercise.right
def takes_the_need_as_a_key(need):
    by_need = {
        ("items", True, True): "ElastiCache",
        ("items", True, False): "DynamoDB",
    }
    by_shape = dict(relations="Neptune", documents="DocumentDB", copies="ElastiCache")
    key = need["shape"], need["known"], need["may_be_lost"]
    return by_need.get(key) or by_shape.get(key[0]) or "RDS"


@exercise.right
def asks_in_one_line(need):
    shape, known, lost = need.values()
    table = "ElastiCache" if lost else "DynamoDB"
    graph = {"relations": "Neptune", "documents": "DocumentDB", "copies": "ElastiCache"}
    return table if shape == "items" and known else graph.get(shape) or "RDS"


@exercise.right
def hands_the_need_to_a_helper(need):
    def service(shape, known, may_be_lost):
        if shape == "items" and not known:
            return "RDS"
        if shape == "items":
            return "ElastiCache" if may_be_lost is True else "DynamoDB"
        names = ["Neptune", "DocumentDB", "ElastiCache", "RDS"]
        return names[["relations", "documents", "copies", "rows"].index(shape)]

    return service(**need)


@exercise.right
def goes_through_rules(need):
    rules = [
        (need["shape"] == "relations", "Neptune"),
        (need["shape"] == "documents", "DocumentDB"),
        (need["shape"] == "copies", "ElastiCache"),
        (need["shape"] != "items" or not need["known"], "RDS"),
        (need["may_be_lost"], "ElastiCache"),
        (True, "DynamoDB"),
    ]
    return next(service for fits, service in rules if fits)


@exercise.right
def nests_the_questions(need):
    shape = need.pop("shape")
    if shape == "items":
        if need["known"] == True:
            if need["may_be_lost"] == False:
                return "DynamoDB"
            return "ElastiCache"
        return "RDS"
    others = {"relations": "Neptune", "documents": "DocumentDB", "rows": "RDS"}
    return others.get(shape, "ElastiCache")


# ------------------------------------------------------------------------------ wrong


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
    "It gives RDS for every need. Is a shape or a key misspelled? RDS could hold all of"
    " it, and most of it would be better off elsewhere.",
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


@exercise.wrong(
    "should give 'RDS'; it gave 'rds'.",
    "It gives rds for every need. And capitals count: RDS.",
)
def writes_the_names_small(need):
    return "rds"


@exercise.wrong("use return instead of print.")
def prints_the_service(need):
    print("RDS")


@exercise.wrong("should give 'RDS'; it gave ['RDS'], a list.")
def gives_a_list(need):
    return ["RDS"]


@exercise.wrong("AttributeError: 'dict' object has no attribute 'shape'")
def asks_with_a_dot(need):
    return "Neptune" if need.shape == "relations" else "RDS"


@exercise.wrong(
    "should give 'RDS'; it gave 'Neptune'.",
    'It gives Neptune for every need. Is there an or? x == "a" or "b" is true of'
    ' everything: ask x in ("a", "b").',
)
def asks_or_a_text(need):
    if need["shape"] == "relations" or "graphs":
        return "Neptune"
    return "RDS"


@exercise.wrong("raised KeyError: 'rows'")
def has_no_rule_for_rows(need):
    by_shape = {"relations": "Neptune", "documents": "DocumentDB"}
    return by_shape[need["shape"]]


@exercise.wrong("raised KeyError: 'form'")
def asks_for_another_key(need):
    return "DynamoDB" if need["form"] == "items" else "RDS"


@exercise.wrong("should give 'DynamoDB'; it gave 'RDS'")
def compares_with_a_text(need):
    by_shape = dict(relations="Neptune", documents="DocumentDB", copies="ElastiCache")
    if need["shape"] == "items" and need["known"] == "True":
        return "DynamoDB"
    return by_shape.get(need["shape"], "RDS")


@exercise.wrong("it gave a generator. A yield, or a for in round brackets, makes one;")
def yields_the_service(need):
    yield choose(need)

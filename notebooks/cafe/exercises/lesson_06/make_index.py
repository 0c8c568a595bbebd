"""\
The shop asks one question all day:
`catalogue.find({"origin.country": country, "price": {"$lt": limit}})`. Write
`make_index(catalogue)`: it creates one index. With it the server should examine no
document and no key of the index in vain."""

from ..kinds import PythonExercise
from ..stage.catalogue import new_catalogue

exercise = PythonExercise(
    id="06.make_index",
    objective="06.d",
    difficulty=2,
    learned=(
        "Equal first, then the range: the order of an index's fields decides "
        "how much it helps."
    ),
    prompt=__doc__,
    hints=(
        "The question names two fields. An index may hold several.",
        "What must be equal comes first: then what fits stands together.",
        'catalogue.create_index([("origin.country", 1), …]).',
    ),
    seconds=5.0,
)


@exercise.right
def make_index(catalogue):
    catalogue.create_index([("origin.country", 1), ("price", 1)])


# ------------------------------------------------------------------------- the proof

COUNTRIES = ("Brazil", "Colombia", "Ethiopia", "Kenya", "Peru")
BEANS = [
    {
        "sku": number,
        "price": 700 + number // 5 % 20 * 50,
        "origin": {"country": COUNTRIES[number % 5]},
    }
    for number in range(200)
]


@exercise.proof
def _indexes(make_index):
    """What is wrong with the index that an answer makes, or None."""
    catalogue = new_catalogue(*BEANS)
    make_index(catalogue)
    if list(catalogue.find({}, {"_id": 0})) != BEANS:
        return "It changed the beans. An index is made beside them."
    made = len(catalogue.index_information()) - 1  # the one on _id is always there
    if made != 1:
        return f"One index was expected, besides that on _id; there are {made}."
    cheap = {"origin.country": "Kenya", "price": {"$lt": 1200}}
    stats = catalogue.find(cheap).explain()["executionStats"]
    returned, documents = stats["nReturned"], stats["totalDocsExamined"]
    if documents > returned:
        named = _fields(catalogue)
        lost = documents == 200 and "'origin.country'" not in named
        path = ' The country\'s path is "origin.country".' * lost
        return (
            f"Of 200 beans, {returned} are from Kenya and under 12 euros. With your"
            f" index {documents} documents are examined to find them. Its fields are"
            f" {named}.{path}"
        )
    if stats["totalKeysExamined"] > returned + 1:
        return (
            f"{returned} documents are returned, but {stats['totalKeysExamined']}"
            " keys of your index are examined. Put first what must be equal, and what"
            " is compared right after it."
        )
    return None


def _fields(catalogue):
    """The fields of the index that is not on _id, in their order, as text."""
    indexes = catalogue.index_information().items()
    (keys,) = [index["key"] for name, index in indexes if name != "_id_"]
    return ", ".join(repr(field) for field, _ in keys)


# ------------------------------------------------------------------------- also right


@exercise.right
def puts_the_dearest_first(catalogue):
    catalogue.create_index([("origin.country", 1), ("price", -1)])


@exercise.right
def gives_lists_in_a_tuple(catalogue):
    up = 1
    catalogue.create_index((["origin.country", up], ["price", up]))


@exercise.right
def gives_the_names_only(catalogue):
    catalogue.create_index(["origin.country", "price"])


@exercise.right
def gives_the_name_of_the_index_back(catalogue):
    return catalogue.create_index([("origin.country", -1), ("price", 1)])


@exercise.right
def adds_a_third_field(catalogue):
    catalogue.create_index([("origin.country", 1), ("price", 1), ("sku", 1)])


@exercise.right
def gives_a_dict(catalogue):
    catalogue.create_index({"origin.country": 1, "price": 1})


@exercise.right
def collects_the_fields_in_a_loop(catalogue):
    fields = []
    for name in ("origin.country", "price"):
        fields.append((name, 1))
    catalogue.create_index(fields)


@exercise.right
def makes_it_unless_it_is_there(catalogue):
    if len(catalogue.index_information()) == 1:
        name = catalogue.create_index(list({"origin.country": 1, "price": 1}.items()))
        print(name)


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "One index was expected, besides that on _id; there are 0.",
    misconception="documents-need-no-indexes",
)
def makes_none(catalogue):
    return catalogue.index_information()


@exercise.wrong("documents are examined to find them")
def indexes_the_price(catalogue):
    catalogue.create_index("price")


@exercise.wrong("With your index 40 documents are examined")
def indexes_the_country(catalogue):
    catalogue.create_index("origin.country")


@exercise.wrong("One index was expected, besides that on _id; there are 2.")
def makes_two(catalogue):
    catalogue.create_index("origin.country")
    catalogue.create_index("price")


@exercise.wrong("Put first what must be equal")
def puts_the_price_first(catalogue):
    catalogue.create_index([("price", 1), ("origin.country", 1)])


@exercise.wrong("With your index 200 documents are examined")
def names_the_country_without_its_path(catalogue):
    catalogue.create_index([("country", 1), ("price", 1)])


@exercise.wrong("E11000 duplicate key error")
def makes_it_unique(catalogue):
    catalogue.create_index([("origin.country", 1), ("price", 1)], unique=True)


@exercise.wrong("With your index 200 documents are examined")
def indexes_the_sku(catalogue):
    catalogue.create_index("sku")


@exercise.wrong("examined to find them. Its fields are 'origin', 'price'.")
def indexes_the_whole_origin(catalogue):
    catalogue.create_index([("origin", 1), ("price", 1)])


@exercise.wrong("Its fields are 'origin.country, price'.")
def writes_both_into_one_text(catalogue):
    catalogue.create_index("origin.country, price")


@exercise.wrong("Its fields are 'origin.country', 'prize'.")
def misspells_the_price(catalogue):
    catalogue.create_index([("origin.country", 1), ("prize", 1)])


@exercise.wrong("Its fields are '_id', 'origin.country', 'price'.")
def begins_with_the_id(catalogue):
    catalogue.create_index([("_id", 1), ("origin.country", 1), ("price", 1)])


@exercise.wrong("The fields stand together in one list")
def gives_two_pairs(catalogue):
    catalogue.create_index(("origin.country", 1), ("price", 1))


@exercise.wrong("and what is compared right after it.")
def puts_the_sku_between(catalogue):
    catalogue.create_index([("origin.country", 1), ("sku", 1), ("price", 1)])


@exercise.wrong("make_index raised TypeError")
def gives_the_fields_one_by_one(catalogue):
    catalogue.create_index("origin.country", "price")


@exercise.wrong("key_or_list must be an instance of list, not <class 'set'>")
def gives_a_set(catalogue):
    catalogue.create_index({("origin.country", 1), ("price", 1)})


@exercise.wrong("An index goes up (1) or down (-1) here; price was given {'$lt': 1200}")
def puts_the_question_into_the_index(catalogue):
    catalogue.create_index([("origin.country", 1), ("price", {"$lt": 1200})])


@exercise.wrong("no such method exists here.")
def calls_another_name(catalogue):
    catalogue.ensure_index([("origin.country", 1), ("price", 1)])


@exercise.wrong("there are 0.")
def forgets_the_brackets(catalogue):
    catalogue.create_index


@exercise.wrong("there are 0.")
def only_asks_the_question(catalogue):
    catalogue.find({"origin.country": "Kenya", "price": {"$lt": 1200}})


@exercise.wrong("It changed the beans. An index is made beside them.")
def deletes_the_other_beans(catalogue):
    catalogue.delete_many({"origin.country": {"$ne": "Kenya"}})
    catalogue.create_index("price")


@exercise.wrong('The country\'s path is "origin.country"')
def names_the_country_alone(catalogue):
    catalogue.create_index([("country", 1), ("price", 1)])

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


COUNTRIES = ("Brazil", "Colombia", "Ethiopia", "Kenya", "Peru")


@exercise.proof
def _indexes(make_index):
    """What is wrong with the index that an answer makes, or None."""
    catalogue = new_catalogue(
        *(
            {
                "sku": number,
                "price": 700 + number // 5 % 20 * 50,
                "origin": {"country": COUNTRIES[number % 5]},
            }
            for number in range(200)
        )
    )
    make_index(catalogue)
    made = len(catalogue.index_information()) - 1  # the one on _id is always there
    if made != 1:
        return f"One index was expected, besides that on _id; there are {made}."
    cheap = {"origin.country": "Kenya", "price": {"$lt": 1200}}
    stats = catalogue.find(cheap).explain()["executionStats"]
    returned, documents = stats["nReturned"], stats["totalDocsExamined"]
    if documents > returned:
        return (
            f"Of 200 beans, {returned} are from Kenya and under 12 euros. With your"
            f" index {documents} documents are examined to find them."
        )
    if stats["totalKeysExamined"] > returned + 1:
        return (
            f"{returned} documents are returned, but {stats['totalKeysExamined']}"
            " keys of your index are examined. Put first what must be equal."
        )
    return None


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


@exercise.wrong("Put first what must be equal.")
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

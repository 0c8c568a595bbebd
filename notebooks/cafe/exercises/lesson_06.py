"""Exercises of lesson 06: find, change a part, an index, a pipeline, embed or refer."""

from functools import cache

from .kinds import PythonExercise, Wrong


def _catalogue(*documents):
    """A collection of a cluster of its own that holds these documents."""
    collection = _client()["shop"]["catalogue"]
    collection.drop()
    collection.insert_many([dict(each) for each in documents])  # it adds an _id
    return collection


@cache
def _client():
    """A client of a cluster that only the exercises know."""
    from cafe import aws
    from cafe.drivers import pymongo

    account = aws.Account()
    account.client_address = "172.31.5.20"  # inside the VPC
    docdb = aws.Session(account=account).client("docdb")
    docdb.create_db_cluster(
        DBClusterIdentifier="catalogue",
        Engine="docdb",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    docdb.create_db_instance(
        DBInstanceIdentifier="catalogue-1",
        DBClusterIdentifier="catalogue",
        Engine="docdb",
        DBInstanceClass="db.t4g.medium",
    )
    docdb.get_waiter("db_instance_available").wait()
    host = docdb.describe_db_clusters()["DBClusters"][0]["Endpoint"]
    return pymongo.MongoClient(
        host, 27017, username="barista", password="espresso-2026", account=account
    )


# --- find --------------------------------------------------------------------------


def _beans(sku, price, country, certificates, stock=10, kind="beans"):
    beans = {
        "sku": sku,
        "kind": kind,
        "price": price,
        "certificates": certificates,
        "origin": {"country": country, "altitude_m": 1900},
    }
    return beans if stock is None else beans | {"stock": stock}


def _finds(find_beans):
    """What is wrong with how an answer finds beans, or None."""
    catalogue = _catalogue(
        _beans("BN-1", 1350, "Ethiopia", ["organic"]),
        _beans("BN-2", 1250, "Ethiopia", ["organic", "fair trade"]),
        _beans("BN-3", 1450, "Ethiopia", ["fair trade", "organic"], stock=1),
        _beans("BN-4", 990, "Ethiopia", ["fair trade"]),
        _beans("BN-5", 1190, "Ethiopia", ["organic"], stock=0),
        _beans("BN-6", 1100, "Peru", ["organic", "fair trade"]),
        _beans("CO-7", 5900, "Ethiopia", ["organic"], kind="course"),
        {"sku": "MG-8", "kind": "mug", "price": 1200, "stock": 3},
        _beans("BN-9", 1050, "Ethiopia", ["organic"], stock=None),
    )
    for country, certificate, wanted in (
        ("Ethiopia", "organic", ["BN-2", "BN-1", "BN-3"]),
        ("Ethiopia", "fair trade", ["BN-4", "BN-2", "BN-3"]),
        ("Kenya", "organic", []),
    ):
        found = find_beans(catalogue, country, certificate)
        if found != wanted:
            return _unlike(catalogue, f"{country} and {certificate}", wanted, found)
    return None


def _unlike(catalogue, what, wanted, found):
    """How the SKUs that were found differ from those that are wanted, in words."""
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        return (
            "It should return a list of SKUs, which are texts:"
            ' [product["sku"] for product in found].'
        )
    if wanted and not found:
        return (
            f"For {what} it found nothing. Try one condition at a time."
            ' The country is a field of `origin`: its path is "origin.country".'
        )
    if differing := sorted(set(wanted) ^ set(found)):
        sku = differing[0]
        told = "is missing" if sku in wanted else "should not be found"
        document = catalogue.find_one({"sku": sku}, {"_id": 0})
        return f"{sku} {told} for {what}: {document}."
    return f"The cheapest should come first: {wanted}. It gave {found}."


def _find(filter, end='.sort("price", 1)'):
    return f"""\
def find_beans(catalogue, country, certificate):
    found = catalogue.find({{{filter}}}){end}
    return [product["sku"] for product in found]
"""


_KIND, _STOCK = '"kind": "beans"', '"stock": {"$gt": 0}'
_COUNTRY, _CERTIFICATE = '"origin.country": country', '"certificates": certificate'

FIND_BEANS = PythonExercise(
    id="06.find_beans",
    objective="06.b",
    difficulty=2,
    prompt="""\
Write `find_beans(catalogue, country, certificate)`. It returns the SKUs, as a list, of
the beans that were grown in this country, have this certificate (perhaps among others),
and are in stock: `stock` is more than 0. The cheapest comes first.""",
    starter="def find_beans(catalogue, country, certificate):\n    ...\n",
    hints=(
        "One filter holds all four conditions. The country is inside of `origin`.",
        'A list is asked like a single value: {"certificates": certificate}.',
        'found = catalogue.find({…}).sort("price", 1). Then take each["sku"].',
    ),
    solution=_find(f"{_KIND}, {_COUNTRY}, {_CERTIFICATE}, {_STOCK}"),
    name="find_beans",
    prove=_finds,
    seconds=5.0,
    wrong=(
        Wrong(
            _find(
                f'{_KIND}, "origin": {{"country": country}}, {_CERTIFICATE}, {_STOCK}'
            ),
            'its path is "origin.country"',
        ),
        Wrong(
            _find(f'{_KIND}, "country": country, {_CERTIFICATE}, {_STOCK}'),
            'its path is "origin.country"',
        ),
        Wrong(
            _find(f'{_KIND}, {_COUNTRY}, "certificates": [certificate], {_STOCK}'),
            "BN-2 is missing for Ethiopia and organic",
        ),
        Wrong(
            _find(f"{_KIND}, {_COUNTRY}, {_STOCK}"),
            "BN-4 should not be found for Ethiopia and organic",
        ),
        Wrong(
            _find(f"{_KIND}, {_COUNTRY}, {_CERTIFICATE}"),
            "BN-5 should not be found for Ethiopia and organic",
        ),
        Wrong(
            _find(f'{_KIND}, {_COUNTRY}, {_CERTIFICATE}, "stock": {{"$ne": 0}}'),
            "BN-9 should not be found for Ethiopia and organic",
        ),
        Wrong(
            _find(f'{_KIND}, {_COUNTRY}, {_CERTIFICATE}, "stock": {{"$gt": 1}}'),
            "BN-3 is missing for Ethiopia and organic",
        ),
        Wrong(
            _find(f'{_KIND}, {_COUNTRY}, "certificates": "organic", {_STOCK}'),
            "BN-1 should not be found for Ethiopia and fair trade",
        ),
        Wrong(
            _find(f'{_KIND}, "origin.country": "Ethiopia", {_CERTIFICATE}, {_STOCK}'),
            "should not be found for Kenya and organic",
        ),
        Wrong(
            _find(f"{_COUNTRY}, {_CERTIFICATE}, {_STOCK}"),
            "CO-7 should not be found for Ethiopia and organic",
        ),
        Wrong(
            _find(f"{_KIND}, {_COUNTRY}, {_CERTIFICATE}, {_STOCK}", end=""),
            "The cheapest should come first",
        ),
        Wrong(
            _find(
                f"{_KIND}, {_COUNTRY}, {_CERTIFICATE}, {_STOCK}",
                end='.sort("price", -1)',
            ),
            "It gave ['BN-3', 'BN-1', 'BN-2'].",
        ),
        Wrong(
            f"""\
def find_beans(catalogue, country, certificate):
    return catalogue.find({{{_KIND}, {_COUNTRY}}})
""",
            "It should return a list of SKUs",
        ),
    ),
)


# --- change a part -----------------------------------------------------------------

_MUG = {"sku": "MG-301", "name": "Corner Cup mug", "stock": 8, "tags": ["gift"]}


class _BusyShop:
    """The catalogue, where another till sells one piece right after each reading."""

    def __init__(self, collection, sku):
        self._collection, self._sku, self.others = collection, sku, 0

    def __getattr__(self, name):
        return getattr(self._collection, name)

    def find_one(self, *arguments, **named):
        found = self._collection.find_one(*arguments, **named)
        self._sell_elsewhere()
        return found

    def find(self, *arguments, **named):
        found = list(self._collection.find(*arguments, **named))
        self._sell_elsewhere()
        return found

    def count_documents(self, *arguments, **named):
        found = self._collection.count_documents(*arguments, **named)
        self._sell_elsewhere()
        return found

    def _sell_elsewhere(self):
        self._collection.update_one({"sku": self._sku}, {"$inc": {"stock": -1}})
        self.others += 1


def _sells(sell):
    """What is wrong with how an answer sells, or None."""
    few = [{**_MUG, "sku": sku, "stock": 3} for sku in ("MG-302", "MG-303")]
    catalogue = _catalogue(_MUG, *few)
    shop = _BusyShop(catalogue, "MG-301")
    told = sell(shop, "MG-301", 2)
    mug = catalogue.find_one({"sku": "MG-301"}, {"_id": 0})
    if mug is None or set(mug) != set(_MUG):
        return (
            "MG-301 had the fields sku, name, stock and tags. Now it has"
            f" {', '.join(mug or ['none'])}: the whole document was replaced."
        )
    left = 8 - 2 - shop.others
    if mug["stock"] != left and shop.others:
        return (
            "Between your reading and your writing another till sold one, and"
            f" {left} should be left. The stock says {mug['stock']}: that sale is"
            " lost. $inc counts on the server."
        )
    if mug["stock"] != left:
        return f"8 were in stock and 2 were sold. The stock says {mug['stock']}."
    if told is not True:
        return f"After a sale it should return True; it gave {told!r}."
    for number, expected, rest in ((4, False, 3), (3, True, 0)):
        told = sell(catalogue, "MG-302", number)
        stock = catalogue.find_one({"sku": "MG-302"})["stock"]
        if (told, stock) != (expected, rest):
            return (
                f"3 are in stock and {number} are asked for: it should return"
                f" {expected} and leave {rest}. It gave {told!r} and left {stock}."
            )
    sell(_BusyShop(catalogue, "MG-303"), "MG-303", 3)
    stock = catalogue.find_one({"sku": "MG-303"})["stock"]
    if stock < 0:
        return (
            "3 were in stock and 3 are asked for. Between your reading and your writing"
            f" another till sold one, and now the stock says {stock}. Let the filter of"
            " the update say that enough is there."
        )
    if sell(catalogue, "MG-999", 1) is not False or catalogue.count_documents({}) != 3:
        return "There is no MG-999: it should return False and change nothing."
    return None


def _sell(body):
    return f"def sell(catalogue, sku, number):\n{body}"


SELL = PythonExercise(
    id="06.sell",
    objective="06.c",
    difficulty=3,
    prompt="""\
Write `sell(catalogue, sku, number)`. It takes `number` pieces from the product's
`stock` and returns `True`. If fewer are there, or there is no such product, it
changes nothing and returns `False`. Several tills sell at the same time, so do it in
one step.""",
    starter=_sell("    ...\n"),
    hints=(
        "Which operator adds to a number on the server? The number may be below 0.",
        'The filter can say that enough is there: "stock": {"$gte": number}.',
        "update_one returns an answer: its matched_count is 1 or 0.",
    ),
    solution=_sell("""\
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count == 1
"""),
    name="sell",
    prove=_sells,
    seconds=5.0,
    wrong=(
        Wrong(
            _sell("""\
    product = catalogue.find_one({"sku": sku})
    left = product["stock"] - number
    catalogue.replace_one({"sku": sku}, {"sku": sku, "stock": left})
    return True
"""),
            "the whole document was replaced",
            misconception="update-replaces-the-document",
        ),
        Wrong(
            _sell("""\
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    product["stock"] -= number
    catalogue.replace_one({"sku": sku}, product)
    return True
"""),
            "another till sold one",
            misconception="update-replaces-the-document",
        ),
        Wrong(
            _sell("""\
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    left = product["stock"] - number
    catalogue.update_one({"sku": sku}, {"$set": {"stock": left}})
    return True
"""),
            "that sale is lost. $inc counts on the server.",
        ),
        Wrong(
            _sell("""\
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return True
"""),
            "Let the filter of the update say that enough is there.",
        ),
        Wrong(
            _sell("""\
    enough = {"sku": sku, "stock": {"$gte": number}}
    if catalogue.count_documents(enough) == 0:
        return False
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return True
"""),
            "now the stock says -1",
        ),
        Wrong(
            _sell("""\
    catalogue.update_one({"sku": sku}, {"stock": -number})
    return True
"""),
            "sell raised ValueError",
            misconception="update-replaces-the-document",
        ),
        Wrong(
            _sell("""\
    answer = catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return answer.matched_count == 1
"""),
            "3 are in stock and 4 are asked for",
        ),
        Wrong(
            _sell("""\
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gt": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count == 1
"""),
            "3 are in stock and 3 are asked for: it should return True",
        ),
        Wrong(
            _sell("""\
    catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
"""),
            "After a sale it should return True; it gave None.",
        ),
        Wrong(
            _sell("""\
    answer = catalogue.update_one({"sku": sku}, {"$inc": {"stock": number}})
    return answer.matched_count == 1
"""),
            "8 were in stock and 2 were sold. The stock says 10.",
        ),
        Wrong(
            _sell("""\
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}},
        upsert=True,
    )
    return answer.matched_count == 1
"""),
            "There is no MG-999",
        ),
    ),
)


# --- an index ----------------------------------------------------------------------

_COUNTRIES = ("Brazil", "Colombia", "Ethiopia", "Kenya", "Peru")


def _indexes(make_index):
    """What is wrong with the index that an answer makes, or None."""
    catalogue = _catalogue(
        *(
            {
                "sku": number,
                "price": 700 + number // 5 % 20 * 50,
                "origin": {"country": _COUNTRIES[number % 5]},
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


def _index(*lines):
    body = "".join(f"    catalogue.create_index({line})\n" for line in lines)
    return f"def make_index(catalogue):\n{body}"


MAKE_INDEX = PythonExercise(
    id="06.make_index",
    objective="06.d",
    difficulty=2,
    prompt="""\
The shop asks one question all day:
`catalogue.find({"origin.country": country, "price": {"$lt": limit}})`. Write
`make_index(catalogue)`: it creates one index. With it the server should examine no
document and no key of the index in vain.""",
    starter="def make_index(catalogue):\n    ...\n",
    hints=(
        "The question names two fields. An index may hold several.",
        "What must be equal comes first: then what fits stands together.",
        'catalogue.create_index([("origin.country", 1), …]).',
    ),
    solution=_index('[("origin.country", 1), ("price", 1)]'),
    name="make_index",
    prove=_indexes,
    seconds=5.0,
    wrong=(
        Wrong(
            "def make_index(catalogue):\n    return catalogue.index_information()\n",
            "One index was expected, besides that on _id; there are 0.",
            misconception="documents-need-no-indexes",
        ),
        Wrong(_index('"price"'), "documents are examined to find them"),
        Wrong(_index('"origin.country"'), "With your index 40 documents are examined"),
        Wrong(
            _index('"origin.country"', '"price"'),
            "One index was expected, besides that on _id; there are 2.",
        ),
        Wrong(
            _index('[("price", 1), ("origin.country", 1)]'),
            "Put first what must be equal.",
        ),
        Wrong(
            _index('[("country", 1), ("price", 1)]'),
            "With your index 200 documents are examined",
        ),
        Wrong(
            _index('[("origin.country", 1), ("price", 1)], unique=True'),
            "E11000 duplicate key error",
        ),
        Wrong(_index('"sku"'), "With your index 200 documents are examined"),
    ),
)


# --- a pipeline --------------------------------------------------------------------


def _adds_up(pipeline):
    """What is wrong with what a pipeline lets out, or None."""
    catalogue = _catalogue(
        {"sku": "MG-1", "kind": "mug", "price": 1200, "stock": 20},
        {"sku": "GR-2", "kind": "grinder", "price": 7900, "stock": 2},
        {"sku": "MG-3", "kind": "mug", "price": 2900, "stock": 5},
        {"sku": "CO-4", "kind": "course", "price": 5900},
        {"sku": "BN-5", "kind": "beans", "price": 1000, "stock": 50},
        {"sku": "GR-6", "kind": "grinder", "price": 4900, "stock": 0},
        {"sku": "SU-7", "kind": "subscription", "price": 1500},
        {"sku": "BK-8", "kind": "book", "price": 2500, "stock": 4},
        {"sku": "SY-9", "kind": "syrup", "price": 900, "stock": 0},
    )
    if not isinstance(pipeline, list):
        return f"A pipeline is a list of stages. This is a {type(pipeline).__name__}."
    found = list(catalogue.aggregate(pipeline))
    wanted = [
        {"_id": "beans", "value": 50_000},
        {"_id": "mug", "value": 38_500},
        {"_id": "grinder", "value": 15_800},
        {"_id": "book", "value": 10_000},
        {"_id": "syrup", "value": 0},
    ]
    if found == wanted:
        return None
    kinds = {each.get("_id") for each in found}
    for kind in ("course", "subscription"):
        if kind in kinds:
            return (
                f"A {kind} has no stock, and it came out all the same. Let $match keep"
                " what has one, before the groups are made."
            )
    if kinds == {"beans", "mug", "grinder", "book"}:
        return (
            "The kind syrup is missing. Its stock is 0, but it has the field: its"
            " value is 0."
        )
    if sorted(map(repr, found)) == sorted(map(repr, wanted)):
        return f"The largest value should come first: {wanted}. It gave {found}."
    return f"For nine products of ours it should give {wanted}. It gave {found}."


def _pipeline(*stages):
    lines = "".join(f"    {stage},\n" for stage in stages)
    return f"pipeline = [\n{lines}]\n"


_WITH_STOCK = '{"$match": {"stock": {"$exists": True}}}'
_VALUE = '{"$sum": {"$multiply": ["$price", "$stock"]}}'
_BY_KIND = f'{{"$group": {{"_id": "$kind", "value": {_VALUE}}}}}'
_LARGEST = '{"$sort": {"value": -1}}'

SHELF_VALUE = PythonExercise(
    id="06.shelf_value",
    objective="06.e",
    difficulty=2,
    prompt="""\
Write a `pipeline` that says for each kind what lies on the shelves: the sum of price
times stock. Out come documents such as `{"_id": "mug", "value": 38500}`, the largest
value first. Products without a field `stock` are left out.""",
    starter="pipeline = []\n",
    hints=(
        "Three stages: keep what has a stock, group by kind, sort.",
        '{"$exists": True} asks for a field. The groups\' "_id" is "$kind".',
        'The sum is {"$sum": {"$multiply": ["$price", "$stock"]}}.',
    ),
    solution=_pipeline(_WITH_STOCK, _BY_KIND, _LARGEST),
    name="pipeline",
    prove=_adds_up,
    seconds=5.0,
    wrong=(
        Wrong(_pipeline(_BY_KIND, _LARGEST), "A course has no stock"),
        Wrong(
            _pipeline(_BY_KIND, _WITH_STOCK, _LARGEST),
            "It gave [].",
        ),
        Wrong(
            _pipeline(_WITH_STOCK, _BY_KIND, '{"$sort": {"value": 1}}'),
            "The largest value should come first",
        ),
        Wrong(
            _pipeline(
                _WITH_STOCK,
                '{"$group": {"_id": "$kind", "value": {"$sum": "$price"}}}',
                _LARGEST,
            ),
            "It gave [{'_id': 'grinder', 'value': 12800}",
        ),
        Wrong(
            _pipeline(_WITH_STOCK, _BY_KIND.replace("$kind", "kind"), _LARGEST),
            "It gave [{'_id': 'kind', 'value': 114300}].",
        ),
        Wrong(
            _pipeline(_WITH_STOCK, _LARGEST, _BY_KIND),
            "The largest value should come first",
        ),
        Wrong(
            _pipeline(_WITH_STOCK, _BY_KIND.replace("value", "total"), _LARGEST),
            "'total': ",
        ),
        Wrong(
            _pipeline('{"$match": {"kind": {"$ne": "course"}}}', _BY_KIND, _LARGEST),
            "A subscription has no stock",
        ),
        Wrong(
            _pipeline('{"$match": {"stock": {"$gt": 0}}}', _BY_KIND, _LARGEST),
            "The kind syrup is missing.",
        ),
        Wrong(
            _pipeline(_WITH_STOCK, _BY_KIND, _LARGEST, '{"$limit": 3}'),
            "For nine products of ours it should give",
        ),
        Wrong(
            _pipeline('{"$where": "stock > 0"}', _BY_KIND, _LARGEST),
            "pipeline raised OperationFailure",
        ),
    ),
)


# --- embed or refer ----------------------------------------------------------------

_REASONS = {
    "parts": "An espresso machine has few parts. They are read with it, and no other"
    " product has them: embed.",
    "reviews": "A popular product may get any number of reviews, and the document is"
    " read whole: refer.",
    "supplier": "One supplier delivers many products, and its address changes: in one"
    " place, if you refer to it.",
    "delivery": "The rules of a subscription's delivery belong to it alone, and are"
    " read with it: embed.",
    "participants": "A member takes many courses, and a course has many members. Many"
    " to many: refer.",
    "orders": "The orders of a product have no end, and they are asked for by customer,"
    " too: refer.",
}
_RIGHT = {
    "parts": "embed",
    "reviews": "refer",
    "supplier": "refer",
    "delivery": "embed",
    "participants": "refer",
    "orders": "refer",
}


def _decides(decisions):
    """What is wrong with the decisions, or None."""
    if not isinstance(decisions, dict) or set(decisions) != set(_RIGHT):
        return f"decisions should be a dict with the keys {', '.join(_RIGHT)}."
    undecided = [key for key, choice in decisions.items() if choice is ...]
    if undecided:
        return f"Still to be decided: {', '.join(undecided)}."
    for key, choice in decisions.items():
        if choice not in ("embed", "refer"):
            return f'{key}: write "embed" or "refer", not {choice!r}.'
        if choice != _RIGHT[key]:
            return f"{key}: {_REASONS[key]}"
    return None


def _decisions(**choices):
    lines = "".join(
        f'    "{key}": {choice if choice == "..." else repr(choice)},\n'
        for key, choice in choices.items()
    )
    return f"decisions = {{\n{lines}}}\n"


EMBED_OR_REFER = PythonExercise(
    id="06.embed_or_refer",
    objective="06.f",
    difficulty=1,
    prompt="""\
For each of these: does a product's document hold it (`"embed"`), or does it stand in
a collection of its own (`"refer"`)? The `parts` of an espresso machine; all `reviews`
of a product that hundreds review each week; the `supplier` with its address; the
`delivery` rules of a subscription; the `participants` of a course, who take others
too; all `orders` of the product.""",
    starter=_decisions(**dict.fromkeys(_RIGHT, "...")),
    hints=(
        "Few, read together, and its own: embed.",
        "Without an end, or shared, or many to many: refer.",
        "Two of the six are embedded.",
    ),
    solution=_decisions(**_RIGHT),
    name="decisions",
    prove=_decides,
    wrong=(
        Wrong(
            _decisions(**dict.fromkeys(_RIGHT, "embed")),
            "reviews: A popular product may get any number of reviews",
            misconception="embedding-is-always-right",
        ),
        Wrong(
            _decisions(**dict.fromkeys(_RIGHT, "refer")),
            "parts: An espresso machine has few parts.",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"supplier": "embed"})),
            "supplier: One supplier delivers many products",
            misconception="embedding-is-always-right",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"participants": "embed"})),
            "Many to many: refer.",
            misconception="embedding-is-always-right",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"orders": "embed"})),
            "The orders of a product have no end",
            misconception="embedding-is-always-right",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"delivery": "refer"})),
            "belong to it alone",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"orders": "..."})),
            "Still to be decided: orders.",
        ),
        Wrong(
            _decisions(**(_RIGHT | {"orders": "a table"})),
            """orders: write "embed" or "refer", not 'a table'.""",
        ),
    ),
)

EXERCISES = (FIND_BEANS, SELL, MAKE_INDEX, SHELF_VALUE, EMBED_OR_REFER)

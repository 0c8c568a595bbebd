"""\
Write `sell(catalogue, sku, number)`. It takes `number` pieces from the product's
`stock` and returns `True`. If fewer are there, or there is no such product, it
changes nothing and returns `False`. Several tills sell at the same time, so do it in
one step."""

from ..kinds import PythonExercise
from ..stage.catalogue import new_catalogue

exercise = PythonExercise(
    id="06.sell",
    objective="06.c",
    difficulty=3,
    learned="Condition and change in one step: no till can sell the last piece twice.",
    prompt=__doc__,
    hints=(
        "Which operator adds to a number on the server? The number may be below 0.",
        'The filter can say that enough is there: "stock": {"$gte": number}.',
        "update_one returns an answer: its matched_count is 1 or 0.",
    ),
    seconds=5.0,
)


@exercise.right
def sell(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count == 1


MUG = {"sku": "MG-301", "name": "Corner Cup mug", "stock": 8, "tags": ["gift"]}


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


@exercise.proof
def _sells(sell):
    """What is wrong with how an answer sells, or None."""
    few = [{**MUG, "sku": sku, "stock": 3} for sku in ("MG-302", "MG-303")]
    catalogue = new_catalogue(MUG, *few)
    shop = _BusyShop(catalogue, "MG-301")
    told = sell(shop, "MG-301", 2)
    mug = catalogue.find_one({"sku": "MG-301"}, {"_id": 0})
    if mug is None or set(mug) != set(MUG):
        return (
            "MG-301 had the fields sku, name, stock and tags. Now it has"
            f" {', '.join(mug or ['none'])}: the whole document was replaced."
        )
    if changed := [name for name in MUG if name != "stock" and mug[name] != MUG[name]]:
        return f"Only the stock should change; {', '.join(changed)} changed as well."
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
    if (
        catalogue.count_documents({"sku": {"$in": ["MG-302", "MG-303"]}, "stock": 3})
        < 2
    ):
        return "MG-301 is right, but the stock of another product changed as well."
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


@exercise.wrong(
    "the whole document was replaced", misconception="update-replaces-the-document"
)
def replaces_with_two_fields(catalogue, sku, number):
    product = catalogue.find_one({"sku": sku})
    left = product["stock"] - number
    catalogue.replace_one({"sku": sku}, {"sku": sku, "stock": left})
    return True


@exercise.wrong("another till sold one", misconception="update-replaces-the-document")
def replaces_what_it_read(catalogue, sku, number):
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    product["stock"] -= number
    catalogue.replace_one({"sku": sku}, product)
    return True


@exercise.wrong("that sale is lost. $inc counts on the server.")
def sets_what_it_computed(catalogue, sku, number):
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    left = product["stock"] - number
    catalogue.update_one({"sku": sku}, {"$set": {"stock": left}})
    return True


@exercise.wrong("Let the filter of the update say that enough is there.")
def looks_then_counts_down(catalogue, sku, number):
    product = catalogue.find_one({"sku": sku})
    if product is None or product["stock"] < number:
        return False
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return True


@exercise.wrong("now the stock says -1")
def counts_then_counts_down(catalogue, sku, number):
    enough = {"sku": sku, "stock": {"$gte": number}}
    if catalogue.count_documents(enough) == 0:
        return False
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return True


@exercise.wrong("sell raised ValueError", misconception="update-replaces-the-document")
def forgets_the_operator(catalogue, sku, number):
    catalogue.update_one({"sku": sku}, {"stock": -number})
    return True


@exercise.wrong("3 are in stock and 4 are asked for")
def sells_more_than_there_is(catalogue, sku, number):
    answer = catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return answer.matched_count == 1


@exercise.wrong("3 are in stock and 3 are asked for: it should return True")
def keeps_the_last_one(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gt": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count == 1


@exercise.wrong("After a sale it should return True; it gave None.")
def returns_nothing(catalogue, sku, number):
    catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )


@exercise.wrong("8 were in stock and 2 were sold. The stock says 10.")
def counts_up(catalogue, sku, number):
    answer = catalogue.update_one({"sku": sku}, {"$inc": {"stock": number}})
    return answer.matched_count == 1


@exercise.wrong("There is no MG-999")
def inserts_what_is_unknown(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}},
        {"$inc": {"stock": -number}},
        upsert=True,
    )
    return answer.matched_count == 1


@exercise.wrong("Only the stock should change; tags changed as well.")
def changes_the_tags_too(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}},
        {"$inc": {"stock": -number}, "$set": {"tags": ["sold"]}},
    )
    return answer.matched_count == 1


@exercise.wrong("but the stock of another product changed as well.")
def sells_of_every_product(catalogue, sku, number):
    answer = catalogue.update_many(
        {"stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count > 0

"""\
Write `sell(catalogue, sku, number)`. It takes `number` pieces from the product's
`stock` and returns `True`. If fewer are there, or there is no such product, it
changes nothing and returns `False`. Several tills sell at the same time, so do it in
one step."""

from ..kinds import PythonExercise
from ..stage.catalogue import new_catalogue
from ..stage.shared import Shared
from ..words import returned, show

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


# ------------------------------------------------------------------------- the proof

MUG = {"sku": "MG-301", "name": "Corner Cup mug", "stock": 8, "tags": ["gift"]}


class _Shop:
    """Four mugs, and a till that sells one piece after our first call, if it can."""

    def __init__(self):
        skus = ("MG-302", "MG-303", "MG-304")
        few = [{**MUG, "sku": sku, "stock": 3} for sku in skus]
        self.catalogue = new_catalogue(MUG, *few)
        self.mugs = {mug["sku"]: mug for mug in (MUG, *few)}

    def with_another_till(self, sku):
        """The catalogue as the answer gets it."""
        came = []

        def another_till():
            if not came:
                came.append(sku)
                self.catalogue.update_one(
                    {"sku": sku, "stock": {"$gt": 0}}, {"$inc": {"stock": -1}}
                )

        return Shared(self.catalogue, another_till)

    def stock(self, sku):
        found = self.catalogue.find_one({"sku": sku})
        return found and found.get("stock")

    def changed(self, sku):
        """What has changed but the stock of one product, or None."""
        found = list(self.catalogue.find({}, {"_id": 0}))
        if len(found) != len(self.mugs):
            return f"There should be four products, as before; there are {len(found)}."
        now = {each.get("sku"): each for each in found}
        if sku in self.mugs and set(now.get(sku, ())) != set(MUG):
            return (
                f"{sku} had the fields sku, name, stock and tags. Now it has"
                f" {', '.join(now.get(sku, ['none']))}: only its stock should change."
            )
        for mug, was in self.mugs.items():
            names = [name for name in MUG if mug != sku or name != "stock"]
            for name in names:
                if mug not in now or now[mug].get(name) != was[name]:
                    what = "Only the stock should change; " if mug == sku else ""
                    return f"{what}the {name} of {mug} changed as well."
        return None


@exercise.proof
def _sells(sell):
    """What is wrong with how an answer sells, or None."""
    return (
        _sells_some(sell, _Shop())
        or _sells_what_is_left(sell, _Shop())
        or _sells_the_last_ones(sell, _Shop())
        or _takes_none_away(sell, _Shop())
        or _sells_nothing(sell, _Shop())
    )


def _sells_some(sell, shop):
    """What is wrong when 3 of 8 are sold and another till sells one, or None."""
    told = sell(shop.with_another_till("MG-301"), "MG-301", 3)
    if problem := shop.changed("MG-301"):
        return problem
    left = shop.stock("MG-301")
    if left == 5:
        return (
            "Between your reading and your writing another till sold one, and 4 should"
            " be left. The stock says 5: that sale is lost. $inc counts on the server."
        )
    if left == 7:
        return (
            "8 were in stock, another till sold one, and yours sold none. Does the"
            " filter find the product? An operator begins with a $, as in $gte."
        )
    if left != 4:
        return (
            "8 were in stock; 3 were sold, and another till sold one. The stock says"
            f" {show(left)}."
        )
    if told is not True:
        return f"After a sale it should return True; it gave {returned(told, bool)}"
    return None


def _sells_what_is_left(sell, shop):
    """What is wrong when first too many are asked for, and then all, or None."""
    for number, expected, rest in ((4, False, 3), (3, True, 0), (1, False, 0)):
        was = shop.stock("MG-302")
        told = sell(shop.catalogue, "MG-302", number)
        if problem := shop.changed("MG-302"):
            return problem
        stock = shop.stock("MG-302")
        if (told, stock) != (expected, rest):
            return (
                f"{was} are in stock and {number} are asked for: it should return"
                f" {expected} and leave {rest}. It gave {show(told)} and left"
                f" {show(stock)}."
            )
    return None


def _sells_the_last_ones(sell, shop):
    """What is wrong when another till sells one of the last three, or None."""
    told = sell(shop.with_another_till("MG-303"), "MG-303", 3)
    stock = shop.stock("MG-303")
    if (stock or 0) < 0:
        return (
            "3 were in stock and 3 are asked for. Between your reading and your writing"
            f" another till sold one, and now the stock says {stock}. Let the filter of"
            " the update say that enough is there."
        )
    if told is not (stock == 0):
        return (
            f"3 were in stock and 3 were asked for, and now the stock says {stock}: it"
            f" should return {stock == 0}; it gave {returned(told, bool)}"
        )
    return None


def _takes_none_away(sell, shop):
    """What is wrong when too many are asked for while another till sells, or None."""
    told = sell(shop.with_another_till("MG-304"), "MG-304", 4)
    if told is not False:
        return (
            "3 are in stock and 4 are asked for: it should return False; it gave"
            f" {returned(told, bool)}"
        )
    if (stock := shop.stock("MG-304")) != 2:
        return (
            "3 were in stock, 4 were asked for, and another till wanted one between two"
            f" of your calls: 2 should be left, and there are {show(stock)}. What"
            " cannot be sold is not taken, not even for a moment."
        )
    return None


def _sells_nothing(sell, shop):
    for sku in ("MG-999", "MG-30"):  # the one is no part of a SKU, the other is
        told = sell(shop.catalogue, sku, 1)
        if told is not False:
            return (
                f"There is no {sku}: it should return False; it gave"
                f" {returned(told, bool)}"
            )
        if problem := shop.changed(sku):
            return problem
    return None


# ------------------------------------------------------------------------- also right


@exercise.right
def asks_whether_one_was_modified(catalogue, sku, number):
    enough = {"$and": [{"sku": sku}, {"stock": {"$gte": number}}]}
    result = catalogue.update_one(enough, {"$inc": {"stock": number * -1}})
    if result.modified_count > 0:
        return True
    else:
        return False


@exercise.right
def makes_a_bool_of_the_count(catalogue, sku, number):
    enough = {"sku": sku, "stock": {"$gt": number - 1}}
    return bool(
        catalogue.update_one(enough, {"$inc": {"stock": -number}}).matched_count
    )


@exercise.right
def takes_the_document_before(catalogue, sku, number):
    before = catalogue.find_one_and_update(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return before is not None


@exercise.right
def looks_for_the_product_first(catalogue, sku, number):
    if catalogue.find_one({"sku": sku}) is None:
        return False
    enough = {"sku": sku, "stock": {"$gte": number}}
    result = catalogue.update_one(enough, {"$inc": {"stock": -number}})
    return result.matched_count == 1


@exercise.right
def updates_as_many_as_there_are(catalogue, sku, number):
    enough = {"sku": sku, "stock": {"$gte": number}}
    return (
        catalogue.update_many(enough, {"$inc": {"stock": -number}}).modified_count > 0
    )


@exercise.right
def says_not_less(catalogue, sku, number):
    enough = {"sku": sku, "stock": {"$not": {"$lt": number}}}
    done = catalogue.update_one(enough, {"$inc": {"stock": -number}})
    return done.modified_count != 0


@exercise.right
def sets_only_if_the_stock_is_as_it_was(catalogue, sku, number):
    while True:
        product = catalogue.find_one({"sku": sku})
        if product is None or product["stock"] < number:
            return False
        left = product["stock"] - number
        as_read = {"sku": sku, "stock": product["stock"]}
        if catalogue.update_one(as_read, {"$set": {"stock": left}}).modified_count:
            return True


@exercise.right
def gives_a_bool_of_numpy(catalogue, sku, number):
    import numpy as np

    enough = {"sku": sku, "stock": {"$gte": number}}
    done = catalogue.update_one(enough, {"$inc": {"stock": -number}})
    return np.bool_(done.modified_count)


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "MG-301 had the fields sku, name, stock and tags. Now it has sku, stock",
    misconception="update-replaces-the-document",
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


@exercise.wrong("and another till sold one. The stock says 10.")
def counts_up(catalogue, sku, number):
    answer = catalogue.update_one({"sku": sku}, {"$inc": {"stock": number}})
    return answer.matched_count == 1


@exercise.wrong("There should be four products, as before; there are 5.")
def inserts_what_is_unknown(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}},
        {"$inc": {"stock": -number}},
        upsert=True,
    )
    return answer.matched_count == 1


@exercise.wrong("Only the stock should change; the tags of MG-301 changed as well.")
def changes_the_tags_too(catalogue, sku, number):
    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}},
        {"$inc": {"stock": -number}, "$set": {"tags": ["sold"]}},
    )
    return answer.matched_count == 1


@exercise.wrong("the stock of MG-302 changed as well.")
def sells_of_every_product(catalogue, sku, number):
    answer = catalogue.update_many(
        {"stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return answer.matched_count > 0


def sold(catalogue, sku, number, **otherwise):
    """The result of the right update, or of one with another change."""
    change = {"$inc": {"stock": -number}} | otherwise
    return catalogue.update_one({"sku": sku, "stock": {"$gte": number}}, change)


@exercise.wrong("another till sold one, and now the stock says -1.")
def reads_by_a_pipeline_first(catalogue, sku, number):
    found = list(catalogue.aggregate([{"$match": {"sku": sku}}]))
    if not found or found[0]["stock"] < number:
        return False
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
    return True


@exercise.wrong("another till sold one, and now the stock says -1.")
def goes_through_the_products_first(catalogue, sku, number):
    for product in catalogue.find({"sku": sku}):
        if product["stock"] >= number:
            catalogue.update_one({"sku": sku}, {"$inc": {"stock": -number}})
            return True
    return False


@exercise.wrong("After a sale it should return True; it gave 1, a number.")
def gives_the_count(catalogue, sku, number):
    return sold(catalogue, sku, number).modified_count


@exercise.wrong("an UpdateResult.")
def gives_the_result(catalogue, sku, number):
    return sold(catalogue, sku, number)


@exercise.wrong("It printed 'True': use return instead of print.")
def prints_it(catalogue, sku, number):
    print(sold(catalogue, sku, number).modified_count == 1)


@exercise.wrong(
    "3 are in stock and 4 are asked for: it should return False and leave 3."
)
def gives_true_always(catalogue, sku, number):
    sold(catalogue, sku, number)
    return True


@exercise.wrong("It gave True and left -1.")
def asks_only_for_any(catalogue, sku, number):
    any_left = {"sku": sku, "stock": {"$gt": 0}}
    done = catalogue.update_one(any_left, {"$inc": {"stock": -number}})
    return done.modified_count == 1


@exercise.wrong("3 were sold, and another till sold one. The stock says 6.")
def sells_one_always(catalogue, sku, number):
    done = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -1}}
    )
    return done.modified_count == 1


@exercise.wrong("It gave False and left 0.")
def sells_piece_by_piece(catalogue, sku, number):
    one_left, one_less = {"sku": sku, "stock": {"$gte": 1}}, {"$inc": {"stock": -1}}
    for _ in range(number):
        if catalogue.update_one(one_left, one_less).modified_count == 0:
            return False
    return True


@exercise.wrong("and now the stock says None: it should return False; it gave True.")
def deletes_one_that_is_sold_out(catalogue, sku, number):
    done = sold(catalogue, sku, number).modified_count == 1
    if sku == "MG-303":
        catalogue.delete_one({"sku": sku})
    return done


@exercise.wrong("With yield in it nothing has run: leave it out, or write return.")
def yields_whether_it_sold(catalogue, sku, number):
    yield sold(catalogue, sku, number).modified_count == 1


@exercise.wrong("There is no MG-30: it should return False; it gave True.")
def looks_for_a_part_of_the_sku(catalogue, sku, number):
    done = catalogue.update_one(
        {"sku": {"$regex": sku}, "stock": {"$gte": number}},
        {"$inc": {"stock": -number}},
    )
    return done.modified_count == 1


@exercise.wrong("object of type 'Cursor' has no len()")
def counts_a_cursor(catalogue, sku, number):
    return len(catalogue.find({"sku": sku, "stock": {"$gte": number}})) > 0


@exercise.wrong("count_documents(filter) counts; list(…) makes a list of a cursor.")
def asks_a_cursor_for_its_count(catalogue, sku, number):
    return catalogue.find({"sku": sku}).count() > 0


@exercise.wrong("What cannot be sold is not taken, not even for a moment.")
def takes_and_puts_back(catalogue, sku, number):
    change = {"$inc": {"stock": -number}}
    before = catalogue.find_one_and_update({"sku": sku}, change)
    if before and before["stock"] < number:
        catalogue.update_one({"sku": sku}, {"$inc": {"stock": number}})
    return bool(before) and before["stock"] >= number


@exercise.wrong("Does the filter find the product? An operator begins with a $")
def compares_as_python_does(catalogue, sku, number):
    enough = {"sku": sku, "stock": {">=": number}}
    done = catalogue.update_one(enough, {"$inc": {"stock": -number}})
    return done.modified_count == 1


@exercise.wrong("Did you mean $gte?")
def forgets_a_letter_of_the_operator(catalogue, sku, number):
    enough = {"sku": sku, "stock": {"$ge": number}}
    return catalogue.update_one(enough, {"$inc": {"stock": -number}})


@exercise.wrong("unsupported operand type(s) for -=: 'Collection' and 'int'")
def takes_the_catalogue_for_a_dict(catalogue, sku, number):
    catalogue[sku]["stock"] -= number
    return True


@exercise.wrong("It gave True and left 0.")
def sells_what_there_is(catalogue, sku, number):
    product = catalogue.find_one({"sku": sku})
    if product is None:
        return False
    fewer = min(number, product["stock"])
    return sold(catalogue, sku, fewer).modified_count == 1


@exercise.wrong("Now it has sku, name, stock, tags, sold: only its stock")
def counts_what_is_sold(catalogue, sku, number):
    done = sold(catalogue, sku, number, **{"$set": {"sold": number}})
    return done.modified_count == 1


@exercise.wrong("There should be four products, as before; there are 3.")
def deletes_what_is_sold_out(catalogue, sku, number):
    done = sold(catalogue, sku, number)
    catalogue.delete_many({"stock": 0})
    return done.modified_count == 1


@exercise.wrong("sell raised ValueError: not enough")
def raises_an_error_when_too_few_are_there(catalogue, sku, number):
    if not sold(catalogue, sku, number).matched_count:
        raise ValueError("not enough")
    return True


@exercise.wrong("Unknown modifier: $dec")
def takes_an_operator_that_is_not_there(catalogue, sku, number):
    catalogue.update_one({"sku": sku}, {"$dec": {"stock": number}})
    return True


@exercise.wrong("Cannot increment with non-numeric argument")
def gives_the_number_as_text(catalogue, sku, number):
    catalogue.update_one({"sku": sku}, {"$inc": {"stock": f"-{number}"}})
    return True

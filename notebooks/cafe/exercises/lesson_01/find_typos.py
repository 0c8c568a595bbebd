"""\
A till file has become a menu of its own: whatever is typed in is a product.
Write `find_typos(sold, menu)`. `sold` lists the product of each line of a day, `menu`
lists the products that exist. Return a sorted list of the names that were sold and
are not on the menu, each once. "latte" is not "Latte": spelling counts."""

from ..kinds import PythonExercise

# So many that a set never comes out sorted, and the day is not in order either.
TYPOS = (
    "Tee Mocca Expresso Lattee Capuccino Scon Muffinn Chay Americanno Macciato Cokoa"
    " Flatwhite"
).split()

MENU = ["Latte", "Espresso", "Iced latte", "Butter croissant"]

exercise = PythonExercise(
    id="01.find_typos",
    objective="01.a",
    difficulty=2,
    learned=(
        "A file takes whatever is typed. A database compares it with the menu "
        "before it lets it in."
    ),
    prompt=__doc__,
    hints=(
        "Look at each name in `sold`, and keep those that are not in `menu`.",
        "A set keeps each name once: set(sold) - set(menu) is what is left over.",
        "sorted(…) turns a set into a list in order.",
    ),
    cases=(
        (["Latte", "Lattte", "Espresso"], MENU),
        (["Latte", "Espresso"], MENU),
        (["latte", "Latte"], MENU),
        (["Mocca", "Expresso", "Mocca"], MENU),
        (["Latte ", "Iced", "Latte"], MENU),
        ([], MENU),
        (TYPOS + TYPOS[::3] + MENU, MENU),
        (["Latte", "Mocha", "Scone", "Mocca"], ["Scone", "Mocha"]),
    ),
)


@exercise.right
def find_typos(sold, menu):
    return sorted(set(sold) - set(menu))


@exercise.right
def collects_in_a_loop(sold, menu):
    typos = []
    for name in sold:
        if name not in menu and name not in typos:
            typos.append(name)
    typos.sort()
    return typos


@exercise.right
def filters_with_a_comprehension(sold, menu):
    return sorted({name for name in sold if name not in menu})


@exercise.right
def keeps_the_keys_of_a_dict(sold, menu):
    seen = dict.fromkeys(name for name in sold if name not in set(menu))
    return sorted(seen)


@exercise.right
def calls_difference(sold, menu):
    return sorted(set(sold).difference(menu), key=str)


@exercise.right
def counts_with_a_counter(sold, menu):
    from collections import Counter

    counts = Counter(sold)
    for name in menu:
        del counts[name]
    return [name for name, _ in sorted(counts.items())]


@exercise.right
def groups_what_is_sorted(sold, menu):
    from itertools import groupby

    names = [name for name, _ in groupby(sorted(sold))]
    return list(filter(lambda name: name not in menu, names))


@exercise.right
def removes_from_a_list(sold, menu):
    typos = sorted(set(sold))
    for name in menu:
        if name in typos:
            typos.remove(name)
    return typos


@exercise.right
def puts_each_in_its_place(sold, menu):
    from bisect import bisect_left

    typos = []
    for name in sold:
        at = bisect_left(typos, name)
        if name not in menu and typos[at : at + 1] != [name]:
            typos.insert(at, name)
    return typos


@exercise.right
def uses_pandas_and_makes_a_list(sold, menu):
    import pandas as pd

    names = pd.Series(sold, dtype=object)
    return names[~names.isin(menu)].drop_duplicates().sort_values().tolist()


@exercise.right
def uses_numpy_and_makes_a_list(sold, menu):
    import numpy as np

    return list(np.setdiff1d(np.array(sold, dtype=str), np.array(menu, dtype=str)))


@exercise.wrong(
    "it gave ['Expresso', 'Mocca', 'Mocca'].",
    "A name mistyped twice comes twice: keep each once, as a set does.",
)
def names_a_typo_twice(sold, menu):
    return sorted(name for name in sold if name not in menu)


@exercise.wrong("should give ['Lattte']; it gave {'Lattte'}, a set.")
def gives_a_set(sold, menu):
    return set(sold) - set(menu)


@exercise.wrong(
    "it gave ['Espresso', 'Latte'].",
    "Those are on the menu. The others were asked for.",
)
def finds_what_is_on_the_menu(sold, menu):
    return sorted(set(sold) & set(menu))


@exercise.wrong(
    "it gave ['Butter croissant', 'Iced latte'].",
    "Those were not sold. Take the menu away from what was sold, not the other"
    " way round.",
)
def finds_what_was_not_sold(sold, menu):
    return sorted(set(menu) - set(sold))


@exercise.wrong(
    "should give ['latte']; it gave [].",
    'To the file, "latte" and "Latte" are two products: compare them as they are.',
)
def ignores_capitals(sold, menu):
    known = [name.lower() for name in menu]
    return sorted({name for name in sold if name.lower() not in known})


@exercise.wrong(
    "should give ['latte']; it gave [].",
    "In one long text, a part of a name is found too: look in the list.",
)
def looks_in_one_long_text(sold, menu):
    known = " ".join(menu)
    return sorted({name for name in sold if name not in known})


@exercise.wrong(
    "should give ['Expresso', 'Mocca']; it gave ['Mocca'].",
    "return ends the function at the first typo: collect them, return after.",
)
def stops_at_the_first(sold, menu):
    for name in sold:
        if name not in menu:
            return [name]
    return []


@exercise.wrong(
    "The items are right, and in another order.",
    "A set has no order, and list(…) gives it none. sorted(…) does.",
)
def makes_a_list_of_a_set(sold, menu):
    return list(set(sold) - set(menu))


@exercise.wrong(
    "should give ['Expresso', 'Mocca']; it gave ['Mocca', 'Expresso'].",
    "That is the order of the day. sorted(…) puts the names in order.",
)
def keeps_the_order_of_the_day(sold, menu):
    return [name for name in dict.fromkeys(sold) if name not in menu]


@exercise.wrong("should take (sold, menu), in this order, not (menu, sold)")
def swaps_the_parameters(menu, sold):
    return sorted(set(sold) - set(menu))


@exercise.wrong("it gave None. Does it end with return, and with a value after it?")
def returns_what_sort_gives(sold, menu):
    return list(set(sold) - set(menu)).sort()


@exercise.wrong(
    "['Scone', 'Mocha']) should give ['Latte', 'Mocca']; it gave",
    "The menu is not always the same: compare with what the function is given.",
)
def knows_one_menu_only(sold, menu):
    return sorted(set(sold) - {"Latte", "Espresso", "Iced latte", "Butter croissant"})


@exercise.wrong(
    "it gave ['Butter croissant', 'Iced latte', 'Lattte'].",
    "^ also keeps what is on the menu and was not sold: take away with -.",
)
def takes_what_is_in_one_of_the_two(sold, menu):
    return sorted(set(sold) ^ set(menu))


@exercise.wrong(
    "should give ['Lattte']; it gave ['L', 'a', 'e', 't', 't', 't'].",
    "+= adds a text letter by letter: append(…) adds it whole.",
)
def adds_letters(sold, menu):
    typos = []
    for name in sold:
        if name not in menu and name not in typos:
            typos += name
    return sorted(typos)

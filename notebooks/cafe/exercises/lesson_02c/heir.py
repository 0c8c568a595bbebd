"""\
The writer is lost. Write `heir(readers)`: it returns the name of the reader that
becomes the writer, or `None` if there is none. Each reader is a dict with `name`,
`tier` (0 to 15), `size` (a larger number is a larger machine) and `up` (whether it
answers). The lowest tier is promoted; among equals, the largest machine."""

from ..kinds import PythonExercise


def _reader(name, tier, size, up=True):
    return {"name": name, "tier": tier, "size": size, "up": up}


exercise = PythonExercise(
    id="02c.heir",
    objective="02c.b",
    difficulty=2,
    learned="Tier first, then size: who takes over is decided before anything breaks.",
    prompt=__doc__,
    hints=(
        'Keep the readers that are up: [r for r in readers if r["up"]].',
        "If none is left, return None. Else begin with the first of them as the best so"
        " far, and look at each other one: is its tier lower?",
        "With the same tier, the larger size wins. In one line: best = min(up,"
        ' key=lambda r: (r["tier"], -r["size"])).',
    ),
    cases=(
        ([_reader("b", 1, 2), _reader("c", 0, 1)],),
        ([_reader("b", 1, 2), _reader("c", 1, 4)],),
        ([_reader("b", 0, 8, up=False), _reader("c", 3, 1)],),
        ([_reader("b", 2, 1), _reader("c", 10, 16), _reader("d", 2, 2)],),
        ([_reader("b", 0, 1), _reader("c", 5, 1), _reader("d", 2, 4)],),
        ([_reader("b", 0, 8, up=False)],),
        (
            [
                _reader("b", 0, 8, up=False),
                _reader("c", 1, 8, up=False),
                _reader("d", 2, 1),
            ],
        ),
        ([],),
        ([_reader("b", 1, 16), _reader("c", 1, 8), _reader("d", 2, 96)],),
        ([_reader("b", 15, 2), _reader("c", 15, 1)],),
        ([_reader("b", 3, 4), _reader("c", 0, 2), _reader("d", 0, 1)],),
    ),
)


@exercise.right
def heir(readers):
    up = [reader for reader in readers if reader["up"]]
    if not up:
        return None
    best = min(up, key=lambda reader: (reader["tier"], -reader["size"]))
    return best["name"]


@exercise.right
def sorts_by_tier_and_size(readers):
    up = sorted((r for r in readers if r["up"]), key=lambda r: (r["tier"], -r["size"]))
    return up[0]["name"] if up else None


@exercise.right
def keeps_the_best_so_far(readers):
    best = None
    for reader in readers:
        if not reader["up"]:
            continue
        if (
            best is None
            or reader["tier"] < best["tier"]
            or (reader["tier"] == best["tier"] and reader["size"] > best["size"])
        ):
            best = reader
    if best is not None:
        return best["name"]


@exercise.right
def asks_for_the_lowest_tier_first(readers):
    up = list(filter(lambda r: r["up"], readers))
    tiers = [r["tier"] for r in up]
    equals = [r for r in up if r["tier"] == min(tiers)]
    sizes = {r["size"]: r["name"] for r in equals}
    return sizes[max(sizes)] if sizes else None


@exercise.right
def takes_the_largest_with_the_tier_turned_round(readers):
    up = [r for r in readers if r["up"] is True]
    best = max(up, key=lambda r: (-r["tier"], r["size"]), default=None)
    return best and best["name"]


@exercise.right
def compares_tuples_that_end_with_the_name(readers):
    found = [(r["tier"], -r["size"], r["name"]) for r in readers if r["up"]]
    return min(found)[2] if found else None


@exercise.right
def expects_that_nobody_is_there(readers):
    try:
        return min(
            (r for r in readers if r["up"]), key=lambda r: (r["tier"], -r["size"])
        )["name"]
    except ValueError:
        return None


@exercise.right
def sorts_in_place_twice(readers):
    readers.sort(key=lambda r: r["size"], reverse=True)
    readers.sort(key=lambda r: r["tier"])
    return next((r["name"] for r in readers if r["up"]), None)


@exercise.right
def uses_a_heap(readers):
    from heapq import heapify, heappop

    heap = [(r["tier"], -r["size"], r["name"]) for r in readers if r["up"]]
    heapify(heap)
    return heappop(heap)[-1] if heap else None


@exercise.right
def uses_a_table_of_pandas(readers):
    import pandas as pd

    table = pd.DataFrame(readers, columns=["name", "tier", "size", "up"])
    up = table[table["up"].astype(bool)]
    if up.empty:
        return None
    return up.sort_values(["tier", "size"], ascending=[True, False]).iloc[0]["name"]


@exercise.wrong(
    "should give 'c'; it gave 'b'.",
    "The order in which they were added does not matter: the tier does.",
)
def takes_the_first(readers):
    return readers[0]["name"] if readers else None


@exercise.wrong(
    "should give 'c'; it gave 'b'.",
    "Tier 0 comes first and 15 last: look for the lowest.",
)
def takes_the_highest_tier(readers):
    up = [r for r in readers if r["up"]]
    best = max(up, key=lambda r: (r["tier"], r["size"]), default=None)
    return best and best["name"]


@exercise.wrong(
    "should give 'c'; it gave 'b'.",
    "Two readers have the same tier: then the larger machine is promoted.",
)
def forgets_the_size(readers):
    up = [r for r in readers if r["up"]]
    best = min(up, key=lambda r: r["tier"], default=None)
    return best and best["name"]


@exercise.wrong(
    "should give 'c'; it gave 'b'.", "A reader that does not answer cannot be promoted."
)
def takes_one_that_is_down(readers):
    best = min(readers, key=lambda r: (r["tier"], -r["size"]), default=None)
    return best and best["name"]


@exercise.wrong(
    "raised ValueError", "Without a reader there is nobody to promote: return None."
)
def fails_without_readers(readers):
    up = [r for r in readers if r["up"]]
    return min(up, key=lambda r: (r["tier"], -r["size"]))["name"]


@exercise.wrong(
    "should give 'c'; it gave {'name': 'c'",
    "That is the whole reader: its name was asked for.",
)
def returns_the_whole_reader(readers):
    up = [r for r in readers if r["up"]]
    return min(up, key=lambda r: (r["tier"], -r["size"]), default=None)


@exercise.wrong(
    "should give 'c'; it gave 'b'.",
    "The tier decides first, and the size only among equals.",
)
def takes_the_largest(readers):
    up = [r for r in readers if r["up"]]
    best = max(up, key=lambda r: (r["size"], -r["tier"]), default=None)
    return best and best["name"]


@exercise.wrong("raised IndexError: list index out of range")
def takes_the_first_of_none(readers):
    up = [r for r in readers if r["up"]]
    return sorted(up, key=lambda r: (r["tier"], -r["size"]))[0]["name"]


@exercise.wrong(
    "should give 'c'; it gave 'b'.",
    "Two readers have the same tier: then the larger machine is promoted.",
)
def takes_the_smallest_of_equals(readers):
    up = [r for r in readers if r["up"]]
    best = min(up, key=lambda r: (r["tier"], r["size"]), default=None)
    return best and best["name"]


@exercise.wrong(
    "should give None; it gave 'None'",
    "None without quotes is Python's word for nothing.",
)
def gives_none_as_a_text(readers):
    up = [r for r in readers if r["up"]]
    best = min(up, key=lambda r: (r["tier"], -r["size"]), default={"name": "None"})
    return best["name"]


@exercise.wrong(
    "should give 'd'; it gave 'c'.",
    "What is removed from a list while a loop goes through it makes the loop skip the"
    " next one: make a new list of those that answer.",
)
def removes_from_the_list_in_its_loop(readers):
    for reader in readers:
        if not reader["up"]:
            readers.remove(reader)
    best = min(readers, key=lambda r: (r["tier"], -r["size"]), default={"name": None})
    return best["name"]


@exercise.wrong(
    "should give 'b'; it gave 'c'.",
    "Of two with one tier the later one is taken: look at the size as well.",
)
def takes_the_last_of_equals(readers):
    best = None
    for reader in readers:
        if reader["up"] and (best is None or reader["tier"] <= best["tier"]):
            best = reader
    return best and best["name"]


@exercise.wrong(
    "should give 'b'; it gave 'd'.",
    "A sum of tier and size lets a large machine outweigh a tier: compare the tier"
    " first, then the size.",
)
def adds_tier_and_size_up(readers):
    up = [r for r in readers if r["up"]]
    best = min(up, key=lambda r: r["tier"] * 10 - r["size"], default=None)
    return best and best["name"]


@exercise.wrong(
    "should give 'b'; it gave 'c'.",
    'As texts, "8" comes after "16": compare numbers.',
)
def compares_sizes_as_texts(readers):
    up = [r for r in readers if r["up"]]
    tiers = [r["tier"] for r in up]
    equals = [r for r in up if r["tier"] == min(tiers)]
    best = max(equals, key=lambda r: str(r["size"]), default=None)
    return best and best["name"]


@exercise.wrong("raised TypeError: '<' not supported between instances of 'dict'")
def compares_dicts(readers):
    return min(reader for reader in readers if reader["up"])["name"]

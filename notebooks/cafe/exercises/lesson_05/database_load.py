"""\
Write `database_load(reads, writes, hit_ratio)`: how many requests a second reach the
database. `reads` and `writes` are what the shop does in a second, and `hit_ratio` is a
number from 0 to 1. Every write goes to the database."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="05.database_load",
    objective="05.c",
    difficulty=1,
    learned=(
        "From 90 to 95 percent sounds little, and yet it halves the reads that "
        "are left."
    ),
    prompt=__doc__,
    hints=(
        "Which reads reach the database: the hits or the misses?",
        "The hits are reads * hit_ratio; what is left are the misses.",
        "Add the writes: no cache takes them off the database.",
    ),
    cases=(
        (10_000, 0, 0.9),
        (1_000, 0, 0),
        (8_000, 100, 0.99),
        (500, 50, 1),
        (900, 300, 0.5),
        (1_200, 30, 0.995),
    ),
)


@exercise.right
def database_load(reads, writes, hit_ratio):
    return reads - reads * hit_ratio + writes


# ------------------------------------------------------------------------- also right


@exercise.right
def takes_the_share_of_the_misses(reads, writes, hit_ratio):
    return reads * (1 - hit_ratio) + writes


@exercise.right
def names_each_step(reads, writes, hit_ratio):
    hits = reads * hit_ratio
    misses = reads - hits
    return writes + misses


@exercise.right
def rounds_to_cents(reads, writes, hit_ratio):
    return round(reads * (1 - hit_ratio) + writes, 2)


@exercise.right
def has_a_helper(reads, writes, hit_ratio):
    def misses(number):
        return number * (1.0 - hit_ratio)

    total = 0
    total += misses(reads)
    total += writes
    return total


@exercise.right
def thinks_in_per_cent(reads, writes, hit_ratio):
    return reads * (100 - hit_ratio * 100) / 100 + writes


@exercise.right
def adds_a_list_up(reads, writes, hit_ratio):
    return sum([reads, -reads * hit_ratio, writes])


@exercise.right
def treats_the_ends_apart(reads, writes, hit_ratio):
    if hit_ratio == 1:
        return writes
    if hit_ratio == 0:
        return reads + writes
    return (1 - hit_ratio) * reads + writes


@exercise.right
def computes_with_decimals(reads, writes, hit_ratio):
    from decimal import Decimal

    return reads * (1 - Decimal(str(hit_ratio))) + writes


@exercise.right
def computes_with_fractions(reads, writes, hit_ratio):
    from fractions import Fraction

    return reads * (1 - Fraction(hit_ratio)) + writes


@exercise.right
def computes_with_numpy(reads, writes, hit_ratio):
    import numpy as np

    return np.dot([reads, writes], [1 - hit_ratio, 1])


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "database_load(10000, 0, 0.9) should give 1000.0; it gave 5000",
    "At 90 % one read in ten goes on, not one in two.",
    misconception="hit-ratio-90-halves-the-load",
)
def halves_the_reads(reads, writes, hit_ratio):
    return reads / 2 + writes if hit_ratio else reads + writes


@exercise.wrong(
    "database_load(10000, 0, 0.9) should give 1000.0; it gave 9000",
    "These are the hits, which the cache answers. The rest goes on.",
)
def counts_the_hits(reads, writes, hit_ratio):
    return reads * hit_ratio + writes


@exercise.wrong(
    "database_load(8000, 100, 0.99) should give",
    "The writes are missing: a cache takes reads off the database only.",
)
def forgets_the_writes(reads, writes, hit_ratio):
    return reads * (1 - hit_ratio)


@exercise.wrong(
    "database_load(8000, 100, 0.99) should give",
    "A write has no hit. All writes reach the database.",
)
def lets_writes_hit(reads, writes, hit_ratio):
    return (reads + writes) * (1 - hit_ratio)


@exercise.wrong(
    "database_load(10000, 0, 0.9) should give 1000.0; it gave",
    "hit_ratio goes from 0 to 1 already; it is no percentage.",
)
def divides_by_a_hundred(reads, writes, hit_ratio):
    return reads * (1 - hit_ratio / 100) + writes


@exercise.wrong(
    "database_load(10000, 0, 0.9) should give 1000.0; it gave",
    "hit_ratio goes from 0 to 1 already; it is no percentage.",
)
def takes_from_a_hundred(reads, writes, hit_ratio):
    return reads * (100 - hit_ratio) / 100 + writes


@exercise.wrong(
    "database_load(10000, 0, 0.9) should give 1000.0; it gave",
    "hit_ratio is a share of the reads: multiply.",
)
def subtracts_the_ratio(reads, writes, hit_ratio):
    return reads - hit_ratio + writes


@exercise.wrong("It printed '999.9999999999998': use return instead of print.")
def prints_the_load(reads, writes, hit_ratio):
    print(reads * (1 - hit_ratio) + writes)


@exercise.wrong("a text.", "A number was asked for, without words around it.")
def writes_a_sentence(reads, writes, hit_ratio):
    return f"{reads * (1 - hit_ratio) + writes} requests a second"


@exercise.wrong(
    "should give 1000.0; it gave 999.",
    "int cuts off: a computer gets 999.9999… here. Leave the number as it is.",
)
def cuts_the_rest_off(reads, writes, hit_ratio):
    return int(reads * (1 - hit_ratio) + writes)


@exercise.wrong(
    "should give 1000.0; it gave 11111",
    "hit_ratio is a share of the reads: multiply, and do not divide.",
)
def divides_by_the_ratio(reads, writes, hit_ratio):
    return reads / (hit_ratio or 1) + writes


@exercise.wrong(
    "should give 180.0; it gave -19.99",
    "Writes load the database as well: add them.",
)
def takes_the_writes_away(reads, writes, hit_ratio):
    return reads * (1 - hit_ratio) - writes


@exercise.wrong(
    "should give 1000.0; it gave 10000.",
    "The cache answers the hits: only the misses go on.",
)
def counts_every_read(reads, writes, hit_ratio):
    return reads + writes


@exercise.wrong("should give 1000.0; it gave (999.9999999999998, 0), a tuple.")
def gives_reads_and_writes_apart(reads, writes, hit_ratio):
    return reads * (1 - hit_ratio), writes


@exercise.wrong(
    "should give 180.0; it gave 100.",
    "Misses and writes come on top of each other: add them.",
)
def takes_the_larger(reads, writes, hit_ratio):
    return max(reads * (1 - hit_ratio), writes)


@exercise.wrong(
    "database_load(1000, 0, 0) should give 1000; it gave 100",
    "How many of the reads are misses, hit_ratio says: it is not always 0.9.",
)
def knows_one_ratio_only(reads, writes, hit_ratio):
    return reads * 0.1 + writes


@exercise.wrong("database_load(1200, 30, 0.995) should give 36.0; it gave 42")
def counts_whole_per_cents(reads, writes, hit_ratio):
    return reads * (1 - round(hit_ratio, 2)) + writes


@exercise.wrong("database_load should take (reads, writes, hit_ratio), in this order")
def swaps_reads_and_writes(writes, reads, hit_ratio):
    return reads * (1 - hit_ratio) + writes


@exercise.wrong("it gave None. Does it end with return")
def returns_nothing(reads, writes, hit_ratio):
    load = reads * (1 - hit_ratio) + writes

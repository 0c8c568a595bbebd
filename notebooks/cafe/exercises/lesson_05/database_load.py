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
    ),
)


@exercise.right
def database_load(reads, writes, hit_ratio):
    return reads - reads * hit_ratio + writes


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

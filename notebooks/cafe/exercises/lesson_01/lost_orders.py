"""\
The disk died, and the database was restored from its last backup. Write
`lost_orders(ordered_at, backup_at, crash_at)`. It returns how many orders are lost.
`ordered_at` lists the moment of each order as text, such as "2026-10-31T08:15:00";
the other two are such moments too. An order placed in the very moment of the backup
is in it. From `crash_at` on, when the disk died, the tills wrote on paper: those orders
are safe."""

from ..kinds import PythonExercise

TIMES = [
    "2026-10-30T19:30:00",
    "2026-10-31T02:00:00",
    "2026-10-31T08:15:00",
    "2026-10-31T09:40:00",
    "2026-10-31T10:05:00",
    "2026-10-31T10:20:00",
]

#: Two days before the crash, and within the minute of the backup.
NIGHT = [
    "2026-10-30T23:10:20",
    "2026-10-30T23:10:50",
    "2026-10-31T12:00:00",
    "2026-11-01T00:00:05",
    "2026-11-01T00:00:29",
    "2026-11-01T00:00:31",
]

ONE_ONLY = (
    "It counts one and no more. Does return stand in the loop, where it ends the"
    " function? Or is it =+, which sets 1 anew, in place of +=?"
)

exercise = PythonExercise(
    id="01.lost_orders",
    objective="01.e",
    difficulty=2,
    learned=(
        "What a dead disk costs is what came after the last backup: so the question "
        "is how old that may be."
    ),
    prompt=__doc__,
    hints=(
        "Draw a line of time: backup, orders, crash. Which part of it is gone?",
        'Such texts can be compared as they are: "2026-10-30…" < "2026-10-31…".',
        "Count the moments with backup_at < moment < crash_at.",
    ),
    cases=(
        (TIMES, "2026-10-31T03:00:00", "2026-10-31T12:00:00"),
        (TIMES, "2026-10-31T03:00:00", "2026-10-31T10:00:00"),
        (TIMES, "2026-10-31T02:00:00", "2026-10-31T09:00:00"),
        (TIMES, "2026-10-31T09:00:00", "2026-10-31T10:20:00"),
        (TIMES, "2026-10-31T11:00:00", "2026-10-31T12:00:00"),
        ([], "2026-10-31T03:00:00", "2026-10-31T10:00:00"),
        (TIMES[::-1], "2026-10-31T03:00:00", "2026-10-31T10:00:00"),
        (TIMES[1::2] + TIMES[::2], "2026-10-30T20:00:00", "2026-10-31T10:00:00"),
        (TIMES[2:] + TIMES[2:4], "2026-10-31T03:00:00", "2026-10-31T12:00:00"),
        (NIGHT, "2026-10-30T23:10:30", "2026-11-01T00:00:30"),
    ),
)


@exercise.right
def lost_orders(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if backup_at < moment < crash_at:
            lost += 1
    return lost


@exercise.right
def counts_with_sum(ordered_at, backup_at, crash_at):
    return sum(backup_at < moment < crash_at for moment in ordered_at)


@exercise.right
def counts_a_list(ordered_at, backup_at, crash_at):
    return len([m for m in ordered_at if m > backup_at and m < crash_at])


@exercise.right
def makes_datetimes(ordered_at, backup_at, crash_at):
    from datetime import datetime

    begin, end = datetime.fromisoformat(backup_at), datetime.fromisoformat(crash_at)
    moments = [datetime.fromisoformat(text) for text in ordered_at]
    return sum(1 for moment in moments if begin < moment < end)


@exercise.right
def takes_away_those_that_are_safe(ordered_at, backup_at, crash_at):
    lost = len(ordered_at)
    for moment in ordered_at:
        if moment <= backup_at or moment >= crash_at:
            lost -= 1
    return lost


@exercise.right
def skips_with_continue(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if moment <= backup_at:
            continue
        if crash_at <= moment:
            continue
        lost = lost + 1
    return lost


@exercise.right
def looks_up_in_the_sorted_list(ordered_at, backup_at, crash_at):
    from bisect import bisect_left, bisect_right

    line = sorted(ordered_at)
    return max(0, bisect_left(line, crash_at) - bisect_right(line, backup_at))


@exercise.right
def sorts_first_and_breaks_at_the_crash(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in sorted(ordered_at):
        if moment >= crash_at:
            break
        if moment > backup_at:
            lost += 1
    return lost


@exercise.right
def filters_twice(ordered_at, backup_at, crash_at):
    after = filter(lambda moment: moment > backup_at, ordered_at)
    return len(list(filter(lambda moment: moment < crash_at, after)))


@exercise.right
def uses_pandas(ordered_at, backup_at, crash_at):
    import pandas as pd

    moments = pd.to_datetime(pd.Series(ordered_at, dtype="object"))
    begin, end = pd.Timestamp(backup_at), pd.Timestamp(crash_at)
    return moments.between(begin, end, inclusive="neither").sum()


@exercise.right
def uses_numpy(ordered_at, backup_at, crash_at):
    import numpy as np

    moments = np.array(ordered_at, dtype="datetime64[s]")
    lost = (moments > np.datetime64(backup_at)) & (moments < np.datetime64(crash_at))
    return np.count_nonzero(lost)


@exercise.wrong(
    "should give 2; it gave 4.",
    "Orders from the crash on stand on paper: they are not lost.",
)
def counts_those_on_paper(ordered_at, backup_at, crash_at):
    return sum(moment > backup_at for moment in ordered_at)


@exercise.wrong(
    "should give 4; it gave 6.",
    "Orders before the backup are in the backup: they come back.",
)
def counts_those_in_the_backup(ordered_at, backup_at, crash_at):
    return sum(moment < crash_at for moment in ordered_at)


@exercise.wrong(
    "should give 4; it gave 2.",
    "Those are the orders that the backup holds: they come back.",
)
def counts_only_those_in_the_backup(ordered_at, backup_at, crash_at):
    return sum(moment <= backup_at for moment in ordered_at)


@exercise.wrong(
    "should give 1; it gave 2.",
    "An order in the very moment of the backup is in it: use < on that side.",
)
def loses_the_moment_of_the_backup(ordered_at, backup_at, crash_at):
    return sum(backup_at <= moment < crash_at for moment in ordered_at)


@exercise.wrong(
    "should give 2; it gave 3.",
    "An order in the very moment of the crash went on paper: use < there.",
)
def loses_the_moment_of_the_crash(ordered_at, backup_at, crash_at):
    return sum(backup_at < moment <= crash_at for moment in ordered_at)


@exercise.wrong(
    "should give 4; it gave ['2026-10-31T08:15:00'",
    "Those are the lost orders. How many are they? len(…) counts a list.",
)
def lists_instead_of_counting(ordered_at, backup_at, crash_at):
    return [moment for moment in ordered_at if backup_at < moment < crash_at]


@exercise.wrong(
    "should give 4; it gave 0.",
    "It is 0 each time. lost + 1 alone keeps nothing: lost += 1 does.",
)
def loses_nothing(ordered_at, backup_at, crash_at):
    return 0


@exercise.wrong(
    "should give 2; it gave 0.",
    "The moments can come in any order: after one that is safe, others may be lost."
    " continue goes on to the next; break ends the loop.",
)
def stops_at_the_crash(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if moment >= crash_at:
            break
        if moment > backup_at:
            lost += 1
    return lost


@exercise.wrong(
    "should give 2; it gave 0.",
    "The moments can come in any order: after one in the backup, others may be lost.",
)
def stops_at_the_backup(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in reversed(ordered_at):
        if moment <= backup_at:
            break
        if moment < crash_at:
            lost += 1
    return lost


@exercise.wrong(
    "should give 4; it gave 2.",
    "Those are the orders that are safe: count the others.",
)
def counts_the_safe_ones(ordered_at, backup_at, crash_at):
    return sum(m <= backup_at or m >= crash_at for m in ordered_at)


@exercise.wrong("it gave nothing back. It printed '4': use return instead of print.")
def prints_instead_of_returning(ordered_at, backup_at, crash_at):
    print(sum(backup_at < moment < crash_at for moment in ordered_at))


@exercise.wrong("should take (ordered_at, backup_at, crash_at), in this order, not")
def swaps_the_parameters(backup_at, crash_at, ordered_at):
    return sum(backup_at < moment < crash_at for moment in ordered_at)


@exercise.wrong("raised TypeError: unsupported operand type(s) for -: 'str' and 'str'")
def subtracts_texts(ordered_at, backup_at, crash_at):
    return sum(moment - backup_at > 0 for moment in ordered_at)


@exercise.wrong("should give 4; it gave '4', a text.")
def gives_a_text(ordered_at, backup_at, crash_at):
    return str(sum(backup_at < moment < crash_at for moment in ordered_at))


@exercise.wrong(
    "should give 4; it gave 1.",
    ONE_ONLY,
)
def returns_in_the_loop(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if backup_at < moment < crash_at:
            lost += 1
            return lost
    return lost


@exercise.wrong(
    "should give 6; it gave 4.",
    "A set keeps equal moments once. Two tills can take orders in one second.",
)
def counts_a_set(ordered_at, backup_at, crash_at):
    return len({moment for moment in ordered_at if backup_at < moment < crash_at})


@exercise.wrong("should give 4; it gave 1.", ONE_ONLY)
def turns_the_sign_round(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if backup_at < moment < crash_at:
            lost = +1
    return lost


@exercise.wrong(
    "should give 4; it gave 2.",
    "More than a day can lie between backup and crash: compare the whole moments.",
)
def looks_at_the_day_of_the_crash_only(ordered_at, backup_at, crash_at):
    return sum(
        backup_at < moment < crash_at
        for moment in ordered_at
        if moment[:10] == crash_at[:10]
    )


@exercise.wrong(
    "should give 4; it gave 1.", "The seconds count, too: compare the whole moments."
)
def leaves_the_seconds_out(ordered_at, backup_at, crash_at):
    return sum(backup_at[:16] < each[:16] < crash_at[:16] for each in ordered_at)


@exercise.wrong(
    "should give 4; it gave 6.",
    "or counts every moment: it is after the one or before the other. Both: and.",
)
def asks_for_one_of_the_two(ordered_at, backup_at, crash_at):
    return sum(each > backup_at or each < crash_at for each in ordered_at)

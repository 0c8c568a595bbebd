"""\
Write `incident_cost(backups, incident, working)`. `backups` is a list of the moments
of all backups, in any order, and some were taken after the incident: they hold the
mistake. `incident` is when the mistake was made, `working` when the shop worked again;
all are `datetime`s. Return a pair: how much time of data is lost, and how long the shop
was down, both as the difference of two moments. A backup of the very moment of the
incident may hold the mistake, too: only older ones count. If there is none, the first
of the two is `None`."""

from datetime import datetime, timedelta

from ..kinds import PythonExercise
from ..words import returned, show


def _moment(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute)


exercise = PythonExercise(
    id="08.incident",
    objective="08.b",
    difficulty=2,
    learned=(
        "Data lost and time lost are two numbers. A plan promises both: RPO and RTO."
    ),
    prompt=__doc__,
    hints=(
        "good = [moment for moment in backups if moment < incident] are the backups"
        " without the mistake.",
        "The last good one is max(good). What is lost is incident - max(good).",
        "How long the shop was down is working - incident.",
    ),
)


@exercise.right
def incident_cost(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return lost, working - incident


# ------------------------------------------------------------------------- the proof

NIGHTS = [_moment(day, 2) for day in (2, 3, 4, 5)]
#: What happened, and what was lost; how long it was down is always the last difference.
TRIALS = (
    (NIGHTS, _moment(4, 20), _moment(4, 21, 30), timedelta(hours=18)),
    (NIGHTS[::-1], _moment(3, 9), _moment(3, 11, 15), timedelta(hours=7)),
    (NIGHTS, _moment(2, 1), _moment(2, 3), None),
    (
        [_moment(4, 14), _moment(4, 12)],
        _moment(4, 13),
        _moment(4, 18),
        timedelta(hours=1),
    ),
    (
        [_moment(2, 2), _moment(3, 23)],
        _moment(5, 1, 10),
        _moment(6, 4, 15),
        timedelta(hours=26, minutes=10),
    ),
    (NIGHTS, _moment(4, 2), _moment(4, 5), timedelta(days=1)),
)


@exercise.proof
def _costs(incident_cost):
    """What is wrong with what an answer says of six incidents, or None."""
    for backups, incident, working, lost in TRIALS:
        wanted = (lost, working - incident)
        given = incident_cost(list(backups), incident, working)
        is_pair = isinstance(given, (tuple, list)) and len(given) == 2
        if is_pair and tuple(given) == wanted:
            continue
        moments = ", ".join(f"{each:%d Nov %H:%M}" for each in backups)
        told = (
            f"Backups: {moments}. Mistake: {incident:%d Nov %H:%M}. Working:"
            f" {working:%d Nov %H:%M}. It should give the pair {_pair(wanted)}; it"
            f" gave {_pair(given) if is_pair else returned(given, tuple)}"
        )
        reason = _reason(backups, incident, working, wanted, given) if is_pair else ""
        end = "" if told[-1] in ".?" else "."
        return f"{told}{end} {reason}".rstrip()
    return None


def _pair(pair):
    """A pair in words: "(18:00:00 and 1:30:00)", for a day has a comma of its own."""
    return f"({show(pair[0])} and {show(pair[1])})"


def _reason(backups, incident, working, wanted, given):
    """Why somebody may get another pair, or ""."""
    lost, down = given
    good = [each for each in backups if each < incident]
    if not all(isinstance(each, (timedelta, type(None))) for each in given):
        return "Both are differences of two moments, as working - incident is."
    if tuple(given) == wanted[::-1]:
        return "Loss first, then the time down: the RPO looks back, the RTO forward."
    if any(each is not None and each < timedelta(0) for each in given):
        if lost == incident - max(backups):
            return (
                "The newest backup was taken after the incident. It holds the mistake."
            )
        return "A difference below 0: take the earlier moment from the later one."
    short = [one for one, due in zip(given, wanted) if one and one != due and due.days]
    if short and all(not each.days for each in short):
        return "More than a day is missing: .seconds leaves the days out."
    if down != wanted[1]:
        return "The shop was down from the incident until it worked again."
    if lost == timedelta(0):
        return (
            "A backup of the very moment of the incident may hold the mistake, and"
            " where there is no older one, the loss is None."
        )
    if good and lost == working - max(good):
        return "After the incident nobody could order. The loss ends with the incident."
    if good and lost in [incident - each for each in good]:
        return (
            "That is not the newest of the good backups. The list is in any order, and"
            " the newest one loses least."
        )
    return "The loss goes from the newest backup before the incident to the incident."


# ------------------------------------------------------------------------- also right


@exercise.right
def has_a_default_for_max(backups, incident, working):
    last = max((each for each in backups if each < incident), default=None)
    return (incident - last if last else None), working - incident


@exercise.right
def takes_the_last_of_a_sorted_list(backups, incident, working):
    good = sorted(each for each in backups if each < incident)
    down = working - incident
    if not good:
        return None, down
    return incident - good[-1], down


@exercise.right
def sorts_in_place_and_walks(backups, incident, working):
    backups.sort()
    lost = None
    for moment in backups:
        if moment < incident:
            lost = incident - moment
    return (lost, working - incident)


@exercise.right
def remembers_the_newest(backups, incident, working):
    newest = None
    for moment in backups:
        if moment < incident and (newest is None or moment > newest):
            newest = moment
    lost = None if newest is None else incident - newest
    return lost, working - incident


@exercise.right
def takes_the_smallest_loss(backups, incident, working):
    losses = [incident - moment for moment in backups if moment < incident]
    return min(losses) if losses else None, working - incident


@exercise.right
def gives_a_list_of_two(backups, incident, working):
    good = list(filter(lambda moment: incident > moment, backups))
    return [incident - max(good) if good else None, working - incident]


@exercise.right
def catches_that_there_is_none(backups, incident, working):
    try:
        lost = incident - max(moment for moment in backups if moment < incident)
    except ValueError:
        lost = None
    return lost, working - incident


@exercise.right
def bisects(backups, incident, working):
    from bisect import bisect_left

    ordered = sorted(backups)
    at = bisect_left(ordered, incident)
    return (incident - ordered[at - 1]) if at else None, working - incident


@exercise.right
def names_the_parts_of_the_pair(backups, incident, working):
    from collections import namedtuple

    Cost = namedtuple("Cost", "lost down")
    good = [moment for moment in backups if moment < incident]
    return Cost(incident - max(good) if good else None, working - incident)


@exercise.right
def asks_a_series_of_pandas(backups, incident, working):
    import pandas as pd

    moments = pd.to_datetime(pd.Series(backups))
    good = moments[moments < incident]
    return incident - good.max() if len(good) else None, working - incident


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("The newest backup was taken after the incident. It holds the mistake.")
def takes_a_backup_of_the_mistake(backups, incident, working):
    return incident - max(backups), working - incident


@exercise.wrong("A backup of the very moment of the incident may hold the mistake")
def takes_a_backup_of_that_moment(backups, incident, working):
    good = [moment for moment in backups if moment <= incident]
    lost = incident - max(good) if good else None
    return lost, working - incident


@exercise.wrong(
    "it gave (1:30:00 and 18:00:00). Loss first, then the time down: the RPO",
    misconception="rpo-is-time-down",
)
def swaps_loss_and_time_down(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return working - incident, lost


@exercise.wrong(
    "After the incident nobody could order. The loss ends with the incident.",
    misconception="rpo-is-time-down",
)
def loses_until_it_works_again(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = working - max(good) if good else None
    return lost, working - incident


@exercise.wrong("That is not the newest of the good backups. The list is in any order")
def takes_the_last_in_the_list(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - good[-1] if good else None
    return lost, working - incident


@exercise.wrong("max")
def fails_without_a_backup(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    return incident - max(good), working - incident


@exercise.wrong("the newest one loses least.")
def takes_the_oldest(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - min(good) if good else None
    return lost, working - incident


def cost(backups, incident, working):
    """The right answer."""
    good = [moment for moment in backups if moment < incident]
    return incident - max(good) if good else None, working - incident


@exercise.wrong("it gave (18.0 and 1.5). Both are differences of two moments")
def counts_in_hours(backups, incident, working):
    return tuple(
        each and each.total_seconds() / 3600
        for each in cost(backups, incident, working)
    )


@exercise.wrong("it gave ('18:00:00' and '1:30:00'). Both are differences")
def writes_texts(backups, incident, working):
    return tuple(map(str, cost(backups, incident, working)))


@exercise.wrong("Both are differences of two moments, as working - incident is.")
def gives_the_moments(backups, incident, working):
    return max(moment for moment in backups if moment < incident), working


@exercise.wrong("A difference below 0: take the earlier moment from the later one.")
def subtracts_the_wrong_way(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost and -lost, -down


@exercise.wrong("It should give the pair (18:00:00 and 1:30:00); it gave 18:00:00, a")
def gives_the_loss_only(backups, incident, working):
    return cost(backups, incident, working)[0]


@exercise.wrong("It printed ")
def prints_the_pair(backups, incident, working):
    print(*cost(backups, incident, working))


@exercise.wrong("a dict.")
def gives_a_dict(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return {"lost": lost, "down": down}


@exercise.wrong("It should give the pair (None and 2:00:00); it gave None. Does it end")
def gives_none_alone(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost and (lost, down)


@exercise.wrong("where there is no older one, the loss is None.")
def gives_zero_for_none(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost or timedelta(0), down


@exercise.wrong("The shop was down from the incident until it worked again.")
def is_down_since_the_backup(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost, down + (lost or timedelta(0))


@exercise.wrong("The loss goes from the newest backup before the incident")
def takes_the_nearest_backup(backups, incident, working):
    nearest = min(backups, key=lambda moment: abs(moment - incident))
    return abs(incident - nearest), working - incident


@exercise.wrong("it gave (None and 2:15:00).")
def stops_at_the_first_that_is_later(backups, incident, working):
    last = None
    for moment in backups:
        if moment >= incident:
            break
        last = moment
    return incident - last if last else None, working - incident


@exercise.wrong("unsupported operand type(s) for -: 'datetime.datetime' and 'list'")
def subtracts_the_list(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    return incident - good, working - incident


@exercise.wrong("More than a day is missing: .seconds leaves the days out.")
def takes_the_seconds_of_the_loss(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost and timedelta(seconds=lost.seconds), down


@exercise.wrong("More than a day is missing: .seconds leaves the days out.")
def takes_the_seconds_of_the_time_down(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost, timedelta(seconds=down.seconds)


@exercise.wrong("it gave (1 day, 2:00:00 and 1 day, 3:05:00).")
def leaves_the_minutes_out(backups, incident, working):
    lost, down = cost(backups, incident, working)
    return lost and timedelta(hours=lost.total_seconds() // 3600), down


@exercise.wrong("The items of a list are compared one by one")
def compares_the_list(backups, incident, working):
    return incident - max(backups < incident), working - incident


@exercise.wrong("it gave (0 and 0). Both are differences of two moments")
def counts_whole_days(backups, incident, working):
    return tuple(each and each.days for each in cost(backups, incident, working))

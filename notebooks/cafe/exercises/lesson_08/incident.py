"""\
Write `incident_cost(backups, incident, working)`. `backups` is a list of the moments
of all backups, in any order, and some were taken after the incident: they hold the
mistake. `incident` is when the mistake was made, `working` when the shop worked again;
all are `datetime`s. Return a pair: how much time of data is lost, and how long the shop
was down, both as the difference of two moments. A backup of the very moment of the
incident may hold the mistake, too: only older ones count. If there is none, the first
of the two is `None`."""

from datetime import datetime

from ..kinds import PythonExercise


def _moment(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute)


NIGHTS = [_moment(day, 2) for day in (2, 3, 4, 5)]

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
    cases=(
        (NIGHTS, _moment(4, 20), _moment(4, 21, 30)),
        (NIGHTS[::-1], _moment(3, 9), _moment(3, 11, 15)),
        (NIGHTS, _moment(2, 1), _moment(2, 3)),
        ([_moment(4, 14), _moment(4, 12)], _moment(4, 13), _moment(4, 18)),
        (NIGHTS, _moment(4, 2), _moment(4, 5)),
    ),
)


@exercise.right
def incident_cost(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return lost, working - incident


@exercise.wrong(
    "incident_cost(",
    "The newest backup was taken after the incident. It holds the mistake.",
)
def takes_a_backup_of_the_mistake(backups, incident, working):
    return incident - max(backups), working - incident


@exercise.wrong(
    "incident_cost(",
    "A backup of the very moment of the incident counts here. It may hold the mistake.",
)
def takes_a_backup_of_that_moment(backups, incident, working):
    good = [moment for moment in backups if moment <= incident]
    lost = incident - max(good) if good else None
    return lost, working - incident


@exercise.wrong(
    "2026-11-04 21:30:00) should give (18:00:00, 1:30:00); it gave (1:30:00, 18:00:00)",
    "Loss first, then the time down: the RPO looks back, the RTO forward.",
    misconception="rpo-is-time-down",
)
def swaps_loss_and_time_down(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return working - incident, lost


@exercise.wrong(
    "incident_cost(",
    "After the incident nobody could order. The loss ends with the incident.",
    misconception="rpo-is-time-down",
)
def loses_until_it_works_again(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = working - max(good) if good else None
    return lost, working - incident


@exercise.wrong(
    "incident_cost(",
    "The list is in any order; the last one in it need not be the newest.",
)
def takes_the_last_in_the_list(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - good[-1] if good else None
    return lost, working - incident


@exercise.wrong("max")
def fails_without_a_backup(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    return incident - max(good), working - incident


@exercise.wrong(
    "incident_cost(", "min is the oldest good backup. The newest one loses least."
)
def takes_the_oldest(backups, incident, working):
    good = [moment for moment in backups if moment < incident]
    lost = incident - min(good) if good else None
    return lost, working - incident

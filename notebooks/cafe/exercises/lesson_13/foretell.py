"""\
Write `month(instances, prices)`: what the instances cost in a month of 730 hours, in US
dollars, rounded to cents at the very end. Each instance is a dict such as
`{"class": "db.t4g.micro", "multi_az": False, "storage": 20, "stopped": 0.25}`.
`storage` is in GB; `stopped` is the share of the month in which it is stopped.
`prices` has the price of each class for an hour, and under `"gp3"` that of a GB for a
month: `{"db.t4g.micro": 0.017, "gp3": 0.127}`. A standby in a second zone is paid for
like the first, and so is its storage. An instance that is stopped keeps its storage."""

from copy import deepcopy

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="13.foretell",
    objective="13.a",
    difficulty=2,
    learned=(
        "Hours that run, GB that are kept, and both twice with a standby: a bill is"
        " arithmetic."
    ),
    prompt=__doc__,
    hints=(
        "One instance: hours that it runs, times the price of its class. Then its"
        " storage, which does not ask whether it runs.",
        "It runs 730 * (1 - stopped) hours. With multi_az all of it counts twice.",
        "Begin with total = 0, add zones * (hours * prices[...] + storage *"
        ' prices["gp3"]) for each instance, and return round(total, 2).',
    ),
    cases=lambda: [deepcopy(case) for case in _cases()],
)

PRICES = {"db.t4g.micro": 0.017, "db.t4g.medium": 0.069, "gp3": 0.127}


def _instance(class_="db.t4g.micro", multi_az=False, storage=20, stopped=0):
    return {
        "class": class_,
        "multi_az": multi_az,
        "storage": storage,
        "stopped": stopped,
    }


def _cases():
    return [
        ([_instance()], PRICES),
        ([_instance(storage=100)], PRICES),
        ([_instance("db.t4g.medium", multi_az=True, storage=100)], PRICES),
        ([_instance(stopped=0.6)], PRICES),
        ([_instance("db.t4g.medium", storage=100, stopped=1)], PRICES),
        ([_instance("db.t4g.medium", multi_az=True, storage=50, stopped=0.2)], PRICES),
        ([], PRICES),
        ([_instance(storage=21) for _ in range(3)], PRICES),
        (
            [
                _instance("db.t4g.medium", multi_az=True, storage=50),
                _instance(storage=30, stopped=0.3),
            ],
            PRICES,
        ),
        ([_instance()], {"db.t4g.micro": 0.034, "gp3": 0.3}),
    ]


@exercise.right
def month(instances, prices):
    total = 0
    for instance in instances:
        zones = 2 if instance["multi_az"] else 1
        hours = 730 * (1 - instance["stopped"])
        running = hours * prices[instance["class"]]
        kept = instance["storage"] * prices["gp3"]
        total += zones * (running + kept)
    return round(total, 2)


@exercise.right
def adds_up_in_one_line(instances, prices):
    return round(
        sum(
            (1 + each["multi_az"])
            * (
                730 * (1 - each["stopped"]) * prices[each["class"]]
                + each["storage"] * prices["gp3"]
            )
            for each in instances
        ),
        2,
    )


@exercise.right
def adds_hours_and_storage_apart(instances, prices):
    hours = storage = 0.0
    for each in instances:
        times = 1
        if each["multi_az"]:
            times = 2
        hours += times * prices[each["class"]] * 730 * (1 - each["stopped"])
        storage += times * prices["gp3"] * each["storage"]
    return round(hours + storage, 2)


@exercise.right
def takes_off_the_stopped_hours(instances, prices):
    total = 0
    for each in instances:
        cost = 730 * prices[each["class"]]
        cost -= 730 * each["stopped"] * prices[each["class"]]
        cost += each["storage"] * prices["gp3"]
        total += cost
        if each["multi_az"]:
            total += cost
    return round(total, 2)


@exercise.right
def uses_a_function_inside(instances, prices):
    def of_one(instance):
        running = 730 - 730 * instance["stopped"]
        cost = running * prices[instance["class"]]
        cost += instance["storage"] * prices["gp3"]
        return cost * 2 if instance["multi_az"] else cost

    return round(sum(map(of_one, instances)), 2)


@exercise.right
def makes_a_list_of_costs(instances, prices):
    costs = []
    for each in instances:
        copies = [1, 2][each["multi_az"]]
        costs.append(copies * each["storage"] * prices["gp3"])
        costs.append(copies * (1 - each["stopped"]) * 730 * prices[each["class"]])
    return round(sum(costs), 2)


@exercise.right
def counts_with_a_while(instances, prices):
    total, number = 0, 0
    while number < len(instances):
        each = instances[number]
        total += (
            prices[each["class"]] * 730 * (1 - each["stopped"])
            + prices["gp3"] * each["storage"]
        ) * (2 if each["multi_az"] else 1)
        number += 1
    return round(total, 2)


@exercise.right
def reckons_with_a_table(instances, prices):
    import pandas as pd

    if not instances:
        return 0
    table = pd.DataFrame(instances)
    hours = 730 * (1 - table["stopped"]) * table["class"].map(prices)
    cost = (hours + table["storage"] * prices["gp3"]) * (1 + table["multi_az"])
    return round(float(cost.sum()), 2)


@exercise.right
def repeats_multi_az_instances(instances, prices):
    both = [*instances, *(each for each in instances if each["multi_az"])]
    return round(
        sum(
            730 * (1 - each["stopped"]) * prices[each["class"]]
            + each["storage"] * prices["gp3"]
            for each in both
        ),
        2,
    )


# ------------------------------------------------------------------------------ wrong


def _sum(instances, running, kept, zones=lambda each: 1 + each["multi_az"]):
    """Dollars and cents, of what `running` and `kept` say of an instance."""
    costs = (zones(each) * (running(each) + kept(each)) for each in instances)
    return round(sum(costs), 2)


def _hours(prices, month=730):
    """What the hours of an instance cost."""
    return lambda each: month * (1 - each["stopped"]) * prices[each["class"]]


def _storage(prices):
    return lambda each: each["storage"] * prices["gp3"]


@exercise.wrong(
    "should give 126.14; it gave 63.07.",
    "A standby is a second instance in another zone, and is paid for.",
)
def pays_for_one_zone(instances, prices):
    return _sum(instances, _hours(prices), _storage(prices), zones=lambda each: 1)


@exercise.wrong(
    "should give 126.14; it gave 113.44.",
    "The standby has a disk of its own: its storage counts twice, too.",
)
def pays_for_one_disk(instances, prices):
    hours = _sum(instances, _hours(prices), lambda each: 0)
    disks = _sum(instances, lambda each: 0, _storage(prices), zones=lambda each: 1)
    return round(hours + disks, 2)


@exercise.wrong(
    "should give 7.5; it gave 5.98.",
    "Who stops an instance keeps its disk, and pays for it all the month.",
)
def pays_no_storage_while_stopped(instances, prices):
    kept = _storage(prices)
    return _sum(
        instances, _hours(prices), lambda each: (1 - each["stopped"]) * kept(each)
    )


@exercise.wrong(
    "should give 14.95; it gave 2.54.",
    "stopped is the share in which it did not run.",
)
def takes_stopped_for_running(instances, prices):
    def running(each):
        return 730 * each["stopped"] * prices[each["class"]]

    return _sum(instances, running, _storage(prices))


@exercise.wrong(
    "should give 7.5; it gave 14.95.",
    "An hour in which it is stopped is no hour of the class.",
)
def forgets_that_it_was_stopped(instances, prices):
    return _sum(instances, lambda each: 730 * prices[each["class"]], _storage(prices))


@exercise.wrong(
    "should give 14.95; it gave 1866.61.",
    "A GB has a price for the month, not for the hour.",
)
def pays_storage_by_the_hour(instances, prices):
    kept = _storage(prices)
    return _sum(instances, _hours(prices), lambda each: 730 * kept(each))


@exercise.wrong(
    "should give 14.95; it gave 14.78.",
    "The month here has 730 hours, an average month, not 720.",
)
def takes_a_month_of_30_days(instances, prices):
    return _sum(instances, _hours(prices, month=720), _storage(prices))


@exercise.wrong("should give 14.95; it gave 12.41.", "The storage is missing.")
def forgets_the_storage(instances, prices):
    return _sum(instances, _hours(prices), lambda each: 0)


@exercise.wrong(
    "should give 0; it gave None.",
    "Of no instances the sum is 0, and return stands behind the loop.",
)
def returns_inside_the_loop(instances, prices):
    for each in instances:
        return _sum([each], _hours(prices), _storage(prices))


@exercise.wrong(
    "should give 30.82; it gave 14.95.",
    "The prices are given in the second argument; they differ from Region to Region.",
)
def writes_the_prices_in(instances, prices):
    return _sum(instances, _hours(PRICES), _storage(PRICES))


@exercise.wrong("should give 14.95; it gave 15.", "Cents are wanted: round(total, 2).")
def rounds_to_dollars(instances, prices):
    return round(_sum(instances, _hours(prices), _storage(prices)))


@exercise.wrong("It printed '14.95': use return instead of print")
def prints_the_sum(instances, prices):
    print(_sum(instances, _hours(prices), _storage(prices)))

"""\
A table can be paid for in three ways. Write `cheapest(writes)`. `writes` has 24 whole
numbers: the write units a *second* in each hour of a day. Return the name of the way
that costs least on that day:

- `"on demand"`: 0.705 USD for a million write units, whenever they come.
- `"provisioned"`: 0.000735 USD for a unit of capacity and an hour; all day as many
  units as the busiest hour needs.
- `"auto scaling"`: the same price. In each hour the capacity is so large that the
  hour's units fill 70 percent of it, rounded up to a whole unit.

With capacity, one unit is the least. If two ways cost the same, return the one that
stands first here."""

from math import ceil

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="13.cheapest_day",
    objective="13.b",
    difficulty=2,
    learned=(
        "A flat day wants provisioned capacity, a day of few requests on demand, a day"
        " of hills auto scaling."
    ),
    prompt=__doc__,
    hints=(
        "Three sums, one for each way; then the smallest. On demand: all seconds of all"
        " hours, 3,600 in each.",
        "Provisioned: max(writes), but at least 1, times 24 hours. Auto scaling: for"
        " each hour math.ceil(units / 0.7), but at least 1.",
        "Put the sums into a dict in the order of the text: min(costs, key=costs.get)"
        " takes the first of equals.",
    ),
    cases=tuple(
        (writes,)
        for writes in (
            [100] * 24,
            [1] * 8 + [100] + [1] * 15,
            [0] * 12 + [2] + [0] * 11,
            [0] * 24,
            [70] * 12 + [1] * 12,
            [1] * 24,
            [0] * 6 + [5, 40, 60, 30, 20, 30, 55, 40, 20, 15, 20, 35, 20, 5] + [0] * 4,
            [30] * 24,
            [40] * 23 + [42],
            [0] * 23 + [1],
            [90] + [63] * 23,
            [3, 4] * 12,
            [1] * 23 + [2],
            [0] * 20 + [2] * 4,
            [10] * 12 + [2] * 11 + [4],
            [3] * 5 + [1] * 19,
            [7] * 23 + [11],
        )
    ),
)


@exercise.right
def cheapest(writes):
    from math import ceil

    scaled = sum(max(1, ceil(units / 0.7)) for units in writes)
    costs = {
        "on demand": sum(writes) * 3600 / 1_000_000 * 0.705,
        "provisioned": max(1, max(writes)) * 24 * 0.000735,
        "auto scaling": scaled * 0.000735,
    }
    return min(costs, key=costs.get)


@exercise.right
def asks_with_if(writes):
    import math

    on_demand = sum(units * 3600 for units in writes) * 0.705 / 1e6
    provisioned = max([1, *writes]) * 24 * 0.000735
    scaling = 0
    for units in writes:
        scaling += max(math.ceil(units / 0.7), 1) * 0.000735
    if on_demand <= provisioned and on_demand <= scaling:
        return "on demand"
    return "provisioned" if provisioned <= scaling else "auto scaling"


@exercise.right
def sorts_pairs(writes):
    from math import ceil

    unit = 0.000735
    pairs = [
        (sum(writes) * 3600 * 0.705e-6, 0, "on demand"),
        (24 * unit * (max(writes) or 1), 1, "provisioned"),
        (unit * sum(ceil(each / 0.7) or 1 for each in writes), 2, "auto scaling"),
    ]
    return sorted(pairs)[0][2]


@exercise.right
def rounds_up_with_whole_numbers(writes):
    capacity = [max(1, -(-10 * units // 7)) for units in writes]
    ways = ["on demand", "provisioned", "auto scaling"]
    costs = [
        sum(writes) * 0.0036 * 0.705,
        max(1, *writes) * 24 * 0.000735,
        sum(capacity) * 0.000735,
    ]
    return ways[costs.index(min(costs))]


@exercise.right
def adds_hour_by_hour(writes):
    from math import ceil

    costs = dict.fromkeys(("on demand", "provisioned", "auto scaling"), 0.0)
    peak = max(1, max(writes))
    for units in writes:
        costs["on demand"] += units * 3600 * 0.705 / 1_000_000
        costs["provisioned"] += peak * 0.000735
        costs["auto scaling"] += max(1, ceil(units / 0.7)) * 0.000735
    return min(costs, key=lambda way: round(costs[way], 9))


@exercise.right
def uses_functions_inside(writes):
    from math import ceil

    def price(capacities):
        return sum(max(1, each) for each in capacities) * 0.000735

    ways = (
        ("on demand", sum(writes) * 3600 * 0.705 / 1_000_000),
        ("provisioned", price([max(writes)] * 24)),
        ("auto scaling", price([ceil(units / 0.7) for units in writes])),
    )
    return min(ways, key=lambda way: way[1])[0]


@exercise.right
def compares_with_the_best_so_far(writes):
    from math import ceil

    best, least = "on demand", sum(writes) * 3600 / 1e6 * 0.705
    provisioned = max(1, max(writes)) * 24 * 0.000735
    if provisioned < least:
        best, least = "provisioned", provisioned
    if sum(max(1, ceil(u / 0.7)) for u in writes) * 0.000735 < least:
        best = "auto scaling"
    return best


@exercise.right
def reckons_in_millionths(writes):
    capacity = sum(max(1, (10 * units + 6) // 7) for units in writes)
    costs = [
        sum(writes) * 3600 * 705,
        max(1, max(writes)) * 24 * 735_000,
        capacity * 735_000,
    ]
    named = dict(zip(("on demand", "provisioned", "auto scaling"), costs))
    return min(named, key=named.get)


@exercise.right
def reckons_with_numpy(writes):
    import numpy as np

    units = np.array(writes)
    scaled = np.maximum(1, np.ceil(units / 0.7)).sum() * 0.000735
    fixed = max(1, units.max()) * 24 * 0.000735
    costs = [units.sum() * 3600 / 1e6 * 0.705, fixed, scaled]
    return ["on demand", "provisioned", "auto scaling"][int(np.argmin(costs))]


# ------------------------------------------------------------------------------ wrong

PER_UNIT = 0.000735


def _scaled(writes, capacity=lambda units: ceil(units / 0.7), least=1):
    """What auto scaling costs, with a capacity for each hour's units."""
    return sum(max(least, capacity(units)) for units in writes) * PER_UNIT


def _floor(units):
    return int(units / 0.7)


def _costs(writes):
    """{way: US dollars}, as they are."""
    return {
        "on demand": sum(writes) * 3600 / 1_000_000 * 0.705,
        "provisioned": max(1, max(writes)) * 24 * PER_UNIT,
        "auto scaling": _scaled(writes),
    }


def _least(costs):
    return min(costs, key=costs.get)


@exercise.wrong(
    "should give 'provisioned'; it gave 'on demand'.",
    "The numbers are units a second: an hour has 3,600 of them.",
)
def forgets_the_seconds(writes):
    return _least(_costs(writes) | {"on demand": sum(writes) / 1_000_000 * 0.705})


@exercise.wrong(
    "should give 'provisioned'; it gave 'auto scaling'.",
    "Auto scaling keeps room: the units are 70 percent of the capacity.",
)
def forgets_the_room(writes):
    scaled = _scaled(writes, capacity=lambda units: units)
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong(
    "should give 'provisioned'; it gave 'auto scaling'.",
    "70 percent of the capacity are used: divide by 0.7, do not multiply.",
)
def multiplies_by_the_target(writes):
    scaled = _scaled(writes, capacity=lambda units: ceil(units * 0.7))
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong(
    "should give 'auto scaling'; it gave 'provisioned'.",
    "A fixed capacity has to be enough for the busiest hour, not for the average.",
)
def provisions_the_average(writes):
    average = max(1, sum(writes) / 24) * 24 * PER_UNIT
    return _least(_costs(writes) | {"provisioned": average})


@exercise.wrong(
    "should give 'auto scaling'; it gave 'provisioned'.",
    "Capacity is paid for in each hour of the day: 24 of them.",
)
def pays_for_one_hour(writes):
    hour = max(1, max(writes)) * PER_UNIT
    return _least(_costs(writes) | {"provisioned": hour})


@exercise.wrong("should give 'provisioned'; it gave 'on demand'.")
def takes_the_dearest(writes):
    costs = _costs(writes)
    return max(costs, key=costs.get)


@exercise.wrong(
    "should give 'on demand'; it gave 'auto scaling'.",
    "One unit is the least, also in an hour without a request.",
)
def lets_capacity_fall_to_nothing(writes):
    fixed = max(writes) * 24 * PER_UNIT
    nothing = {"provisioned": fixed, "auto scaling": _scaled(writes, least=0)}
    return _least(_costs(writes) | nothing)


@exercise.wrong(
    "should give 'auto scaling'; it gave 'on demand'.", "Auto scaling is missing."
)
def compares_two_ways(writes):
    costs = _costs(writes)
    del costs["auto scaling"]
    return _least(costs)


@exercise.wrong(
    "should give 'on demand'; it gave 'auto scaling'.",
    "Whether a day is flat does not decide alone: how much is written does, too.",
)
def decides_by_flatness_alone(writes):
    return "provisioned" if len(set(writes)) == 1 else "auto scaling"


@exercise.wrong("should give 'provisioned'; it gave 1.764")
def returns_the_cost(writes):
    return _costs(writes)["provisioned"]


@exercise.wrong("should give 'provisioned'; it gave ('provisioned', 1.764")
def returns_name_and_cost(writes):
    return "provisioned", _costs(writes)["provisioned"]


@exercise.wrong(
    "should give 'on demand'; it gave 'auto scaling'.",
    "On a day with no request on demand costs nothing at all.",
)
def forgets_on_demand(writes):
    costs = _costs(writes)
    return _least({way: costs[way] for way in ("auto scaling", "provisioned")})


@exercise.wrong(
    "should give 'provisioned'; it gave 'auto scaling'.",
    "A capacity is rounded up: 2 units for 1, since 1 would be filled to the last.",
)
def rounds_down(writes):
    return _least(_costs(writes) | {"auto scaling": _scaled(writes, _floor)})


@exercise.wrong(
    "should give 'provisioned'; it gave 'auto scaling'.",
    "A capacity is rounded up: 2 units for 1, since 1 would be filled to the last.",
)
def rounds_to_the_nearest(writes):
    scaled = _scaled(writes, lambda units: round(units / 0.7))
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong(
    "should give 'provisioned'; it gave 'auto scaling'.",
    "A capacity is rounded up: 2 units for 1, since 1 would be filled to the last.",
)
def leaves_fractions_of_a_unit(writes):
    scaled = _scaled(writes, lambda units: units / 0.7)
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong(
    "should give 'on demand'; it gave 'auto scaling'.",
    "The least of one unit is for each hour by itself, not for the day as a whole.",
)
def takes_the_least_for_the_whole_day(writes):
    scaled = max(24, sum(ceil(units / 0.7) for units in writes)) * PER_UNIT
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong("should give 'auto scaling'; it gave 'provisioned'.")
def adds_a_unit_to_be_sure(writes):
    scaled = _scaled(writes, lambda units: ceil(units / 0.7) + 1)
    return _least(_costs(writes) | {"auto scaling": scaled})


@exercise.wrong(
    "should give 'auto scaling'; it gave 'provisioned'.",
    "Compare the costs as they are: rounded to cents, two of them seem equal.",
)
def rounds_to_cents_first(writes):
    return _least({way: round(cost, 2) for way, cost in _costs(writes).items()})


@exercise.wrong(
    "should give 'auto scaling'; it gave 'provisioned'.",
    "Of 7 units 10 are filled to 70 percent: a whole number needs no rounding up.",
)
def adds_a_unit_to_whole_numbers_too(writes):
    return _least(_costs(writes) | {"auto scaling": _scaled(writes, _one_above)})


def _one_above(units):
    return int(units / 0.7) + 1

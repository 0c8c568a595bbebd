"""\
Write `writes_a_second(cloudwatch, table, start, end)`. It asks CloudWatch for the write
units that a DynamoDB table has used, and returns a list: for each minute that has any,
in the order of time, how many units *a second* that was. `table` is the table's name,
`start` and `end` are moments of the account's clock."""

from datetime import timedelta
from decimal import Decimal
from numbers import Real

from ..kinds import PythonExercise
from ..stage.account import add_table, new_session
from ..words import listed, returned, show

exercise = PythonExercise(
    id="11.metric_query",
    objective="11.b",
    difficulty=2,
    learned=(
        "A metric is namespace, name and dimensions; period and statistic say what is "
        "made of its points."
    ),
    prompt=__doc__,
    hints=(
        "The namespace is AWS/DynamoDB, the metric ConsumedWriteCapacityUnits, and the"
        " dimension TableName says of which table.",
        "Period=60 gives a value for each minute. The units of a minute are added up:"
        " Stat is Sum.",
        'ScanBy="TimestampAscending" gives the oldest first. Values is in'
        ' ["MetricDataResults"][0]; a minute has 60 seconds.',
    ),
    seconds=20.0,
)


@exercise.right
def writes_a_second(cloudwatch, table, start, end):
    metric = {
        "Namespace": "AWS/DynamoDB",
        "MetricName": "ConsumedWriteCapacityUnits",
        "Dimensions": [{"Name": "TableName", "Value": table}],
    }
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[
            {
                "Id": "writes",
                "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"},
            }
        ],
        StartTime=start,
        EndTime=end,
        ScanBy="TimestampAscending",
    )
    return [units / 60 for units in answer["MetricDataResults"][0]["Values"]]


# ------------------------------------------------------------------------- the proof

#: Units of each minute, by table: a quiet minute in between, and one busy table more.
MINUTES = {"orders": (30, 120, 0, 6, 90), "baskets": (300, 300, 300, 300, 300)}
REQUESTS = 2  # of each minute that has any
REAL = (Real, Decimal)
WANTED = [0.5, 2.0, 0.1, 1.5]
CALL = "writes_a_second(cloudwatch, 'orders', start, end)"


@exercise.proof
def _tells_the_writes(writes_a_second):
    """What is wrong with what an answer tells of a played day, or None."""
    session, start = _played()
    cloudwatch, clock = session.client("cloudwatch"), session.account.clock
    given = writes_a_second(cloudwatch, "orders", start, clock.now)
    if problem := _other_than(CALL, WANTED, given):
        return problem
    half = start + timedelta(minutes=2)
    call = "the same for its first two minutes"
    if problem := _other_than(
        call, WANTED[:2], writes_a_second(cloudwatch, "orders", start, half)
    ):
        return problem
    call = "the same from its third minute on"
    if problem := _other_than(
        call, WANTED[2:], writes_a_second(cloudwatch, "orders", half, clock.now)
    ):
        return problem
    call = "writes_a_second(cloudwatch, 'nobody', start, end), of no such table,"
    return _other_than(
        call, [], writes_a_second(cloudwatch, "nobody", start, clock.now)
    )


def _played():
    """A session in which two tables were written to, and the moment when that began."""
    session = new_session()
    session.client("cloudwatch")  # from now on it notes
    clock = session.account.clock
    for name in MINUTES:
        add_table(session, name)
    clock.advance(seconds=60 - clock.now.second)
    start = clock.now
    for minute in zip(*MINUTES.values(), strict=True):
        for name, units in zip(MINUTES, minute, strict=True):
            _write(session.resource("dynamodb").Table(name), units)
        clock.advance(minutes=1)
    _count_requests(session.account)
    return session, start


def _write(table, units):
    """Use so many write units of a table: half of them with each of two writes."""
    for _ in range(REQUESTS if units else 0):
        table.put_item(Item={"id": units, "text": "x" * (512 * units - 100)})


def _count_requests(account):
    """Let each write be a value of its own, as on AWS: the average is theirs [F133]."""
    from cafe.aws.cloudwatch import CloudWatch
    from cafe.aws.cloudwatch.metrics import Point

    [cloudwatch] = (s for s in account.services() if isinstance(s, CloudWatch))
    for metric, series in cloudwatch.series.items():
        if metric.name == "ConsumedWriteCapacityUnits":
            for minute, point in series.points.items():
                one = Point.of(point.total / REQUESTS)
                series.points[minute] = one.with_(one)


def _other_than(call, wanted, given):
    """What is wrong with a list of writes a second, or None."""
    values = listed(given)
    if values is None:
        return f"{call} should give a list; it gave {returned(given)}"
    if not all(_is_number(each) for each in values):
        return f"{call} should give numbers; it gave {show(values)}."
    told = [_rounded(each) for each in values]
    if told == wanted:
        return None
    said = f"{call} should give {show(wanted)}; it gave {show(told)}."
    return f"{said} {_why(wanted, told)}".strip()


def _is_number(value):
    return isinstance(value, REAL) and not isinstance(value, bool)


def _rounded(value):
    try:
        return round(float(value), 6)
    except OverflowError:  # too large for a float
        return value


def _why(wanted, told):
    """What makes of the right list the one that was given, if that is known."""
    if not told:
        return (
            "Nothing was found. A metric is found by all of its name: namespace, name"
            " and dimensions."
        )
    if told == wanted[::-1]:
        return "That is the newest first: ScanBy turns it round."
    if told == [each * 60 for each in wanted]:
        return "Those are the units of a whole minute: divide by its seconds."
    if told == [each * 60 for each in wanted[::-1]]:
        return "Those are whole minutes, the newest first: divide, and ask for ScanBy."
    if told == [each / REQUESTS for each in wanted]:
        return "That is what a single write used: ask for the Sum of the minute."
    if told == [5.0] * len(told):
        return "Those are the writes of another table: which one was asked for?"
    if len(told) < len(wanted) and set(told) < set(wanted):
        return "Some of the minutes are missing."
    if len(told) < len(wanted):
        return "Does one value stand for one minute? Period=60 makes it so."
    return ""


# ------------------------------------------------------------------------- also right


def ask(
    cloudwatch,
    table,
    start,
    end,
    *,
    name="ConsumedWriteCapacityUnits",
    namespace="AWS/DynamoDB",
    dimension="TableName",
    period=60,
    stat="Sum",
    order="TimestampAscending",
):
    """The answer of CloudWatch, asked as it should be but for what is named."""
    metric = {
        "Namespace": namespace,
        "MetricName": name,
        "Dimensions": [{"Name": dimension, "Value": table}] if dimension else [],
    }
    stat = {"Metric": metric, "Period": period, "Stat": stat}
    return cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "m1", "MetricStat": stat}],
        StartTime=start,
        EndTime=end,
        ScanBy=order,
    )["MetricDataResults"][0]


@exercise.right
def turns_the_list_itself(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, order="TimestampDescending")
    return [units / 60 for units in reversed(found["Values"])]


@exercise.right
def sorts_by_the_time(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, order="TimestampDescending")
    points = sorted(zip(found["Timestamps"], found["Values"]))
    return [units / 60 for _, units in points]


@exercise.right
def names_the_seconds(cloudwatch, table, start, end):
    seconds = 60
    rates = []
    for units in ask(cloudwatch, table, start, end, period=seconds)["Values"]:
        rates.append(units / seconds)
    return rates


@exercise.right
def gives_a_generator(cloudwatch, table, start, end):
    return (each / 60 for each in ask(cloudwatch, table, start, end)["Values"])


@exercise.right
def maps_a_function(cloudwatch, table, start, end):
    return map(lambda units: units / 60, ask(cloudwatch, table, start, end)["Values"])


@exercise.right
def divides_with_numpy(cloudwatch, table, start, end):
    import numpy as np

    return list(np.array(ask(cloudwatch, table, start, end)["Values"]) / 60)


@exercise.right
def sorts_with_pandas(cloudwatch, table, start, end):
    import pandas as pd

    found = ask(cloudwatch, table, start, end, order="TimestampDescending")
    rates = pd.Series(found["Values"], index=found["Timestamps"], dtype=float) / 60
    return rates.sort_index().tolist()


@exercise.right
def takes_every_page(cloudwatch, table, start, end):
    metric = {
        "Namespace": "AWS/DynamoDB",
        "MetricName": "ConsumedWriteCapacityUnits",
        "Dimensions": [{"Name": "TableName", "Value": table}],
    }
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum"}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[{"Id": "m1", "MetricStat": stat}],
        StartTime=start,
        EndTime=end,
        ScanBy="TimestampAscending",
    )
    values = [v for page in pages for v in page["MetricDataResults"][0]["Values"]]
    return [value / 60 for value in values]


@exercise.right
def counts_times_average(cloudwatch, table, start, end):
    average = ask(cloudwatch, table, start, end, stat="Average")["Values"]
    points = ask(cloudwatch, table, start, end, stat="SampleCount")["Values"]
    return [a * n / 60 for a, n in zip(average, points)]


# ------------------------------------------------------------------------------ wrong


@exercise.wrong("Those are the units of a whole minute: divide by its seconds.")
def does_not_divide(cloudwatch, table, start, end):
    return ask(cloudwatch, table, start, end)["Values"]


@exercise.wrong("That is the newest first: ScanBy turns it round.")
def takes_the_newest_first(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, order="TimestampDescending")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Those are whole minutes, the newest first: divide, and ask for")
def takes_the_values_as_they_come(cloudwatch, table, start, end):
    return ask(cloudwatch, table, start, end, order="TimestampDescending")["Values"]


@exercise.wrong("Does one value stand for one minute? Period=60 makes it so.")
def asks_for_five_minutes(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, period=300)
    return [each / 300 for each in found["Values"]]


@exercise.wrong("Does one value stand for one minute? Period=60 makes it so.")
def asks_for_five_minutes_and_divides_by_sixty(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, period=300)
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Nothing was found. A metric is found by all of its name")
def leaves_the_dimension_out(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, dimension=None)
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Nothing was found. A metric is found by all of its name")
def names_another_dimension(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, dimension="Table")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Nothing was found. A metric is found by all of its name")
def names_another_namespace(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, namespace="DynamoDB")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Nothing was found. A metric is found by all of its name")
def asks_for_the_reads(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, name="ConsumedReadCapacityUnits")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("Those are the writes of another table: which one was asked for?")
def asks_for_the_baskets(cloudwatch, table, start, end):
    found = ask(cloudwatch, "baskets", start, end)
    return [each / 60 for each in found["Values"]]


@exercise.wrong("That is what a single write used: ask for the Sum")
def takes_the_average(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, stat="Average")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("[0.033333, 0.033333, 0.033333, 0.033333].")
def counts_the_points(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end, stat="SampleCount")
    return [each / 60 for each in found["Values"]]


@exercise.wrong("should give a list; it gave 1.025, a number.")
def gives_the_mean_of_all(cloudwatch, table, start, end):
    values = ask(cloudwatch, table, start, end)["Values"]
    return sum(values) / 60 / len(values)


@exercise.wrong("the same for its first two minutes should give [0.5, 2.0]; it gave")
def asks_for_the_whole_day(cloudwatch, table, start, end):
    begun = end - timedelta(days=1)
    found = ask(cloudwatch, table, begun, begun + timedelta(days=2))
    return [each / 60 for each in found["Values"]]


@exercise.wrong("raised KeyError: 'Values'")
def reads_the_values_of_the_whole_answer(cloudwatch, table, start, end):
    metric = {"Namespace": "AWS/DynamoDB", "MetricName": "ConsumedWriteCapacityUnits"}
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum"}
    return cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "m1", "MetricStat": stat}],
        StartTime=start,
        EndTime=end,
    )["Values"]


@exercise.wrong("The parameter StartTime must be less than the parameter EndTime.")
def swaps_start_and_end(cloudwatch, table, start, end):
    return ask(cloudwatch, table, end, start)["Values"]


@exercise.wrong("it gave None. Does it end with return")
def forgets_return(cloudwatch, table, start, end):
    ask(cloudwatch, table, start, end)


@exercise.wrong("It printed '[0.5")
def prints_them(cloudwatch, table, start, end):
    print([each / 60 for each in ask(cloudwatch, table, start, end)["Values"]])


@exercise.wrong("should give numbers; it gave ['0.5', '2.0', '0.1', '1.5'].")
def gives_texts(cloudwatch, table, start, end):
    return [str(each / 60) for each in ask(cloudwatch, table, start, end)["Values"]]


@exercise.wrong("should give a list; it gave {")
def gives_a_dict(cloudwatch, table, start, end):
    found = ask(cloudwatch, table, start, end)
    moments = [f"{each:%H:%M}" for each in found["Timestamps"]]
    return dict(zip(moments, (each / 60 for each in found["Values"])))


@exercise.wrong("it gave [2.0, 0.1, 1.5]. Some of the minutes are missing.")
def leaves_the_first_minute_out(cloudwatch, table, start, end):
    return [each / 60 for each in ask(cloudwatch, table, start, end)["Values"][1:]]


@exercise.wrong("should give numbers; it gave [(0.5+0j), (2+0j)")
def gives_complex_numbers(cloudwatch, table, start, end):
    values = ask(cloudwatch, table, start, end)["Values"]
    return [complex(each / 60) for each in values]


@exercise.wrong("should give [0.5, 2.0, 0.1, 1.5]; it gave [1000")
def gives_numbers_that_no_float_holds(cloudwatch, table, start, end):
    return [10**400] * 4


@exercise.wrong("should give [0.5, 2.0, 0.1, 1.5]; it gave [0.5, 2.0, 0.1, 1.5, 0.5")
def gives_them_without_end(cloudwatch, table, start, end):
    from itertools import cycle

    return cycle([each / 60 for each in ask(cloudwatch, table, start, end)["Values"]])


@exercise.wrong("the same from its third minute on should give [0.1, 1.5]; it gave [0.")
def asks_for_the_last_five_minutes(cloudwatch, table, start, end):
    answer = ask(cloudwatch, table, end - timedelta(minutes=5), end)
    return [units / 60 for units in answer["Values"]]

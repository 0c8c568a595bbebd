"""\
Write `set_alarm(cloudwatch)`. It makes one alarm, of any name, on the instance `orders`
(a `db.t4g.small`, which takes 225 connections). Each alarm wakes somebody up, so:

- It must ring when the connections run out. Yesterday they stood at 225 from 8:05 to
  8:25, with the CPU at 37 %. By 8:10 somebody should know.
- It must not ring at 3:00, when a report keeps the CPU at 95 % for twelve minutes. It
  needs twenty connections, and nobody waits for it.
- It must not ring at 12:00, when 200 connections are open for ten minutes and everybody
  is served, or at 15:00, when a new version of the till takes all 225 for one minute.

The check plays that day, minute by minute, and reads the alarm's history."""

from datetime import timedelta

from ..kinds import PythonExercise
from ..stage.account import new_session
from ..words import show

exercise = PythonExercise(
    id="11.alarm",
    objective="11.c",
    difficulty=3,
    learned=(
        "Watch what runs out, near its limit, for as long as one can wait and longer "
        "than a harmless peak."
    ),
    prompt=__doc__,
    hints=(
        "Which metric tells the two apart, the sale and the report? Not the CPU: it is"
        " quiet in the sale.",
        "200 are no trouble, 225 are. And one minute of 225 is none either: more than"
        " one period must be beyond the threshold, and fewer than six.",
        "DatabaseConnections, Statistic Maximum, Period 60, EvaluationPeriods 3,"
        " Threshold 210, GreaterThanThreshold; the dimension is DBInstanceIdentifier.",
    ),
    seconds=30.0,
)


@exercise.right
def set_alarm(cloudwatch):
    cloudwatch.put_metric_alarm(
        AlarmName="connections-run-out",
        Namespace="AWS/RDS",
        MetricName="DatabaseConnections",
        Dimensions=[{"Name": "DBInstanceIdentifier", "Value": "orders"}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=3,
        Threshold=210,
        ComparisonOperator="GreaterThanThreshold",
    )


# ------------------------------------------------------------------------- the proof

#: What the tills do, from when and for how many minutes: clients a second, the seconds
#: of a vCPU that each needs, and how long it keeps its connection.
DAY = (
    ("03:00", 12, {"rate": 0.1, "work": 19.0}),
    ("08:05", 20, {"rate": 25, "work": 0.04, "held": 12}),
    ("12:00", 10, {"rate": 16.6, "work": 0.04, "held": 12}),
    ("15:00", 1, {"rate": 25, "work": 0.04, "held": 12}),
)
QUIET = {"rate": 3, "work": 0.04, "held": 12}
REPORT, SALE, LUNCH, DEPLOYMENT = (begins for begins, _, _ in DAY)
LATEST = "08:10"
AFTER = {  # until when a ring is owed to what began then
    REPORT: "03:30",
    SALE: "08:45",
    LUNCH: "12:30",
    DEPLOYMENT: "15:20",
}
FALSE_ALARMS = {
    REPORT: "when the report was running: the CPU was busy, and nobody had to wait.",
    LUNCH: "at lunch, with 200 connections open: there was room for 25 more.",
    DEPLOYMENT: "after one minute with all connections taken: it was over by then.",
}


@exercise.proof
def _rings_in_time(set_alarm):
    """What is wrong with an alarm, or None: the day is played to it."""
    session = new_session()
    cloudwatch = session.client("cloudwatch")
    host = _instance(session.client("rds"))
    _wait_until(session.account.clock, "02:30")
    set_alarm(cloudwatch)
    if problem := _not_one(cloudwatch):
        return problem
    _play(session, host)
    return _heard(cloudwatch)


def _instance(rds):
    """The address of the instance `orders`, as the lesson has it."""
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        DBInstanceClass="db.t4g.small",
        AllocatedStorage=20,
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    return rds.describe_db_instances()["DBInstances"][0]["Endpoint"]["Address"]


def _wait_until(clock, time):
    """Move the clock to the next moment at which it shows this time, as 03:00."""
    hour, minute = map(int, time.split(":"))
    now = clock.now
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    clock.advance(seconds=((then - now) % timedelta(days=1)).total_seconds())


def _play(session, host):
    rds, clock = session.client("rds"), session.account.clock
    for begins, minutes, load in DAY:
        rds.put_load(host, **QUIET)
        _wait_until(clock, begins)
        rds.put_load(host, **load)
        clock.advance(minutes=minutes)
    rds.put_load(host, **QUIET)
    clock.advance(minutes=30)


def _not_one(cloudwatch):
    """What is wrong when there is not exactly one alarm, or None."""
    alarms = cloudwatch.describe_alarms()["MetricAlarms"]
    if len(alarms) == 1:
        return None
    if not alarms:
        return "The client that was given has no alarm: the call is put_metric_alarm."
    return f"One alarm is asked for, and there are {len(alarms)}."


def _heard(cloudwatch):
    """What is wrong with when the alarm rang, or None."""
    history = cloudwatch.describe_alarm_history(ScanBy="TimestampAscending")
    rings = [
        f"{item['Timestamp']:%H:%M}"
        for item in history["AlarmHistoryItems"]
        if item["HistorySummary"].endswith("to ALARM")
    ]
    causes = {ring: _cause(ring) for ring in rings}
    for ring, cause in causes.items():
        if cause is None:
            return f"It rang at {ring}, when all was quiet. {_told(cloudwatch)}"
        if cause in FALSE_ALARMS:
            return f"It rang at {ring}, {FALSE_ALARMS[cause]}"
    heard = next((ring for ring in causes if causes[ring] == SALE), None)
    if not heard:
        return f"It did not ring in the sale. {_told(cloudwatch)}"
    if heard > LATEST:
        return (
            f"It rang at {heard}, and by {LATEST} somebody should have known: it waits"
            " for too many periods, or they are too long."
        )
    return None


def _cause(ring):
    """When that began which made the alarm ring, or None."""
    owed = (begins for begins, until in AFTER.items() if begins <= ring <= until)
    return next(owed, None)


def _told(cloudwatch):
    """What an alarm that is wrong watches, in words."""
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    known = cloudwatch.list_metrics(MetricName=alarm["MetricName"])["Metrics"]
    watched = {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions")}
    if watched not in known:
        return (
            "Its metric has no points: namespace, name and dimensions must be those"
            " that list_metrics tells."
        )
    return (
        f"It watches whether the {alarm['Statistic']} of {alarm['MetricName']} is"
        f" {alarm['ComparisonOperator']} {alarm['Threshold']:g}. The connections are 36"
        " when it is quiet, and 225 at most."
    )


# ------------------------------------------------------------------------- also right

ORDERS = [{"Name": "DBInstanceIdentifier", "Value": "orders"}]


def put(cloudwatch, **changed):
    """Make the alarm of the solution, but for what is named; None leaves a key out."""
    given = {
        "AlarmName": "connections-run-out",
        "Namespace": "AWS/RDS",
        "MetricName": "DatabaseConnections",
        "Dimensions": ORDERS,
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 3,
        "Threshold": 210,
        "ComparisonOperator": "GreaterThanThreshold",
    } | changed
    given = {name: value for name, value in given.items() if value is not None}
    return cloudwatch.put_metric_alarm(**given)


@exercise.right
def waits_for_the_last_connection(cloudwatch):
    put(
        cloudwatch,
        EvaluationPeriods=2,
        Threshold=225,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
    )


@exercise.right
def takes_two_of_three(cloudwatch):
    put(cloudwatch, DatapointsToAlarm=2)


@exercise.right
def averages_five_minutes(cloudwatch):
    put(cloudwatch, Statistic="Average", Period=300, EvaluationPeriods=1)


@exercise.right
def takes_the_least_of_each_minute(cloudwatch):
    put(cloudwatch, Statistic="Minimum", EvaluationPeriods=5)


@exercise.right
def works_the_threshold_out(cloudwatch):
    put(cloudwatch, Threshold=0.95 * 225)


@exercise.right
def says_what_it_is_for(cloudwatch):
    put(
        cloudwatch,
        AlarmName="orders: no connection left",
        AlarmDescription="Clients are refused. Look at the tills first.",
        TreatMissingData="breaching",
    )


@exercise.right
def changes_its_own_alarm(cloudwatch):
    put(cloudwatch, Threshold=100)
    put(cloudwatch, Threshold=215)


@exercise.right
def finds_the_dimensions_itself(cloudwatch):
    for metric in cloudwatch.list_metrics(MetricName="DatabaseConnections")["Metrics"]:
        put(cloudwatch, Dimensions=metric["Dimensions"])


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "when the report was running: the CPU was busy, and nobody had to wait."
)
def watches_the_cpu(cloudwatch):
    put(cloudwatch, MetricName="CPUUtilization", Threshold=90)


@exercise.wrong("when the report was running")
def watches_the_load(cloudwatch):
    put(cloudwatch, MetricName="DBLoad", Threshold=2)


@exercise.wrong(
    "It did not ring in the sale. It watches whether the Maximum of CPUUtil"
)
def watches_whether_the_cpu_is_full(cloudwatch):
    put(cloudwatch, MetricName="CPUUtilization", Threshold=99)


@exercise.wrong(
    "It did not ring in the sale. It watches whether the Maximum of Database"
)
def waits_for_more_than_there_can_be(cloudwatch):
    put(cloudwatch, Threshold=225)


@exercise.wrong("after one minute with all connections taken: it was over by then.")
def rings_after_one_minute(cloudwatch):
    put(cloudwatch, EvaluationPeriods=1)


@exercise.wrong("after one minute with all connections taken")
def takes_one_of_three(cloudwatch):
    put(cloudwatch, DatapointsToAlarm=1)


@exercise.wrong("after one minute with all connections taken")
def takes_the_most_of_five_minutes(cloudwatch):
    put(cloudwatch, Period=300, EvaluationPeriods=1)


@exercise.wrong("at lunch, with 200 connections open: there was room for 25 more.")
def rings_at_half_of_them(cloudwatch):
    put(cloudwatch, Threshold=112)


@exercise.wrong("at lunch, with 200 connections open")
def takes_the_limit_for_a_percentage(cloudwatch):
    put(cloudwatch, Threshold=95)


@exercise.wrong("It rang at 08:20, and by 08:10 somebody should have known")
def waits_for_a_quarter_of_an_hour(cloudwatch):
    put(cloudwatch, EvaluationPeriods=15)


@exercise.wrong("It rang at 08:15, and by 08:10 somebody should have known")
def waits_for_two_periods_of_five_minutes(cloudwatch):
    put(cloudwatch, Period=300, EvaluationPeriods=2, Statistic="Average")


@exercise.wrong(
    "when all was quiet. It watches whether the Maximum of DatabaseConnections is Less"
)
def compares_the_other_way(cloudwatch):
    put(cloudwatch, ComparisonOperator="LessThanThreshold")


@exercise.wrong(
    "Its metric has no points: namespace, name and dimensions must be those"
)
def names_no_dimension(cloudwatch):
    put(cloudwatch, Dimensions=None)


@exercise.wrong("Its metric has no points")
def names_another_instance(cloudwatch):
    put(cloudwatch, Dimensions=[{"Name": "DBInstanceIdentifier", "Value": "order"}])


@exercise.wrong("Its metric has no points")
def watches_the_clients_of_a_proxy(cloudwatch):
    put(cloudwatch, MetricName="ClientConnections")


@exercise.wrong("Its metric has no points")
def leaves_aws_out_of_the_namespace(cloudwatch):
    put(cloudwatch, Namespace="RDS")


@exercise.wrong("The client that was given has no alarm: the call is put_metric_alarm.")
def makes_no_alarm(cloudwatch):
    return cloudwatch.describe_alarms()


@exercise.wrong("One alarm is asked for, and there are 2.")
def makes_two(cloudwatch):
    put(cloudwatch)
    put(cloudwatch, AlarmName="cpu", MetricName="CPUUtilization", Threshold=90)


@exercise.wrong("Threshold")
def forgets_the_threshold(cloudwatch):
    put(cloudwatch, Threshold=None)


@exercise.wrong("Member must satisfy enum value set")
def writes_a_sign(cloudwatch):
    put(cloudwatch, ComparisonOperator=">")


@exercise.wrong("when all was quiet. Its metric has no points: namespace, name and dim")
def takes_missing_points_for_bad_ones(cloudwatch):
    put(cloudwatch, Dimensions=None, TreatMissingData="breaching")


@exercise.wrong("It watches whether the SampleCount of DatabaseConnections is Greater")
def counts_the_points(cloudwatch):
    put(cloudwatch, Statistic="SampleCount")

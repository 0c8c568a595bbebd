"""\
Write `unused(lines, requests)`. `lines` are the lines of a month's bill, each a dict
such as `{"resource": "orders", "what": "RDS, db.m7g.large", "usd": 122.6}`; a resource
can have several. `requests` says how often each resource was asked in that month, as
`{"orders": 81000}`; one that is not in it was not asked. Of the resources that nobody
asked, return the name of the one that costs most, all its lines together. If there is
none, return `None`."""

from copy import deepcopy

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="13.unused",
    objective="13.d",
    difficulty=2,
    learned="What nobody asks is found by laying the bill beside the requests.",
    prompt=__doc__,
    hints=(
        "First the sum of each resource over its lines, in a dict.",
        "Then leave out those that were asked: requests.get(name, 0) gives 0 for one"
        " that is not in it.",
        "Of those that are left, max(left, key=left.get) is the dearest; if none is"
        " left, return None.",
    ),
    cases=lambda: [deepcopy(case) for case in _cases()],
)


def _line(resource, what, usd):
    return {"resource": resource, "what": what, "usd": usd}


BILL = [
    _line("orders", "RDS, db.m7g.large", 245.28),
    _line("orders", "RDS, gp3 storage", 25.4),
    _line("report-2024", "RDS, db.t4g.medium", 50.37),
    _line("sale-2025", "DynamoDB, WCU", 53.66),
    _line("loyalty", "DynamoDB, write requests", 3.66),
    _line("report-2024", "RDS, gp3 storage", 25.4),
    _line("before-moving", "RDS, snapshot", 9.5),
    _line("menu", "ElastiCache, cache.t4g.micro", 19.86),
]
REQUESTS = {"orders": 81000, "loyalty": 5200000, "menu": 640000}


def _cases():
    return [
        (BILL, REQUESTS),
        (BILL, {**REQUESTS, "report-2024": 12}),
        (BILL, {**REQUESTS, "report-2024": 0}),
        (BILL, {**REQUESTS, "report-2024": 5, "sale-2025": 3, "before-moving": 1}),
        (BILL, {}),
        (BILL[::-1], {**REQUESTS, "report-2024": 12}),
        (BILL[:2], {"orders": 1}),
        ([], {}),
        ([_line("old", "RDS, db.t4g.micro", 0.4)], {"orders": 7}),
        ([_line("june", "RDS, snapshot", 9.2), _line("july", "the same", 9.9)], {}),
    ]


@exercise.right
def unused(lines, requests):
    costs = {}
    for line in lines:
        name = line["resource"]
        if requests.get(name, 0) == 0:
            costs[name] = costs.get(name, 0) + line["usd"]
    if not costs:
        return None
    return max(costs, key=costs.get)


@exercise.right
def counts_with_a_counter(lines, requests):
    from collections import Counter

    costs = Counter()
    for line in lines:
        if not requests.get(line["resource"]):
            costs[line["resource"]] += line["usd"]
    return costs.most_common(1)[0][0] if costs else None


@exercise.right
def sums_for_each_name(lines, requests):
    names = {line["resource"] for line in lines}
    idle = [name for name in names if requests.get(name, 0) < 1]
    return max(
        idle,
        key=lambda name: sum(line["usd"] for line in lines if line["resource"] == name),
        default=None,
    )


@exercise.right
def sorts_the_sums(lines, requests):
    from collections import defaultdict

    costs = defaultdict(float)
    for line in lines:
        costs[line["resource"]] += line["usd"]
    idle = sorted(
        (usd, name) for name, usd in costs.items() if not requests.get(name, 0)
    )
    return idle[-1][1] if idle else None


@exercise.right
def looks_for_the_dearest_by_hand(lines, requests):
    best, most = None, 0
    for candidate in lines:
        name = candidate["resource"]
        if name in requests and requests[name] > 0:
            continue
        total = 0
        for line in lines:
            if line["resource"] == name:
                total += line["usd"]
        if total > most:
            best, most = name, total
    return best


@exercise.right
def asks_a_table(lines, requests):
    import pandas as pd

    if not lines:
        return None
    sums = pd.DataFrame(lines).groupby("resource")["usd"].sum()
    idle = sums[[not requests.get(name, 0) for name in sums.index]]
    return None if idle.empty else idle.idxmax()


@exercise.right
def takes_the_asked_ones_away(lines, requests):
    costs = {}
    for line in lines:
        costs.setdefault(line["resource"], []).append(line["usd"])
    for name, asked in requests.items():
        if asked:
            costs.pop(name, None)
    if costs:
        return max(costs, key=lambda name: sum(costs[name]))


@exercise.right
def groups_the_sorted_lines(lines, requests):
    from itertools import groupby

    def name_of(line):
        return line["resource"]

    costs = [
        (sum(line["usd"] for line in group), name)
        for name, group in groupby(sorted(lines, key=name_of), name_of)
        if requests.get(name, 0) == 0
    ]
    return max(costs)[1] if costs else None


@exercise.right
def asks_with_sql(lines, requests):
    import sqlite3

    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE bill (name, usd)")
    idle = [line for line in lines if not requests.get(line["resource"])]
    db.executemany("INSERT INTO bill VALUES (:resource, :usd)", idle)
    row = db.execute(
        "SELECT name FROM bill GROUP BY name ORDER BY sum(usd) DESC LIMIT 1"
    ).fetchone()
    db.close()
    return row and row[0]


@exercise.right
def takes_the_lines_out(lines, requests):
    costs = {}
    while lines:
        line = lines.pop()
        if not requests.get(line["resource"]):
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return max(costs, key=costs.get, default=None)


# ------------------------------------------------------------------------------ wrong


@exercise.wrong(
    "should give 'report-2024'; it gave 'orders'.",
    "That is the dearest of all; leave out what was asked.",
)
def forgets_the_requests(lines, requests):
    costs = {}
    for line in lines:
        costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return max(costs, key=costs.get) if costs else None


@exercise.wrong(
    "should give 'report-2024'; it gave 'sale-2025'.",
    "A resource has several lines: instance and storage belong together.",
)
def takes_the_dearest_line(lines, requests):
    idle = [line for line in lines if not requests.get(line["resource"])]
    return max(idle, key=lambda line: line["usd"])["resource"] if idle else None


@exercise.wrong(
    "should give 'report-2024'; it gave 'sale-2025'.",
    "Of its lines only the last was kept: add them up.",
)
def keeps_the_last_line(lines, requests):
    costs = {
        line["resource"]: line["usd"]
        for line in lines
        if not requests.get(line["resource"])
    }
    return max(costs, key=costs.get) if costs else None


@exercise.wrong(
    "should give 'report-2024'; it gave 'sale-2025'.",
    "One with 0 requests is in the dict, and was not asked either.",
)
def takes_a_zero_for_asked(lines, requests):
    costs = {}
    for line in lines:
        if line["resource"] not in requests:
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return max(costs, key=costs.get) if costs else None


@exercise.wrong("KeyError: 'report-2024'")
def takes_each_one_for_listed(lines, requests):
    costs = {}
    for line in lines:
        if requests[line["resource"]] == 0:
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return max(costs, key=costs.get) if costs else None


@exercise.wrong("should give 'report-2024'; it gave 75.77")
def returns_the_sum(lines, requests):
    costs = {}
    for line in lines:
        if not requests.get(line["resource"]):
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return round(max(costs.values()), 2) if costs else None


@exercise.wrong(
    "should give 'report-2024'; it gave 'before-moving'.",
    "That is the cheapest of them.",
)
def takes_the_cheapest(lines, requests):
    costs = {}
    for line in lines:
        if not requests.get(line["resource"]):
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return min(costs, key=costs.get) if costs else None


@exercise.wrong("should give 'report-2024'; it gave ['report-2024', 'sale-2025'")
def returns_all_of_them(lines, requests):
    names = dict.fromkeys(line["resource"] for line in lines)
    return [name for name in names if not requests.get(name)]


@exercise.wrong("max and min want one value at least")
def has_no_answer_for_none(lines, requests):
    costs = {}
    for line in lines:
        if not requests.get(line["resource"]):
            costs[line["resource"]] = costs.get(line["resource"], 0) + line["usd"]
    return max(costs, key=costs.get)


@exercise.wrong("should give 'report-2024'; it gave {'resource': 'report-2024'")
def returns_a_line(lines, requests):
    for line in sorted(lines, key=lambda line: line["usd"]):
        if line["resource"] == "report-2024":
            return line


@exercise.wrong("should give 'report-2024'; it gave 'loyalty'.")
def takes_the_least_asked(lines, requests):
    return min(requests, key=requests.get) if "old" in requests else "loyalty"


@exercise.wrong(
    "should give 'sale-2025'; it gave 'report-2024'.",
    "That name fits the first bill only.",
)
def writes_the_name_in(lines, requests):
    return "report-2024"


@exercise.wrong(
    "should give 'july'; it gave 'june'.", "The cents decide, too: leave int(…) out."
)
def adds_whole_dollars(lines, requests):
    costs = {}
    for line in lines:
        if not requests.get(line["resource"]):
            costs[line["resource"]] = costs.get(line["resource"], 0) + int(line["usd"])
    return max(costs, key=costs.get, default=None)

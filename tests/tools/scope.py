"""What the small AWS and its drivers offer, and what of it the course uses.

`python tests/tools/scope.py` prints, by room, what no lesson, lab, exercise or explorer
uses. `next_steps.toml` beside this file says what may stay all the same, and why.

An offer has a name: "rds.stop_db_instance" is an operation, and after another dot comes
an option; "ec2.IpRange.CidrIp" is a member of a structure that operations take. A
driver's method is "redis.Redis.lpush", an operator of documents "documents.query.$all".
The room is where the code stands: what three services inherit from one class is one
offer, and used when it is used through any of them.

Whether something is used is read from the code of the course without running it:

- A method is used where an attribute of its name stands in a notebook or module that
  names its driver or service, or whose exercises are tried on a stage that does. So
  common words such as `get` are found too easily. A receiver that is known, as `rds`
  after `rds = aws.client("rds")`, counts for nothing else.
- An option is used where a call of its method gives it, by name or by position. Where
  a call is given a dict (`**settings`), each key in that notebook or module counts.
- A document operator is used where its name stands as a text: within a pipeline for
  stages and expressions, outside of one (or in its `$match`) for queries and updates.
- What a service or driver uses itself is no use. But a used method of DynamoDB's
  `Table` is a use of the operation that it calls, and an engine's command is used if a
  driver sends it.
"""

import ast
import importlib
import inspect
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args, is_typeddict

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks")]

from cafe import aws
from cafe.aws.parameters import shape_of
from cafe.files import read_toml

CAFE = ROOT / "notebooks" / "cafe"
NEXT_STEPS = Path(__file__).with_name("next_steps.toml")
#: driver -> its functions and classes, also those that a call gives.
DRIVERS = {
    "amazondax": ("AmazonDaxClient",),
    "memcache": ("Client", "HashClient"),
    "neptune": ("connect", "Connection"),
    "pymongo": ("MongoClient", "Database", "Collection", "Cursor", "CommandCursor"),
    "redis": ("Redis", "Pipeline"),
    "sql": ("connect", "Connection", "Result"),
}
MADE_BY_LEARNERS = {"AmazonDaxClient", "Client", "HashClient", "MongoClient", "Redis"}


# -- what there is --------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """Something that a learner may write.

    `words` are names of which a user's code must mention one, `owners` the methods
    that take an option, `place` its position if it may be given without its name.
    `within` are the options, or operations, in whose structures a member stands.
    """

    name: str
    word: str
    words: frozenset
    owners: frozenset = frozenset()
    place: int | None = None
    kind: str = "method"
    within: frozenset = frozenset()


def offers():
    """Everything that the services, drivers and engines offer."""
    found = [*of_services(), *of_drivers(), *of_dynamodb(), *of_documents()]
    return sorted(found, key=lambda offer: offer.name)


def of_services():
    """The operations of all clients with their options, and the waiters."""
    users_of, takers = defaultdict(set), defaultdict(set)
    for service, (module, name) in aws.SERVICES.items():
        client = getattr(importlib.import_module(module), name)
        for _, method in inspect.getmembers(client):
            if hasattr(method, "is_operation"):
                users_of[inspect.unwrap(method)].add(service)
        for word in client.waiters:
            key = f"{room(module)}.waiter.{word}"
            yield Offer(key, word, frozenset([service]), kind="waiter")
    for function, services in users_of.items():
        word, words = function.__name__, frozenset(services)
        key = f"{room(function.__module__)}.{word}"
        yield Offer(key, word, words)
        for name, each in list(inspect.signature(function).parameters.items())[1:]:
            option = key if each.default is each.empty else f"{key}.{name}"
            if option != key:
                yield Offer(option, name, words, frozenset([word]), kind="option")
            for shape in shapes(each.annotation):
                takers[shape] |= {(word, words, option)}
    for shape, calls_ in takers.items():
        owners, words, options = map(frozenset, zip(*calls_, strict=True))
        for name in shape.__annotations__:
            key = f"{room(shape.__module__)}.{shape.__name__}.{name}"
            who = frozenset().union(*words)
            yield Offer(key, name, who, owners, kind="member", within=options)


def shapes(annotation):
    """The structures that an operation takes, and those within them."""
    shape = shape_of(annotation)
    for inner in get_args(shape):
        yield from shapes(inner)
    if is_typeddict(shape):
        yield shape
        for inner in shape.__annotations__.values():
            yield from shapes(inner)


def room(module):
    """The room of a module: "rds" for cafe.aws.rds.instances."""
    return module.removeprefix("cafe.").split(".")[1]


def of_drivers():
    """The functions and classes of each driver, and what their calls may give."""
    for driver, names in DRIVERS.items():
        package = importlib.import_module(f"cafe.drivers.{driver}")
        seen = set()
        for name in names:
            thing = found_in(package, name)
            if inspect.isfunction(thing):
                yield from of_method(driver, name, thing)
                continue
            if name in MADE_BY_LEARNERS:
                yield from of_options(driver, name, thing.__init__, name)
            for word, method in inspect.getmembers(thing):
                function = getattr(method, "fget", method)
                function = getattr(function, "__func__", function)
                if inspect.isfunction(function) and function not in seen:
                    seen.add(function)
                    yield from of_method(f"{driver}.{name}", word, function)


def found_in(package, name):
    """A function or class of a package, or of one of its modules."""
    modules = [package, *(m for m in vars(package).values() if inspect.ismodule(m))]
    return next(vars(m)[name] for m in modules if name in vars(m))


def of_method(prefix, name, function):
    """A method and its options."""
    driver = prefix.partition(".")[0]
    if not name.startswith("_") and function.__module__.startswith("cafe.drivers."):
        yield Offer(f"{prefix}.{name}", name, frozenset([driver]))
        yield from of_options(
            driver, f"{prefix}.{name}".partition(".")[2], function, name
        )


def of_options(driver, prefix, function, owner):
    """What may be left out of a call; `account` is ours."""
    parameters = list(inspect.signature(function).parameters.values())
    if parameters and parameters[0].name == "self":
        del parameters[0]
    for place, each in enumerate(parameters):
        if each.default is not each.empty and each.name != "account":
            where = place if each.kind is each.POSITIONAL_OR_KEYWORD else None
            key, words = f"{driver}.{prefix}.{each.name}", frozenset([driver])
            yield Offer(key, each.name, words, frozenset([owner]), where, kind="option")


def of_dynamodb():
    """The resource, the conditions as objects, and the functions of expressions."""
    from cafe.aws.dynamodb import DynamoDB, conditions, expressions, resource

    words = frozenset(["dynamodb", "Table", "table"])
    for cls in (resource.DynamoDBResource, resource.Table, resource.BatchWriter):
        for name in vars(cls):
            if name[0].islower() and not hasattr(DynamoDB, name):
                yield Offer(f"dynamodb.{cls.__name__}.{name}", name, words)
    for cls in (conditions.Key, conditions.Attr):
        for name in vars(cls):
            is_function = {name, f"attribute_{name}"} & set(expressions.ALL_FUNCTIONS)
            if not name.startswith("_") and not is_function:
                key = f"dynamodb.{cls.__name__}.{name}"
                yield Offer(key, name, frozenset(["Key", "Attr"]), kind="condition")
    for name in expressions.ALL_FUNCTIONS:
        yield Offer(f"dynamodb.function.{name}", name, words, kind="function")


def of_documents():
    """The operators of queries, updates and pipelines."""
    from cafe.aws.engines.documents import aggregation, expressions, matching, updating

    tables = {
        "query": {"$and", "$or", "$regex", *matching.OPERATORS},
        "update": updating.OPERATORS,
        "stage": aggregation.STAGES,
        "accumulator": aggregation.ACCUMULATORS,
        "expression": expressions.OPERATIONS,
    }
    for table, names in tables.items():
        for name in names:
            yield Offer(f"documents.{table}.{name}", name, frozenset(), kind=table)


# -- what the course writes -----------------------------------------------------------


@dataclass
class Code:
    """The code of one notebook or module, and what stands in it."""

    words: set = field(default_factory=set)  # all names and texts
    keys: set = field(default_factory=set)  # keywords and keys of dicts
    attributes: set = field(default_factory=set)  # (receiver's service or "", name)
    keywords: dict = field(default_factory=lambda: defaultdict(set))
    places: dict = field(default_factory=lambda: defaultdict(int))
    open_calls: set = field(default_factory=set)  # called with ** or not called here
    piped: set = field(default_factory=set)  # $names within a pipeline
    plain: set = field(default_factory=set)  # $names outside of one
    texts: list = field(default_factory=list)
    stages: set = field(default_factory=set)  # what an exercise's answers are tried on

    def read(self, text):
        """Note what stands in a text, if it is Python; otherwise the text itself."""
        self.texts.append(text)
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return
        clients = dict(clients_of(tree))
        called = {
            node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(attr=name) if is_of_dict(name, called.get(node)):
                    pass
                case ast.Attribute():
                    receiver = client_of(node.value) or clients.get(name_of(node.value))
                    self.attributes.add((receiver or "", node.attr))
                    self.words.add(node.attr)
                    if node not in called:
                        self.open_calls.add(node.attr)
                case ast.Name():
                    self.words.add(node.id)
                case ast.Import() | ast.ImportFrom():
                    module = getattr(node, "module", None) or ""
                    if module.startswith("stage."):
                        self.stages.add(module.removeprefix("stage."))
                    for alias in node.names:
                        self.words.update(re.findall(r"\w+", alias.name))
                case ast.Call():
                    self.note_call(node)
                case ast.Dict():
                    self.keys.update(constants(node.keys))
                case ast.Subscript(ctx=ast.Store()):
                    self.keys.update(constants([node.slice]))
                case ast.Constant(value=bytes() as value):
                    self.words.add(value.decode("latin-1"))
                case ast.Constant(value=str() as value):
                    self.words.add(value)
                    if "\n" in value or "(" in value:
                        self.read(value)
        self.note_operators(tree)

    def note_call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        self.places[name] = max(self.places[name], len(node.args))
        if any(isinstance(each, ast.Starred) for each in node.args):
            self.places[name] = sys.maxsize
        for keyword in node.keywords:
            if keyword.arg is None:
                self.open_calls.add(name)
            else:
                self.keywords[name].add(keyword.arg)
                self.keys.add(keyword.arg)

    def note_operators(self, node, in_pipeline=False):
        """Note the texts that begin with $, apart by whether they are in a pipeline."""
        if isinstance(node, ast.Constant) and str(node.value).startswith("$"):
            (self.piped if in_pipeline else self.plain).add(node.value)
        for child in ast.iter_child_nodes(node):
            if stage := stage_of(child, within=node):
                self.piped.add(stage)
                self.note_operators(child.values[0], stage != "$match")
            else:
                self.note_operators(child, in_pipeline)


def is_of_dict(name, call):
    """Whether a call is one such as `.keys()`, which is a dict's and no cache's."""
    return call and not (call.args or call.keywords) and hasattr(dict, name)


def stage_of(node, within):
    """The name of the stage that a dict is, or None."""
    from cafe.aws.engines.documents import aggregation, updating

    if not isinstance(node, ast.Dict) or len(node.keys) != 1:
        return None
    name = getattr(node.keys[0], "value", None)
    is_update = name in updating.OPERATORS and not isinstance(within, ast.List)
    return name if name in aggregation.STAGES and not is_update else None


def clients_of(tree):
    """(variable, service) of each `name = aws.client("service")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            (target,), value = node.targets, node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=False)
            for name, made in pairs:
                if isinstance(name, ast.Name) and client_of(made):
                    yield name.id, client_of(made)


def client_of(node):
    """The service of `aws.client("service")`, or None."""
    is_made = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if is_made and node.func.attr in ("client", "resource"):
        return next(constants(node.args), None)
    return None


def name_of(node):
    return node.id if isinstance(node, ast.Name) else None


def constants(nodes):
    return (each.value for each in nodes if isinstance(each, ast.Constant))


def course():
    """The Code of the notebooks, exercises, explorers, lessons and the shop."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        found.append(code := Code())
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                code.read(without_magic("".join(cell["source"])))
    rooms = defaultdict(Code)  # a lesson's exercises are read as one
    for folder in ("exercises", "explorers", "lessons", "shop"):
        for path in sorted((CAFE / folder).rglob("*.py")):
            code = rooms[folder, path.relative_to(CAFE / folder).parts[0]]
            code.read(path.read_text(encoding="utf-8"))
    for code in rooms.values():  # an answer is given the stage's client
        for stage in code.stages:
            text = (CAFE / "exercises" / "stage" / f"{stage}.py").read_text("utf-8")
            code.words |= DRIVERS.keys() & set(re.findall(r"\w+", text))
    found += rooms.values()
    for path in sorted((ROOT / "data" / "exercises").rglob("*.toml")):
        found.append(code := Code())
        for text in texts_in(read_toml(path)):
            code.read(text)
    return found


def without_magic(source):
    lines = source.splitlines()
    if lines and lines[0].startswith("%%"):
        return ""
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in lines)


def texts_in(value):
    """All texts in what a TOML file holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


# -- the one in the other -------------------------------------------------------------


def is_used(offer, code):
    """Whether the code of a notebook or module uses an offer."""
    kind, word = offer.kind, offer.word
    if kind in ("stage", "accumulator", "expression"):
        return word in code.piped
    if kind in ("query", "update"):
        return word in code.plain
    if offer.words.isdisjoint(code.words):
        return False
    if kind == "function":
        name = re.sub("attribute_(.*exists)", r"(attribute_)?\1", word)  # Attr's
        pattern = re.compile(rf"\b{name}\s*\(")
        return any(pattern.search(text) for text in code.texts)
    if kind == "waiter":
        return word in code.words and calls("get_waiter", offer.words, code)
    if kind in ("method", "condition"):
        return any(calls(each, offer.words, code) for each in callers(word))
    names = {name for owner in offer.owners for name in callers(owner)}
    return any(
        calls(name, offer.words, code) and gives(offer, name, code) for name in names
    )


def calls(name, services, code):
    """Whether a method is named, not of a client of another service."""
    if any((known, name) in code.attributes for known in ("", *services)):
        return True
    return name in code.places and name[:1].isupper()


def gives(offer, name, code):
    """Whether a call of a method gives an option, or what may hold it."""
    if offer.word in code.keywords[name]:
        return True
    if offer.place is not None and code.places[name] > offer.place:
        return True
    anything = offer.kind == "member" or name in code.open_calls
    return anything and offer.word in code.keys


def callers(word):
    """The names under which a method is called: its own, and that of Table."""
    return {word, *(table for table, name in TABLE.items() if name == word)}


#: What is called otherwise at DynamoDB's Table than at the client.
TABLE = {"delete": "delete_table", "update": "update_table", "load": "describe_table"}


def unused():
    """The names of what the course does not use; what stands below one is left out."""
    codes, all_offers = course(), offers()
    idle = [o for o in all_offers if not any(is_used(o, code) for code in codes)]
    names = {offer.name for offer in idle if offer.kind != "member"}
    names |= {o.name for o in idle if o.kind == "member" and not o.within <= names}
    return sorted({*never_sent(), *names} - set(below(names, names)))


def below(names, tops):
    """The names that stand below one of the others: "rds.x.Tags" is below "rds.x"."""
    for name in names:
        parts = name.split(".")
        if any(".".join(parts[:n]) in tops for n in range(2, len(parts))):
            yield name


def covers(entry, name):
    """Whether an entry of the list means a name; * stands for any one part."""
    parts, wanted = name.split("."), entry.split(".")
    return len(parts) == len(wanted) and all(
        one in ("*", other) for one, other in zip(wanted, parts, strict=True)
    )


def never_sent():
    """What the engines of the caches can do, and nothing asks them for."""
    from cafe.aws.engines import memcached, valkey  # noqa: F401
    from cafe.aws.engines.valkey.command import COMMANDS

    said = {*said_in("drivers/redis"), *said_in("explorers")}
    for name in map(bytes.decode, COMMANDS):
        if {name, name.lower()}.isdisjoint(said):
            yield f"valkey.{name}"
    said = {*said_in("drivers/memcache.py"), *said_in("aws/elasticache")}
    for name, method in vars(memcached.Server).items():
        if inspect.isfunction(method) and name[0] != "_" and name not in said:
            yield f"memcached.{name}"


def said_in(place):
    """The names and texts in the code of a file or folder of the package."""
    path = CAFE / place
    for file in path.rglob("*.py") if path.is_dir() else [path]:
        code = Code()
        code.read(file.read_text(encoding="utf-8"))
        yield from code.words | code.keys


def main():
    names = unused()
    rooms = defaultdict(list)
    for name in names:
        rooms[name.partition(".")[0]].append(name.partition(".")[2])
    for name, inside in sorted(rooms.items()):
        print(f"{name}: {len(inside)}")
        for each in inside:
            print(f"    {each}")
    print(f"{len(names)} in all, of {len(offers())}")


if __name__ == "__main__":
    main()

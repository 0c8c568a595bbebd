"""From the functions in an exercise's file to texts, and from a text to a function.

All functions of a file are read at once: `inspect.getsource` takes 1 ms for each of
them, and 10 for the first, while a learner waits.
"""

import ast
import linecache
from functools import cache
from textwrap import dedent


def function_text(function, name):
    """The source of `function`, called `name` and without its decorators."""
    text = _texts(function.__code__.co_filename)[function.__code__.co_firstlineno]
    return text.replace(f"def {function.__name__}(", f"def {name}(", 1)


def value_text(function, name):
    """The source of what `function` returns, assigned to `name`."""
    _, body = function_text(function, name).split("\n", 1)
    return dedent(body).replace("return", f"{name} =", 1)


def starter_text(function):
    """The first line of a function, and three dots for its body."""
    head, _ = function_text(function, function.__name__).split("\n", 1)
    return f"{head}\n    ...\n"


def build(source, name, beside=None):
    """Return what `source` defines as `name`; messages can show its lines.

    `beside`, a dict, are the names that it finds beside its own.
    """
    file = f"<{name} {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    own = {}
    exec(compile(source, file, "exec"), own if beside is None else beside, own)
    return own[name]


@cache
def _texts(file):
    """{its first line, decorators included: the text of each function of a file}."""
    lines = linecache.getlines(file)
    texts = {}
    for node in _functions(ast.parse("".join(lines))):
        decorators = [each.lineno for each in node.decorator_list]
        first = min([*decorators, node.lineno])
        texts[first] = dedent("".join(lines[node.lineno - 1 : node.end_lineno]))
    return texts


def _functions(block):
    """The functions that stand in a module or a function, and in these."""
    for node in block.body:
        if isinstance(node, ast.FunctionDef):
            yield node
            yield from _functions(node)

"""What a class uses of itself stands in the class, or in one that its file imports.

So "go to definition" works, and no circle of files runs through `self`.
"""

import ast
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
AWS = NOTEBOOKS / "cafe" / "aws"
FILES = sorted(AWS.rglob("*.py"))


def name_of(path):
    """The name under which a file is imported."""
    parts = path.relative_to(NOTEBOOKS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def classes_in(module):
    """{name: its source as a tree} of each class that a module defines."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def of_self(tree, context):
    """The names that the methods of a class read (ast.Load) or set (ast.Store)."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and isinstance(node.ctx, context)
    }


@cache
def set_in(cls):
    """What the methods of a class set of itself."""
    tree = classes_in(sys.modules[cls.__module__])[cls.__name__]
    return of_self(tree, ast.Store)


def undefined(cls, tree):
    """What a class uses of itself and neither it nor a base of it defines."""
    ours = [each for each in cls.__mro__ if each.__module__.startswith("cafe.")]
    known = {*dir(cls)}.union(*(vars(each).get("__annotations__", ()) for each in ours))
    known = known.union(*map(set_in, ours))
    return sorted(of_self(tree, ast.Load) - known)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_class_uses_of_itself_what_it_or_a_base_defines(path):
    module = import_module(name_of(path))
    found = {
        name: undefined(getattr(module, name), tree)
        for name, tree in classes_in(module).items()
    }
    assert {name: names for name, names in found.items() if names} == {}

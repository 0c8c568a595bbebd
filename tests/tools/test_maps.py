"""Who opens a room finds a word on each of its files where the room begins."""

import ast
import re
from pathlib import Path

import pytest

CAFE = Path(__file__).parents[2] / "notebooks" / "cafe"
MANY = 6  # files from which on their names alone are no map
ROOMS = sorted(
    room.parent.relative_to(CAFE).as_posix()
    for room in CAFE.glob("**/__init__.py")
    if re.match(
        "aws|drivers|explorers/kit|selfcheck|wire", room.relative_to(CAFE).as_posix()
    )
    and len(list(room.parent.glob("*.py"))) >= MANY
    and room.parent != CAFE / "aws"  # of which the page of the package has a table
)


def begins_with(folder):
    text = (folder / "__init__.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_each_of_its_files_where_it_begins(room):
    words = set(re.findall(r"\w+", begins_with(CAFE / room)))
    files = {file.stem for file in (CAFE / room).glob("[!_]*.py")}
    assert not files - words, f"say in {room}/__init__.py what these are for"

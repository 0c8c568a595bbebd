"""A picture is filled: nothing of it is cut off, and below what it draws no band is
left empty, whatever one has set, on a wide page and on a narrow one."""

import re
from contextlib import suppress

import pytest

from cafe.explorers.kit.svg import NARROW
from explorers.test_explorers_from_a_cell import MAKERS
from fixtures.pictures import SVG, controls, drawn
from fixtures.player import ends

BAND = 28  # units that may be left below the last thing; beside it stands the status
PLACE = re.compile(r"translate\(([-\d.]+)(?:px)?,? ([-\d.]+)(?:px)?\)")


def shapes(element, dx=0.0, dy=0.0):
    """(left, top, right, bottom) of each shape that tells its place by itself, in the
    picture's units. Of a text that is its baseline's beginning or end alone."""
    if element.tag == f"{SVG}defs":
        return
    for x, y in PLACE.findall(element.get("style", "") + element.get("transform", "")):
        dx, dy = dx + float(x), dy + float(y)
    kind, get = element.tag.removeprefix(SVG), lambda name: float(element.get(name, 0))
    if "cafe-ex-touch" in element.get("class", "").split():
        return  # where a hand may press is not drawn
    if kind == "rect":
        left, top = dx + get("x"), dy + get("y")
        yield left, top, left + get("width"), top + get("height")
    elif kind == "circle":
        x, y, r = dx + get("cx"), dy + get("cy"), get("r")
        yield x - r, y - r, x + r, y + r
    elif kind == "text":
        x, y = dx + get("x"), dy + get("y")
        yield x, y, x, y
    for child in element:
        yield from shapes(child, dx, dy)


def states(explorer):
    """What was set, for each state that the ends of one control bring about."""
    yield "at first"
    for control in controls(explorer):
        for value in ends(control):
            with suppress(Exception):  # refused: then the picture stays as it was
                explorer.set(control.name, value)
                yield f"{control.name} = {value!r}"


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_is_neither_cut_nor_left_empty_below_what_it_draws(name):
    explorer = MAKERS[name]()
    for state in states(explorer):
        check_filled(drawn(explorer), state)
        if explorer.folds:
            narrow = drawn(explorer.narrowed())
            assert float(narrow.get("width")) == NARROW
            check_filled(narrow, f"{state}, narrow")


def check_filled(root, state):
    width, height = map(float, root.get("viewBox").split()[2:])
    lefts, tops, rights, bottoms = zip(*shapes(root))
    assert min(lefts) >= -1 and max(rights) <= width + 1, state
    assert min(tops) >= -1 and max(bottoms) <= height + 1, state
    assert height - max(bottoms) <= BAND, state

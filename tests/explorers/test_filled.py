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
SCALE = re.compile(r"scale\(([\d.]+)\)")
PLACE = re.compile(r"translate\(([-\d.]+)(?:px)?,? ([-\d.]+)(?:px)?\)")


def shapes(element, dx=0.0, dy=0.0, scale=1.0):
    """(left, top, right, bottom) of each shape that tells its place by itself, in the
    picture's units. Of a text that is its baseline's beginning or end alone."""
    if element.tag == f"{SVG}defs":
        return
    moved = element.get("style", "") + element.get("transform", "")
    for x, y in PLACE.findall(moved):
        dx, dy = dx + scale * float(x), dy + scale * float(y)
    for part in SCALE.findall(moved):
        scale *= float(part)
    if "cafe-ex-touch" in element.get("class", "").split():
        return  # where a hand may press is not drawn
    for x, y, right, bottom in _edges(element):
        yield dx + scale * x, dy + scale * y, dx + scale * right, dy + scale * bottom
    for child in element:
        yield from shapes(child, dx, dy, scale)


def _edges(element):
    kind, get = element.tag.removeprefix(SVG), lambda name: float(element.get(name, 0))
    if kind == "rect":
        left, top = get("x"), get("y")
        yield left, top, left + get("width"), top + get("height")
    elif kind == "circle":
        x, y, r = get("cx"), get("cy"), get("r")
        yield x - r, y - r, x + r, y + r
    elif kind == "text":
        yield get("x"), get("y"), get("x"), get("y")


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
        narrow = drawn(explorer.narrowed())
        assert float(narrow.get("width")) == NARROW
        check_filled(narrow, f"{state}, narrow")


def check_filled(root, state):
    width, height = map(float, root.get("viewBox").split()[2:])
    lefts, tops, rights, bottoms = zip(*shapes(root))
    assert min(lefts) >= -1 and max(rights) <= width + 1, state
    assert min(tops) >= -1 and max(bottoms) <= height + 1, state
    assert height - max(bottoms) <= BAND, state
    for part in root.iter(f"{SVG}rect"):  # a page complains of less than nothing
        assert float(part.get("width")) >= 0 <= float(part.get("height")), state

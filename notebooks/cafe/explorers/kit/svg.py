"""Small functions that write SVG.

Every function returns `Svg`, text that is safe to put into a page. Plain text
given as a child is escaped, so a name that holds `<` is shown and never run.
Colours and fonts come from the classes in panel.css, so a picture follows the
theme. Ids start with `cafe-id-`; the panel replaces that with a number of its
own, so that two pictures on one page keep apart.
"""

import json
import re
import textwrap
from functools import cache
from html import escape

LETTER = 0.56  # average width of a letter, in parts of the font size
NARROW = 264  # units: what a phone shows, or a notebook beside another window


class Svg(str):
    """SVG markup that needs no more escaping."""


def tag(name, *children, **attributes):
    """One element. `class_` is written `class`, and `stroke_width` `stroke-width`.

    A child that is None and an attribute that is None are left out.
    """
    inside = "".join(
        child if isinstance(child, Svg) else escape(str(child))
        for child in children
        if child is not None
    )
    written = "".join(
        f' {_attribute(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Svg(f"<{name}{written}>{inside}</{name}>")


def group(*children, **attributes):
    """Elements that belong together."""
    return tag("g", *children, **attributes)


def box(x, y, width, height, class_, radius=6, **attributes):
    """A rectangle with round corners, in user units."""
    return tag(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        rx=radius,
        class_=class_,
        **attributes,
    )


def patterned(x, y, width, height, pattern, radius=6):
    """A rectangle filled with one of the patterns: hatch, dots, cross."""
    return box(x, y, width, height, None, radius, fill=f"url(#cafe-id-{pattern})")


def path(d, class_, **attributes):
    """A line, or what lines enclose."""
    return tag("path", d=d, class_=class_, **attributes)


def filled(d, class_, pattern):
    """What lines enclose, and one of the patterns over it."""
    return path(d, class_), path(d, None, fill=f"url(#cafe-id-{pattern})")


def arrow(d, look="", has_head=True):
    """A way from one thing to another: `look` is " cafe-ex-dashed", say."""
    head = "url(#cafe-id-arrow)" if has_head else None
    return path(d, f"cafe-ex-arrow{look}", marker_end=head)


def disc(x, y, radius, class_, **attributes):
    """A circle around a point."""
    return tag("circle", cx=x, cy=y, r=radius, class_=class_, **attributes)


def label(x, y, words, class_="cafe-ex-text", anchor="start", **attributes):
    """One line of text whose baseline stands at y."""
    return tag("text", words, x=x, y=y, class_=class_, text_anchor=anchor, **attributes)


def stack(x, y, step, texts, class_="cafe-ex-text", anchor="start"):
    """Texts below one another, `step` from line to line; the first stands at y."""
    return [
        label(x, y + step * number, text, class_, anchor)
        for number, text in enumerate(texts)
    ]


def paragraph(x, y, words, width, class_="cafe-ex-text", anchor="start", size=13):
    """Text wrapped to a width, `size` units high, first baseline at y."""
    return group(*stack(x, y, size * 1.3, wrapped(words, width, size), class_, anchor))


def lines(x, y, texts, width, step, class_="cafe-ex-text", size=13):
    """Texts below one another, `step` from line to line, each wrapped to a width; and
    where the next would begin."""
    rows = [line for text in texts for line in wrapped(text, width, size)]
    return group(*stack(x, y, step, rows, class_)), y + step * len(rows)


def flowed(widths, room, gap):
    """Where things of these widths stand one beside the other, and go on in a new line
    when the room ends: (x, line) of each."""
    x, line, places = 0, 0, []
    for wide in widths:
        if x and x + wide > room:
            x, line = 0, line + 1
        places.append((x, line))
        x += wide + gap
    return places


def wrapped(words, width, size=13):
    """The lines of a text set `size` units high in a column of that width."""
    return textwrap.wrap(words, max(1, int(width / (size * LETTER))))


def code_rows(line, width):
    """A line of code in as many rows as the width asks for, its indent halved."""
    indent = " " * ((len(line) - len(line.lstrip())) // 2)
    # A letter of code is 7.3 wide in a wide font.
    rows = textwrap.TextWrapper(int(width / 7.3), subsequent_indent=indent + "  ")
    return rows.wrap(indent + line.strip())


def width_of(words, size=13):
    """About how wide a line of text is, in user units."""
    return len(words) * size * LETTER


def shortened(words, width, size=13):
    """The words, cut short with an ellipsis where they do not fit the width."""
    most = int(width / (size * LETTER))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def cylinder(x, y, width, height, look):
    """A database: `full`, `hatch` (hatched) or `open` (outlined)."""
    rim = width / 5
    body = (
        f"M{x:g} {y + rim:g}V{y + height - rim:g}a{width / 2:g} {rim:g} 0 0 0 "
        f"{width:g} 0V{y + rim:g}a{width / 2:g} {rim:g} 0 0 0 {-width:g} 0z"
    )
    return group(
        path(body, f"cafe-ex-cylinder cafe-ex-{look}"),
        path(body, None, fill="url(#cafe-id-lines)") if look == "hatch" else None,
        tag(
            "ellipse",
            cx=x + width / 2,
            cy=y + rim,
            rx=width / 2,
            ry=rim,
            class_=f"cafe-ex-cylinder cafe-ex-{look}",
        ),
    )


def zone_box(x, y, width, height, is_cut, radius=10):
    """The ground of an Availability Zone; of one that is cut, crossed out."""
    look = "cafe-ex-zone-cut" if is_cut else "cafe-ex-zone"
    yield box(x, y, width, height, look, radius)
    if is_cut:
        yield patterned(x, y, width, height, "cross", radius)


def touchable(control, words, *children, value=None, pressed=None):
    """Parts that act like `control` when one clicks on them, or presses Enter there.

    `words` says to a screen reader what that does; `value` is what the control gets,
    and `pressed` tells the state of one that is on or off.
    """
    return group(
        *children,
        class_="cafe-ex-touchable",
        role="button",
        tabindex=0,
        aria_label=words,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        data_control=control,
        data_value=json.dumps(value),
    )


def option(
    control, words, room, *children, value, chosen, plain="cafe-ex-card", radius=6
):
    """A box to press, one of several: it stands out when it is the chosen one, and has
    the `plain` look when it is not."""
    look = "cafe-ex-chosen" if chosen else plain
    x, y, width, height = room
    ground = box(x, y, width, height, look, radius)
    return touchable(control, words, ground, *children, value=value, pressed=chosen)


def glided(x, y, *children, opacity=1, key=None):
    """Parts whose origin lies at x, y. When the place or the opacity changes, they are
    seen to go there. With a `key` they are found again by it, and not by their place
    among their siblings, all of which then have one."""
    return group(
        *children,
        class_="cafe-ex-glided",
        style=f"transform: translate({x:g}px, {y:g}px)",
        opacity=opacity,
        data_key=key,
    )


def dragged(slider, left, right, *children):
    """Parts that move a slider when one drags over them: from its least value, at the
    x `left`, to its most, at `right`. A keyboard has the slider itself."""
    return group(
        *children,
        class_="cafe-ex-dragged",
        data_control=slider,
        data_left=left,
        data_right=right,
    )


def hand(line, x, y):
    """The line of the present moment, and at x, y the grip by which one drags it."""
    return path(line, "cafe-ex-cursor"), disc(x, y, 7, "cafe-ex-grip")


def handle(x, y):
    """What one takes hold of to drag a slider. The eye sees this one, and the slider
    itself while it has the focus of the keys."""
    x = round(x, 1)
    arrows = f"M{x - 2.5} {y - 3}l-3 3l3 3M{x + 2.5} {y - 3}l3 3l-3 3"
    return group(
        disc(x, y, 9, "cafe-ex-grip cafe-ex-handle"),
        path(arrows, "cafe-ex-handle-arrows"),
    )


def untouched(svg):
    """The same picture, to look at only: nothing in it is pressed or dragged, and no
    word asks for it."""
    svg = re.sub(r"<text[^>]* class=\"[^\"]*cafe-ex-link[^>]*>[^<]*</text>", "", svg)
    svg = re.sub(r' (?:tabindex|aria-label|aria-pressed|data-\w+)="[^"]*"', "", svg)
    svg = svg.replace(' role="button"', "").replace(' role="group"', ' role="img"')
    return re.sub("cafe-ex-(?:touchable|dragged)", "", svg)


def picture(width, height, title, summary, *children):
    """The whole SVG: an image with a name and a summary for a screen reader. One that
    has parts to press is no image: a screen reader would not tell of them."""
    is_image = not any("cafe-ex-touchable" in str(child) for child in children)
    return tag(
        "svg",
        tag("title", title, id="cafe-id-title"),
        tag("desc", summary, id="cafe-id-desc"),
        _definitions(),
        *children,
        role="img" if is_image else "group",
        aria_labelledby="cafe-id-title cafe-id-desc",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        xmlns="http://www.w3.org/2000/svg",
    )


def _pattern(name, size, *parts, rotated=True):
    """A square tile that a class of panel.css fills a shape with."""
    turn = {"patternTransform": "rotate(45)"} if rotated else {}
    return tag(
        "pattern",
        *parts,
        id=f"cafe-id-{name}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        **turn,
    )


def _definitions():
    """Patterns and arrow heads that the classes in panel.css refer to."""
    hatch = _pattern("hatch", 8, path("M0 0V8", "cafe-ex-hatch-line"))
    lines = _pattern("lines", 5, path("M0 0V5", "cafe-ex-fine-line"))
    dots = _pattern(
        "dots",
        10,
        disc(3, 3, 1.3, "cafe-ex-dot"),
        disc(8, 8, 1.3, "cafe-ex-dot"),
        rotated=False,
    )
    cross = _pattern("cross", 7, path("M0 0V7M0 0H7", "cafe-ex-cross-line"))
    arrow = tag(
        "marker",
        path("M0 1L9 5L0 9z", "cafe-ex-arrow-head"),
        id="cafe-id-arrow",
        viewBox="0 0 10 10",
        refX=8,
        refY=5,
        markerWidth=7,
        markerHeight=7,
        orient="auto-start-reverse",
    )
    return tag("defs", hatch, lines, dots, cross, arrow)


@cache
def _attribute(key):
    return key.rstrip("_").replace("_", "-")


def _value(value):
    """A number without needless digits, anything else as text that is safe."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) if isinstance(value, int) else escape(str(value))

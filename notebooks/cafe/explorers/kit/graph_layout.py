"""Where people, cards and devices stand in a picture of a graph, and their names."""

from math import cos, pi, sin

import networkx

from .svg import width_of

WIDTH, MIDDLE, TOP, ACROSS, DOWN = 848, 424, 32, 296, 222
FLOOR = 2 * (TOP + DOWN)  # the circle ends above it
LOWER_LEFT = 3 / 8  # of a whole turn
#: Where a name may stand beside its node: steps along and down, and the anchor.
SPOTS = {
    "above": (0, -16, "middle"),
    "below": (0, 26, "middle"),
    "right": (15, 4, "start"),
    "left": (-15, 4, "end"),
    "lower right": (8, 20, "start"),
    "upper left": (-8, -10, "end"),
    "upper right": (8, -10, "start"),
    "lower left": (-8, 20, "end"),
}


def circle(tree, start, leaves=None, across=ACROSS):
    """{node: (x, y)}: the start in the middle, each ring one hop further out.

    The whole is turned so that the node `leaves` stands at the lower left.
    """
    if not tree:
        return {}
    turn, depth = turns(tree, start), networkx.shortest_path_length(tree, start)
    further = LOWER_LEFT - turn[leaves] if leaves else 0
    step = 1 / max(1, *depth.values())
    return {
        node: _polar(depth[node] * step, turn[node] + further, across) for node in turn
    }


def turns(tree, start):
    """{node: part of a turn}: each branch has a slice as wide as it has ends."""
    ends = {}
    for node in networkx.dfs_postorder_nodes(tree, start):
        ends[node] = sum(ends[child] for child in tree[node]) or 1
    first = 0.25 if len(tree[start]) > 1 else 0.5  # so that one or two lie level
    found, slices = {}, {start: (first, first + 1)}
    for node in networkx.bfs_tree(tree, start):
        first, last = slices[node]
        found[node] = (first + last) / 2
        step_of_end = (last - first) / ends[node]
        for child in tree[node]:
            slices[child] = (first, first + step_of_end * ends[child])
            first = slices[child][1]
    return found


def _polar(distance, turn, across):
    angle = 2 * pi * turn
    return (
        MIDDLE + across * distance * cos(angle),
        TOP + DOWN + DOWN * distance * sin(angle),
    )


def row(x, people):
    """{node: (x, y)}: people in a row below the circle, from x to the right."""
    step = min(150, (WIDTH - 70 - x) / max(1, len(people) - 1))
    return {node: (x + n * step, FLOOR + 20) for n, node in enumerate(people)}


def lifted(places):
    """The same places without the empty space above them, and the lowest y."""
    if not places:
        return {}, FLOOR
    top = min(y for _, y in places.values()) - 1.5 * TOP
    places = {node: (x, y - top) for node, (x, y) in places.items()}
    return places, max(y for _, y in places.values()) + 1.5 * TOP


def names(wanted, nodes, ties=(), certain=()):
    """{node: ((x, y, anchor), has room)}: each name where it covers least.

    `wanted` is {node: (words, the spot that is preferred)}, the important ones first;
    `nodes` is {node: (x, y, radius)}; over `ties`, pairs of nodes, no name should run.
    Those of `certain` nodes are shown in any case, others where they cover nothing.
    """
    taken = {node: (x - r, y - r, x + r, y + r) for node, (x, y, r) in nodes.items()}
    taken |= {
        (tie, n): _point_on(nodes, tie, n / 20) for tie in ties for n in range(2, 19)
    }
    found = {}
    for node, (words, spot) in wanted.items():
        others = [taken[each] for each in taken if each != node]
        spots = sorted(SPOTS, key=lambda each: each != spot)
        boxes = {each: _box(nodes[node], words, each) for each in spots}
        best = min(spots, key=lambda each: _covered(boxes[each], others))
        has_room = node in certain or not _covered(boxes[best], others)
        if has_room:
            taken[node, "name"] = boxes[best]
        (x, y, _), (along, down, anchor) = nodes[node], _spot(nodes[node], best)
        found[node] = (x + along, y + down, anchor), has_room
    return found


def _point_on(nodes, tie, part):
    (x, y, _), (to_x, to_y, _) = nodes[tie[0]], nodes[tie[1]]
    x, y = x + (to_x - x) * part, y + (to_y - y) * part
    return (x, y, x, y)


def _spot(node, spot):
    """The spot's steps and anchor, further off where the node is large."""
    (_, _, radius), (along, down, anchor) = node, SPOTS[spot]
    more = max(0, radius - 10)
    aside = {"start": more, "middle": 0, "end": -more}[anchor]
    return along + aside, down + (more if down > 10 else -more * (down < 0)), anchor


def _box(node, words, spot):
    """Left, top, right and bottom of a name at a spot."""
    (x, y, _), (along, down, anchor) = node, _spot(node, spot)
    wide = width_of(words)
    left = x + along - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return (left, y + down - 11, left + wide, y + down + 4)


def _covered(box, others):
    """How many of the others a box covers; to leave the picture counts as many."""
    left, top, right, bottom = box
    outside = left < 0 or right > WIDTH or top < 0
    return 50 * outside + sum(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in others
    )

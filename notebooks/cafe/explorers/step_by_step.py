"""What happens to a few items, scene by scene: cards that go from place to place.

The scenes are what DynamoDB answered (../lessons/key_stories.py), what SQLite looked at
(../lessons/search_story.py), and what a proxy of RDS did (../lessons/proxy_story.py).
"""

from functools import cache

from ..lessons import key_stories, proxy_story, search_story
from .kit.panel import Explorer, Slider
from .kit.svg import NARROW, arrow, box, glided, group, label, shortened

WIDTH, GAP, NARROW_GAP, EDGE = 848, 40, 28, 12
HEAD, CARD, STEP, BAR = 54, 32, 38, 14  # heights
DASHED = " cafe-ex-dashed"  # nothing is there yet
SIGNS = {"": "", "kept": "●", "late": "◐", "refused": "✕"}
LOOKS = {
    "": ("cafe-ex-card", ""),
    "kept": ("cafe-ex-card cafe-ex-up", "cafe-ex-well"),
    "late": ("cafe-ex-slot cafe-ex-aged", "cafe-ex-busy"),
    "refused": ("cafe-ex-card-ill cafe-ex-down", "cafe-ex-ill"),
}
STORIES = key_stories.STORIES | search_story.STORIES | proxy_story.STORIES


@cache
def scenes(story):
    """The scenes of a story, in their order."""
    return [*STORIES[story].teller()]


def step_by_step(story):
    """A story of lesson 10 or 11, to go through: `step_by_step("late")`."""
    if story not in STORIES:
        raise ValueError(
            f"There is no story {story!r}. There are: {', '.join(STORIES)}"
        )
    return StepByStep(story)


class StepByStep(Explorer):
    """Places, the things in them, and a slider that goes from scene to scene."""

    played = "step"

    def __init__(self, story):
        self.story, self.step = story, STORIES[story].first
        self.heading = STORIES[story].heading

    def controls(self):
        last = len(scenes(self.story)) - 1
        moment = self._scene().moment
        return [[Slider("step", "Step", self.step, 0, last, moment)]]

    def _scene(self):
        return scenes(self.story)[self.step]

    # --- in words --------------------------------------------------------------

    def now(self):
        return self._scene().said

    def _text(self):
        scene = self._scene()
        return [
            f"Step {self.step + 1} of {len(scenes(self.story))}, {scene.moment}: "
            f"{scene.said}",
            *(_place_in_words(place) for place in scene.places),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, places = self._text(), self._scene().places
        frames = self._frames()
        drawing = [_frame(*frame, place) for frame, place in zip(frames, places)]
        if STORIES[self.story].flows:
            drawing += [self._arrow(*frame) for frame in frames[1:]]
        found = [
            (card.key, x + EDGE, _below(y, place) + STEP * line, wide, card)
            for (x, y, wide, _), place in zip(frames, places)
            for line, card in enumerate(place.cards)
        ]
        # By key: none is drawn in the place of another.
        cards = [_card(*each) for each in sorted(found, key=lambda each: each[0])]
        (x, y, wide, tall) = frames[-1]
        size = x + wide, y + tall + 2
        return self.framed(*size, text, *drawing, group(*cards), said=1)

    def _frames(self):
        """x, y, width and height of each place."""
        heights = [self._height(number) for number in range(len(self._scene().places))]
        if self.narrow:
            tops = [sum(heights[:n]) + NARROW_GAP * n for n in range(len(heights))]
            return [(0, y, NARROW, tall) for y, tall in zip(tops, heights)]
        count = len(heights)
        wide = (WIDTH - GAP * (count - 1)) / count
        return [((wide + GAP) * n, 0, wide, max(heights)) for n in range(count)]

    def _arrow(self, x, y, wide, tall):
        """From the place before, to the one that stands here."""
        way = f"M{x - GAP + 6:g} 40H{x - 6:g}"
        if self.narrow:
            way = f"M{wide / 2:g} {y - NARROW_GAP + 4:g}V{y - 4:g}"
        return arrow(way)

    def _height(self, number):
        """Of a place, so that it holds what stands there in any scene."""
        places = [scene.places[number] for scene in scenes(self.story)]
        bar = BAR + EDGE if places[0].full is not None else 0
        most = max(len(place.cards) for place in places)
        return HEAD + bar + STEP * max(most, 1) + EDGE / 2


def _below(y, place):
    """Where the cards of a place begin, which has its top at y."""
    return y + HEAD + (BAR + EDGE if place.full is not None else 0)


def _place_in_words(place):
    things = ", ".join(f"{SIGNS[c.state]} {c.words}".strip() for c in place.cards)
    return f"{place.title} ({place.note}): {things or 'nothing'}."


def _frame(x, y, wide, tall, place):
    """A place: its name, the note, and how full it is."""
    inside, is_empty = wide - 2 * EDGE, not place.cards and place.full is None
    bar = None
    if place.full is not None:
        look = "beyond" if place.full > 0.95 else "full"
        slot = x + EDGE, y + HEAD
        bar = group(
            box(*slot, inside, BAR, "cafe-ex-slot", 4),
            box(*slot, inside * place.full, BAR, f"cafe-ex-slot cafe-ex-{look}", 4),
        )
    return group(
        box(x + 0.5, y + 0.5, wide - 1, tall, "cafe-ex-zone" + DASHED * is_empty),
        label(x + EDGE, y + 24, shortened(place.title, inside, 14), "cafe-ex-name"),
        label(x + EDGE, y + 43, shortened(place.note, inside, 12), "cafe-ex-note"),
        bar,
    )


def _card(key, x, y, wide, card):
    (look, sign), mark = LOOKS[card.state], SIGNS[card.state]
    wide -= 2 * EDGE
    return glided(
        x,
        y,
        box(0, 0, wide, CARD, look),
        label(12, 21, mark, f"{sign} cafe-ex-small") if mark else None,
        label(32 if mark else 12, 21, shortened(card.words, wide - 40), "cafe-ex-text"),
        key=key,
    )

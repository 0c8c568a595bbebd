"""Case cards: a scene from a shop, and the service that fits it.

The cases are data/cases.toml. A wrong choice hears why it is wrong: the best wrong
choice from its case, any other from the rules of data/decision.toml.
"""

from dataclasses import dataclass, field

from ..files import read_toml
from .decision import load
from .kit.panel import Button, Choice, Explorer
from .kit.svg import NARROW, label, option

SIGNS = {
    "open": ("· open", "note"),
    "missed": ("✕ not yet", "ill"),
    "first": ("✓ first try", "well"),
    "later": ("◐ later", "busy"),
}
WIDTH, COLUMNS, STEP, ROW, GAP, EDGE = 860, 5, 172, 58, 8, 4
LINE = 34


@dataclass(frozen=True)
class Case:
    """One card, as data/cases.toml describes its fields."""

    title: str
    scene: str
    service: str
    why: str
    facts: list[str]
    wrong: str
    why_not: str
    answers: dict[str, str] = field(default_factory=dict)
    other: str = ""


def cases(file="cases.toml"):
    """The cards, and the tools that are no databases: {key: (name, why not)}."""
    data = read_toml(file)
    tools = {each["key"]: (each["name"], each["why"]) for each in data["tool"]}
    return [Case(**each) for each in data["case"]], tools


class Tries:
    """The choices made at each card, the first one first: kept by this object alone."""

    message = ""  # what stands in the way of keeping them

    def __init__(self):
        self._made = {}

    def at(self, title):
        return self._made.get(title, [])

    def note(self, title, service, right):
        self._made.setdefault(title, []).append(service)


def case_cards(tries=None):
    """Fourteen cards, one after the other; the first try of each counts.

    From a cell: `cards.set("service", "rds")`, then `cards.press("choose")`.
    `tries` keeps what was chosen; `cafe.selfcheck.case_cards()` gives one that keeps it
    in the learner's progress.
    """
    cards, tools = cases()
    return CaseCards(load(), cards, tools, tries or Tries())


class CaseCards(Explorer):
    """All cards, to be pressed; beneath them the case of one, and its answers."""

    heading = "Which service fits?"
    below = True  # the case is read above its answers
    status = "Read the case, pick a service, press Choose."

    def __init__(self, table, cards, tools, tries):
        self.table, self.cards, self.tools = table, cards, tools
        self.names = table.services | {key: name for key, (name, _) in tools.items()}
        self.place, self.tries = 0, tries
        self._picked = ""  # at the card on the table, and not answered yet

    @property
    def card(self):
        return self.cards[self.place]

    def controls(self):
        picked = self._picked or self._last()
        chosen = picked if picked in self.names else ""
        titles = {str(n): card.title for n, card in enumerate(self.cards, 1)}
        on_table = str(self.place + 1)
        return [
            [Choice("card", "Card", on_table, titles, within=True)],
            [Choice("service", self.card.title, chosen, self.names, self.card.scene)],
            [Button("choose", "Choose"), Button("next", "Next card")],
        ]

    def change(self, name, value):
        if name == "service":
            self._picked = value
            return f"{self.names[value]}: press Choose to answer."
        if name == "choose":
            return self._choose()
        if name == "card":
            self.place = int(value) - 1
        else:
            self.place = (self.place + 1) % len(self.cards)
        self._picked = ""
        return f"Card {self.place + 1}: {self.card.title}."

    def _choose(self):
        """Answer with what was picked; the same once more is no other try."""
        picked, card = self._picked, self.card
        if not picked and not self._last():
            return "Pick a service first, then press Choose."
        if picked and picked != self._last():
            self.tries.note(card.title, picked, picked == card.service)
        self._picked = ""
        return f"{self.reply(card, self._last())} {self.tries.message}".strip()

    def _last(self):
        """The service chosen last at the card on the table, "" before the first."""
        return (self.tries.at(self.card.title) or [""])[-1]

    def reply(self, card, service):
        """What is said to whoever chooses this service for this card."""
        if service == card.service:
            facts = f" [{', '.join(card.facts)}]" if card.facts else ""
            return f"Right, {self.names[service]}. {card.why}{facts}"
        name = self.names.get(service, service)
        return f"Not {name}. {self._why_not(card, service)}"

    def _why_not(self, card, service):
        if service not in self.names:
            return "It is no longer among the choices."
        if service == card.wrong:
            return card.why_not
        if service in self.tools:
            return self.tools[service][1]
        if card.other:
            return card.other
        decision = self.table.decide(**card.answers)
        everyone = [*decision.left, *decision.ruled_out]
        chosen = next(each for each in everyone if each.key == service)
        return decision.behind(chosen, first="the one that fits")

    # --- in words --------------------------------------------------------------

    def _state(self, place):
        """A key of SIGNS."""
        card = self.cards[place]
        tries, right = self.tries.at(card.title), card.service
        if right not in tries:
            return "missed" if tries else "open"
        return "first" if tries[0] == right else "later"

    def _score(self):
        states = [self._state(place) for place in range(len(self.cards))]
        return (
            f"{states.count('first')} of {len(self.cards)} right at the first try, "
            f"{states.count('later')} later, {states.count('missed')} not yet, "
            f"{states.count('open')} open."
        )

    def _text(self):
        number = f"Card {self.place + 1} of {len(self.cards)}"
        return [
            f"{number}, {self.card.title}: {self.card.scene}",
            *(
                self.reply(self.card, each)
                for each in self.tries.at(self.card.title)[-1:]
            ),
            self._score(),
            *filter(None, [self.tries.message]),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, places = self._text(), range(len(self.cards))
        if self.narrow:
            width, height = NARROW, EDGE + LINE * len(places)
            tiles = [self._line(place) for place in places]
        else:
            width, height = WIDTH, -(-len(places) // COLUMNS) * ROW
            tiles = [self._small(place) for place in places]
        return self.framed(width, height, text, *tiles, said=1)

    def _line(self, place):
        """A card on a narrow page."""
        y, (words, health) = EDGE + place * LINE, SIGNS[self._state(place)]
        return self._tile(
            place,
            (1, y, NARROW - 2, LINE - GAP / 2),
            label(10, y + 19, self.cards[place].title, "cafe-ex-text"),
            label(NARROW - 10, y + 19, words, f"cafe-ex-small cafe-ex-{health}", "end"),
        )

    def _small(self, place):
        """A card to press: its title, and how it went."""
        x = EDGE + place % COLUMNS * STEP
        y = EDGE + place // COLUMNS * ROW
        words, health = SIGNS[self._state(place)]
        return self._tile(
            place,
            (x, y, STEP - GAP, ROW - GAP),
            label(x + 10, y + 20, self.cards[place].title, "cafe-ex-text"),
            label(x + 10, y + 38, words, f"cafe-ex-small cafe-ex-{health}"),
        )

    def _tile(self, place, room, *parts):
        said, _ = SIGNS[self._state(place)]
        return option(
            "card",
            f"Card {place + 1}, {self.cards[place].title}: {said}",
            room,
            *parts,
            value=str(place + 1),
            chosen=place == self.place,
            radius=8,
        )

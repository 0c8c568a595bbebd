"""The responsibility stack: who does each layer, in three models.

The matrix is data/responsibility.toml. Each owner has a word, a pattern and a
colour: AWS is plain, the customer is hatched, shared is dotted.
"""

from dataclasses import dataclass

from ..files import read_toml
from .kit.panel import Choice, Explorer
from .kit.svg import (
    NARROW,
    box,
    group,
    label,
    lines,
    paragraph,
    patterned,
    stack,
    touchable,
    width_of,
)

OWNERS = {"aws": "AWS", "customer": "customer", "shared": "shared"}
PATTERNS = {"customer": "hatch", "shared": "dots"}

NAMES, COLUMN, ROW, TOP = 152, 232, 34, 74
NARROW_ROW, NARROW_TOP = 54, 86


@dataclass(frozen=True)
class Model:
    """A way to run a database: its key, its name, and the service that shows it."""

    key: str
    name: str
    example: str


@dataclass(frozen=True)
class Layer:
    """One layer; `owners` and `reasons` are by the key of the model."""

    name: str
    owners: dict[str, str]
    reasons: dict[str, str]


def responsibility():
    """Three ways to run a database, layer by layer, with the owner of each."""
    return ResponsibilityExplorer(*load())


def load(file="responsibility.toml"):
    """The models, the layers from the top of the stack down, and a note."""
    matrix = read_toml(file)
    models = [
        Model(key, table["name"], table["example"])
        for key, table in matrix["models"].items()
    ]
    layers = [
        Layer(
            table["name"],
            {model.key: table[model.key]["owner"] for model in models},
            {model.key: table[model.key]["why"] for model in models},
        )
        for table in reversed(matrix["layer"])
    ]
    return models, layers, matrix["security"]["note"]


class ResponsibilityExplorer(Explorer):
    """The three stacks side by side; a box that is pressed says why."""

    heading = "Who does what? Press a box to hear why."

    def __init__(self, models, layers, note):
        self.models, self.layers, self.note = models, layers, note
        self.chosen, self.pressed = models[0], ""

    def controls(self):
        options = {model.key: model.name for model in self.models}
        boxes = {
            f"{model.key} {number}": f"{layer.name}, {model.name}"
            for model in self.models
            for number, layer in enumerate(self.layers)
        }
        return [
            [
                Choice("model", "Reasons for", self.chosen.key, options),
                Choice("layer", "Why", self.pressed, boxes, within=True),
            ]
        ]

    def change(self, name, value):
        key, *number = value.split()
        self.chosen = next(model for model in self.models if model.key == key)
        self.pressed = value if name == "layer" else ""
        if name == "model":
            return self._summary(self.chosen)
        layer = self.layers[int(number[0])]
        owner = OWNERS[layer.owners[key]]
        return f"{layer.name}, {self.chosen.example}: {owner}. {layer.reasons[key]}"

    def _summary(self, model):
        """How many layers each owner has in one model."""
        owners = [layer.owners[model.key] for layer in self.layers]
        counts = ", ".join(
            f"{words} {owners.count(owner)}" for owner, words in OWNERS.items()
        )
        return (
            f"{model.name} ({model.example}), of {len(self.layers)} layers: {counts}."
        )

    def _text(self):
        lines = [self._summary(model) for model in self.models]
        lines += [
            f"{layer.name}: {OWNERS[layer.owners[self.chosen.key]]}. "
            f"{layer.reasons[self.chosen.key]}"
            for layer in self.layers
        ]
        return [*lines, self.note]

    def picture(self):
        if self.narrow:
            return self._narrow_picture()
        width = NAMES + COLUMN * len(self.models)
        below = TOP + ROW * len(self.layers)
        names = stack(0, TOP + 10.5, ROW, [layer.name for layer in self.layers])
        columns = [
            self._column(model, NAMES + COLUMN * number)
            for number, model in enumerate(self.models)
        ]
        text = self._text()
        note = paragraph(
            NAMES + 10, below + 62, self.note, 3 * COLUMN, "cafe-ex-note", size=12
        )
        drawing = [*names, *columns, _legend(NAMES, below + 22), note]
        return self.framed(width, below + 86, text, *drawing, said=len(self.models))

    def _column(self, model, x):
        """One model: its name, and a box for each layer with its owner."""
        middle = x + COLUMN / 2
        parts = [
            label(middle, 30, model.name, "cafe-ex-name", "middle"),
            label(middle, 49, model.example, "cafe-ex-note", "middle"),
        ]
        if model is self.chosen:
            height = ROW * len(self.layers) + TOP
            parts.insert(0, box(x + 1, 6, COLUMN - 2, height, "cafe-ex-chosen", 10))
        for number in range(len(self.layers)):
            place = (x + 10, TOP + ROW * number - 8, COLUMN - 20)
            parts.append(self._asked(model, number, place))
        return group(*parts)

    def _asked(self, model, number, place):
        """The owner of a layer in one model, to be asked why."""
        layer, name = self.layers[number], f"{model.key} {number}"
        is_pressed = name == self.pressed
        return touchable(
            "layer",
            f"{layer.name}, {model.name}: why?",
            *_owned(*place, layer.owners[model.key]),
            box(*place, ROW - 6, "cafe-ex-frame") if is_pressed else None,
            value=name,
            pressed=is_pressed,
        )

    def _narrow_picture(self):
        """The same with the name of each layer above its owners."""
        text, step = self._text(), NARROW / len(self.models)
        below = NARROW_TOP + NARROW_ROW * len(self.layers)
        drawing = []
        for place, model in enumerate(self.models):
            x, middle = step * place, step * (place + 0.5)
            if model is self.chosen:
                room = (x + 1, 1, step - 2, NARROW_TOP - 6)  # no word crosses it
                drawing.append(box(*room, "cafe-ex-chosen", 8))
            for words, y in ((model.name, 20), (model.example, 54)):
                look = "cafe-ex-note" if y > 20 else "cafe-ex-name cafe-ex-small"
                drawing.append(
                    paragraph(middle, y, words, step - 8, look, "middle", 12)
                )
        for number, layer in enumerate(self.layers):
            y = NARROW_TOP + NARROW_ROW * number
            drawing.append(label(6, y + 14, layer.name))
            drawing += [
                self._asked(model, number, (step * place + 5, y + 20, step - 10))
                for place, model in enumerate(self.models)
            ]
        legend = [
            group(*_meaning(0, below + 18 + 24 * number, *each))
            for number, each in enumerate(MEANINGS)
        ]
        note, end = lines(0, below + 108, [self.note], NARROW, 17, "cafe-ex-note", 12)
        drawn = (*drawing, *legend, note)
        return self.framed(NARROW, end, text, *drawn, said=len(self.models))


def _owned(x, y, width, owner):
    """A box in an owner's colour and pattern, with the owner's name on it."""
    words, height = OWNERS[owner], ROW - 6
    plate = width_of(words) + 14
    yield from _swatch(x, y, width, height, owner)
    if owner in PATTERNS:
        yield box(
            x + (width - plate) / 2, y + 5, plate, height - 10, "cafe-ex-plate", 4
        )
    yield label(x + width / 2, y + 18.5, words, anchor="middle")


def _swatch(x, y, width, height, owner):
    """An owner's colour, and over it the owner's pattern."""
    yield box(x, y, width, height, f"cafe-ex-owner cafe-ex-{owner}")
    if owner in PATTERNS:
        yield patterned(x, y, width, height, PATTERNS[owner])


MEANINGS = (
    ("aws", "plain: AWS does it"),
    ("customer", "hatched: you do it"),
    ("shared", "dotted: both do a part"),
)


def _legend(x, y):
    """What the three patterns mean."""
    parts = []
    for number, (owner, words) in enumerate(MEANINGS):
        parts += _meaning(x + 10 + COLUMN * number, y, owner, words)
    return group(*parts)


def _meaning(x, y, owner, words):
    return [
        *_swatch(x, y, 22, 16, owner),
        label(x + 30, y + 12.5, words, "cafe-ex-note"),
    ]

"""An aggregation pipeline: what each stage lets out, and where one kind goes.

A copy of the documents goes through the stages that are not left out; what comes out
of each is the engine's own answer.
"""

from ..aws.engines.documents.store import Store
from .kit.panel import Choice, Explorer, Toggle
from .kit.svg import NARROW, box, group, label, shortened, stack, touchable
from .kit.words import counted

WIDTH, LEFT, ROW, CHIP = 848, 190, 56, 40
NARROW_ROW, HEAD = 98, 46  # on a narrow page a stage's name stands over its chips
READABLE = 60  # from this width on a chip says its kind
LOOKS = {False: "cafe-ex-slot cafe-ex-step", True: "cafe-ex-slot cafe-ex-full"}


def pipeline(collection, stages):
    """What each of the stages lets out: `pipeline(catalogue, stages)`.

    `collection` is a pymongo collection of things that have a `kind`; it is read once
    and not changed.
    """
    copy = Store(name="copies").collection("copies", collection.name)
    for document in collection.find():
        copy.insert(document)
    return Pipeline(copy, stages)


class Pipeline(Explorer):
    """Stages, each of which may be left out, and a kind to follow."""

    heading = "Stage by stage: what goes in, and what comes out"

    def __init__(self, copy, stages):
        self.copy, self.stages = copy, stages
        self.names = [next(iter(stage)) for stage in stages]
        self.kinds = list(dict.fromkeys(map(_kind, copy.find({}))))
        self.kind, self.out = self.kinds[0], set()

    def controls(self):
        kinds = {kind: kind for kind in self.kinds}
        toggles = [
            Toggle(f"stage{n}", f"{n}. {name}", n not in self.out, within=True)
            for n, name in enumerate(self.names, 1)
        ]
        return [[Choice("kind", "Follow", self.kind, kinds)], toggles]

    def change(self, name, value):
        if name == "kind":
            self.kind = value
        else:
            number = int(name.removeprefix("stage"))
            self.out = self.out - {number} if value else self.out | {number}
        return self.now()

    def _flow(self):
        """What is there at first, and then after each stage: lists of documents; of
        one that is left out, None."""
        kept = [[*self.copy.find({})]]
        for number in range(1, len(self.stages) + 1):
            asked = [
                stage
                for n, stage in enumerate(self.stages[:number], 1)
                if n not in self.out
            ]
            kept.append(None if number in self.out else self.copy.aggregate(asked))
        return kept

    # --- in words --------------------------------------------------------------

    def now(self):
        *_, last = [documents for documents in self._flow() if documents is not None]
        ours = [document for document in last if _kind(document) == self.kind]
        end = ", ".join(map(_told, last)) if len(last) < 4 else f"{len(last)} documents"
        return f"At the end: {end}. Of {self.kind}: {len(ours) or 'none'}."

    def _text(self):
        lines = [self.now()]
        for name, documents in zip(["all there are", *self.names], self._flow()):
            if documents is None:
                lines.append(f"{name} is left out.")
                continue
            ours = sum(_kind(document) == self.kind for document in documents)
            lines.append(f"{name}: {len(documents)}, of {self.kind} {ours}.")
        return lines

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, flow = self._text(), self._flow()
        row, wide = (NARROW_ROW, NARROW) if self.narrow else (ROW, WIDTH)
        drawing = []
        for number, documents in enumerate(flow):
            drawing.append(self._name(row * number, number, documents))
            drawing.append(self._chips(row * number, documents))
        height = row * len(flow) - (row - HEAD - CHIP if self.narrow else 14)
        return self.framed(wide, height, text, *drawing)

    def _name(self, y, number, documents):
        """A stage, and how many documents it lets out; pressed, it is left out."""
        said = "left out"
        if documents is not None:
            said = counted(len(documents), "document")
        wide = NARROW - 2 if self.narrow else LEFT - 16
        if not number:
            words = label(10, y + 18, "the collection", "cafe-ex-name")
            return group(words, label(10, y + 35, said, "cafe-ex-note"))
        name, is_in = self.names[number - 1], documents is not None
        look = "cafe-ex-card" if is_in else "cafe-ex-slot cafe-ex-open"
        return touchable(
            f"stage{number}",
            f"{'Leave out' if is_in else 'Take in'} {name}",
            box(1, y + 1, wide, 40, look),
            label(10, y + 18, f"{'●' if is_in else '–'} {name}", "cafe-ex-name"),
            label(10, y + 35, said, "cafe-ex-note"),
            value=not is_in,
            pressed=is_in,
        )

    def _chips(self, y, documents):
        """A chip for each document; those of the kind that is followed stand out."""
        left, top = (0, y + HEAD) if self.narrow else (LEFT, y + 1)
        room = (NARROW if self.narrow else WIDTH) - left
        if not documents:
            place = left + 1, top + 4, room - 2, CHIP - 8
            return box(*place, "cafe-ex-slot cafe-ex-open", 3)
        wide = room / max(len(documents), 3)
        return group(
            *(
                _chip(left + wide * n, top, wide, document, self.kind)
                for n, document in enumerate(documents)
            )
        )


def _kind(document):
    """What one follows: the kind of a product, or of a group of them."""
    kind = document.get("kind", document.get("_id"))
    return kind if isinstance(kind, str) else ""


def _stars(document):
    """What a group has been given as its stars, if that is a number."""
    stars = document.get("stars")
    return f"{stars:.2f}" if isinstance(stars, float) else ""


def _told(document):
    """A document in a few words: its kind, and the stars of a group."""
    return f"{_kind(document)} {_stars(document)}".strip()


def _chip(x, y, wide, document, kind):
    """A document: tall and full if it is followed. It says what it has room for."""
    is_ours, gap = _kind(document) == kind, min(3, wide / 4)
    inset = 0 if is_ours else 4
    said = [shortened(_kind(document), wide - 8, 12)] if wide > READABLE else []
    if _stars(document):
        said.append(_stars(document))
    first = y + CHIP / 2 + 4 - 7 * (len(said) - 1)
    place = x + gap / 2, y + inset, wide - gap, CHIP - 2 * inset
    return group(
        box(*place, LOOKS[is_ours], 3),
        *stack(x + wide / 2, first, 14, said, "cafe-ex-small", "middle"),
    )

"""The decision explorer: from what one needs to a service, with its reasons.

The questions and the rules are data/decision.toml. No service gets points. A rule
with `out` rules a service out. Among the others the questions decide, in their order:
the first one at which one service has a reason for it, and the other has none, or has
one against it, puts the first before the second.
"""

from dataclasses import dataclass

from ..files import read_toml
from ..lessons.smallest_bill import smallest
from .kit.panel import Button, Choice, Explorer
from .kit.svg import (
    NARROW,
    box,
    glided,
    group,
    label,
    lines,
    option,
    paragraph,
    stack,
    touchable,
    width_of,
    wrapped,
)

START = {
    "shape": "rows",
    "known": "yes",
    "scale": "modest",
    "regions": "one",
    "together": "yes",
    "runs": "aws",
    "durable": "yes",
}
SIGNS = {  # of a verdict: its words, their look and that of their cell
    "for": ("✓ for", "well", "up"),
    "against": ("– against", "busy", "missed"),
    "out": ("✕ out", "ill", "down"),
}
WORTH = {"for": 1, "against": -1}

NAMES, COLUMN, ROW, HEAD = 212, 94, 36, 106
NARROW_ROW, NARROW_ANSWER = 50, 108
LEGEND = (
    "Press a question to change its answer, or a mark to read its reason · "
    "framed: here a service falls behind the first"
)


@dataclass(frozen=True)
class Question:
    """One question; `answers` maps each answer to its words, `short` is its column."""

    key: str
    ask: str
    short: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Rule:
    """With the answers `when`, `why` is a reason for or against, or rules out.

    `services` are keys, `facts` ids. The first of the answers names the question.
    """

    services: list[str]
    when: dict[str, str]
    why: str
    facts: list[str]
    says: str = "beside"

    @property
    def question(self):
        return next(iter(self.when))

    @property
    def sentence(self):
        return f"{self.why} [{', '.join(self.facts)}]" if self.facts else self.why

    def holds(self, service, answers):
        return service in self.services and self.when.items() <= answers.items()


@dataclass(frozen=True)
class Candidate:
    """A service under certain answers, with every rule that holds for it."""

    key: str
    name: str
    rules: list[Rule]

    def say(self, verdict):
        """The rules with this verdict, in the order of the table."""
        return [rule for rule in self.rules if rule.says == verdict]

    def at(self, question):
        """The verdict at a question, or None."""
        said = {rule.says for rule in self.rules if rule.question == question}
        return next((each for each in ("out", "against", "for") if each in said), None)


class Decision:
    """What the table says under certain answers: candidates, the best one first.

    Whatever the answers are, the table leaves at least one service (a test walks
    them all).
    """

    def __init__(self, table, answers):
        self.table, self.answers = table, answers
        services = [
            Candidate(key, name, [r for r in table.rules if r.holds(key, answers)])
            for key, name in table.services.items()
        ]
        self.ruled_out = [each for each in services if each.say("out")]
        left = [each for each in services if not each.say("out")]
        self.left = sorted(left, key=self._worth, reverse=True)
        self.first = self.left[0]

    def _worth(self, candidate):
        """What each question says of it, in order: tuples compare place by place."""
        return tuple(WORTH.get(candidate.at(q.key), 0) for q in self.table.questions)

    def beside(self):
        """What goes with the first service."""
        return [
            each
            for each in self.table.beside
            if each.holds(self.first.key, self.answers)
        ]

    def decided_by(self, other):
        """The question that puts the first before another, or None."""
        pairs = zip(self.table.questions, self._worth(self.first), self._worth(other))
        return next((question for question, a, b in pairs if a != b), None)

    def behind(self, other, first=None):
        """Why another service comes after the first, or is ruled out, in words; `first`
        is what the first is called, if not by its name."""
        if other in self.ruled_out:
            return other.say("out")[0].sentence
        question = self.decided_by(other)
        if question is None:
            return "Nothing here tells the two apart, and the first is the plainer one."
        at = f"“{question.ask}” decides."
        for candidate, verdict in ((other, "against"), (self.first, "for")):
            for rule in candidate.say(verdict):
                if rule.question == question.key:
                    name = first or candidate.name
                    whose = "" if candidate is other else f"For {name}: "
                    return f"{at} {whose}{rule.sentence}"
        return at


@dataclass(frozen=True)
class Table:
    """data/decision.toml."""

    questions: list[Question]
    services: dict[str, str]
    rules: list[Rule]
    beside: list[Rule]

    def decide(self, **answers):
        """The Decision under these answers; what is not said is as in START.

        Raises ValueError for a question or an answer that the table does not have.
        """
        known = {question.key: question.answers for question in self.questions}
        for key, value in answers.items():
            if value not in [*known.get(key, ())]:  # a list may come
                choice = known.get(key, known)
                raise ValueError(
                    f"{key}={value!r}: expected one of {', '.join(choice)}."
                )
        return Decision(self, START | answers)


def load(file="decision.toml"):
    """The table of questions, services and rules."""
    data = read_toml(file)
    return Table(
        [Question(**each) for each in data["question"]],
        {each["key"]: each["name"] for each in data["service"]},
        [Rule(**each) for each in data["rule"]],
        [Rule(**each) for each in data["beside"]],
    )


def decision(**answers):
    """A service for a need, with reasons: `decision(shape="items", known="no")`.

    What is not said is a small shop's: rows, known questions, one machine, one Region,
    changes together, AWS runs it, nothing may be lost.
    """
    return DecisionExplorer(load(), answers)


class DecisionExplorer(Explorer):
    """Seven questions, of which one is asked at a time; beneath its answers stands for
    each service what speaks for it and against it."""

    heading = "What do you need?"

    def __init__(self, table, answers):
        self.table = table
        self.decision = self.began_with = table.decide(**answers)
        self.asked = table.questions[0].key
        self.mark = ""  # the service and the question of the mark that was pressed
        self.status = self.advice

    def controls(self):
        """A column's head asks its question, so the others stand within the picture."""
        now, questions = self.decision.answers, self.table.questions
        heads = {q.key: q.short for q in questions}
        answers = [
            Choice(q.key, q.ask, now[q.key], q.answers, within=q.key != self.asked)
            for q in questions
        ]
        return [
            answers,
            [
                Choice("asked", "Question", self.asked, heads, within=True),
                Button("anew", "Back to the first answers", within=True),
            ],
            [Choice("mark", "Why", self.mark, self._marks(), within=True)],
        ]

    def change(self, name, value):
        if name == "asked":
            self.asked = value
            question = next(q for q in self.table.questions if q.key == value)
            return f"{question.ask} Choose an answer above the picture."
        if name == "mark":
            self.mark = value
            return self._why()
        self.mark = ""
        if name == "anew":
            self.decision = self.began_with
            return f"The first answers again. {self.advice}"
        self.asked = name
        before = self.decision.first.key
        self.decision = self.table.decide(**(self.decision.answers | {name: value}))
        first = self.decision.first
        return f"Still {first.name}." if first.key == before else self.advice

    # --- in words --------------------------------------------------------------

    @property
    def advice(self):
        """Which service to take, in a sentence."""
        return f"Take {self.decision.first.name}."

    def _marks(self):
        """{the mark of a service at a question: its words}, of all that are drawn."""
        return {
            f"{each.key} {q.key}": f"{each.name}, {q.short}: {SIGNS[each.at(q.key)][0]}"
            for each in [*self.decision.left, *self.decision.ruled_out]
            for q in self.table.questions
            if each.at(q.key)
        }

    def _why(self):
        """The reasons of the mark that was pressed."""
        service, question = self.mark.split()
        candidates = [*self.decision.left, *self.decision.ruled_out]
        candidate = next(each for each in candidates if each.key == service)
        reasons = [
            rule.sentence
            for rule in candidate.say(candidate.at(question))
            if rule.question == question
        ]
        return " ".join([f"{self._marks()[self.mark]}.", *reasons])

    def _note(self):
        """What stands below the table: a mark's reasons, or what one may press."""
        return self._why() if self.mark else LEGEND

    def _said(self):
        """The answers in words, one for each question."""
        answers = self.decision.answers
        return [(q, q.answers[answers[q.key]]) for q in self.table.questions]

    def _text(self):
        said = "; ".join(f"{q.short}: {words}" for q, words in self._said())
        return [
            f"You said: {said}.",
            self.advice,
            *self._reasons(),
            *(
                f"Ruled out is {each.name}: {each.say('out')[0].sentence}"
                for each in self.decision.ruled_out
            ),
        ]

    def _reasons(self):
        first = self.decision.first
        yield from (f"For it: {rule.sentence}" for rule in first.say("for"))
        yield from (f"Against it: {rule.sentence}" for rule in first.say("against"))
        yield from (f"Beside it: {rule.sentence}" for rule in self.decision.beside())
        yield self._bill()
        for other in self.decision.left[1:3]:
            yield f"Next is {other.name}. {self.decision.behind(other)}"

    def _bill(self):
        """What the smallest of the first service costs in a month (lesson 13)."""
        found = smallest(self.decision.first.key)
        if not found:
            return "Its bill: the course has no price of it."
        what, usd = found
        return f"Its bill: {what}, about {usd:,.2f} US dollars a month."

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        columns, left, out = (
            self.table.questions,
            self.decision.left,
            self.decision.ruled_out,
        )
        width = NAMES + COLUMN * len(columns) + 8
        rows = [self._row(n, each) for n, each in enumerate([*left, *out])]
        table_ends = HEAD + ROW * len(rows)
        notes, below = lines(
            4, table_ends + 20, [self._note()], width - 12, 17, "cafe-ex-note", 12
        )
        rule = HEAD + ROW * len(left) - 1
        text, first = self._text(), self.decision.first.name
        if self.narrow:
            drawing, end = self._one_below_the_other([*left, *out])
            return self.framed(NARROW, end, text, *drawing, said=2)
        return self.framed(
            width,
            below + 14,
            text,
            label(4, 16, "Take", "cafe-ex-note"),
            paragraph(4, 40, first, 150, "cafe-ex-figure", size=20),
            *self._heads(),
            box(2, HEAD + 1, width - 4, ROW - 2, "cafe-ex-chosen"),
            group(*rows),
            box(4, rule, width - 8, 1, "cafe-ex-axis", 0) if out else None,
            notes,
            label(4, below + 1, self._bill(), "cafe-ex-note"),
            self._back(width - 4, below + 1),
            said=2,
        )

    def _one_below_the_other(self, candidates):
        """The same on a narrow page, and where it ends: the questions are numbered,
        and each service has a mark under each number."""
        take, y = lines(0, 16, ["Take"], NARROW, 20, "cafe-ex-note")
        drawn = [take, label(0, y + 4, self.decision.first.name, "cafe-ex-name")]
        y += 16
        asked, y = self._narrow_questions(y)
        drawn += asked
        wide = NARROW / len(self.table.questions)
        drawn += [
            label(wide * (place + 0.5), y + 16, place + 1, "cafe-ex-note", "middle")
            for place in range(len(self.table.questions))
        ]
        y += 24
        rows = [
            glided(
                0,
                y + NARROW_ROW * number,
                *self._narrow_row(number, each),
                key=each.key,
            )
            for number, each in enumerate(candidates)
        ]
        chosen = box(1, y, NARROW - 2, NARROW_ROW - 4, "cafe-ex-chosen")
        y += NARROW_ROW * len(rows) + 14
        notes = [self._note(), self._bill()]
        legend, y = lines(0, y, notes, NARROW, 17, "cafe-ex-note", 12)
        back = self._back(NARROW - 2, y + 12)
        return [*drawn, chosen, group(*rows), legend, back], y + (24 if back else 0)

    def _narrow_questions(self, y):
        """The numbered questions, to be pressed, and where they end."""
        drawn = []
        for number, (question, words) in enumerate(self._said(), 1):
            room = NARROW - NARROW_ANSWER - 10
            said, end = lines(
                NARROW_ANSWER, y + 20, [words], room, 16, "cafe-ex-note", 12
            )
            drawn.append(
                option(
                    "asked",
                    f"Ask: {question.ask} Now: {words}",
                    (1, y, NARROW - 2, end - y - 6),
                    label(10, y + 20, f"{number} {question.short}", "cafe-ex-text"),
                    said,
                    value=question.key,
                    chosen=question.key == self.asked,
                )
            )
            y = end
        return drawn, y

    def _narrow_row(self, number, candidate):
        """A service, and its marks under the numbers of the questions."""
        is_out = candidate in self.decision.ruled_out
        decides = None if is_out else self.decision.decided_by(candidate)
        name = candidate.name if is_out else f"{number + 1}. {candidate.name}"
        wide = NARROW / len(self.table.questions)
        yield label(10, 17, name, "cafe-ex-text" if is_out else "cafe-ex-name")
        for place, question in enumerate(self.table.questions):
            room = (wide * place + 4, 24, wide - 8, 18)
            yield self._mark(candidate, question, room, letters=1)
            if question == decides:
                yield box(*room, "cafe-ex-frame", 4)

    def _heads(self):
        """The questions, each with the answer that was given, to be pressed."""
        for number, (question, words) in enumerate(self._said()):
            x = NAMES + COLUMN * number
            yield option(
                "asked",
                f"Ask: {question.ask} Now: {words}",
                (x + 2, 3, COLUMN - 4, HEAD - 10),
                label(x + 9, 22, question.short, "cafe-ex-name"),
                paragraph(x + 9, 40, words, COLUMN - 12, "cafe-ex-note", size=12),
                value=question.key,
                chosen=question.key == self.asked,
            )

    def _row(self, number, candidate):
        """A service, its marks, and a frame where it falls behind the first."""
        is_out = candidate in self.decision.ruled_out
        decides = None if is_out else self.decision.decided_by(candidate)
        name = candidate.name if is_out else f"{number + 1}. {candidate.name}"
        marks = []
        for place, question in enumerate(self.table.questions):
            x = NAMES + COLUMN * place
            room = (x + 4, 6, COLUMN - 8, ROW - 12)
            marks.append(self._mark(candidate, question, room))
            if question == decides:
                marks.append(box(*room, "cafe-ex-frame", 4))
        weight = "cafe-ex-text" if is_out else "cafe-ex-name"
        # Bold letters are wider than those that are measured.
        name = wrapped(name, NAMES - 20, 13 if is_out else 15)
        middle = ROW / 2 + 5 - 7.5 * (len(name) - 1)
        return glided(
            0,
            HEAD + ROW * number,
            *stack(12, middle, 15, name, weight),
            *marks,
            key=candidate.key,
        )

    def _mark(self, candidate, question, room, letters=None):
        """What a question says of a service, to be pressed for the reason; `letters`
        are how many of its words there is room for."""
        x, y, wide, tall = room
        verdict = candidate.at(question.key)
        if not verdict:
            look = "cafe-ex-small cafe-ex-note"
            return label(x + wide / 2, y + tall / 2 + 4, "·", look, "middle")
        words, health, cell = SIGNS[verdict]
        name = f"{candidate.key} {question.key}"
        look = f"cafe-ex-small cafe-ex-{health}"
        return touchable(
            "mark",
            f"Why: {self._marks()[name]}",
            box(x, y, wide, tall, f"cafe-ex-{cell}", 4),
            label(x + wide / 2, y + tall / 2 + 4, words[:letters], look, "middle"),
            value=name,
            pressed=name == self.mark,
        )

    def _back(self, right, y):
        """A word that brings the first answers back, when others were given."""
        if self.decision.answers == self.began_with.answers:
            return None
        words = "↺ Back to the first answers"
        wide = width_of(words, 12) + 12
        return touchable(
            "anew",
            "Back to the first answers",
            box(right - wide, y - 18, wide, 26, "cafe-ex-card", 6),
            label(
                right - wide / 2, y - 1, words, "cafe-ex-link cafe-ex-small", "middle"
            ),
        )

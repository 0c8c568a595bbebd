"""The glossary: every term of the lessons' recaps, with the lesson that introduces it.

    glossary()            all terms, with a field to search them
    glossary("quorum")    the terms that have a word in their name or meaning

The terms stand in the notebooks: the list under "New terms" in the recap of each. A
term that two lessons define stands once, with the first of them, and its later
meanings follow there.
"""

import re
from dataclasses import dataclass
from html import escape

from ..course.lessons import syllabus
from ..course.pages import Place, cells, place
from ..markup import verbatim
from ..widgets import bundle
from .plain_text import wrapped

TERM = re.compile(r"^- \*\*(.+?)\*\*: *(.+?)\s*$", re.MULTILINE)
NEW_TERMS = "**New terms**"
ENDINGS = (("ices", "ex"), ("ies", "y"), ("es", ""), ("s", ""))  # (plural, singular)


def glossary(word=None):
    """The Glossary, or the Terms in which `word` occurs; "" occurs in all of them."""
    whole = Glossary()
    return whole if word is None else Terms(whole.find(str(word)), str(word))


@dataclass(frozen=True)
class Term:
    """A term as the recap of a lesson gives it, and its meanings in later lessons."""

    name: str  # as written: "Hit, miss, hit ratio"
    meaning: str
    place: Place
    later: tuple = ()  # (meaning, Place) pairs

    @property
    def text(self):
        """The meaning, and what later lessons make of it."""
        also = (f" In lesson {place.lesson}: {text}" for text, place in self.later)
        return "".join([self.meaning, *also])

    def has_one(self, words):
        """Whether a word of this term begins with one of these."""
        text = _words(f"{self.name} {self.text}")
        return any(f" {word}" in text for word in words)


def defined():
    """(name, meaning, Place) for each term of each recap, in reading order."""
    return [
        (name, meaning.replace("**", ""), place(lesson, id))
        for lesson in syllabus()
        for id, kind, text in cells(lesson)
        if kind == "markdown" and NEW_TERMS in text
        for name, meaning in TERM.findall(text.partition(NEW_TERMS)[2])
    ]


def collect(found):
    """The Terms of such a list, in the order of the alphabet, each name once."""
    terms = {}
    for name, meaning, where in found:
        key = name.casefold()
        if key in terms:
            first = terms[key]
            later = (*first.later, (meaning, where))
            terms[key] = Term(first.name, first.meaning, first.place, later)
        else:
            terms[key] = Term(name, meaning, where)
    names = sorted(terms, key=lambda name: name.lstrip("_"))  # _id stands with i
    return [terms[name] for name in names]


class Glossary:
    """All terms. Its text says how many there are and how to find one."""

    def __init__(self):
        self.terms = collect(defined())

    def find(self, words):
        """The terms in which each of the words begins one, in small or capitals; of a
        plural, its singular will do."""
        wanted = [forms(word) for word in _words(words).split()]
        if words.strip() and not wanted:  # signs alone are in no term
            return []
        return [term for term in self.terms if all(map(term.has_one, wanted))]

    def __repr__(self):
        named = {term.place.lesson for term in self.terms}
        lessons = [lesson for lesson in syllabus() if lesson in named]
        span = f" of lessons {lessons[0]} to {lessons[-1]}" if lessons else ""
        return (
            f"Glossary: {len(self.terms)} terms{span}.\n"
            'Find one from a cell: glossary("quorum")'
        )

    def _repr_mimebundle_(self, **_):
        from .view import GlossaryView

        listed = [
            {
                "name": term.name,
                "text": term.text,
                "link": {
                    "text": f"lesson {term.place.lesson}",
                    "file": term.place.file,
                    "cell": term.place.cell,
                },
            }
            for term in self.terms
        ]
        view = GlossaryView(title="Glossary", terms=listed, endings=[*ENDINGS])
        return bundle(view, repr(self))


class Terms:
    """The terms in which a word was found."""

    def __init__(self, terms, word):
        self.terms = terms
        self.word = word

    def __repr__(self):
        if not self.terms:
            if not _words(self.word).strip():
                return f"There is no word in “{self.word}”. glossary() shows all terms."
            return f"No term has “{self.word}” in it. glossary() shows all of them."
        lines = []
        for term in self.terms:
            said = f"{term.name}: {term.text} (lesson {term.place.lesson})"
            lines += wrapped(said, "- ")
        return "\n".join(lines)

    def _repr_html_(self):
        if not self.terms:
            return verbatim(f"<p>{escape(repr(self))}</p>")
        listed = "".join(map(_entry, self.terms))
        return verbatim(f'{_STYLE}<dl class="cafe-terms">{listed}</dl>')


# JupyterLab puts a term beside its meaning, over which a long one runs.
_STYLE = """\
<style>
.jp-RenderedHTMLCommon dl.cafe-terms :is(dt, dd), dl.cafe-terms :is(dt, dd) {
  display: block; float: none; width: auto; margin: 0; padding: 0
}
.jp-RenderedHTMLCommon dl.cafe-terms dd, dl.cafe-terms dd { margin: 0 0 8px }
</style>
"""


def _entry(term):
    where = f'<a href="{escape(term.place.link)}">lesson {term.place.lesson}</a>'
    name, text = escape(term.name), escape(term.text)
    return f"<dt><strong>{name}</strong></dt><dd>{text} {where}</dd>"


def forms(word):
    """A word as it is and, where it may be a plural, as the singular."""
    return [
        word,
        *(
            word.removesuffix(plural) + ending
            for plural, ending in ENDINGS
            if word.endswith(plural) and len(word) > len(plural) + 2
        ),
    ]


def _words(text):
    """Text for searching: small letters, one space before each word."""
    return re.sub(r"\W+", " ", f" {text}").casefold()

"""The widgets for questions and for the glossary, drawn by view.js and view.css.

A sheet (see quiz.py) hands it the stems and choices once, and after each answer a
standing that holds only what was earned. It never sees a right answer before, and it
grades nothing: the page sends the learner's answer, the sheet replies.
"""

from pathlib import Path

from anywidget import AnyWidget
from traitlets import Dict, List, Unicode

from ..widgets import at_work, on_ground

HERE = Path(__file__).parent
ESM = on_ground(HERE / "view.js")


class QuestionView(AnyWidget):
    """A sheet of questions in the page; `standing` is what it shows now."""

    _esm = ESM
    _css = HERE / "view.css"
    title = Unicode().tag(sync=True)
    look = Unicode().tag(sync=True)
    questions = List().tag(sync=True)
    standing = Dict().tag(sync=True)
    heard = Dict().tag(sync=True)  # the page's last wish, and what went wrong with it

    def __init__(self, sheet):
        super().__init__(**_shown(sheet))
        self._sheet = sheet
        self.on_msg(self._hear)

    def _hear(self, _, wish, __):
        with at_work:
            self.heard = {"step": wish["step"], "trouble": self._answer(wish)}

    def _answer(self, wish):
        """Do as the page wishes. Returns what went wrong, in words."""
        try:
            following = self._sheet.hear(wish)
            if following:
                self._turn_to(following)
        except Exception as error:  # nobody sees what a widget raises
            return (
                f"This was not kept ({type(error).__name__}: {error}). Run this cell"
                " again, then try once more."
            )
        return ""

    def _turn_to(self, sheet):
        """Show another sheet from now on."""
        self._sheet.views.remove(self)
        sheet.views.append(self)
        self._sheet = sheet
        with self.hold_sync():
            for name, value in _shown(sheet).items():
                setattr(self, name, value)


def _shown(sheet):
    """What the page is told of a sheet."""
    return {
        "title": sheet.title,
        "look": sheet.look,
        "questions": sheet.asked(),
        "standing": sheet.standing(),
    }


class GlossaryView(AnyWidget):
    """Terms with a field to search them; a term has a name, a text and a link."""

    _esm = ESM
    _css = HERE / "view.css"
    title = Unicode().tag(sync=True)
    look = Unicode("glossary").tag(sync=True)
    terms = List().tag(sync=True)
    endings = List().tag(sync=True)  # (plural, singular) pairs

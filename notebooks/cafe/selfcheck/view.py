"""The widgets for questions and for the glossary, drawn by view.js and view.css.

A sheet (see sheet.py) hands it the stems and choices once, and after each answer a
standing that holds only what was earned. It never sees a right answer before, and it
grades nothing: the page sends the learner's answer, the sheet replies.
"""

from pathlib import Path

from anywidget import AnyWidget
from traitlets import Dict, List, Unicode

from ..widgets import on_ground

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

    def __init__(self, sheet):
        super().__init__(
            title=sheet.title,
            look=sheet.look,
            questions=sheet.asked(),
            standing=sheet.standing(),
        )
        self.on_msg(lambda _, wish, __: sheet.hear(wish))


class GlossaryView(AnyWidget):
    """Terms with a field to search them; a term has a name, a text and a link."""

    _esm = ESM
    _css = HERE / "view.css"
    title = Unicode().tag(sync=True)
    look = Unicode("glossary").tag(sync=True)
    terms = List().tag(sync=True)

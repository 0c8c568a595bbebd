"""What the widgets of the self-checks and of the explorers share: ground.js, and words.

Whichever is shown first also has the page colour SQL (sql.js) and lay out its texts
(texts.js).

class Panel(AnyWidget):
    _esm = on_ground(HERE / "panel.js")
"""

import threading
from pathlib import Path

GROUND = tuple(
    Path(__file__).parent / name for name in ("ground.js", "sql.js", "texts.js")
)

#: Held while a widget acts and answers: JupyterLab has what a page sends heard in a
#: thread of its own, beside the cells, and what it sends first still in the cells' own.
at_work = threading.RLock()


def on_ground(view):
    """Return the text of a view behind the ground's: anywidget takes one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (*GROUND, view))


def bundle(widget, words, drawing=None):
    """What a notebook keeps of a widget: with `words`, and a `drawing` if there is one,
    {type: data}, where it can show none."""
    data, metadata = widget._repr_mimebundle_()
    return data | {"text/plain": words} | (drawing or {}), metadata

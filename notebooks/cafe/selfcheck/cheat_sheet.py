"""The cheat sheet: every service of the course on one page.

cheat_sheet()           a table in a notebook, and the same in plain text
cheat_sheet().save()    one page to print, cheat_sheet.html, beside the progress
"""

from html import escape

from ..course.lessons import syllabus
from ..course.services import services
from ..files import progress_path, replace_file
from ..markup import verbatim
from .plain_text import wrapped
from .verdict import Words

FILE = "cheat_sheet.html"
TITLE = "The services of the course on one page"
COLUMNS = ("Service", "The question it answers", "Not for", "Key figures", "Lesson")
SOURCE = (
    "Each figure is a fact of data/facts.toml, with its source and the day of its"
    " check. Where it matters, AWS's page of today decides."
)


def cheat_sheet():
    """The CheatSheet of all services."""
    return CheatSheet()


class CheatSheet:
    """A row for each service."""

    def __init__(self):
        self.services = list(services().values())

    def save(self, file=FILE):
        """Write the page for printing beside the progress; words say how it went."""
        path = progress_path().parent / file
        try:
            replace_file(path, _page(self.services))
        except OSError as error:
            return Words(f"{path.name} could not be written: {error.strerror}.")
        return Words(
            f"{path.name} is written, beside {progress_path().name}: open it in a"
            " browser and print it, one page of A4 in landscape."
        )

    def __repr__(self):
        lines = [TITLE]
        for service in self.services:
            lines += ["", f"{service.name} ({service.kind}), lesson {service.lesson}"]
            lines += wrapped(service.question, "  ")
            lines += wrapped(f"Not for: {service.not_for}", "  ")
            for figure in service.figures:
                lines += wrapped(f"{figure.text} [{figure.fact}]", "  - ")
        return "\n".join([*lines, "", *wrapped(f"{self._checked()} {SOURCE}", "")])

    def _checked(self):
        """The days on which the figures were checked."""
        days = {figure.checked for each in self.services for figure in each.figures}
        return f"Checked: {', '.join(str(day) for day in sorted(days))}."

    def _repr_html_(self):
        return verbatim(f"{_STYLE}{_table(self.services)}<p>{escape(SOURCE)}</p>")


# The table. What a notebook adds to it, a style for a printed page replaces.

_STYLE = """\
<style>
.jp-RenderedHTMLCommon table.cafe-cheat-sheet :is(th, td),
table.cafe-cheat-sheet :is(th, td, caption) {
  text-align: left; vertical-align: top; white-space: normal
}
table.cafe-cheat-sheet ul { margin: 0; padding-left: 1.1em }
table.cafe-cheat-sheet caption { font-weight: 600; padding: 4px 0 8px }
</style>
"""

_PRINTED = """\
<style>
@page { size: A4 landscape; margin: 8mm }
body { margin: 0 auto; max-width: 281mm; color: #111; background: #fff;
  font: 7.2pt/1.25 system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
h1 { margin: 0 0 2mm; font-size: 11pt }
table { width: 100%; border-collapse: collapse }
th, td { padding: 0.7mm 1.5mm; border: 0.2mm solid #777; text-align: left;
  vertical-align: top }
thead th { background: #e8e8e8 }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%) }
td:nth-child(4) { width: 33% }
ul { margin: 0; padding: 0; list-style: none }
p { margin: 1.5mm 0 0 }
a { color: inherit }
</style>
"""


def _table(some):
    heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = "\n".join(map(_row, some))
    return (
        f'<table class="cafe-cheat-sheet">\n<caption>{TITLE}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
    )


def _row(service):
    figures = "".join(
        f"<li>{escape(each.text)} "
        f'<span style="white-space: nowrap">[{each.fact}, {each.checked}]</span></li>'
        for each in service.figures
    )
    lesson = escape(service.lesson)
    if file := syllabus()[service.lesson].file:
        lesson = f'<a href="{escape(file)}">{lesson}</a>'
    return (
        f'<tr><th scope="row">{escape(service.name)}<br>({escape(service.kind)})</th>'
        f"<td>{escape(service.question)}</td><td>{escape(service.not_for)}</td>"
        f"<td><ul>{figures}</ul></td><td>{lesson}</td></tr>"
    )


def _page(some):
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{TITLE}</title>\n{_PRINTED}</head>\n<body>\n<h1>{TITLE}</h1>\n"
        f"{_table(some)}<p>{escape(SOURCE)}</p>\n</body>\n</html>\n"
    )

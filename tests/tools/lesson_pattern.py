"""What a committed notebook looks like, and the pattern that every lesson follows.

Each check takes a notebook as nbformat reads it (or a Lesson) and yields one sentence
for each thing that is wrong: nothing yielded is a pass.
"""

import json
import re
from dataclasses import dataclass

LONGEST_CELL = 15  # lines
LONGEST_LINE = 88
MOST_IGNORED = 2  # outputs that nbval may not compare, a notebook
FEWEST_EXERCISES = 3
LONGEST_LESSON = 75  # minutes, to read and to practise
LONG_SENTENCE = 5  # words; a shorter one may be said again
IGNORED = "NBVAL_IGNORE_OUTPUT"
# Python shows this line of a notebook that was opened without the course.
WHERE = (
    "# No module named 'cafe'? "
    "Keep this file in the folder where cafe/ is: see README.md."
)

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DRAWN = re.compile(r"(?=.*\d)[0-9a-f]{6,}(-[0-9a-f]+)*")  # as nbformat draws ids
VARYING = {
    "a path": re.compile(
        r"(?<![\w.:/])/(home|Users|root|tmp|usr|var|opt|srv|mnt|private|work)/"
        r"|\b[A-Z]:\\(Users|Windows|Program)|site-packages|ipykernel_\d"
    ),
    "an address": re.compile(r"\b0x[0-9a-fA-F]{6,}"),
    "a time of day or a duration": re.compile(
        r"Wall time|CPU times|per loop|\d\d:\d\d:\d\d\.\d{6}"
    ),
}
EXERCISE = r"""(?:^%%sql |\bcheck\(\s*["']){lesson}\.(\w+)"""
CITATION = re.compile(r"\[(F\d+(?:, ?F\d+)*)\]")
CITED_CELL = re.compile(r"\bcited\(([^)]*)\)")
SIDES = re.compile(r"^\|[-:| ]+\|$", re.MULTILINE)  # the line below a table's head
LIST_ITEM = re.compile(r"^ *(?:[-*]|\d+\.) ", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """A lesson's notebook and what the files in data/ say about it."""

    name: str  # "02b"
    notebook: dict
    objectives: frozenset  # ids in data/questions/<name>_*.toml
    facts: frozenset  # ids in data/facts.toml


def cells(notebook, kind):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def prose(notebook):
    return "\n".join(cell["source"] for cell in cells(notebook, "markdown"))


# Every notebook


def every_cell_was_run(notebook):
    """nbval passes over a cell that was not run, so none may be committed."""
    for due, cell in enumerate(cells(notebook, "code"), 1):
        if cell["execution_count"] != due:
            yield f"{cell['id']}: run as {cell['execution_count']}, expected {due}"


def ids_are_names(notebook):
    seen = set()
    for cell in notebook["cells"]:
        name = cell["id"]
        if not NAME.fullmatch(name) or DRAWN.fullmatch(name):
            yield f"{name}: expected an id that names the cell, such as zone-fails"
        if name in seen:
            yield f"{name}: two cells have this id"
        seen.add(name)


def outputs_are_the_same_everywhere(notebook):
    for cell in cells(notebook, "code"):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield f"{cell['id']}: the output is an error, {output['ename']}"
            measured = IGNORED in marks(cell)
            for what, pattern in VARYING.items():
                if what.startswith("a time") and measured:
                    continue
                if found := pattern.search(shown(output)):
                    yield f"{cell['id']}: the output holds {what}, {found[0]!r}"


def shown(output):
    """What an output says in words: its streams and text, pictures left out."""
    data = {
        kind: value if isinstance(value, str) else json.dumps(value)
        for kind, value in output.get("data", {}).items()
        if kind not in ("image/png", "image/jpeg")
    }
    return "\n".join([output.get("text", ""), *data.values()])


def code_is_short(notebook):
    for cell in cells(notebook, "code"):
        lines = cell["source"].splitlines()
        if len(lines) > LONGEST_CELL:
            yield f"{cell['id']}: {len(lines)} lines, at most {LONGEST_CELL}"
        for line in lines:
            if len(line) > LONGEST_LINE:
                yield f"{cell['id']}: {len(line)} characters in {line[:30]!r}…"


def few_outputs_are_ignored(notebook):
    ignored = [cell["id"] for cell in cells(notebook, "code") if skips(cell)]
    if len(ignored) > MOST_IGNORED:
        yield f"{', '.join(ignored)}: at most {MOST_IGNORED} may go uncompared"


def skips(cell):
    """Whether nbval is told not to compare or not to run."""
    return IGNORED in marks(cell) or "NBVAL_SKIP" in marks(cell)


def marks(cell):
    """Where nbval looks for what it is told: in comments and in tags."""
    tags = " ".join(cell["metadata"].get("tags", []))
    return cell["source"] + tags.upper().replace("-", "_")


def no_sentence_stands_twice(notebook):
    """A text that was put in by a script may have been put in again."""
    seen = {}
    for cell in cells(notebook, "markdown"):
        for sentence in re.split(r"(?<=[.!?])\s+", cell["source"]):
            if len(sentence.split()) < LONG_SENTENCE:
                continue
            if sentence in seen:
                yield f"{cell['id']}: {sentence!r} stands in {seen[sentence]} already"
            seen[sentence] = cell["id"]


def tables_say_on_which_side_their_columns_stand(notebook):
    """Without a mark, a head stands in the middle of its column."""
    for cell in cells(notebook, "markdown"):
        for line in SIDES.findall(cell["source"]):
            if any(":" not in column for column in line.strip("|").split("|")):
                yield f"{cell['id']}: {line} needs :-- for text, --: for numbers"


EVERY_NOTEBOOK = (
    every_cell_was_run,
    ids_are_names,
    outputs_are_the_same_everywhere,
    code_is_short,
    few_outputs_are_ignored,
    no_sentence_stands_twice,
    tables_say_on_which_side_their_columns_stand,
)


# Every lesson


def opening_says_what_to_expect(lesson):
    opening = lesson.notebook["cells"][0]["source"]
    for what, pattern in {
        "a title, '# …'": r"^# \S",
        "the question that the lesson answers": r"\?",
        "'… minutes to read'": r"\d+ minutes? to read",
        "'… minutes to practise'": r"\d+( minutes?)? to practise",
        "what to know before": r"(?i)\bbefore\b",
    }.items():
        if not re.search(pattern, opening):
            yield f"first cell: {what} is missing"
    named = set(re.findall(rf"\b{lesson.name}\.[a-z]\b", opening))
    if named != lesson.objectives:
        yield (
            f"first cell: objectives {sorted(named)}, "
            f"but the question bank has {sorted(lesson.objectives)}"
        )


def no_lesson_takes_longer_than_one_sits(lesson):
    opening = lesson.notebook["cells"][0]["source"]
    minutes = re.findall(r"(\d+)(?: minutes?)? to (?:read|practise)", opening)
    if (total := sum(map(int, minutes))) > LONGEST_LESSON:
        yield f"first cell: {total} minutes in all, at most {LONGEST_LESSON}"


def setup_is_one_short_cell(lesson):
    first = cells(lesson.notebook, "code")[0]["source"]
    if "import" not in first or len(first.splitlines()) > 5:
        yield "first code cell: expected the imports, in at most five lines"
    if not first.startswith(f"{WHERE}\n"):
        yield f"first code cell: expected to begin with {WHERE}"
    if first.splitlines()[-1] != f'begin("{lesson.name}")':
        yield f'first code cell: expected to end with begin("{lesson.name}")'


def learner_has_exercises(lesson):
    pattern = re.compile(EXERCISE.format(lesson=lesson.name), re.MULTILINE)
    found = {
        name
        for cell in cells(lesson.notebook, "code")
        for name in pattern.findall(cell["source"])
    }
    if len(found) < FEWEST_EXERCISES:
        yield f"{len(found)} exercises, expected {FEWEST_EXERCISES} or more"


def model_is_compared_with_aws(lesson):
    for heading in ("On AWS", "Where this differs"):
        if heading not in prose(lesson.notebook):
            yield f"no '{heading}'"


def recap_is_five_lines_and_the_new_terms(lesson):
    parts = re.split(r"^#+ Recap\b.*$", prose(lesson.notebook), flags=re.MULTILINE)
    if len(parts) != 2:
        yield f"{len(parts) - 1} headings 'Recap', expected one"
        return
    recap, *terms = re.split(r"(?i)new terms", parts[1], maxsplit=1)
    if not terms or not re.search(r"\*\*\w", terms[0]):
        yield "recap: expected 'New terms', each in bold with its definition"
    if (lines := len(LIST_ITEM.findall(recap))) != 5:
        yield f"recap: {lines} lines in its list, expected five"


def self_check_comes_last(lesson):
    everything = lesson.notebook["cells"]
    last = max(i for i, cell in enumerate(everything) if cell["cell_type"] == "code")
    if f'quiz("{lesson.name}")' not in everything[last]["source"]:
        yield f'last code cell: expected quiz("{lesson.name}")'
    after = everything[last + 1 :]
    if len(after) > 1 or any(".ipynb" not in cell["source"] for cell in after):
        yield "after the self-check: at most one cell, the link to the next lesson"


def facts_are_cited_and_shown(lesson):
    """Each fact of the text is in the lesson's table, the other way round too."""
    groups = CITATION.findall(prose(lesson.notebook))
    cited = {fact for group in groups for fact in group.replace(" ", "").split(",")}
    code = "\n".join(cell["source"] for cell in cells(lesson.notebook, "code"))
    listed = {
        fact for call in CITED_CELL.findall(code) for fact in re.findall(r"F\d+", call)
    }
    for what, ids in {
        "cited in the text but not in cited(…)": cited - listed,
        "in cited(…) but not in the text": listed - cited,
        "not in data/facts.toml": (cited | listed) - lesson.facts,
    }.items():
        if ids:
            yield f"{what}: {', '.join(sorted(ids))}"


EVERY_LESSON = (
    opening_says_what_to_expect,
    no_lesson_takes_longer_than_one_sits,
    setup_is_one_short_cell,
    learner_has_exercises,
    model_is_compared_with_aws,
    recap_is_five_lines_and_the_new_terms,
    self_check_comes_last,
    facts_are_cited_and_shown,
)

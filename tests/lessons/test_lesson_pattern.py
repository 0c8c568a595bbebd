"""Each check of a notebook finds the fault that it is there for."""

import pytest

from tools.lesson_pattern import EVERY_LESSON, EVERY_NOTEBOOK, WHERE, Lesson

OPENING = """\
# Two tills

Who may write when two tills write at once?
20 minutes to read, 15 to practise. To know before: lesson 01.

- **02.a** Explain a lock.
- **02.b** Predict who waits.
"""
RECAP = """\
## Recap

1. One
2. Two
3. Three
4. Four
5. Five

**New terms**

- **lock**: what makes the other wait
"""


def markdown(name, source):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def code(name, source, *outputs):
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": list(outputs),
        "execution_count": None,
    }


def says(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def good_cells():
    return [
        markdown("title", OPENING),
        code("set-up", f'{WHERE}\nfrom cafe import aws\nbegin("02")'),
        markdown("scene", "*On AWS* locks [F10]. *Where this differs*: one [F11, F12]"),
        code("total", 'check("02.total", total)', says("Not yet tried.\n")),
        code("waiting", "%%sql 02.waiting\n-- your query"),
        code("writers", "check('02.writers', writers)"),
        code("facts", 'cited("F10", "F11",\n      "F12")'),
        markdown("recap", RECAP),
        code("self-check", 'quiz("02")', says("Eight questions\n")),
        markdown("next", "Next: [RDS](02b_rds.ipynb)"),
    ]


def lesson(cells):
    """The lesson 02 with these cells, each run in its turn."""
    for count, cell in enumerate((c for c in cells if c["cell_type"] == "code"), 1):
        cell["execution_count"] = count
    objectives, facts = {"02.a", "02.b"}, {"F10", "F11", "F12", "F13"}
    return Lesson("02", {"cells": cells}, frozenset(objectives), frozenset(facts))


def problems(lesson):
    found = [problem for check in EVERY_NOTEBOOK for problem in check(lesson.notebook)]
    return found + [problem for check in EVERY_LESSON for problem in check(lesson)]


def test_a_good_lesson_has_no_problem():
    assert problems(lesson(good_cells())) == []


@pytest.mark.parametrize(
    ("place", "old", "new", "said"),
    [
        (0, "# Two", "Two", "first cell: a title"),
        (0, "?", ".", "first cell: the question"),
        (0, "20 minutes to read", "Short", "first cell: '… minutes to read'"),
        (0, "15 to practise", "more", "first cell: '… minutes to practise'"),
        (0, "20 minutes", "61 minutes", "first cell: 76 minutes in all, at most 75"),
        (0, "before", "already", "first cell: what to know before"),
        (0, "02.b", "02.c", "but the question bank has ['02.a', '02.b']"),
        (0, "02.b", "", "first cell: objectives ['02.a']"),
        (1, "aws", "aws" + "\n#" * 5, "first code cell: expected the imports"),
        (1, "from cafe import aws", "1", "first code cell: expected the imports"),
        (1, "# No", "# no", "first code cell: expected to begin with # No module"),
        (1, "02", "03", 'first code cell: expected to end with begin("02")'),
        (2, "On AWS", "There", "no 'On AWS'"),
        (2, "Where this differs", "But", "no 'Where this differs'"),
        (2, "[F10]", "", "in cited(…) but not in the text: F10"),
        (2, "[F10]", "[F10] [F13]", "cited in the text but not in cited(…): F13"),
        (6, '"F12"', '"F12", "F99"', "not in data/facts.toml: F99"),
        (4, "02.waiting", "", "2 exercises, expected 3"),
        (4, "02.waiting", "02.total", "2 exercises, expected 3"),
        (4, "-- your", "-- " + "x" * 90, "characters in"),
        (4, "-- your", "--\n" * 14, "waiting: 16 lines, at most 15"),
        (7, "## Recap", "## The end", "0 headings 'Recap'"),
        (7, "5. Five\n", "", "recap: 4 lines in its list"),
        (7, "**New terms**", "", "recap: expected 'New terms'"),
        (7, "**lock**", "lock", "recap: expected 'New terms'"),
        (8, '"02"', '"01"', 'last code cell: expected quiz("02")'),
        (9, "02b_rds.ipynb", "", "after the self-check"),
    ],
)
def test_a_fault_in_a_cell_is_found(place, old, new, said):
    cells = good_cells()
    cells[place]["source"] = cells[place]["source"].replace(old, new)
    assert said in "\n".join(problems(lesson(cells)))


def test_a_cell_after_the_link_to_the_next_lesson_is_found():
    found = problems(lesson([*good_cells(), markdown("more", "Read 01.ipynb again")]))
    assert "after the self-check" in "\n".join(found)


def test_a_sentence_that_stands_twice_is_found():
    cells = good_cells()
    cells[2]["source"] += ". Both of the tills write. Both of the tills write."
    assert "scene: 'Both of the tills write.' stands in scene already" in problems(
        lesson(cells)
    )


@pytest.mark.parametrize(
    "text",
    [
        "/opt/corner-cup/progress.json",
        "Saved in /tmp/x",
        r"C:\Windows\Temp",
        "<Widget at 0x7f3a2b1c9d00>",
        "CPU times: user 2 ms",
        "2026-11-02 06:00:00.123456",
    ],
)
def test_an_output_that_differs_elsewhere_is_found(text):
    cells = good_cells()
    cells[3]["outputs"] = [says(text)]
    assert "total: the output holds" in "\n".join(problems(lesson(cells)))
    html = {"text/html": f"<p>{text}</p>", "image/png": "0x7f3a2b1c9d00"}
    cells[3]["outputs"] = [{"output_type": "display_data", "data": html}]
    assert "total: the output holds" in "\n".join(problems(lesson(cells)))


def test_a_measured_time_is_allowed_where_nbval_ignores_it():
    cells = good_cells()
    cells[3]["outputs"] = [says("Wall time: 3 ms")]
    cells[3]["source"] += "\n# NBVAL_IGNORE_OUTPUT"
    assert problems(lesson(cells)) == []


def test_an_error_in_an_output_is_found():
    cells = good_cells()
    cells[3]["outputs"] = [{"output_type": "error", "ename": "KeyError"}]
    assert "total: the output is an error" in "\n".join(problems(lesson(cells)))


def test_a_column_that_does_not_say_its_side_is_found():
    cells = good_cells()
    cells[2]["source"] += "\n\n| word | sold |\n|:--|--:|\n| Latte | 3 |"
    assert problems(lesson(cells)) == []
    cells[2]["source"] = cells[2]["source"].replace("--:", "---")
    assert "scene: |:--|---| needs :-- for text" in "\n".join(problems(lesson(cells)))


@pytest.mark.parametrize("count", [None, 7])
def test_a_cell_that_was_not_run_in_its_turn_is_found(count):
    bad = lesson(good_cells())
    bad.notebook["cells"][3]["execution_count"] = count
    assert f"total: run as {count}, expected 2" in problems(bad)


@pytest.mark.parametrize("name", ["3f9c01ab", "a3f9c01b-77de", "Total", "two words"])
def test_an_id_that_is_no_name_is_found(name):
    cells = good_cells()
    cells[3]["id"] = name
    assert f"{name}: expected an id" in "\n".join(problems(lesson(cells)))


def test_an_id_used_twice_is_found():
    cells = good_cells()
    cells[3]["id"] = cells[4]["id"]
    assert "waiting: two cells have this id" in problems(lesson(cells))


@pytest.mark.parametrize(
    ("comment", "tag"),
    [("\n# NBVAL_IGNORE_OUTPUT", ""), ("", "nbval-ignore-output"), ("", "nbval-skip")],
)
def test_too_many_uncompared_outputs_are_found(comment, tag):
    cells = good_cells()
    for cell in cells[3:6]:
        cell["source"] += comment
        cell["metadata"] = {"tags": [tag]}
    found = problems(lesson(cells))
    assert "total, waiting, writers: at most 2 may go uncompared" in found

"""Progress: nothing that was saved is lost, whatever happens to the process or file."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cafe.course.questions import Bank, Option, Question
from cafe.selfcheck import progress as module
from cafe.selfcheck.progress import Progress, Score, empty, merge, read
from cafe.selfcheck.progress_document import ProgressError, text_of

NOTEBOOKS = Path(module.__file__).resolve().parents[2]
WRITERS = Path(__file__).parents[1] / "fixtures" / "progress_writers.py"


NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.json"


#: What may stand where a file should; whoever opens a pipe waits for its other end.
NO_FILES = [("a folder", os.mkdir)]
if hasattr(os, "mkfifo"):
    NO_FILES.append(("a pipe", os.mkfifo))
ENDLESS = []
ENDLESS.append(ENDLESS)


def ticking(start=datetime(2026, 11, 2, 6, tzinfo=UTC)):
    """A clock that moves a second whenever it is asked."""
    seconds = iter(range(10**6))
    return lambda: start + timedelta(seconds=next(seconds))


def test_the_first_try_counts_and_later_ones_are_kept(path):
    learner = Progress(path, ticking())
    learner.record("01.q01", "wrong", "b")
    learner.record("01.q01", "right", "a")
    assert learner.first("01.q01").outcome == "wrong"
    assert [(each.outcome, each.answer) for each in learner.tries("01.q01")] == [
        ("wrong", "b"),
        ("right", "a"),
    ]
    assert learner.first("01.q01").at == "2026-11-02T06:00:00Z"
    assert learner.first("01.q99") is None


def test_tries_within_one_second_keep_their_order(path):
    learner = Progress(path, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    for number in range(12):
        learner.record("01.q01", "wrong", number)
    answers = [each.answer for each in Progress(path).tries("01.q01")]
    assert answers == list(range(12))


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_put_back_changes_no_order(path, restarted):
    clock = iter([NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=2)])
    learner = Progress(path, lambda: next(clock), "second")
    learner.record("01.q01", "wrong", "b")
    if restarted:
        learner = Progress(path, lambda: next(clock), "first of the alphabet")
    learner.record("01.q01", "right", "a")
    learner.record("01.q01", "wrong", "c")
    for each in (learner, Progress(path)):
        assert [one.answer for one in each.tries("01.q01")] == ["b", "a", "c"]
        assert each.first("01.q01").outcome == "wrong"


def test_hints_and_the_solution_are_remembered(path):
    learner = Progress(path)
    learner.record_hint("01.total")
    learner.record_hint("01.total")
    assert not learner.solution_seen("01.total")
    learner.record_solution("01.total")
    again = Progress(path)
    assert again.hints("01.total") == 2
    assert again.solution_seen("01.total")
    assert again.tries("01.total") == ()


def test_a_time_is_kept_in_utc(path):
    noon = datetime(2026, 11, 2, 12, tzinfo=timezone(timedelta(hours=2)))
    learner = Progress(path, lambda: noon)
    learner.record("01.q01", "right")
    assert learner.first("01.q01").at == "2026-11-02T10:00:00Z"


@pytest.mark.parametrize(
    "answer, kept",
    [
        ({"a": "AWS", "b": "Customer"}, {"a": "AWS", "b": "Customer"}),
        (("c", "a"), ["c", "a"]),
        ({"c", "a"}, ["a", "c"]),
        (4.0, 4),
        (10**16, 1e16),
        (-(2**60), float(-(2**60))),
        (10**400, "int"),
        (float("nan"), "float"),
        (print, "builtin_function_or_method"),
        ("\ud800 café", "\ud800 café"),
        ("x" * 10**6, "x" * 4000),
        (list(range(200_000)), "list"),
        (ENDLESS, "list"),
    ],
)
def test_any_answer_can_be_kept_and_read_back(path, answer, kept):
    Progress(path).record("01.q01", "wrong", answer)
    assert Progress(path).first("01.q01").answer == kept


def test_cafe_progress_names_the_file(path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(path))
    Progress().record("01.q01", "right")
    assert path.exists()


def test_what_could_not_be_kept_is_kept_in_the_file_that_cafe_progress_then_names(
    path, monkeypatch
):
    monkeypatch.setenv("CAFE_PROGRESS", str(path / "missing" / "progress.json"))
    learner = Progress()
    learner.record("01.q01", "right")
    assert "let CAFE_PROGRESS name a file" in learner.message
    monkeypatch.setenv("CAFE_PROGRESS", str(path))
    learner.record("01.q02", "wrong")
    assert learner.message == ""
    assert Progress(path).names() == ["01.q01", "01.q02"]


def test_looking_at_progress_makes_no_progress_file(path):
    assert Progress(path).names() == []
    assert not path.exists()


def test_its_repr_is_words_without_a_path(path):
    learner = Progress(path)
    learner.record("01.q01", "right")
    assert repr(learner) == "Progress: 1 try, in 1 question or exercise."
    learner.record("01.q01", "right")
    learner.record("01.q02", "right")
    assert repr(learner) == "Progress: 3 tries, in 2 questions and exercises."


def test_two_open_notebooks_keep_what_the_other_saved(path):
    one, other = Progress(path), Progress(path)
    one.record("01.q01", "right")
    other.record("01.q02", "wrong")
    assert other.first("01.q01").outcome == "right"
    one.reload()
    assert one.first("01.q02").outcome == "wrong"
    assert Progress(path).names() == ["01.q01", "01.q02"]


def test_a_file_that_nobody_else_wrote_is_not_read_again(path, monkeypatch):
    one, other = Progress(path), Progress(path)
    one.record("01.q01", "right")
    with monkeypatch.context() as patch:
        patch.setattr(module, "read", None)
        one.record("01.q02", "right")
    other.record("01.q03", "right")
    one.record("01.q03", "wrong")
    assert [each.outcome for each in one.tries("01.q03")] == ["right", "wrong"]
    assert one.names() == Progress(path).names() == ["01.q01", "01.q02", "01.q03"]


def test_score_counts_first_tries_of_the_questions_asked(path, monkeypatch):
    def question(id, objective):
        choices = (Option("A", "w", True), Option("B", "w"))
        return Question(
            id, "01", objective, "single", "?", "s", "course", options=choices
        )

    questions = [question(f"01.q{n:02}", "01.a") for n in range(6)]
    questions += [question(f"01.q{n:02}", "01.b") for n in range(6, 8)]
    bank = Bank("01", "T", {"01.a": "One.", "01.b": "Two."}, tuple(questions))
    monkeypatch.setattr(module, "load", {"01": bank}.get)
    learner = Progress(path, ticking())
    learner.record("01.q00", "right")
    learner.record("01.q01", "wrong")
    learner.record("01.q01", "right")
    learner.record("01.q07", "right")
    learner.record("01.q77", "right")
    assert learner.score("01") == Score(right=2, answered=3, asked=8)
    assert str(learner.score("01")) == "2 of 8 right at the first try"


# Merging

events = st.fixed_dictionaries(
    {
        "what": st.sampled_from(["try", "hint", "later kind"]),
        "at": st.sampled_from(["2026-11-02T06:00:00Z", "2026-11-03T06:00:00Z"]),
        "by": st.sampled_from(["one", "two"]),
        "n": st.integers(1, 3),
    },
    optional={"outcome": st.sampled_from(["right", "wrong"]), "answer": st.text()},
)
documents = st.dictionaries(
    st.sampled_from(["01.q01", "01.q02", "01.total"]), st.lists(events, max_size=6)
).map(lambda records: {"version": 1, "records": records})


def text(document):
    return json.dumps(document, sort_keys=True)


@pytest.mark.slow
@given(documents, documents, documents)
def test_a_merge_is_the_same_in_any_order_and_any_number_of_times(a, b, c):
    assert text(merge(a, b)) == text(merge(b, a))
    assert text(merge(merge(a, b), c)) == text(merge(a, merge(b, c)))
    assert text(merge(a, a)) == text(merge(a)) == text(merge(merge(a), empty()))
    assert text(merge(a, b, a)) == text(merge(a, b))


@pytest.mark.slow
@given(documents, documents)
def test_a_merge_holds_every_event_of_both_and_no_other(a, b):
    def all_events(*documents):
        return {
            (name, json.dumps(event, sort_keys=True))
            for document in documents
            for name, events in document["records"].items()
            for event in events
        }

    assert all_events(merge(a, b)) == all_events(a, b)


def test_export_and_import_carry_progress_to_another_machine(path, tmp_path):
    here, there = Progress(path, ticking()), Progress(tmp_path / "there.json")
    here.record("01.q01", "right", "a")
    there.record("01.q02", "wrong", "b")
    assert "my.json now holds" in here.export(tmp_path / "my.json")
    assert "my.json was merged" in there.import_(tmp_path / "my.json")
    there.import_(tmp_path / "my.json")
    assert len(there.tries("01.q01")) == len(there.tries("01.q02")) == 1
    assert Progress(tmp_path / "there.json").names() == ["01.q01", "01.q02"]


def test_an_export_keeps_what_the_file_holds_already(path, tmp_path):
    brought, here = tmp_path / "my.json", Progress(path)
    there = Progress(tmp_path / "there.json")
    there.record("01.q01", "right")
    there.export(brought)
    here.record("01.q02", "right")
    assert "2 questions and exercises" in here.export(brought)
    assert list(read(brought)["records"]) == ["01.q01", "01.q02"]


def test_an_export_leaves_a_file_that_is_no_progress_alone(path, tmp_path):
    notes = tmp_path / "notes.json"
    notes.write_text("my notes", encoding="utf-8")
    assert Progress(path).export(notes).startswith("Nothing was exported: notes.json")
    assert notes.read_text(encoding="utf-8") == "my notes"


def test_the_learner_exports_and_imports_by_a_name_beside_the_progress(
    path, monkeypatch
):
    monkeypatch.setenv("CAFE_PROGRESS", str(path))
    Progress().record("01.q01", "right")
    assert repr(module.export_progress()) == (
        "corner-cup-progress.json now holds your progress, in 1 question or exercise."
    )
    path.unlink()
    assert "was merged" in module.import_progress()
    assert Progress(path).names() == ["01.q01"]


@pytest.mark.parametrize("file", [None, 5, "", "."])
def test_what_names_no_file_is_neither_exported_nor_imported(path, monkeypatch, file):
    monkeypatch.setenv("CAFE_PROGRESS", str(path))
    wanted = 'a file is named by its text, such as "corner-cup-progress.json"; '
    said = f"{wanted}{file!r} came."
    assert module.export_progress(file) == f"Nothing was exported: {said}"
    assert module.import_progress(file) == f"Nothing was imported: {said}"


def test_an_export_of_progress_that_cannot_be_read_says_that_it_exported_nothing(
    path, tmp_path
):
    path.mkdir()
    said = Progress(path).export(tmp_path / "my.json")
    assert said.startswith("Nothing was exported: Progress cannot be kept in progress")
    assert not (tmp_path / "my.json").exists()


def test_an_export_says_what_was_set_aside(path, tmp_path):
    path.write_text("{", encoding="utf-8")
    said = Progress(path).export(tmp_path / "my.json")
    assert "in 0 questions" in said
    assert "It was set aside as progress.json.damaged-1" in said


def test_an_import_that_cannot_be_kept_says_so(path, tmp_path):
    there = Progress(tmp_path / "there.json")
    there.record("01.q01", "right")
    there.export(tmp_path / "my.json")
    path.mkdir()
    said = Progress(path).import_(tmp_path / "my.json")
    assert said.startswith("my.json was read, but not kept: Progress cannot be kept")
    assert "was merged" not in said


@pytest.mark.parametrize(
    "content, reason",
    [
        (None, "there is no file"),
        ("{", "is damaged"),
        ('{"version": 2}', "newer version"),
    ],
)
def test_an_import_that_cannot_be_read_changes_nothing(path, tmp_path, content, reason):
    learner = Progress(path)
    learner.record("01.q01", "right")
    if content is not None:
        (tmp_path / "other.json").write_text(content, encoding="utf-8")
    message = learner.import_(tmp_path / "other.json")
    assert message.startswith("Nothing was imported:") and reason in message
    assert str(tmp_path) not in message
    assert learner.names() == Progress(path).names() == ["01.q01"]


def test_an_export_that_cannot_be_written_says_so(path, tmp_path):
    message = Progress(path).export(tmp_path / "nowhere" / "my.json")
    assert message.startswith("my.json could not be written")


# Files in a bad state

DAMAGED = [
    b"",
    b"{",
    b"\xff\xfe\x00",
    b"[]",
    b"null",
    b'{"version": true, "records": {}}',
    b'{"version": 0, "records": {}}',
    b'{"version": 1}',
    b'{"version": 1, "records": {"01.q01": [{"what": "try"}]}}',
    *(
        b'{"version": 1, "records": {"exam.1": [{"what": "begun", "at": "2026",'
        b' "by": "x", "n": 1, %s}]}}' % part
        for part in (
            b'"questions": null',
            b'"questions": [["01.q01"]]',
            b'"minutes": "28"',
            b'"minutes": 1e99',
            b'"question": {}',
            b'"outcome": []',
        )
    ),
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_whole_and_the_message_says_where(path, content):
    path.write_bytes(content)
    learner = Progress(path)
    assert "progress.json is damaged" in learner.message
    assert "progress.json.damaged-1, in the same folder" in learner.message
    assert str(path.parent) not in learner.message
    assert path.with_name("progress.json.damaged-1").read_bytes() == content
    learner.record("01.q01", "right")
    assert Progress(path).names() == ["01.q01"]


def test_a_second_damaged_file_does_not_replace_the_first(path):
    for content in ("one", "two"):
        path.write_text(content, encoding="utf-8")
        Progress(path)
    kept = [path.with_name(f"progress.json.damaged-{n}") for n in (1, 2)]
    assert [each.read_text(encoding="utf-8") for each in kept] == ["one", "two"]


def test_a_file_damaged_while_open_loses_nothing_that_this_notebook_knows(path):
    learner = Progress(path)
    learner.record("01.q01", "right")
    path.write_text("oops", encoding="utf-8")
    learner.record("01.q02", "right")
    assert "damaged-1" in learner.message
    assert Progress(path).names() == ["01.q01", "01.q02"]


def test_a_damaged_file_takes_nothing_from_another_open_notebook(path):
    one = Progress(path)
    one.record("01.q01", "right")
    path.write_text("oops", encoding="utf-8")
    Progress(path)
    one.record("01.q02", "right")
    assert Progress(path).names() == ["01.q01", "01.q02"]


def test_whoever_deletes_the_file_begins_anew_though_a_kernel_runs(path):
    learner = Progress(path)
    learner.record("01.q01", "right")
    path.unlink()
    learner.reload()
    assert learner.names() == []
    learner.record("01.q02", "right")
    assert learner.names() == Progress(path).names() == ["01.q02"]


def test_a_deleted_file_is_brought_back_by_no_other_open_notebook(path):
    one, other = Progress(path), Progress(path)
    one.record("01.q01", "right")
    other.reload()
    path.unlink()
    one.record("01.q02", "right")
    other.record("01.q03", "right")
    one.reload()
    assert one.names() == other.names() == ["01.q02", "01.q03"]
    assert Progress(path).names() == ["01.q02", "01.q03"]


def test_what_could_not_be_saved_outlives_a_deleted_file(path, tmp_path, monkeypatch):
    learner = Progress(path)
    learner.record("01.q01", "right")

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(module, "replace_file", refuse)
        patch.setattr(module, "replace_end", refuse)
        learner.record("01.q02", "right")
    path.unlink()
    learner.record("01.q03", "right")
    assert Progress(path).names() == ["01.q02", "01.q03"]


def test_a_file_of_an_earlier_course_loses_nothing_between_two_notebooks(path):
    event = {"what": "try", "outcome": "right", "at": "2026", "by": "x", "n": 1}
    text = json.dumps({"version": 1, "records": {"01.q01": [event]}})
    path.write_text(text, encoding="utf-8")
    one, other = Progress(path), Progress(path)
    one.record("01.q02", "right")
    other.record("01.q03", "right")
    assert Progress(path).names() == ["01.q01", "01.q02", "01.q03"]


def test_a_file_from_a_newer_version_is_set_aside_whole(path):
    content = '{"version": 2, "records": {"x": "of another form"}}'
    path.write_text(content, encoding="utf-8")
    learner = Progress(path)
    assert "from a newer version of the course (format 2" in learner.message
    assert "update the course and import it" in learner.message
    kept = path.with_name("progress.json.newer-1")
    assert kept.read_text(encoding="utf-8") == content


def test_a_key_of_a_later_course_survives_a_save(path):
    event = {"what": "try", "at": "2026", "by": "x", "n": 1, "seconds": 12}
    document = {"version": 1, "records": {"09.q01": [event]}}
    path.write_text(json.dumps(document), encoding="utf-8")
    Progress(path).record("01.q01", "right")
    assert read(path)["records"]["09.q01"] == [event]


@pytest.mark.parametrize("folder", ["a-file", "missing"])
def test_where_nothing_can_be_saved_progress_stays_in_memory(tmp_path, folder):
    (tmp_path / "a-file").touch()
    learner = Progress(tmp_path / folder / "progress.json")
    learner.record("01.q01", "right")
    assert learner.first("01.q01").outcome == "right"
    assert "lasts until the kernel stops" in learner.message
    assert "CAFE_PROGRESS" in learner.message
    assert str(tmp_path) not in learner.message


def test_a_read_only_folder_says_so_and_is_saved_when_it_opens(path, monkeypatch):
    learner = Progress(path)

    def refuse(path, text):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(module, "replace_file", refuse)
        learner.record("01.q01", "right")
        assert "(Permission denied)" in learner.message
    learner.record("01.q02", "right")
    assert learner.message == ""
    assert Progress(path).names() == ["01.q01", "01.q02"]


def learner_of_much(path):
    """A learner with room for a line in his file, and what the file holds."""
    learner = Progress(path)
    for number in range(8):
        learner.record(f"01.q0{number}", "right", "a" * 1000)
    learner.record("01.q00", "wrong", ["é", "\n"])
    return learner, path.read_bytes()


def test_a_save_writes_a_line_and_not_all_that_is_known(path, monkeypatch):
    learner, before = learner_of_much(path)
    monkeypatch.delattr(module, "replace_file")
    learner.record("01.q01", "wrong", "b")
    assert learner.message == ""
    whole = before.removesuffix(b"\n}}\n")
    assert path.read_bytes().startswith(whole + b',\n "01.q01": [{')
    assert json.loads(path.read_bytes())["records"]["01.q01"] == learner.events(
        "01.q01"
    )
    answers = [each.answer for each in Progress(path).tries("01.q01")]
    assert answers == ["a" * 1000, "b"]


def test_what_is_renamed_in_the_end_is_none_of_the_files_that_jupyterlab_lists(
    path, monkeypatch
):
    replace, seen = os.replace, []

    def watched(one, other):
        seen.append(os.path.basename(one))
        replace(one, other)

    monkeypatch.setattr(os, "replace", watched)
    Progress(path).record("01.q01", "right")
    assert seen == [".progress.json.tmp"]


def test_a_file_is_at_most_twice_as_long_as_what_it_holds(path):
    learner = Progress(path)
    for number in range(200):
        learner.record("01.q01", "wrong", number)
        assert path.stat().st_size <= 2 * len(text_of(read(path)))


def test_a_save_that_was_broken_off_anywhere_leaves_what_was_saved(path):
    learner, before = learner_of_much(path)
    known = read(path)
    learner.record("01.q01", "wrong", ['],\n "', "é"])
    after = path.read_bytes()
    start = len(before) - len("\n}}\n")
    for end in range(start, len(after)):
        path.write_bytes(after[:end] + before[end:])
        whole = end >= len(after) - 1  # all but the newline
        assert read(path) == known or whole, after[start:end]
    path.write_bytes(after[: len(after) - 20])
    learner = Progress(path)
    assert learner.message == ""
    learner.record("01.q02", "wrong")
    json.loads(path.read_bytes())


def test_a_file_cut_off_before_what_was_added_is_damaged(path):
    learner_of_much(path)
    whole = text_of(read(path)).encode()
    for end in (len(whole) // 2, whole.index(b",\n") + 1, whole.index(b",\n") + 2):
        path.write_bytes(whole[:end])
        with pytest.raises(ProgressError, match="damaged"):
            read(path)


def test_a_full_disk_leaves_the_file_as_it_was(path):
    limits = pytest.importorskip("resource", reason="Windows has no such limit")
    learner, before = learner_of_much(path)
    limit = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (len(before) + 9, limit[1]))
    try:
        learner.record("01.q01", "wrong")
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, limit)
    assert "Progress cannot be kept" in learner.message
    assert path.read_bytes() == before
    learner.record("01.q02", "right")
    assert learner.message == ""
    assert [len(Progress(path).tries(f"01.q0{n}")) for n in (1, 2)] == [2, 2]


def test_a_file_that_may_not_be_read_is_not_overwritten(path):
    path.mkdir()
    learner = Progress(path)
    learner.record("01.q01", "right")
    assert learner.message and learner.first("01.q01")
    assert path.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_a_progress_file_that_is_a_link_is_written_through(path, tmp_path):
    (tmp_path / "drive").mkdir()
    kept = tmp_path / "drive" / "mine.json"
    path.symlink_to(kept)
    Progress(path).record("01.q01", "right")
    Progress(path).record("01.q02", "right")
    assert path.is_symlink() and Progress(kept).names() == ["01.q01", "01.q02"]
    copy = tmp_path / "copy.json"
    copy.symlink_to(tmp_path / "drive" / "copy.json")
    Progress(path).export(copy)
    assert copy.is_symlink() and Progress(copy).names() == ["01.q01", "01.q02"]


@pytest.mark.parametrize("what, make", NO_FILES)
def test_what_is_no_file_is_refused_in_words_and_left_there(path, tmp_path, what, make):
    make(path)
    kind = path.stat().st_mode
    learner = Progress(path)
    learner.record("01.q01", "right")
    assert f"(it is {what}" in learner.message and learner.first("01.q01")
    other = Progress(tmp_path / "other.json")
    assert f"it is {what}" in other.import_(path)
    assert f"it is {what}" in other.export(path)
    assert path.stat().st_mode == kind


@pytest.mark.slow
def test_a_file_far_too_large_is_set_aside_unread(path):
    path.write_bytes(b'{"version": 1, "records": {}' + b" " * 100_000_000 + b"}")
    before = time.process_time()
    learner = Progress(path)
    assert time.process_time() - before < 1
    assert "far too large for progress: 95 MiB" in learner.message
    assert path.with_name("progress.json.damaged-1").stat().st_size > 100_000_000


def test_progress_is_saved_where_python_knows_no_locks(path):
    code = (
        "import sys, types; sys.modules['msvcrt'] = None;"
        "sys.modules['fcntl'] = types.ModuleType('fcntl');"
        "from cafe.selfcheck.progress import Progress;"
        f"learner = Progress({str(path)!r}); learner.record('01.q01', 'right');"
        "print(learner.message or 'saved')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(NOTEBOOKS)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("saved\n", "")
    assert Progress(path).names() == ["01.q01"]


# Several processes


def test_a_learner_sees_one_file_in_the_list(path):
    Progress(path).record("01.q01", "right")
    assert [file.name for file in path.parent.glob("[!.]*")] == [path.name]


def test_a_notebook_that_hangs_while_saving_stops_no_other(path, monkeypatch):
    monkeypatch.setattr(module, "LOCK_SECONDS", 0.02)
    learner = Progress(path)
    with module._lock(path):
        learner.record("01.q01", "right")
        assert "another notebook is holding it" in learner.message
    learner.record("01.q02", "right")
    assert learner.message == ""
    assert Progress(path).names() == ["01.q01", "01.q02"]


@pytest.mark.slow
def test_eight_writers_at_once_lose_nothing(path):
    writers = [start("write", path, f"w{number}") for number in range(8)]
    for writer in writers:
        assert writer.communicate()[0] == "saved\n"
    tries = Progress(path).tries("01.q01")
    answers = {(writer, n) for writer, n in (each.answer for each in tries)}
    assert answers == {(f"w{number}", n) for number in range(8) for n in range(25)}
    assert len(tries) == 200


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork; see Linux")
def test_a_thousand_kills_while_saving_lose_nothing_acknowledged(path):
    killer = start("kill", path, "1000")
    assert killer.communicate()[0] == "1000 kills, nothing lost\n"


def start(task, path, argument):
    """Run progress_writers.py, which says in one line how it went."""
    return subprocess.Popen(
        [sys.executable, WRITERS, task, str(path), argument],
        env={**os.environ, "PYTHONPATH": str(NOTEBOOKS)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

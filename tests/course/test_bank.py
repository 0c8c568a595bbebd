"""The bank reads its files strictly and shows and draws the same every time."""

import tomllib
from dataclasses import replace

import pytest

from cafe import files
from cafe.course import bank
from cafe.course.bank import draw, draws, shown
from cafe.course.questions import BankError, Misconception, Option, parse
from cafe.selfcheck.verdict import Verdict

KNOWN = {"belief": Misconception("belief", "A belief.")}
HEAD = 'lesson = "01"\ntitle = "T"\n[objectives]\n"01.a" = "One."\n"01.b" = "Two."\n'


def question(id="01.q01", objective="01.a", kind="single", body=None, more=""):
    choices = body or (
        'option = [{text = "A", why = "Yes.", right = true},'
        ' {text = "B", why = "No.", misconception = "belief"},'
        ' {text = "C", why = "Nor this."}]'
    )
    return (
        f'[[question]]\nid = "{id}"\nobjective = "{objective}"\nkind = "{kind}"\n'
        f'stem = "Which?"\nsection = "s"\nexam = "course"\n{more}\n{choices}\n'
    )


def read(*questions):
    return parse(tomllib.loads(HEAD + "\n".join(questions)), "01_test.toml", KNOWN)


def test_a_question_is_found_by_its_number_in_any_form():
    bank = read(question("01.q01"), question("01.p02", more="prediction = true"))
    for name in ("q01", "q1", "01.q01", " Q1 "):
        assert bank.question(name).id == "01.q01"
    assert bank.question("p2").prediction
    with pytest.raises(LookupError, match="q99; it has q01, p02"):
        bank.question("q99")


def test_a_misconception_arrives_with_its_sentence():
    options = read(question()).questions[0].options
    assert options[1].misconception.sentence == "A belief."


ORDER = (
    'item = [{text = "A", why = "w"}, {text = "B", why = "w"}, {text = "C", why = "w"}]'
)
RULES = [
    (question(kind="essay"), "unknown kind 'essay'; use single, multiple"),
    (question(objective="01.z"), "unknown objective 01.z; the file has 01.a, 01.b"),
    (question(id="02.q01"), "the id must look like 01.q01"),
    (question(more='colour = "red"'), "unknown key colour"),
    (question().replace('why = "No."', 'why = ""'), "option 2: why is missing"),
    (question().replace('why = "No.", ', ""), "option 2: why is missing"),
    (question().replace("right = true", "right = false"), "0 options are right"),
    (question().replace('"No."', '"No.", right = true'), "2 options are right"),
    (question(kind="multiple"), "1 options are right; multiple needs 2"),
    (question().replace('"belief"', '"strange"'), "strange is not in misconceptions"),
    (question().replace('text = "B"', 'text = "A"'), "two choices have the same text"),
    (question().replace('stem = "Which?"\n', ""), "stem is missing"),
    (question(body="option = []"), "0 options are right"),
    (question(kind="number"), "number needs answer"),
    (question(kind="number", body='answer = "4"\nwhy = "w"'), "'4' is not a number"),
    (
        question(
            kind="number",
            body='answer = 4\ntolerance = 1\nwhy = "w"\n'
            'slip = [{answer = 5, why = "w"}]',
        ),
        "the slip 5 would count as right",
    ),
    (question(kind="short", body='accept = "x"\nwhy = "w"'), "accept must be a list"),
    (
        question(kind="order", body=ORDER.replace('{text = "C", why = "w"}', "")),
        "3 items",
    ),
    (
        question(
            kind="match",
            body='bins = ["X", "Y"]\ncard = [{text = "A", bin = "Z", why = "w"}]',
        ),
        "belongs in 'Z', which is no bin",
    ),
    (
        question(
            kind="match",
            body='bins = ["X", "Y"]\ncard = [{text = "A", bin = "X", why = "w",'
            ' misconception = "belief", mistaken_bin = "X"}]',
        ),
        "the mistaken bin of 'A' is 'X', none that is wrong",
    ),
    (
        question(
            kind="match",
            body='bins = ["X", "Y"]\ncard = [{text = "A", bin = "X", why = "w",'
            ' mistaken_bin = "Y"}]',
        ),
        "the card 'A' has a mistaken bin and no misconception",
    ),
]


@pytest.mark.parametrize("text, message", RULES, ids=[rule[1] for rule in RULES])
def test_a_broken_rule_names_the_file_the_question_and_the_rule(text, message):
    with pytest.raises(BankError) as caught:
        read(text)
    assert message in str(caught.value)
    assert "01_test.toml, question 0" in str(caught.value)


def test_an_id_used_twice_is_refused():
    with pytest.raises(BankError, match="01.q01 is used twice"):
        read(question(), question())


@pytest.fixture
def questions(monkeypatch, tmp_path):
    """The folder of questions of a course that has no file there yet."""
    (tmp_path / "questions").mkdir()
    for module in (bank, files):
        monkeypatch.setattr(module, "DATA", tmp_path)
    return tmp_path / "questions"


def test_broken_toml_is_refused_with_its_line(questions):
    (questions / "01_test.toml").write_text("lesson = \n", encoding="utf-8")
    with pytest.raises(BankError, match=r"01_test.toml is not valid TOML.*line"):
        bank.load.__wrapped__("01")


def test_a_missing_lesson_says_which_there_are(questions):
    (questions / "02b_rds.toml").touch()
    with pytest.raises(LookupError, match="No questions for lesson '02'; .* 02b"):
        bank.load.__wrapped__("02")  # another test may have loaded it


def test_the_order_shown_ignores_the_order_of_the_file():
    one = read(question()).questions[0]
    turned = read(
        question(
            body='option = [{text = "C", why = "Nor this."},'
            ' {text = "B", why = "No.", misconception = "belief"},'
            ' {text = "A", why = "Yes.", right = true}]'
        )
    ).questions[0]
    assert shown(one) == shown(turned)
    assert list(shown(one)) == ["a", "b", "c"]


def test_the_order_shown_is_the_same_in_every_session():
    texts = [choice.text for choice in shown(read(question()).questions[0]).values()]
    assert texts == ["C", "A", "B"]


def test_an_order_question_never_shows_its_answer():
    for number in range(100):
        each = read(question(f"01.q{number:02}", kind="order", body=ORDER)).questions[0]
        assert tuple(shown(each).values()) != each.items


def test_a_draw_covers_every_objective_and_leaves_predictions_and_practice_out():
    many = [question(f"01.q{n:02}", "01.a") for n in range(30)]
    rare = [question("01.q40", "01.b")]
    guess = [question("01.p01", "01.b", more="prediction = true")]
    sorter = [question("01.q50", "01.b", more="practice = true")]
    drawn = draw(read(*many, *rare, *guess, *sorter))
    assert len(drawn) == 10
    assert "01.q40" in [each.id for each in drawn]
    assert not any(each.prediction or each.practice for each in drawn)


@pytest.mark.parametrize("asked, given", [(1, 8), (9, 9), (12, 12), (40, 12)])
def test_a_draw_has_8_to_12_questions(asked, given):
    bank = read(*(question(f"01.q{n:02}") for n in range(30)))
    assert len(draw(bank, asked)) == given


def ids(questions):
    return [each.id for each in questions]


def test_the_self_checks_of_a_lesson_ask_every_question_and_the_first_ten_first():
    lesson = read(*(question(f"01.q{n:02}", f"01.{'ab'[n % 2]}") for n in range(34)))
    assert draws(lesson) == 4
    each = [ids(draw(lesson, number=number)) for number in (1, 2, 3, 4)]
    assert [len(asked) for asked in each] == [10, 10, 10, 10]
    assert len({*each[0], *each[1], *each[2]}) == 30
    assert {*each[0], *each[1], *each[2], *each[3]} == set(ids(lesson.questions))
    assert each[0] == ids(draw(lesson))


@pytest.mark.parametrize("number", [0, 3, -1, "2", None])
def test_a_self_check_that_is_not_there_says_which_are(number):
    lesson = read(*(question(f"01.q{n:02}") for n in range(20)))
    with pytest.raises(LookupError, match="Lesson 01 has the self-checks 1 to 2; "):
        draw(lesson, number=number)


CARDS = (
    'bins = [{bins}]\ncard = [{{text = "A", bin = "X", why = "w",'
    ' misconception = "belief"{more}}}]'
)


@pytest.mark.parametrize(
    "bins, more, bin",
    [
        ('"X", "Y"', "", "Y"),
        ('"X", "Y", "Z"', "", ""),
        ('"X", "Y", "Z"', ', mistaken_bin = "Z"', "Z"),
    ],
)
def test_the_bin_that_shows_a_belief_is_the_other_of_two_or_is_named(bins, more, bin):
    body = CARDS.format(bins=bins, more=more)
    (card,) = read(question(kind="match", body=body)).questions[0].cards
    assert card.mistaken_bin == bin


def test_the_option_of_whoever_does_not_know_is_shown_last():
    unsure = Option(bank.UNSURE, "w")
    one = read(question()).questions[0]
    asked = replace(one, options=(unsure, *one.options))
    assert list(shown(asked).values())[-1] == unsure


def test_a_draw_is_the_same_whatever_the_order_of_the_file():
    questions = [question(f"01.q{n:02}", f"01.{'ab'[n % 2]}") for n in range(30)]
    straight, turned = draw(read(*questions)), draw(read(*reversed(questions)))
    assert {each.id for each in straight} == {each.id for each in turned}


def test_a_verdict_is_words():
    verdict = Verdict("wrong", "Look <again>.", ("a) A: no",))
    assert repr(verdict) == str(verdict) == "Not yet right. Look <again>.\n- a) A: no"
    html = verdict._repr_html_()
    assert "Not yet right." in html and "Look &lt;again&gt;." in html
    assert "--jp-" in html
    assert str(Verdict("untried")) == "Not tried yet."


def test_a_verdict_has_one_of_four_outcomes():
    with pytest.raises(ValueError, match="right, wrong, raised, untried"):
        Verdict("perhaps", "")

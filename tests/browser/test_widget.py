"""The widget of questions in JupyterLab, on a question of every kind."""

import json
import tomllib
from pathlib import Path

import pytest
from lab_page import HOLD
from learner import FocusedKeyboard, Keyboard, Mouse, Script, plain, right, wrong
from playwright.sync_api import expect

from cafe.course import bank

CELLS = {
    "set-up": "from cafe.selfcheck import predict, quiz",
    "prediction": 'predict("99.p01")',
    "seen": "print('one order is left')",
    "self-check": 'quiz("99")',
}
FILE = Path(__file__).parents[1] / "selfcheck" / "every_kind.toml"
EVERY_KIND = bank.parse(tomllib.loads(FILE.read_text(encoding="utf-8")), FILE.name, {})
QUESTIONS = bank.draw(EVERY_KIND)
SINGLE, MULTIPLE, ORDER, MATCH, NUMBER, SHORT = QUESTIONS
PREDICTION = EVERY_KIND.question("p01")
QUIZ = ".cafe-self-check"
GONE = "The notebook's kernel was restarted: run this cell again"
KEPT = f"{GONE}. What you had answered is kept."
LOST = f"{GONE}, then answer this once more: it is not kept."
SLOW = "No answer yet: the connection may be slow. If none comes, run this cell again."


@pytest.fixture
def opened(used_page):
    """The notebook with every kind of question, run."""
    used_page.begin(CELLS)
    expect(used_page.tab.locator(QUIZ)).to_be_visible()
    yield used_page
    assert used_page.errors == []


def line(page):
    return page.tab.locator(f"{QUIZ} .cafe-progress")


def end(page):
    return page.tab.locator(f"{QUIZ} .cafe-end")


def cells(page):
    return page.run("[...panel.content.model.cells].length")


def active_cell(page):
    return page.run("panel.content.activeCellIndex")


def full_score(page, learner):
    for question in QUESTIONS:
        assert learner.answer(question, right(question)).outcome == "right"
    expect(line(page)).to_have_text("6 of 6 answered, 6 right at the first try.")
    expect(end(page)).to_contain_text("All 6 answered: 6 right at the first try.")


def test_all_right_by_keyboard_is_a_full_score(opened):
    full_score(opened, Keyboard(opened))


def test_all_right_by_mouse_is_a_full_score_that_cannot_be_changed(opened):
    mouse = Mouse(opened)
    full_score(opened, mouse)
    opened.picture("all-right", QUIZ)
    other = mouse.form(SINGLE).locator(f'input[value="{wrong(SINGLE)[0]}"]')
    other.click(force=True)
    expect(other).not_to_be_checked()
    mouse.form(ORDER).get_by_role("button", name="Move down").first.click(force=True)
    expect(mouse.status(ORDER)).to_contain_text("Right.")
    expect(mouse.form(NUMBER).get_by_role("textbox")).not_to_be_editable()


def test_each_wrong_answer_gets_its_explanation_and_may_try_again(opened):
    script = Script(opened)
    for question in QUESTIONS:
        for answer in wrong(question):
            assert script.answer(question, answer).outcome == "wrong"
    opened.picture("all-wrong", QUIZ)
    expect(line(opened)).to_have_text("6 of 6 answered, 0 right at the first try.")
    for text in (*EVERY_KIND.objectives.values(), "“typo”; “counting”; “replica”"):
        expect(end(opened)).to_contain_text(text)
    FocusedKeyboard(opened).answer(SHORT, right(SHORT))
    expect(line(opened)).to_have_text("6 of 6 answered, 0 right at the first try.")


def test_each_card_in_a_wrong_place_is_marked_until_it_is_moved(opened):
    mouse, form = Mouse(opened), Mouse(opened).form(MATCH)
    misplaced = form.locator(".cafe-misplaced:visible")
    expect(misplaced).to_have_count(0)
    cards = {**right(MATCH), "a": wrong(MATCH)[0]["a"]}
    if cards == right(MATCH):
        cards = wrong(MATCH)[0]
    mouse.answer(MATCH, cards)
    count = sum(cards[key] != right(MATCH)[key] for key in cards)
    expect(misplaced).to_have_count(count)
    expect(misplaced.first).to_have_text("✗ not here")
    mouse.answer(MATCH, right(MATCH))
    expect(misplaced).to_have_count(0)


def test_a_prediction_of_nothing_is_still_to_be_noted(opened):
    mouse = Mouse(opened)
    form = mouse.form(PREDICTION)
    mouse.send(form)
    expect(form.locator(".cafe-actions button").first).to_have_text("Note it")
    expect(form.locator(".cafe-status")).to_contain_text("Not tried yet.")
    expect(form.locator(".cafe-actions button").first).to_have_text("Note it")


def test_what_is_no_answer_is_no_try(opened):
    mouse = Mouse(opened)
    for question in (SINGLE, MULTIPLE, MATCH, NUMBER, SHORT):
        mouse.send(mouse.form(question))
        expect(mouse.status(question)).to_contain_text("Not tried yet.")
    expect(line(opened)).to_have_text("0 of 6 answered, 0 right at the first try.")
    full_score(opened, Script(opened))


def test_every_group_has_the_name_of_what_it_asks(opened):
    mouse = Mouse(opened)
    for question in QUESTIONS:
        stem = plain(question.stem.splitlines()[0])
        expect(mouse.form(question).get_by_role("group", name=stem)).to_be_visible()
    for card in MATCH.cards:
        group = mouse.form(MATCH).get_by_role("radiogroup", name=card.text)
        expect(group.get_by_role("radio")).to_have_count(len(MATCH.bins))
    field = mouse.form(NUMBER).get_by_role("textbox", name="Your answer copies")
    expect(field).to_be_visible()


def test_no_key_in_the_widget_reaches_the_notebook(opened):
    keyboard = FocusedKeyboard(opened)
    keyboard.answer(ORDER, right(ORDER))
    controls = [
        keyboard.form(SINGLE).get_by_role("radio").first,
        keyboard.form(MULTIPLE).get_by_role("checkbox").nth(2),
        keyboard.form(ORDER).get_by_role("button").first,
        keyboard.form(ORDER).locator("summary"),
        keyboard.form(MATCH).get_by_role("radio").first,
        keyboard.form(NUMBER).get_by_role("textbox"),
        keyboard.form(SHORT).locator("button[type=submit]"),
    ]
    for control in controls:
        keyboard.reach(control)
        for key in "ddabmxc":
            keyboard.press(key)
        for key in ("ArrowDown", "ArrowUp"):
            keyboard.press(key)
        assert cells(opened) == len(CELLS)
        assert active_cell(opened) == len(CELLS) - 1


def test_escape_leaves_the_widget_for_its_cell(opened):
    keyboard = FocusedKeyboard(opened)
    keyboard.reach(keyboard.form(SINGLE).get_by_role("radio").first)
    keyboard.press("Escape")
    keyboard.press("ArrowUp")
    assert active_cell(opened) == len(CELLS) - 2


def test_the_focus_stays_on_what_was_pressed(opened):
    keyboard = FocusedKeyboard(opened)
    focused = opened.tab.locator("*:focus")
    keyboard.answer(SINGLE, wrong(SINGLE)[0])
    expect(focused).to_have_text("Check again")
    keyboard.answer(SINGLE, right(SINGLE))
    expect(focused).to_have_text("Answered")
    keyboard.number(keyboard.form(NUMBER), "6")
    keyboard.press("Enter")
    expect(keyboard.status(NUMBER)).to_contain_text("Right.")
    expect(focused).to_have_value("6")


def test_a_moved_step_keeps_the_focus_and_says_its_place(opened):
    keyboard = FocusedKeyboard(opened)
    form = keyboard.form(ORDER)
    text = bank.shown(ORDER)["b"].text
    up = form.get_by_role("button", name=f"Move up: {text}")
    keyboard.reach(up)
    keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(keyboard.status(ORDER)).to_have_text(f"“{text}” is now 1 of 3.")
    keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(keyboard.status(ORDER)).to_have_text(f"“{text}” is already the first.")


def test_a_verdict_is_said_in_a_live_region_that_was_there_before(opened):
    mouse = Mouse(opened)
    mouse.status(SINGLE).evaluate("region => { region.before = true }")
    expect(mouse.status(SINGLE)).to_be_empty()
    mouse.answer(SINGLE, wrong(SINGLE)[0])
    assert mouse.status(SINGLE).evaluate("region => region.before")


def test_a_click_is_acknowledged_before_the_kernel_answers(opened):
    button = Mouse(opened).form(NUMBER).locator("button[type=submit]")
    said = button.evaluate("button => { button.click(); return button.textContent }")
    assert said == "Checking…"


def test_a_prediction_is_noted_first_and_compared_later(opened):
    keyboard = Keyboard(opened)
    form = keyboard.form(PREDICTION)
    keyboard.single(form, wrong(PREDICTION)[0])
    keyboard.send(form)
    expect(keyboard.status(PREDICTION)).to_contain_text("Run the next cell")
    keyboard.reach(form.get_by_role("button", name="Compare"))
    keyboard.press("Enter")
    expect(keyboard.status(PREDICTION)).to_contain_text("Not as you predicted.")
    expect(keyboard.status(PREDICTION)).to_contain_text("second save replaces")
    expect(form.get_by_role("button", name="Compared")).to_be_focused()
    opened.picture("prediction", ".cafe-prediction")


def test_nothing_is_given_away_before_it_is_earned(opened):
    """Not in the page, not in the file, and not in what the kernel sent."""
    mouse = Mouse(opened)
    mouse.answer(SINGLE, wrong(SINGLE)[0])
    saved = opened.save()
    seen = [opened.tab.content(), saved, *opened.received]
    earned = bank.shown(SINGLE)[wrong(SINGLE)[0]].why
    assert any(earned in text for text in seen)
    for question in EVERY_KIND.questions:
        parts = question.options + question.items + question.cards + question.slips
        for why in {question.why, *(part.why for part in parts)} - {earned, ""}:
            assert not [text for text in seen if why in text]


def test_answers_are_shown_again_after_a_restart_and_after_a_reload(opened):
    mouse, script = Mouse(opened), Script(opened)
    answers = {question: right(question) for question in QUESTIONS}
    answers[SINGLE] = wrong(SINGLE)[0]
    for question, answer in answers.items():
        script.answer(question, answer)
    opened.save()
    expected = "6 of 6 answered, 5 right at the first try."
    for again in (opened.restart_kernel, opened.reload):
        again()
        opened.run_all()
        expect(line(opened)).to_have_text(expected)
        checked = mouse.form(SINGLE).locator("input:checked")
        expect(checked).to_have_value(answers[SINGLE])
        expect(mouse.status(SINGLE)).to_contain_text("Not yet right.")
        expect(mouse.form(NUMBER).get_by_role("textbox")).to_have_value("6")
        for letter, bin in answers[MATCH].items():
            group = mouse.form(MATCH).get_by_role("radiogroup")
            place = sorted(answers[MATCH]).index(letter)
            expect(group.nth(place).locator("input:checked")).to_have_value(bin)
        steps = mouse.form(ORDER).locator("[data-key]")
        assert steps.evaluate_all("s => s.map(e => e.dataset.key)") == answers[ORDER]


def test_what_is_chosen_and_not_sent_stays_when_the_output_is_drawn_again(opened):
    mouse = Mouse(opened)
    for question in QUESTIONS:
        getattr(mouse, question.kind)(mouse.form(question), right(question))
    opened.tab.evaluate("document.querySelector('.cafe-self-check').was = 'drawn'")
    opened.run(
        "panel.content.widgets.map((cell) => cell.outputArea?.model).forEach("
        "(model) => model?.length && model.set(0, model.get(0).toJSON()))"
    )
    opened.tab.wait_for_function(
        "() => { const quiz = document.querySelector('.cafe-self-check');"
        " return quiz && !quiz.was; }"
    )
    for question in QUESTIONS:
        mouse.send(mouse.form(question))
        expect(mouse.form(question)).to_have_attribute("data-turn", "1")
    expect(line(opened)).to_have_text("6 of 6 answered, 6 right at the first try.")


def test_what_is_chosen_in_one_view_of_a_sheet_is_chosen_in_the_other(used_page):
    """JupyterLab may make a second view before the choice, and show it after."""
    twice = {
        "twice": 'from cafe.selfcheck import quiz\nsheet = quiz("99")\n'
        "display(sheet, sheet)"
    }
    used_page.begin(twice)
    forms = used_page.tab.locator(f'.cafe-question[data-question="{MULTIPLE.id}"]')
    expect(forms).to_have_count(2)
    mouse = Mouse(used_page)
    mouse.multiple(forms.first, right(MULTIPLE))
    expect(forms.last.locator("input:checked")).to_have_count(len(right(MULTIPLE)))
    mouse.send(forms.last)
    expect(mouse.status(MULTIPLE)).to_contain_text("Right.")
    assert used_page.errors == []


def test_an_answer_from_a_cell_is_seen_in_the_widget(opened):
    letter = right(SINGLE)
    opened.execute(f"quiz('99').answer('q1', '{letter}')")
    expect(Mouse(opened).status(SINGLE)).to_contain_text("Right.")


def test_a_restarted_kernel_is_told_in_words(opened):
    mouse = Mouse(opened)
    mouse.answer(SINGLE, right(SINGLE))
    opened.restart_kernel()
    expect(opened.tab.locator(f"{QUIZ} .cafe-banner")).to_have_text(KEPT)
    mouse.number(mouse.form(NUMBER), "6")
    mouse.send(mouse.form(NUMBER))
    expect(mouse.status(NUMBER)).to_have_text(LOST)
    opened.picture("kernel-gone", QUIZ)
    opened.run_all()
    expect(line(opened)).to_have_text("1 of 6 answered, 1 right at the first try.")


def test_a_stopped_kernel_is_told_in_words(opened):
    opened.stop_kernel()
    mouse = Mouse(opened)
    mouse.number(mouse.form(NUMBER), "6")
    mouse.send(mouse.form(NUMBER))
    expect(mouse.status(NUMBER)).to_have_text(LOST)
    opened.errors.clear()  # JupyterLab's own, about requests that were under way


LATE = f"""{HOLD}
from cafe.selfcheck.quiz import Sheet
take = Sheet._take
def late(sheet, question, answer):
    hold()
    return take(sheet, question, answer)
Sheet._take = late
"""
AS_SEEN_FROM_AFAR = """(Object.defineProperty(
  panel.sessionContext.session.kernel, "status",
  {configurable: true, get: () => "idle"}), null)"""


def test_a_late_reply_is_waited_for_and_no_restart_is_told(opened):
    opened.execute(LATE)
    opened.run(AS_SEEN_FROM_AFAR)
    mouse = Mouse(opened)
    with opened.held():
        mouse.number(mouse.form(NUMBER), "6")
        mouse.send(mouse.form(NUMBER))
        expect(mouse.status(NUMBER)).to_have_text(SLOW)
        expect(mouse.form(NUMBER).get_by_role("textbox")).not_to_be_editable()
    expect(mouse.status(NUMBER)).to_contain_text("Right.")
    expect(opened.tab.locator(f"{QUIZ} .cafe-banner")).to_be_empty()
    opened.run("(delete panel.sessionContext.session.kernel.status, null)")
    opened.execute("Sheet._take = take")


def test_an_answer_on_its_way_to_a_kernel_that_is_restarted_is_told_to_be_lost(opened):
    opened.execute(LATE)
    mouse = Mouse(opened)
    button = mouse.form(NUMBER).locator("button[type=submit]")
    with opened.held():
        mouse.number(mouse.form(NUMBER), "6")
        mouse.send(mouse.form(NUMBER))
        expect(button).to_have_text("Checking…")
        opened.run("panel.sessionContext.restartKernel().then(() => null)")
        expect(mouse.status(NUMBER)).to_have_text(LOST)
    expect(button).to_have_text("Check")
    opened.errors.clear()  # JupyterLab's own, about requests that were under way


def test_what_is_chosen_while_an_answer_is_checked_is_not_undone_in_silence(opened):
    opened.execute(LATE)
    mouse = Mouse(opened)
    first, other = [*bank.shown(SINGLE)][:2]
    with opened.held():
        mouse.single(mouse.form(SINGLE), first)
        mouse.send(mouse.form(SINGLE))
        mouse.form(SINGLE).locator(f'input[value="{other}"]').click(force=True)
        checked = mouse.form(SINGLE).locator("input:checked")
        expect(checked).to_have_value(first)
    expect(mouse.status(SINGLE)).to_contain_text("ight")
    expect(checked).to_have_value(first)
    opened.execute("Sheet._take = take")


def test_a_deleted_progress_file_leaves_no_button_that_waits(opened):
    mouse = Mouse(opened)
    mouse.answer(SINGLE, wrong(SINGLE)[0])
    mouse.answer(MULTIPLE, right(MULTIPLE))
    opened.lab.forget()
    mouse.answer(SINGLE, wrong(SINGLE)[0])
    button = mouse.form(SINGLE).locator("button[type=submit]")
    expect(button).to_have_text("Check again")
    expect(line(opened)).to_have_text("1 of 6 answered, 0 right at the first try.")
    expect(mouse.status(MULTIPLE)).to_be_empty()
    expect(mouse.form(MULTIPLE).locator("input:checked")).to_have_count(0)
    mouse.answer(MULTIPLE, right(MULTIPLE))


def test_enter_on_a_choice_chooses_it_and_answers_nothing(opened):
    keyboard = Keyboard(opened)
    for question, role in ((SINGLE, "radio"), (MULTIPLE, "checkbox")):
        choice = keyboard.form(question).get_by_role(role).nth(1)
        choice.focus()
        keyboard.press("Enter")
        expect(choice).to_be_checked()
        expect(keyboard.status(question)).to_be_empty()
    expect(line(opened)).to_have_text("0 of 6 answered, 0 right at the first try.")


def test_a_control_has_its_keys_for_itself_in_notebook_7_too(opened):
    """There, keys act before a widget hears them, unless the control is marked."""
    keyboard = Keyboard(opened)
    for question in QUESTIONS:
        control = keyboard.form(question).locator("input, button").first
        control.focus()
        keyboard.press("x")
        expect(control).to_have_attribute("data-lm-suppress-shortcuts", "true")


def test_a_busy_kernel_answers_when_it_is_free(opened):
    mouse = Mouse(opened)
    with opened.held():
        opened.run(
            "void panel.sessionContext.session.kernel.requestExecute("
            f"{{code: {json.dumps(HOLD + 'hold()')}}})"
        )
        mouse.number(mouse.form(NUMBER), "6")
        mouse.send(mouse.form(NUMBER))
        expect(mouse.status(NUMBER)).to_contain_text("running another cell")
    expect(mouse.status(NUMBER)).to_contain_text("Right.")


def test_axe_finds_nothing_in_either_theme(opened):
    mouse = Mouse(opened)
    untouched = {"untouched": QUIZ, "untouched-prediction": ".cafe-prediction"}
    assert opened.violations(":is(.cafe-self-check, .cafe-prediction)", untouched) == []
    script = Script(opened)
    for question in (MULTIPLE, MATCH, SHORT):
        script.answer(question, wrong(question)[0])
    for question in (SINGLE, ORDER, NUMBER):
        script.answer(question, right(question))
    mouse.form(ORDER).locator("summary").click()
    assert opened.violations(QUIZ, {"answered": QUIZ}) == []


def test_the_widget_fits_a_narrow_page(opened):
    opened.command("application:toggle-left-area")
    opened.tab.set_viewport_size({"width": 480, "height": 900})
    opened.picture("narrow", QUIZ)
    overflow = "quiz => quiz.scrollWidth - quiz.clientWidth"
    assert opened.tab.locator(QUIZ).evaluate(overflow) <= 0


def test_a_line_of_an_option_ends_within_a_word_of_code_wider_than_the_page(opened):
    opened.tab.set_viewport_size({"width": 600, "height": 900})
    code = opened.tab.locator(f"{QUIZ} .cafe-choice code").first
    code.evaluate("code => { code.textContent = 'long'.repeat(30); }")
    code.scroll_into_view_if_needed()
    word, option = (
        each.bounding_box() for each in (code, code.locator("xpath=ancestor::label"))
    )
    assert word["x"] + word["width"] <= option["x"] + option["width"]

"""Learners who answer a question in the page: with a mouse, with keys, by a script.

Answers come in the form that the page sends: "b", ["a", "c"], {"a": "AWS"}, "6".
`right` and `wrong` compute them from the question, here in the test: the page knows
none of them.
"""

from playwright.sync_api import expect

from cafe.course.bank import shown
from cafe.selfcheck.grading import grade
from cafe.selfcheck.verdict import WORDS

# Clicks on what the answer chooses, sends it, and waits for the reply. Gives what is
# then said in the live region, and what stands in the whole form.
ANSWER = """async (form, answer) => {
  const choose = (inputs, wanted) => {
    for (const input of inputs)
      if (input.checked !== wanted.includes(input.value)) input.click();
  };
  const field = form.querySelector("input[type=text]");
  const steps = () => [...form.querySelectorAll("[data-key]")];
  if (field) {
    field.value = answer;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (form.querySelector("[role=radiogroup]")) {
    const bins = Object.keys(answer).sort().map((letter) => answer[letter]);
    form.querySelectorAll("[role=radiogroup]").forEach((group, place) =>
      group.querySelector(`[value="${CSS.escape(bins[place])}"]`).click());
  } else if (steps().length) {
    answer.forEach((letter, place) => {
      const from = () => steps().findIndex((step) => step.dataset.key === letter);
      while (from() > place) steps()[from()].querySelector("button").click();
    });
  } else if (typeof answer === "string") {
    form.querySelector(`[type=radio][value="${answer}"]`).click();
  } else choose(form.querySelectorAll("[type=checkbox]"), answer);
  await new Promise((heard, fail) => {
    new MutationObserver(heard).observe(form, { attributeFilter: ["data-turn"] });
    setTimeout(() => fail(Error("no reply in 30 s")), 30_000);
    form.querySelector("button[type=submit]").click();
  });
  return [form.querySelector("[role=status]"), form].map((part) =>
    part.textContent.replace(/\\s+/g, " "));
}"""


def right(question):
    """The right answer."""
    choices = shown(question)
    if question.kind == "number":
        return f"{question.answer:g}"
    if question.kind == "short":
        return question.accept[0]
    if question.kind == "match":
        return {letter: card.bin for letter, card in choices.items()}
    if question.kind == "order":
        return sorted(choices, key=lambda letter: question.items.index(choices[letter]))
    letters = [letter for letter, option in choices.items() if option.right]
    return letters[0] if question.kind == "single" else letters


def wrong(question):
    """Wrong answers that between them get every explanation of a wrong choice."""
    choices = shown(question)
    if question.kind == "number":
        slips = [f"{slip.answer:g}" for slip in question.slips]
        return [*slips, f"{question.answer + 2 * question.tolerance + 1000:g}"]
    if question.kind == "short":
        return [*(slip.accept[0] for slip in question.slips), "no such thing"]
    if question.kind == "match":
        return [
            dict.fromkeys(choices, bin)
            for bin in question.bins
            if any(card.bin != bin for card in question.cards)
        ]
    if question.kind == "order":
        return [list(reversed(right(question)))]
    letters = [letter for letter, option in choices.items() if not option.right]
    return letters if question.kind == "single" else [[each] for each in letters]


def all_of(elements):
    """Each of them, once there are some: Locator.all() gives what is there already."""
    expect(elements).not_to_have_count(0)
    return elements.all()


class Learner:
    """What all learners do alike: send an answer, and read every word of the reply."""

    def __init__(self, page):
        self.page = page
        self.tab = page.tab

    def form(self, question):
        return self.tab.locator(f'.cafe-question[data-question="{question.id}"]').last

    def status(self, question):
        return self.form(question).get_by_role("status")

    def answer(self, question, answer):
        """Gives the answer, waits for the reply, and finds the verdict in it."""
        form = self.form(question)
        form.wait_for()
        getattr(self, question.kind)(form, answer)
        turn = int(form.get_attribute("data-turn") or 0)
        self.send(form)
        expect(form).to_have_attribute("data-turn", str(turn + 1))
        verdict = grade(question, answer)
        status = self.status(question)
        expect(status).to_contain_text(WORDS[verdict.outcome])
        expect(status).to_contain_text(plain(verdict.message))
        for line in verdict.details:
            expect(form).to_contain_text(plain(line))
        return verdict


def plain(text):
    """Text as the page shows it: without the backticks around code."""
    return text.replace("`", "")


class Mouse(Learner):
    """Clicks on labels and buttons, as a hand would."""

    def send(self, form):
        form.locator("button[type=submit]").click()

    def single(self, form, answer):
        form.locator("label", has=form.page.locator(f'[value="{answer}"]')).click()

    def multiple(self, form, answer):
        for box in all_of(form.get_by_role("checkbox")):
            box.set_checked(box.get_attribute("value") in answer)

    def order(self, form, answer):
        for place, letter in enumerate(answer):
            while _letters(form).index(letter) > place:
                form.locator(f'[data-key="{letter}"] button').first.click()

    def match(self, form, answer):
        for letter, bin in answer.items():
            group = form.get_by_role("radiogroup").nth(sorted(answer).index(letter))
            group.get_by_text(bin, exact=True).click()

    def number(self, form, answer):
        form.get_by_role("textbox").fill(answer)

    short = number


class Keyboard(Learner):
    """Presses Tab, arrows, Space and Enter, and nothing else."""

    def send(self, form):
        self.reach(form.locator("button[type=submit]"))
        self.press("Enter")

    def press(self, key):
        self.tab.keyboard.press(key)

    def reach(self, target):
        """Tabs to an element, or to the group of radio buttons that it belongs to."""
        for _ in range(500):
            step = target.evaluate(
                """target => {
                  const here = document.activeElement;
                  if (here === target) return "";
                  if (target.type === "radio" && here.name === target.name) return "";
                  return here.compareDocumentPosition(target) & 4 ? "Tab" : "Shift+Tab";
                }"""
            )
            if not step:
                return
            self.press(step)
        raise AssertionError(f"No number of Tabs leads to {target}.")

    def choose(self, radios, value):
        """Arrows to one radio button of a group."""
        self.reach(radios.first)
        self.press("Space")
        for _ in range(radios.count()):
            if self.tab.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"No number of arrows leads to {value!r}.")

    def single(self, form, answer):
        self.choose(form.get_by_role("radio"), answer)

    def multiple(self, form, answer):
        for box in all_of(form.get_by_role("checkbox")):
            if box.is_checked() != (box.get_attribute("value") in answer):
                self.reach(box)
                self.press("Space")

    def order(self, form, answer):
        for place, letter in enumerate(answer):
            while _letters(form).index(letter) > place:
                self.reach(form.locator(f'[data-key="{letter}"] button').first)
                self.press("Space")

    def match(self, form, answer):
        for letter, bin in answer.items():
            group = form.get_by_role("radiogroup").nth(sorted(answer).index(letter))
            self.choose(group.get_by_role("radio"), bin)

    def number(self, form, answer):
        self.reach(form.get_by_role("textbox"))
        self.press("ControlOrMeta+a")
        self.tab.keyboard.type(answer)

    short = number


class FocusedKeyboard(Keyboard):
    """Presses the same keys, but is put on each control and need not tab to it.

    That Tab leads everywhere is shown once for each kind of question.
    """

    def reach(self, target):
        target.focus()


class Script(Learner):
    """Answers at once, and reads every word of the reply."""

    def answer(self, question, answer):
        said, everything = self.form(question).evaluate(ANSWER, answer)
        verdict = grade(question, answer)
        for text, place in [
            (WORDS[verdict.outcome], said),
            (verdict.message, said),
            *((line, everything) for line in verdict.details),
        ]:
            assert " ".join(plain(text).split()) in place, (question.id, answer)
        return verdict


def _letters(form):
    """The letters of the steps as they stand now."""
    steps = form.locator("[data-key]")
    return steps.evaluate_all("steps => steps.map((step) => step.dataset.key)")

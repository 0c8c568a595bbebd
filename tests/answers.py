"""Answers to any question of the bank, for tests: the right one and the wrong ones."""

from cafe.selfcheck.bank import shown


def letters(question, texts):
    """The letters under which choices with these texts are shown."""
    by_text = {choice.text: letter for letter, choice in shown(question).items()}
    return [by_text[text] for text in texts]


def right_answer(question):
    if question.kind in ("single", "multiple"):
        return letters(question, [each.text for each in question.options if each.right])
    if question.kind == "order":
        return letters(question, [each.text for each in question.items])
    if question.kind == "match":
        return {letter: card.bin for letter, card in shown(question).items()}
    return question.answer if question.kind == "number" else question.accept[0]


def wrong_answers(question):
    """(answer, why) for each explained mistake: the answer must hear that why."""
    choices = shown(question)
    right = right_answer(question)
    if question.kind in ("single", "multiple"):
        others = right if question.kind == "multiple" else []
        return [
            ([*others, letter], choices[letter].why)
            for letter in choices
            if letter not in right
        ]
    if question.kind == "order":
        return [
            (
                [letter, *(other for other in right if other != letter)],
                choices[letter].why,
            )
            for letter in right[1:]
        ]
    if question.kind == "match":
        return [
            (right | {letter: bin}, card.why)
            for letter, card in choices.items()
            for bin in question.bins
            if bin != card.bin
        ]
    return [
        (answer, slip.why)
        for slip in question.slips
        for answer in slip.accept or [slip.answer]
    ]

"""Grading: a question and an answer in, a Verdict out. No widget, no file.

`grade` never raises. An answer that cannot be read is no try: its verdict is
"untried" and says which forms are accepted (`forms`). Letters always mean the order
in which the choices are shown (`bank.shown`).

    single     "b"
    multiple   "a,c"  or  ["a", "c"]
    order      "c,a,b"  or  ["c", "a", "b"]
    match      "a=AWS, b=Customer"  or  {"a": "AWS", "b": "Customer"}
    number     4, "4", "4.5", "4,5", "4 copies"
    short      "read replica"
"""

import re
from math import isfinite
from numbers import Real
from string import punctuation

from ..course.bank import shown
from .verdict import Verdict

_NUMBER = re.compile(r"([-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+))\s*(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(?![\d,])")
_AMBIGUOUS = re.compile(r"([-+]?[1-9]\d{0,2})[.,](\d{3})(?![.,]?\d)")
_AROUND = punctuation + " “”‘’«»…–—"
_ARTICLE = re.compile(r"^(the|an?) ")
_KIND_OF_WORD = re.compile(r" (statement|command|keyword|clause)s?$")
_PLURAL = re.compile(r"(?<=[^\Ws])s$")
_NEGATIONS = {"no", "not", "never", "without"}
# Units that mean the same, each as _singular leaves it.
_SAME_UNIT = (
    {"rcu", "read unit", "read capacity unit"},
    {"wcu", "write unit", "write capacity unit"},
    {"%", "percent", "per cent"},
    {"kb", "kib", "kilobyte"},
    {"time", "x"},
    {"euro", "eur", "€"},
)


def grade(question, answer):
    """The Verdict on `answer`, whatever it is."""
    understood = read(question, answer)
    if understood is None:
        return Verdict("untried", _two_numbers(question, answer) or forms(question))
    _, judge = _KINDS[question.kind]
    return judge(question, understood)


def read(question, answer):
    """An answer in the plainest of its forms, or None if it cannot be read."""
    reader, _ = _KINDS[question.kind]
    return reader(question, answer)


def forms(question):
    """One sentence that says how this question may be answered."""
    letters = list(shown(question))
    span = f"{letters[0]} to {letters[-1]}" if letters else ""
    unit = f" {question.unit}" if question.unit else ""
    return {
        "single": f'Answer with one letter, {span}, such as "b".',
        "multiple": f'Answer with all the right letters, {span}, in a form like "a,c".',
        "order": "Answer with every letter once, the first step first, as in"
        f' "{",".join(letters)}".',
        "match": f"Give every letter, {span}, one of {', '.join(question.bins)}, as in"
        f' "a={"".join(question.bins[:1])}, b={"".join(question.bins[-1:])}".',
        "number": f'Answer with a number, such as 12, "4.5" or "12{unit}".',
        "short": 'Answer with a word or a few, such as "read replica".',
    }[question.kind]


# Reading: an answer in any accepted form, or None.


def _read_letter(question, answer):
    letters = _letters(question, answer)
    return letters[0] if letters and len(letters) == 1 else None


def _read_letters(question, answer):
    return set(_letters(question, answer) or ()) or None


def _read_order(question, answer):
    letters = _letters(question, answer)
    complete = letters and sorted(letters) == list(shown(question))
    return letters if complete else None


def _letters(question, answer):
    """The letters of an answer, in its order; None when one of them is no choice."""
    if isinstance(answer, str):
        answer = re.split(r"[,;\s]+", answer.strip(" ,;\n"))
    if not isinstance(answer, (list, tuple, set, frozenset)):
        return None
    letters = [_bare(letter) for letter in answer]
    return letters if all(letter in shown(question) for letter in letters) else None


def _read_bins(question, answer):
    """{letter: bin} for every card."""
    if isinstance(answer, str):
        parts = re.split(r"(?:^|[,;\n])\s*(\w)\s*[=:]", answer)
        answer = dict(zip(parts[1::2], parts[2::2]))
    if not isinstance(answer, dict):
        return None
    names = {_bare(bin): bin for bin in question.bins}
    bins = {_bare(letter): names.get(_bare(bin)) for letter, bin in answer.items()}
    complete = set(bins) == set(shown(question)) and None not in bins.values()
    return bins if complete else None


def _read_number(question, answer):
    if isinstance(answer, str):
        answer = _number(question, answer.strip().replace("−", "-"))
    if not isinstance(answer, Real) or isinstance(answer, bool):
        return None
    try:
        number = float(answer)
    except OverflowError:
        return None
    return number if isfinite(number) else None


def _number(question, text):
    """4.5 for "4.5", "4,5" or, where that is the unit, "4.5 hours"; else None.

    "1,000.0" is a thousand. "1,000" and "1.000" are not read: some mean a thousand.
    """
    if _AMBIGUOUS.match(text):
        return None
    if grouped := _THOUSANDS.match(text):
        text = grouped[0].replace(",", "") + text[grouped.end() :]
    found = _NUMBER.fullmatch(text)
    if not found or not _means(found[2], question.unit):
        return None
    return float(found[1].replace(",", "."))


def _two_numbers(question, answer):
    """How to write what can be read as two numbers, "1.000"; else None."""
    if question.kind != "number" or not isinstance(answer, str):
        return None
    if not (found := _AMBIGUOUS.match(answer.strip().replace("−", "-"))):
        return None
    whole, digits = found.groups()
    decimals = "." + (digits.rstrip("0") if digits.endswith("0") else f"{digits}0")
    fraction = f"{whole}{decimals.removesuffix('.')}"
    return f"{found[0]} can mean two numbers: write {whole}{digits} or {fraction}."


def _read_text(question, answer):
    return (_bare(answer) or None) if isinstance(answer, str) else None


def _bare(text):
    """Text for comparing: case-folded, one space, no punctuation around it."""
    if not isinstance(text, str):
        return ""
    folded = " ".join(text.casefold().split())
    return folded.strip(_AROUND) or folded


def _plain(text):
    """Words for comparing: no article, hyphen or plural, and no "statement" after."""
    words = _ARTICLE.sub("", _bare(text).replace("-", " "))
    return _PLURAL.sub("", _KIND_OF_WORD.sub("", words))


def _means(words, unit):
    """Whether words after a number are its unit, another name or the start of it."""
    words, unit = _singular(words), _singular(unit)
    return (
        words in ("", unit)
        or any({words, unit} <= names for names in _SAME_UNIT)
        or words == _singular(unit.split(" a ")[0])  # "reads" for "reads a second"
    )


def _singular(unit):
    return unit.casefold().strip().rstrip(".").removesuffix("s")


# Judging: an understood answer in, a verdict out.


def _judge_single(question, letter):
    choices = shown(question)
    chosen = choices.pop(letter)
    if chosen.right:
        return Verdict("right", chosen.why, _every(choices))
    return Verdict("wrong", _reply(chosen))


def _judge_multiple(question, letters):
    choices = shown(question)
    right = {letter for letter, choice in choices.items() if choice.right}
    if letters == right:
        return Verdict("right", question.why or "All of them.", _every(choices))
    wrong, missing = sorted(letters - right), right - letters
    message = "No wrong choice."
    if wrong:
        message = f"Wrong among your choices: {len(wrong)}."
    if missing:
        message += f" Still missing: {len(missing)}."
    return Verdict("wrong", message, _replies(choices, wrong))


def _judge_order(question, letters):
    choices = shown(question)
    given = [choices[letter] for letter in letters]
    if tuple(given) == question.items:
        message = question.why or "Every step is in its place."
        return Verdict("right", message, _every(choices))
    pairs = zip(given, question.items)
    place = next(n for n, (item, due) in enumerate(pairs) if item != due)
    message = f"In place from the start: {place} of {len(given)} steps."
    message += f" Look at step {place + 1} again."
    return Verdict("wrong", message, _replies(choices, [letters[place]]))


def _judge_match(question, bins):
    choices = shown(question)
    wrong = [letter for letter in choices if bins[letter] != choices[letter].bin]
    if not wrong:
        message = question.why or "Every card is where it belongs."
        return Verdict("right", message, _every(choices))
    message = f"In the wrong place: {len(wrong)} of {len(choices)} cards."
    return Verdict("wrong", message, _replies(choices, wrong, bins))


def _judge_number(question, number):
    if _close(number, question.answer, question.tolerance):
        return Verdict("right", question.why)
    for slip in question.slips:
        if _close(number, slip.answer, question.tolerance):
            return Verdict("wrong", _reply(slip))
    side = "low" if number < question.answer else "high"
    given = f"{number:.12g} {question.unit}".strip()
    return Verdict("wrong", f"{given} is too {side}.")


def _judge_short(question, text):
    known = {_plain(word) for word in question.stem.split()} - _NEGATIONS
    for heard in (_same, lambda *texts: _same_but_for(known, *texts)):
        if any(heard(text, accepted) for accepted in question.accept):
            return Verdict("right", question.why)
        for slip in question.slips:
            if any(heard(text, accepted) for accepted in slip.accept):
                return Verdict("wrong", _reply(slip))
    return Verdict("wrong", f"“{text[:60]}” is not what is asked for.")


def _same(text, accepted):
    return _plain(text) == _plain(accepted)


def _same_but_for(known, text, accepted):
    """Whether a text is the accepted one with words around it that the stem has."""
    before, found, after = f" {_plain(text)} ".partition(f" {_plain(accepted)} ")
    around = f"{before} {after}".split()
    return bool(found) and all(_plain(word) in known for word in around)


def _close(number, answer, tolerance):
    """Within the tolerance, its edge included, whatever floats make of 4.3 - 4.1."""
    return abs(number - answer) <= tolerance + 1e-9 * max(1, abs(answer))


# Words.


def _reply(choice, bin=""):
    """Why a choice is wrong, and the belief that leads to it.

    A card's belief leads to one bin, and is not told of the others.
    """
    belief = getattr(choice, "misconception", None)
    if belief is None or bin != getattr(choice, "mistaken_bin", ""):
        return choice.why
    return f"{choice.why} A common mistake: “{belief.sentence}”"


def _replies(choices, letters, bins=None):
    bins = bins or {}
    return tuple(
        f"{each}) {choices[each].text}: {_reply(choices[each], bins.get(each, ''))}"
        for each in letters
    )


def _every(choices):
    return tuple(
        f"{letter}) {choice.text}: {choice.why}" for letter, choice in choices.items()
    )


_KINDS = {
    "single": (_read_letter, _judge_single),
    "multiple": (_read_letters, _judge_multiple),
    "order": (_read_order, _judge_order),
    "match": (_read_bins, _judge_match),
    "number": (_read_number, _judge_number),
    "short": (_read_text, _judge_short),
}

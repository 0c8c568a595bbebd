"""What gives the right answer of a question away to one who has not learned it.

`python tests/tools/question_cues.py` prints the measures of the whole bank and, by
name, each question that shows a cue; names of lessons may follow.

A cue is read from the texts alone:

- length: whether a right option is the longest or the shortest, and with four options
  also the second or third (one that shares its length counts in part for each place
  that it may have);
- echo: a word of the stem stands in one option only;
- words: an option has a digit, a word such as "may", an absolute word, a negation, an
  "and", a reason, a condition, a comma or a colon;
- odd one out: all wrong options begin with the same word, and the right one does not
  (an article is no word here);
- shared word: all cards of one bin, and only they, have a word;
- said beside: the word that a question asks for stands in another of its self-check.

Length, echo and words happen by chance as well, so they are counted: by chance a right
option has a mark as often as a wrong one. Questions with one right option and those
with several are counted apart. The other three are faults of one question, and named.
"""

import re
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "notebooks")]

from cafe.course.bank import draw, draws, lessons, load

PLACES = ("longest", "second", "third", "shortest")
# What an option may have: a mark of the words alone, whatever they say.
MARKS = {
    "number": r"\b\d",
    "hedge": r"\b(may|might|could|usually|typically|mostly|depends)\b",
    "absolute": r"\b(always|never|all|every|only|any|none|nothing|cannot|nobody)\b",
    "negation": r"\b(no|not|none|nothing|nobody|never|neither|cannot|without)\b|n't\b",
    "and": r"\band\b",
    "reason": r"\b(because|since)\b|, (as|for|so)\b",
    "condition": r"\b(if|unless|until|when|while|once|after|before)\b",
    "comma": ",",
    "colon": "[:;]",
}
# Words that any sentence may have. A word of three letters and fewer is one, too.
COMMON = frozenset(
    """\
    about after again also another been before both does each else even every first
    from have here into just kept keeps last less like made make more most much must
    need needs none nothing once only other others over same several shop shows some
    such take takes than that their them then there these they this those time
    under until what when where which while will with without your""".split()
)


def asked(*some):
    """The questions of these lessons, or of all."""
    return [
        question for lesson in some or lessons() for question in load(lesson).questions
    ]


def singles(questions):
    """Those with four options, one of them right."""
    return [q for q in questions if q.kind == "single" and len(q.options) == 4]


def multiples(questions):
    """Those with several right options."""
    return [q for q in questions if q.kind == "multiple"]


KINDS = (singles, multiples)


def words(text):
    """The words that carry meaning, by their first six letters: "encryp", "order"."""
    found = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return {word.removesuffix("s")[:6] for word in found if word not in COMMON}


def right(question):
    return [option for option in question.options if option.right]


def places(questions):
    """How often the right option is the longest, second longest, and so on."""
    hits = Counter(dict.fromkeys(PLACES, 0))
    for question in singles(questions):
        lengths = sorted((len(o.text) for o in question.options), reverse=True)
        length = len(right(question)[0].text)
        for name, each in zip(PLACES, lengths, strict=True):
            hits[name] += (each == length) / lengths.count(length)
    return hits


def echoes(question):
    """The options that alone repeat some word of the stem."""
    texts = [words(option.text) for option in question.options]
    alone = {
        word for word in words(question.stem) if sum(word in t for t in texts) == 1
    }
    return [o for o, text in zip(question.options, texts, strict=True) if alone & text]


def extremes(question, extreme):
    """The longest options, or the shortest: those that share the length."""
    length = extreme(len(option.text) for option in question.options)
    return [option for option in question.options if len(option.text) == length]


def marked(question, cue):
    """The options of a question that have one of CUES."""
    if cue in OF_ALL:
        return OF_ALL[cue](question)
    has = re.compile(MARKS[cue], re.IGNORECASE)
    return [option for option in question.options if has.search(option.text)]


# Cues that only all options together show.
OF_ALL = {
    "longest": lambda question: extremes(question, max),
    "shortest": lambda question: extremes(question, min),
    "echo": echoes,
}
CUES = (*OF_ALL, *MARKS)


def tally(questions, cue):
    """How often right options have a cue, how often by chance, and the deviation.

    Where some options have it, the right ones are among them by chance as often as any
    others; the deviation is the standard deviation of the sum over all questions.
    """
    hits, chance, variance = 0, 0.0, 0.0
    for each in questions:
        have, true, of = marked(each, cue), right(each), len(each.options)
        hits += sum(option.right for option in have)
        mean = len(have) * len(true) / of
        chance += mean
        variance += mean * (of - len(have)) * (of - len(true)) / of / (of - 1)
    return hits, chance, variance**0.5


def shown_by(questions, cue):
    """The ids of those whose right options all have the cue, and no other option."""
    return [each.id for each in questions if marked(each, cue) == right(each)]


def first_word(text):
    return re.match(r"\W*((?:the|an?) )?([\w-]*)", text.casefold())[2]


def is_odd_one(question):
    """Whether the wrong options begin alike, and the right one does not."""
    wrong = {first_word(o.text) for o in question.options if not o.right}
    return len(wrong) == 1 and first_word(right(question)[0].text) not in wrong


def odd_ones(questions):
    return [each.id for each in singles(questions) if is_odd_one(each)]


def shared_words(question):
    """{bin: the words that all its cards have and no other card has}."""
    texts = {
        bin: [words(card.text) for card in question.cards if card.bin == bin]
        for bin in question.bins
    }
    found = {}
    for bin, cards in texts.items():
        others = set().union(*(w for b in texts if b != bin for w in texts[b]))
        if len(cards) > 1 and (common := set.intersection(*cards) - others):
            found[bin] = sorted(common)
    return found


def told(question):
    """All that a learner reads of a question before an answer."""
    choices = (*question.options, *question.cards, *question.items)
    texts = (question.stem, *question.bins, *(each.text for each in choices))
    return "\n".join(texts).casefold()


def said_beside(asked):
    """{a question for a word: the others of these that say the word}, by their ids."""
    found = {}
    for question in asked:
        for word in question.accept[:1]:
            said = re.compile(rf"(?<!\w){re.escape(word.casefold())}(?!\w)")
            others = [each for each in asked if each is not question]
            if beside := [each.id for each in others if said.search(told(each))]:
                found[question.id] = beside
    return found


def self_checks(lesson):
    """The questions of each self-check of a lesson."""
    bank = load(lesson)
    return [draw(bank, number=number) for number in range(1, draws(bank) + 1)]


def main(names):
    questions = asked(*names)
    count = len(singles(questions))
    print(count, "questions with four options, one of them right")
    for where, hits in places(questions).most_common():
        print(f"  the right one is the {where}: {hits:.0f} ({hits / count:.0%})")
    for kind in KINDS:
        print(kind.__doc__)
        for cue in CUES:
            hits, chance, deviation = tally(kind(questions), cue)
            print(f"{cue}: {hits} have it, {chance:.0f} by chance ±{deviation:.0f}")
            print("  alone:", *shown_by(kind(questions), cue))
    print("odd ones out:", *odd_ones(questions))
    for question in questions:
        for bin, common in shared_words(question).items():
            print(f"shared in {question.id}, {bin}:", *common)
    for lesson in names or lessons():
        for asked_together in self_checks(lesson):
            for id, beside in said_beside(asked_together).items():
                print(f"the answer to {id} is said in:", *beside)


if __name__ == "__main__":
    main(sys.argv[1:])

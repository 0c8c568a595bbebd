"""What gives the right answer of a question away to one who has not learned it.

`python tests/tools/question_cues.py` prints the measures of the whole bank and, by
name, each question that shows a cue; names of lessons may follow.

A cue is read from the texts alone:

- length: whether the right option is the longest, second longest, … of the four (one
  that shares its length counts in part for each place that it may have);
- echo: a word of the stem stands in one option only, and the option is the right one;
- number, hedge: only the right option has a digit, or a word such as "may";
- odd one out: all wrong options begin with the same word, and the right one does not
  (an article is no word here);
- shared word: all cards of one bin, and only they, have a word.

Length, echo, number and hedge happen by chance as well, so they are counted; a wrong
option has them as often as the right one would by chance. The other two are faults of
one question, and named.
"""

import re
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "notebooks")]

from cafe.course.bank import lessons, load

PLACES = ("longest", "second", "third", "shortest")
HEDGES = frozenset("may might could usually typically mostly depends".split())
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


def words(text):
    """The words that carry meaning, by their first six letters: "encryp", "order"."""
    found = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return {word.removesuffix("s")[:6] for word in found if word not in COMMON}


def right(question):
    return next(option for option in question.options if option.right)


def places(questions):
    """How often the right option is the longest, second longest, and so on."""
    hits = Counter(dict.fromkeys(PLACES, 0))
    for question in singles(questions):
        lengths = sorted((len(o.text) for o in question.options), reverse=True)
        length = len(right(question).text)
        for name, each in zip(PLACES, lengths, strict=True):
            hits[name] += (each == length) / lengths.count(length)
    return hits


def only_one(question, has):
    """The option that alone `has` something, or None."""
    found = [option for option in question.options if has(option.text)]
    return found[0] if len(found) == 1 else None


def echoes(question):
    """The options that alone repeat some word of the stem."""
    alone = {
        word: only_one(question, lambda text: word in words(text))
        for word in words(question.stem)
    }
    return [o for o in question.options if any(o is one for one in alone.values())]


def echo(question):
    """The one option that alone echoes the stem, or None."""
    found = echoes(question)
    return found[0] if len(found) == 1 else None


def number(question):
    return only_one(question, lambda text: re.search(r"\b\d", text))


def hedge(question):
    return only_one(
        question, lambda text: HEDGES & set(re.findall(r"\w+", text.casefold()))
    )


CUES = {"echo": echo, "number": number, "hedge": hedge}


def tally(questions, cue):
    """(how often the right option alone has a cue, how often any option has)."""
    found = [(question, cue(question)) for question in singles(questions)]
    marked = [option for _, option in found if option]
    return sum(option.right for option in marked), len(marked)


def shown_by(questions, cue):
    """The ids of the questions in which the right option alone has the cue."""
    return [
        question.id
        for question in singles(questions)
        if (option := cue(question)) and option.right
    ]


def first_word(text):
    return re.match(r"\W*((?:the|an?) )?([\w-]*)", text.casefold())[2]


def is_odd_one(question):
    """Whether the wrong options begin alike, and the right one does not."""
    wrong = {first_word(o.text) for o in question.options if not o.right}
    return len(wrong) == 1 and first_word(right(question).text) not in wrong


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


def main(names):
    questions = asked(*names)
    count = len(singles(questions))
    print(count, "questions with four options, one of them right")
    for where, hits in places(questions).most_common():
        print(f"  the right one is the {where}: {hits:.0f} ({hits / count:.0%})")
    for name, cue in CUES.items():
        hits, marked = tally(questions, cue)
        print(f"{name}: one option has it alone in {marked}, the right one in {hits}")
        print("  ", *shown_by(questions, cue))
    print("odd ones out:", *odd_ones(questions))
    for question in questions:
        for bin, common in shared_words(question).items():
            print(f"shared in {question.id}, {bin}:", *common)


if __name__ == "__main__":
    main(sys.argv[1:])

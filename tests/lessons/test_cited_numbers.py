"""A sentence that names a fact says the fact's numbers, and no others.

Time is compared in seconds, so that "two minutes" may stand for 120 seconds. Numbers
that count things of our own, such as ten items, are not looked at.
"""

import json
import re
from pathlib import Path

import pytest

from cafe.course.facts import read

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split()
NAMED = {word: number for number, word in enumerate(WORDS)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
}
NUMBER = rf"((?<![\w.\[/#])\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(NAMED)})\b)"
SECONDS = {"second": 1, "minute": 60, "hour": 3600}
UNITS = (
    *(*SECONDS, "millisecond", "day", "month", "year", "%", "per cent"),
    *("KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "dollar", "connection"),
    *("reads", "writes", "replica", "copies", "zone", "Region", "vCPU"),
)
QUANTITY = re.compile(rf"{NUMBER}[ -](?:more )?({'|'.join(UNITS)})", re.IGNORECASE)
CITATION = re.compile(r"\[(F\d+(?:, ?F\d+)*)\]")
SENTENCE = re.compile(r"(?<=[.!?:;|])\s+|\n")


def value(number):
    number = number.lower()
    if number in NAMED:
        return float(NAMED[number])
    return float(number.rstrip(",").replace(",", ""))


def numbers_of(fact):
    """Each number of a fact, as it stands and, where it is a time, in seconds."""
    text = " ".join(fact[field] for field in ("claim", "figure", "changed"))
    numbers = {value(number) for number in re.findall(NUMBER, text, re.IGNORECASE)}
    factors = [SECONDS[unit] for unit in SECONDS if unit in text]
    return numbers | {number * factor for number in numbers for factor in factors}


def foreign_numbers(text, facts):
    """Yield each quantity of a sentence that none of the facts it names has."""
    for sentence in SENTENCE.split(text):
        ids = re.findall(r"F\d+", " ".join(CITATION.findall(sentence)))
        known = set().union(*(numbers_of(facts[number]) for number in ids))
        for number, unit in QUANTITY.findall(sentence) if ids else ():
            said = value(number)
            if not {said, said * SECONDS.get(unit.lower(), 1)} & known:
                yield f"{number} {unit}, with {', '.join(ids)}: {sentence.strip()}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_number_beside_a_fact_is_one_of_the_fact(path):
    facts = read()
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    said = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    assert [odd for text in said for odd in foreign_numbers(text, facts)] == []


def test_a_number_that_the_fact_has_not_is_found():
    facts = {"F1": {"claim": "How long?", "figure": "60 to 120 seconds", "changed": ""}}
    assert list(foreign_numbers("It takes one or two minutes [F1].", facts)) == []
    assert list(foreign_numbers("It takes 30 seconds.", facts)) == []
    [odd] = foreign_numbers("It takes 30 seconds [F1]. So wait.", facts)
    assert odd == "30 second, with F1: It takes 30 seconds [F1]."

"""Do openCypher, Gremlin and SQL answer the questions of lesson 07 as Python does?

    .venv/bin/python tests/peers/conformance_cypher.py              # 100 people
    .venv/bin/python tests/peers/conformance_cypher.py --people 500

Each question is asked for each of the people, or of the certificates. The engines are
kglite, graphersal and DuckDB.
"""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from cafe.lessons.graph_questions import QUESTIONS
from peers.graph_peers import LANGUAGES, Peers


def cases(peers, people, seed=7):
    """{question: list of parameters} for that many people, chosen by chance."""
    chance = random.Random(seed)
    everybody = named(peers, "Person", "customer_id")
    marks = named(peers, "Certificate", "name")
    one = [{"person": person} for person in chance.sample(everybody, people)]
    return {
        "friends_of_friends": one,
        "recommendation": one,
        "certified_products": [{"certificate": mark} for mark in marks],
    }


def named(peers, label, by):
    """A property of each node that has a label, in order."""
    nodes = dict(peers.graph.nodes(data=True)).values()
    return sorted(node[by] for node in nodes if node["label"] == label)


def agree(peers, language, name, parameters):
    """Whether an answer is Python's."""
    expected = peers.ask("python", name, **parameters)
    return peers.ask(language, name, **parameters) == expected


def compare(peers, people, languages=LANGUAGES[1:]):
    """(Counter of (language, question) compared, list of what differs)."""
    compared, different = Counter(), []
    for name, parameters in cases(peers, people).items():
        for each in parameters:
            for language in languages:
                compared[language, name] += 1
                if not agree(peers, language, name, each):
                    different.append((language, name, each))
    return compared, different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100)
    compared, different = compare(Peers(), parser.parse_args().people)
    print(f"{'question':22}" + "".join(f"{name:>12}" for name in LANGUAGES[1:]))
    for question in QUESTIONS:
        counts = [compared[language, question] for language in LANGUAGES[1:]]
        print(f"{question:22}" + "".join(f"{count:12,}" for count in counts))
    print(
        f"{compared.total():,} answers compared with Python's, "
        f"{len(different)} different"
    )
    for difference in different[:10]:
        print("different:", *difference)
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())

"""Do openCypher, Gremlin and SQL answer the questions of lesson 07 as Python does?

    .venv/bin/python tests/peers/conformance_cypher.py              # 100 people
    .venv/bin/python tests/peers/conformance_cypher.py --people 500

Each question is asked for each of the people, or pairs, products and certificates. The
engines are kglite, graphersal and DuckDB. A path is right when it is as short as
networkx's and each of its steps is a friendship. The texts look six hops far: whoever
is further away must not be found, and a quickest path of more hops is not compared.
"""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

import itertools

import networkx

from cafe.lessons.graph_questions import QUESTIONS
from peers.graph_peers import LANGUAGES, PEOPLE, Peers

MOST_HOPS = 6


def cases(peers, people, seed=7):
    """{question: list of parameters} for that many people, chosen by chance."""
    chance = random.Random(seed)
    everybody = named(peers, "Person", "customer_id")
    products = named(peers, "Product", "name")
    marks = named(peers, "Certificate", "name")
    ring = [{"person": person} for person in peers.ask("python", "fraud_ring")]
    one = [{"person": person} for person in chance.sample(everybody, people)]
    two = [dict(zip(PEOPLE, chance.sample(everybody, 2))) for _ in range(people)]
    return {
        "neighbours": one,
        "best_connected": [{}],
        "friends_of_friends": one,
        "within_three_hops": one,
        "shortest_path": two,
        "quickest_path": two,
        "recommendation": one,
        "sharers": [{}],
        "hangs_together": one + ring,
        "fraud_ring": [{}],
        "certified_products": [{"certificate": mark} for mark in marks],
        "why_certified": [
            {"product": product, "certificate": mark}
            for product in products
            for mark in marks
        ],
    }


def named(peers, label, by):
    """A property of each node that has a label, in order."""
    nodes = dict(peers.graph.nodes(data=True)).values()
    return sorted(node[by] for node in nodes if node["label"] == label)


def agree(peers, language, name, parameters):
    """Whether an answer is Python's; None if the texts look less far than Python."""
    expected = peers.ask("python", name, **parameters)
    given = peers.ask(language, name, **parameters)
    if name not in ("shortest_path", "quickest_path"):
        return given == expected
    friends = peers.views["FRIEND"]
    one, other = (f"person-{parameters[key]}" for key in PEOPLE)
    if name == "quickest_path":
        way = networkx.dijkstra_path(friends, one, other, weight="days")
        return given == expected if len(way) - 1 <= MOST_HOPS else None
    if len(expected) - 1 > MOST_HOPS:
        return given == []
    steps = [(f"person-{a}", f"person-{b}") for a, b in itertools.pairwise(given)]
    ends = [given[0], given[-1]] == [parameters[key] for key in PEOPLE]
    return (
        ends
        and len(given) == len(expected)
        and all(friends.has_edge(*step) for step in steps)
    )


def compare(peers, people, languages=LANGUAGES[1:]):
    """(Counter of (language, question) compared, list of what differs)."""
    compared, different = Counter(), []
    for name, parameters in cases(peers, people).items():
        for each in parameters:
            for language in languages:
                same = agree(peers, language, name, each)
                compared[language, name] += same is not None
                if same is False:
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

"""What the comparisons with other engines share: the count, the shortening, the run."""

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """What a run found. `different` holds (calls, …, ours, theirs)."""

    calls: int = 0
    alike: int = 0
    refused: int = 0
    kinds: Counter = field(default_factory=Counter)
    deviations: Counter = field(default_factory=Counter)
    different: list = field(default_factory=list)

    def __str__(self):
        return "\n".join(
            [
                f"{self.calls} calls of {len(self.kinds)} methods, {self.refused} "
                "of them "
                "refused",
                f"{self.alike} answered alike",
                *(
                    f"explained: {count:5} {name}"
                    for name, count in sorted(self.deviations.items())
                ),
                f"different: {len(self.different)}",
            ]
        )


def shortest(case, differs):
    """The parts of a case without those that its difference does not need.

    `differs(case)` says whether a shorter case still has one.
    """
    size = max(len(case) // 2, 1)
    while size:
        at = 0
        while at < len(case):
            fewer = case[:at] + case[at + size :]
            if fewer and differs(fewer):
                case = fewer
            else:
                at += size
        size //= 2
    return case


def arguments(description, calls):
    """A parser of what every run takes: how many calls, by which seed."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--calls", type=int, default=calls)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--most", type=int, default=5, help="stop at so many")
    return parser


def main(description, calls, run, show):
    """Run from a command line: `show` each difference; the exit code."""
    asked = arguments(description, calls).parse_args()
    start = time.monotonic()
    report = run(asked.calls, asked.seed, asked.most)
    for found in report.different:
        print(show(*found), end="\n\n")
    print(f"{report}\n{time.monotonic() - start:.0f} s")
    return bool(report.different)

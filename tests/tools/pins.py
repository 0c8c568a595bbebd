"""environment.yml is derived from requirements.txt, the one list of versions.

`python tests/tools/pins.py` writes it; with `--labs` it writes nothing, and prints what
the labs need besides. Only Python and pip come from conda: what pip
installs below them is then, wheel for wheel, what the tests ran on.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

CONDA = """\
# Made from requirements.txt by `make pins`: change it there.
name: corner-cup
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


def requirements(text):
    """The lines of a requirements file that name a package, comments left out."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def versions(text):
    """{name: version} of a pinned requirements file; ValueError on a line unpinned."""
    found = {}
    for line in requirements(text):
        pin = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)", line)
        if pin is None:
            raise ValueError(f"Expected name==version, got {line!r}. Run `make pins`.")
        found[pin[1]] = pin[2]
    return found


def environment(text):
    """The environment.yml for a requirements file, platform markers kept."""
    # A marker holds spaces, quotes and a semicolon, so YAML wants it quoted.
    quoted = (f'"{line}"' if " " in line else line for line in requirements(text))
    return CONDA + "".join(f"    - {line}\n" for line in quoted)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def labs():
    """What the labs need beside the course's packages, as pyproject.toml has it."""
    return tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"][
        "labs"
    ]


if __name__ == "__main__":
    if "--labs" in sys.argv:
        sys.exit(print(*labs(), sep="\n"))
    (ROOT / "environment.yml").write_text(
        environment(read("requirements.txt")), encoding="utf-8", newline="\n"
    )

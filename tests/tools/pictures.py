"""README's pictures: explorers in a telling state, with their colours inside.

`python tests/tools/pictures.py` writes them into data/pictures.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks")]

from cafe.explorers import capacity_day, joins, open_shop, stampede
from cafe.explorers.kit.standalone import standalone

FOLDER = ROOT / "data" / "pictures"


def a_zone_is_cut():
    shop = open_shop()
    shop.set("cut", "eu-west-1a")
    shop.set("second", 120)
    return shop


#: {file: function that makes the explorer as it is shown}
PICTURES = {
    "a-zone-is-cut": a_zone_is_cut,
    "which-rows-meet": joins,
    "a-day-of-capacity": capacity_day,
    "a-stampede": stampede,
}


def drawn(name):
    """The text of a picture's file."""
    return standalone(PICTURES[name]().picture().svg) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        path = FOLDER / f"{name}.svg"
        path.write_text(drawn(name), encoding="utf-8", newline="\n")

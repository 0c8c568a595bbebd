"""GitHub runs every test once, in parts."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FILES = [path.stem for path in (ROOT / "tests" / "browser").glob("test_*.py")]
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]


def parts():
    return JOBS["linux"]["strategy"]["matrix"]["part"]


def test_what_one_part_leaves_out_the_other_runs():
    played, others, one, other = parts()
    first, *rooms = played.split()
    assert first == "notebooks" and all((ROOT / room).is_dir() for room in rooms)
    left_out = [f"--ignore {room}" for room in ["tests/browser", *rooms]]
    assert others == " ".join(["tests", *left_out])
    [names] = re.findall(r'^-m browser -k "(.*)"$', one)
    assert other == f'-m browser -k "not ({names})"'
    for name in names.split(" or "):
        assert f"test_{name}" in FILES

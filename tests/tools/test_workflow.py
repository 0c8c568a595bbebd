"""The parts that GitHub runs side by side are, between them, every test once."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FILES = [path.stem for path in (ROOT / "tests" / "browser").glob("test_*.py")]


def test_what_one_part_of_the_browser_leaves_out_the_other_runs():
    workflow = ROOT / ".github" / "workflows" / "test.yml"
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    units, one, other = jobs["linux"]["strategy"]["matrix"]["part"]
    assert units == '-m "not browser"'
    [names] = re.findall(r'^-m browser -k "(.*)"$', one)
    assert other == f'-m browser -k "not ({names})"'
    for name in names.split(" or "):
        assert f"test_{name}" in FILES

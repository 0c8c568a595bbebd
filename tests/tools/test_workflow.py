"""GitHub runs every test once, in parts, and shares the units as `make test` does."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FILES = [path.stem for path in (ROOT / "tests" / "browser").glob("test_*.py")]
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]


def workers():
    """The arguments of pytest with which the Makefile shares the units out."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [found] = re.findall(r"^WORKERS = (.*)$", makefile, re.MULTILINE)
    return found


def parts():
    return JOBS["linux"]["strategy"]["matrix"]["part"]


def test_what_one_part_of_the_browser_leaves_out_the_other_runs():
    units, one, other = parts()
    assert units.endswith(' -m "not browser"')
    [names] = re.findall(r'^-m browser -k "(.*)"$', one)
    assert other == f'-m browser -k "not ({names})"'
    for name in names.split(" or "):
        assert f"test_{name}" in FILES


def test_the_units_are_shared_by_the_workers_of_the_makefile_on_every_system():
    runs = [
        step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step
    ]
    pytest = re.findall(r"(?:ARGS='|-m pytest )(.*)", "\n".join(runs))
    assert len(pytest) == 3  # macOS, Windows, and the older DuckDB
    for arguments in [parts()[0], *pytest]:
        assert arguments.startswith(f"{workers()} ")

"""`make` with a Python that is too old says so, and touches nothing.

And how it has the tests run.
"""

import os
import re
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("make"),
    reason="README's way for Windows has none",
)


@pytest.fixture
def course(tmp_path):
    """A folder with the Makefile and its lists, nothing installed."""
    (tmp_path / "tests").mkdir()
    for name in ("Makefile", "requirements.txt", "tests/requirements.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def python(folder, version):
    """A command that answers as a Python of this version, and notes each call."""
    command = folder / "python"
    command.write_text(
        f"""#!/bin/sh
echo "$@" >> calls
case "$1" in
-c) exec python3 -c "import sys; sys.version_info = {version}
$2" ;;
*) mkdir -p .venv/bin; echo '#!/bin/sh' > .venv/bin/python; chmod +x .venv/bin/python
esac
""",
        encoding="utf-8",
    )
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return f"PYTHON={command}"


def make(folder, *arguments):
    return subprocess.run(
        ["make", ".venv/course", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 6), (3, 10, 13)])
def test_an_old_python_is_told_first_and_nothing_is_made(course, version):
    done = make(course, python(course, version))
    assert done.returncode
    assert "The course needs Python 3.11 or newer" in done.stderr
    assert f" is {version[0]}.{version[1]}." in done.stderr
    assert not (course / ".venv").exists()


@pytest.mark.slow
def test_a_half_made_environment_is_made_anew_and_a_whole_one_kept(course):
    new = python(course, (3, 11, 2))
    assert "packages of the course" in make(course, new).stdout
    assert "-m venv --clear .venv" in (course / "calls").read_text()
    (course / "calls").unlink()
    os.utime(course / ".venv" / "course", (0, 0))
    make(course, new)
    assert "-m venv .venv" in (course / "calls").read_text()


def commands(*targets):
    """What make runs for each of the targets."""
    printed = subprocess.run(
        ["make", "-n", "-o", ".venv/tests", *targets],
        cwd=ROOT,
        env={key: os.environ[key] for key in os.environ if "MAKE" not in key},
        capture_output=True,
        text=True,
    )
    return printed.stdout.splitlines()


def parts():
    """What each part of `make test` is given, by its name."""
    names = "test-browser", "test-labs", "test-played", "test-judged", "test-rest"
    given = [shlex.split(line.split(" -m pytest ")[1]) for line in commands(*names)]
    return dict(zip(names, given))


def test_the_parts_of_make_test_have_each_room_once():
    given = parts()
    assert commands("test")[0].endswith(" ".join(["-k", *given]))
    (*labs, k, name), (*played, k_too, others) = (
        given.pop(part) for part in ("test-labs", "test-played")
    )
    assert (labs, k, k_too, others) == (played, "-k", "-k", f"not {name}")
    rest = given.pop("test-rest")
    rooms = [room for part in (played, *given.values()) for room in part]
    assert sorted(rooms) == sorted({*rooms})
    assert all((ROOT / room).is_dir() for room in rooms)
    left_out = [room for room in rest if room not in ("--ignore", "tests")]
    assert sorted(left_out) == sorted({*rooms} - {"notebooks"})
    assert rest[-1] == "tests"


def test_the_halves_of_make_quick_have_each_room_once_and_not_the_browser_s():
    shown, rest = commands("quick-shown", "quick-rest")
    rooms = re.findall(r" (tests/\w+)", shown)
    assert all((ROOT / room).is_dir() for room in rooms)
    assert re.findall(r"--ignore (\S+)", rest) == ["tests/browser", *rooms]
    assert rest.endswith(" tests")
    for half in (shown, rest):
        assert '-m "not slow"' in half and "-p no:nbval" in half

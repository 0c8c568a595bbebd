"""The lists of versions agree: one is chosen, the others are derived from it."""

import tomllib

import pytest
from packaging.requirements import Requirement

from tools.pins import environment, labs, read, requirements, versions


def test_conda_and_binder_get_the_versions_that_the_tests_ran_on():
    derived = environment(read("requirements.txt"))
    assert read("environment.yml") == derived, "Run `make pins`."


def test_markers_of_platforms_survive():
    text = "# made\nappnope==1.0 ; sys_platform == 'darwin'\nduckdb==2.0.0\n"
    assert environment(text).endswith(
        "  - pip:\n    - \"appnope==1.0 ; sys_platform == 'darwin'\"\n"
        "    - duckdb==2.0.0\n"
    )


def test_the_tools_of_the_tests_change_no_version_of_the_course():
    course = versions(read("requirements.txt"))
    tools = versions(read("tests/requirements.txt"))
    both = course.keys() & tools.keys()
    assert "nbformat" in both
    assert {name: tools[name] for name in both} == {name: course[name] for name in both}


def test_each_direct_dependency_is_pinned_at_its_lower_bound_or_above():
    project = tomllib.loads(read("pyproject.toml"))
    for wanted, file in [
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["tests"], "tests/requirements.txt"),
        (labs(), "tests/requirements.txt"),
    ]:
        pins = versions(read(file))
        for requirement in map(Requirement, wanted):
            assert requirement.specifier.contains(pins[requirement.name]), requirement


def test_a_line_without_a_version_is_refused():
    with pytest.raises(ValueError, match="Expected name==version, got 'duckdb>=2'"):
        versions("# made\nduckdb>=2\n")
    assert requirements("# made\n\nduckdb==2.0.0\n") == ["duckdb==2.0.0"]

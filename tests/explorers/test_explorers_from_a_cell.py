"""Every explorer can be used from a cell, and says how."""

import ast
import json
import pydoc
from pathlib import Path

import pytest

import cafe.explorers
from cafe import shop
from cafe.explorers.kit.panel import Button, Secret
from cafe.shop import graph as shop_graph
from explorers import (
    test_console_forms,
    test_explorers,
    test_explorers_cache,
    test_explorers_documents,
    test_explorers_dynamodb,
)
from fixtures.documents import Documents
from fixtures.pictures import drawn


def index_explorer():
    products = Documents().client.shop.products
    products.insert_many(shop.catalogue())
    return cafe.explorers.index_explorer(products)


def pipeline():
    products = Documents().client.shop.products
    products.insert_many(shop.catalogue())
    return cafe.explorers.pipeline(products, test_explorers_documents.STAGES)


def break_even():
    ways = {"on demand": lambda share: 15 * share, "reserved": lambda share: 1136}
    return cafe.explorers.break_even("A year", "it runs {}% of it", 100, ways)


def breadth_first():
    return cafe.explorers.breadth_first(shop_graph.property_graph(), 17)


def graph_explorer():
    return cafe.explorers.graph_explorer(shop_graph.property_graph(), 17)


#: {name: function that makes the explorer}; those left out are made without arguments
MAKERS = (
    {name: getattr(cafe.explorers, name) for name in cafe.explorers.__all__}
    | {
        "account_map": test_explorers.map_of_a_full_account,
        "break_even": break_even,
        "breadth_first": breadth_first,
        "dynamodb_form": test_console_forms.a_table_form,
        "graph_explorer": graph_explorer,
        "index_explorer": index_explorer,
        "pipeline": pipeline,
        "rds_form": test_console_forms.a_database_form,
        "step_by_step": lambda: cafe.explorers.step_by_step("late"),
    }
    | test_explorers_cache.MAKERS
    | test_explorers_dynamodb.MAKERS
)


@pytest.fixture(scope="module", params=MAKERS)
def explorer(request):
    """One for all tests: they ask, and what they set is refused."""
    return MAKERS[request.param]()


def test_each_file_of_a_picture_is_in_the_list():
    """What is not would be imported as a module, which no cell can call."""
    files = Path(cafe.explorers.__file__).parent.glob("*.py")
    assert {file.stem for file in files} == {"__init__", *cafe.explorers.__all__}


def controls(explorer):
    return [control for row in explorer.controls() for control in row]


def test_no_two_controls_have_one_name(explorer):
    labels = [control.label for control in controls(explorer)]
    assert len({*labels}) == len(labels)


def test_its_help_names_each_control_with_what_it_takes_and_has_now(explorer, capsys):
    explorer.help()
    _, *lines = capsys.readouterr().out.splitlines()
    for control, line in zip(controls(explorer), lines, strict=True):
        if isinstance(control, Button):
            assert line == f'.press("{control.name}")  {control.label}'
            continue
        assert line.startswith(f'.set("{control.name}", …)  {control.label}: ')
        before, now = line.rsplit("; now ", 1)
        assert before.endswith(control.expects)
        if isinstance(control, Secret):
            assert now == "filled"
        else:
            assert ast.literal_eval(now) == control.value


def test_a_value_is_named_as_one_writes_it(explorer):
    for control in controls(explorer):
        if control.kind == "choice":
            values = ast.literal_eval(f"[{control.expects.removeprefix('one of ')}]")
            assert all(map(control.accepts, values))
            assert values == list(control.options)


def test_what_is_pressed_gives_its_control_a_value_that_it_takes(explorer):
    takes = {control.name: control.accepts for control in controls(explorer)}
    for page in (explorer, explorer.narrowed()):
        for part in drawn(page).iterfind(".//*[@data-value]"):
            name, value = part.get("data-control"), json.loads(part.get("data-value"))
            assert takes[name](value), f"{name}: {value!r}, narrow: {page.narrow}"


def test_an_unknown_control_is_refused_with_the_same_lines(explorer, capsys):
    explorer.help()
    _, lines = capsys.readouterr().out.split("\n", 1)
    with pytest.raises(ValueError, match="No control is called 'lid'") as refused:
        explorer.set("lid", True)
    assert str(refused.value).endswith(lines.strip())


def test_python_s_own_help_names_the_three_calls(explorer):
    told = pydoc.plain(pydoc.render_doc(explorer))
    for call in ("help(self)", "press(self, name)", "set(self, name, value)"):
        assert call in told
    assert "Print how to use the controls from a cell" in told

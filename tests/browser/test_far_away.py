"""The course on a server far away: under a Hub's address, behind a slow link."""

import asyncio
import json
import threading
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from lab_page import Lab, page_in, running_lab
from learner import Mouse, right
from panels import panel, show, status
from playwright.sync_api import expect
from test_start_here import CELLS as START_HERE
from test_start_here import DIAGNOSTIC

from cafe.course import bank
from cafe.course.lessons import syllabus
from tools import require

BASE = "/user/ada"
DELAY = 0.15  # seconds on the way there, and as many on the way back
FILE = Path(__file__).parents[1] / "selfcheck" / "every_kind.toml"
EVERY_KIND = {
    question.kind: question
    for question in bank.draw(
        bank.parse(tomllib.loads(FILE.read_text(encoding="utf-8")), FILE.name, {})
    )
}
CELLS = {
    "failover": "from cafe.explorers import failover\nfailover()",
    "joins": "from cafe.explorers import joins\njoins()",
    "self-check": 'from cafe.selfcheck import quiz\nquiz("99")',
}
HEADINGS = {
    "failover": "The same zone fails under three shops",
    "joins": "Which rows meet?",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """JupyterLab at the address of a learner of a Hub."""
    require.browser()
    with running_lab(tmp_path_factory.mktemp("hub"), BASE) as lab:
        yield lab


@pytest.fixture(scope="module")
def far(hub, only_page):
    """The page of who reaches the Hub over a link with 300 ms of delay."""
    with slow_link(hub.port) as port:
        page = page_in(only_page.tab.context.browser, Lab(hub.folder, port, BASE))
        yield page
        page.tab.context.close()


@contextmanager
def slow_link(server):
    """A port behind which a server answers late, and in order."""
    loop = asyncio.new_event_loop()  # in a thread of its own: Playwright has this one
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listen = asyncio.start_server(lambda *ends: _join(server, *ends), "127.0.0.1", 0)
    listening = asyncio.run_coroutine_threadsafe(listen, loop).result()
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_all():
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)


async def _join(server, reader, writer):
    there, back = await asyncio.open_connection("127.0.0.1", server)
    await asyncio.gather(_carry(reader, back), _carry(there, writer))


async def _carry(source, target):
    """Hand on what comes, each piece as much later as any other."""
    loop = asyncio.get_running_loop()
    with suppress(OSError):
        while piece := await source.read(65536):
            loop.call_later(DELAY, target.write, piece)
    loop.call_later(DELAY, target.close)


def tries(hub):
    """What the progress file keeps, {id of a question: its tries}."""
    kept = json.loads((hub.notebooks / "progress.json").read_text(encoding="utf-8"))
    return {id: records for id, records in kept["records"].items() if records}


def test_answers_are_kept_and_links_lead_under_the_hub_s_address(hub, far):
    far.begin(START_HERE)
    Mouse(far).answer(DIAGNOSTIC[0], right(DIAGNOSTIC[0]))
    assert DIAGNOSTIC[0].id in tries(hub)
    lesson = syllabus()["02"]
    far.tab.locator(".cafe-map tr", has_text=lesson.title).get_by_role("link").click()
    far.wait_for(lesson.file)
    assert f"{BASE}/lab" in far.tab.url
    far.leave(lesson.file)
    assert far.errors == []


def test_over_a_slow_link_nothing_is_lost_and_nothing_comes_twice(hub, far):
    show(far, CELLS, HEADINGS)
    slider = panel(far, "failover").get_by_role("slider")
    slider.focus()
    for _ in range(6):
        far.tab.keyboard.press("ArrowRight")
    left_at = slider.input_value()
    radios = panel(far, "joins").get_by_role("radio")
    for place in (1, 2, 3):
        radios.nth(place).check()
    single, multiple = EVERY_KIND["single"], EVERY_KIND["multiple"]
    Mouse(far).answer(single, right(single))
    Mouse(far).answer(multiple, right(multiple))
    expect(far.tab.locator(".cafe-self-check .cafe-progress")).to_contain_text(
        "2 of 6 answered, 2 right at the first try."
    )
    assert [len(tries(hub)[each.id]) for each in (single, multiple)] == [1, 1]
    expect(slider).to_have_value(left_at)
    expect(radios.nth(3)).to_be_checked()
    expect(status(far, "joins")).to_contain_text("A full join gives")
    far.restart_kernel()
    far.run_all()
    expect(far.tab.locator(".cafe-self-check .cafe-progress")).to_contain_text(
        "2 of 6 answered, 2 right at the first try."
    )
    assert far.errors == []

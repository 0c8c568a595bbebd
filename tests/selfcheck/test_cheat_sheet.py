"""The cheat sheet: every service, figures that come from facts, a page to print."""

import re
from html.parser import HTMLParser

import pytest

from cafe.course import facts
from cafe.course.lessons import syllabus
from cafe.course.services import services
from cafe.selfcheck.cheat_sheet import COLUMNS, cheat_sheet

FACTS = facts.read()
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SERVICES = list(services().values())
EVERY_SERVICE = pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.id)


def test_every_service_of_the_course_is_there():
    assert set(services()) == {
        *("ec2", "rds", "aurora", "aurora-dsql", "dynamodb", "dax", "elasticache"),
        *("memorydb", "documentdb", "neptune", "keyspaces", "timestream", "backup"),
        *("managedblockchain", "dms"),
    }


@EVERY_SERVICE
def test_a_service_has_its_question_its_limit_its_lesson_and_a_figure(service):
    assert service.question.endswith("?")
    assert service.not_for.endswith(".")
    assert service.lesson in syllabus()
    assert service.figures


@EVERY_SERVICE
def test_every_number_is_in_the_fact_that_it_comes_from(service):
    for figure in service.figures:
        fact = FACTS[figure.fact]
        said = " ".join(fact[key] for key in ("claim", "figure"))
        for number in NUMBER.findall(figure.text):
            assert number in NUMBER.findall(said), (service.id, figure)
        assert figure.checked == fact["checked"]


def test_services_stand_in_the_order_of_the_lessons():
    order = list(syllabus())
    lessons = [order.index(service.lesson) for service in SERVICES]
    assert lessons == sorted(lessons)


def test_the_plain_text_says_all_of_it():
    text = repr(cheat_sheet())
    flat = " ".join(text.split())
    for service in SERVICES:
        for words in (service.name, service.question, service.not_for):
            assert words in flat
        for figure in service.figures:
            assert f"{figure.text} [{figure.fact}]" in flat
            assert str(figure.checked) in flat
    assert max(map(len, text.splitlines())) <= 88


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def saved(tmp_path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "mine.json"))
    return cheat_sheet().save(), tmp_path / "cheat_sheet.html"


def test_the_table_has_a_header_for_each_column_and_row():
    tags = Tags(cheat_sheet()._repr_html_()).tags
    scopes = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert scopes.count("col") == len(COLUMNS)
    assert scopes.count("row") == len(SERVICES)
    assert [tag for tag, _ in tags].count("caption") == 1


def test_the_page_to_print_holds_every_service_and_needs_nothing_else(
    tmp_path, monkeypatch
):
    words, file = saved(tmp_path, monkeypatch)
    assert "cheat_sheet.html is written, beside mine.json:" in words
    html = file.read_text(encoding="utf-8")
    page = Tags(html)
    for service in SERVICES:
        assert service.name in page.text and service.question in page.text
        for figure in service.figures:
            assert f"{figure.text} [{figure.fact}, {figure.checked}]" in page.text
    assert "size: A4 landscape" in html
    assert not re.search(r"https?:|<script|<link|@import|url\(", html)
    assert dict(page.tags)["html"] == {"lang": "en"}


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    words, _ = saved(tmp_path / "nowhere", monkeypatch)
    assert words.startswith("cheat_sheet.html could not be written")

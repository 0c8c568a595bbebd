"""Explorers on a page: shown by a notebook of their own, found by their headings."""

from playwright.sync_api import expect


def show(lab, page, notebook, cells, headings):
    """Open a notebook of these cells, and wait until each heading's panel is there."""
    lab.write(notebook, cells)
    page.open(notebook)
    page.run_all()
    page.headings = headings
    for name in headings:
        expect(panel(page, name)).to_be_attached()
    return page


def panel(page, name):
    return page.tab.get_by_role("region", name=page.headings[name], exact=True)


def status(page, name):
    return panel(page, name).get_by_role("status")

"""Explorers on a page: shown by a notebook of their own, found by their headings."""

from playwright.sync_api import expect


def show(page, cells, headings, *names):
    """Begin with a notebook of these cells, and wait for each heading's panel.

    With names: of the cells that show a panel only those that show these.
    """
    page.headings = {name: headings[name] for name in names or headings}
    left_out = {*headings} - {*page.headings}
    page.begin({name: cells[name] for name in cells if name not in left_out})
    for name in page.headings:
        # A picture comes with all controls, and a panel with neither moves the others.
        picture = panel(page, name).locator(".cafe-ex-picture > svg")
        expect(picture).to_be_attached()
    return page


def violations(page, picture):
    """What axe finds in the panels; pictures of each begin with this name."""
    pictures = {
        f"{picture}-{name}": f'.cafe-panel:has-text("{heading}")'
        for name, heading in page.headings.items()
    }
    return page.violations(".cafe-panel", pictures)


def panel(page, name):
    return page.tab.get_by_role("region", name=page.headings[name], exact=True)


def drag(page, part, start, end):
    """Pull a part of a picture from one share of its width to another, and let go."""
    pull(page, part, start, end)
    page.tab.mouse.up()


def pull(page, part, start, end, height=0.5):
    """Pull it there, in some share of its height, and hold it."""
    part.scroll_into_view_if_needed()
    part.element_handle().wait_for_element_state("stable")
    box, mouse = part.bounding_box(), page.tab.mouse
    y = box["y"] + height * box["height"]
    mouse.move(box["x"] + start * box["width"], y)
    mouse.down()
    mouse.move(box["x"] + end * box["width"], y, steps=4)


def status(page, name):
    return panel(page, name).get_by_role("status")

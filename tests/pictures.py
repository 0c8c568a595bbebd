"""What is looked at in the picture of every explorer."""

from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def controls(explorer):
    """The controls of all rows."""
    return [control for row in explorer.controls() for control in row]


def drawn(explorer):
    """The root of the picture."""
    return ElementTree.fromstring(explorer.picture().svg)


def written(explorer):
    """All that is written in the picture, as one text."""
    return "".join(drawn(explorer).itertext())


def check_picture(explorer):
    """A well-formed image under the explorer's heading, whose words are the repr."""
    root = drawn(explorer)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == explorer.heading
    assert all(line in repr(explorer) for line in explorer.picture().text)
    assert explorer.status

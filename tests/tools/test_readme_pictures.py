"""README shows what the course shows today."""

import pytest

from tools.pictures import FOLDER, PICTURES, ROOT, drawn


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_readme_is_what_the_explorer_draws(name):
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert kept == drawn(name), "Run `make notebooks`, which writes the pictures, too."


def test_readme_shows_each_picture_with_words_for_it():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in PICTURES:
        words, _, _ = readme.partition(f"](data/pictures/{name}.svg)")
        assert len(words.rpartition("![")[2]) > 40, name
    assert {path.stem for path in FOLDER.glob("*.svg")} == {*PICTURES}

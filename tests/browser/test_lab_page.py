"""The tests' own eyes: what they look for is seen where it is."""

FAINT = """\
from IPython.display import HTML
HTML('<p class="faint" style="color: #aaa; background: #fff">Hardly to be read.</p>')"""


def test_axe_sees_words_that_are_too_faint_in_either_theme(used_page):
    used_page.begin({"faint": FAINT})
    found = [(theme, rule) for theme, rule, *_ in used_page.violations(".faint")]
    assert sorted(found) == [("dark", "color-contrast"), ("light", "color-contrast")]

"""Numbers, times and lists as one says them."""


def counted(number, noun, several=""):
    """1 hop, 0 hops, 1,000 pages, 2.5 units; `several` where no s makes it many."""
    said = f"{number:,}" if isinstance(number, int) else f"{number:,g}"
    return f"{said} {noun if number == 1 else several or noun + 's'}"


def listed(words):
    """The words with commas, and "and" before the last."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def clock(seconds):
    """Minutes and seconds since the start, as 2:05."""
    return f"{seconds // 60}:{seconds % 60:02}"

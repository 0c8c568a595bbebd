"""Every bench, and one table of what each measured: `make bench`.

    make bench                            all of them
    make bench ARGS="cache dynamodb"      some

Each bench runs in a process of its own, so that none finds what another left behind.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import rows_of, show, show_head


def main():
    names = sys.argv[1:] or [
        file.stem.removeprefix("bench_") for file in sorted(HERE.glob("bench_*.py"))
    ]
    show_head()
    for name in names:
        spawn = get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
            show(process.submit(rows_of, name).result())


if __name__ == "__main__":
    main()

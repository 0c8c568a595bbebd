"""How each lesson begins, in its first cell, whatever the kernel has done before.

    begin("02b")    an empty account, the shop's tables as they came, %%sql switched on

From then on a cell that fails because it was run out of its turn says what to do, in
the words of `out_of_turn.py`. Every other error is shown as it always is.
Where a lesson asks for SQL, the checker gets ready while the learner reads on.
"""

from contextlib import suppress
from threading import Thread

from IPython import get_ipython

from .. import aws
from ..files import DATA
from . import sql
from .last_resort import stuck
from .out_of_turn import Turns

_turns = Turns()  # of this kernel's cells


def begin(lesson):
    """Begin a lesson ("02b") anew, and say so when the kernel was in one already.

    Of that one, the account, the changes to the shop's tables and all names that its
    cells made are gone, and its pictures stand still.
    """
    aws.new_account()
    sql.reset_shop()
    shell = get_ipython()
    if shell is None:  # a script has no cells
        return
    if told := stuck():
        print(told)
    if not _turns.lesson:
        sql.load_ipython_extension(shell)
        shell.events.register("pre_run_cell", lambda info: _turns.begins(info.raw_cell))
        shell.events.register("post_run_cell", lambda run: _turns.ends(run.success))
        shell.set_custom_exc((Exception,), _show)
    else:
        for name in _turns.names() & {*shell.user_ns}:
            del shell.user_ns[name]
        from ..explorers.kit.panel import freeze_all  # heavy, and not needed at first

        freeze_all()
        print("You begin anew: an empty account, and the tables as they came.")
    _turns.start(lesson)
    if in_sql := sorted(file.stem for file in DATA.glob(f"exercises/{lesson}.*")):
        with suppress(RuntimeError):  # the browser's Python has no threads
            Thread(target=_prepare, args=[in_sql]).start()


def _prepare(ids):
    from .sql_checker import prepare  # heavy, and a first cell is waited for

    with suppress(Exception):  # nobody asked yet: the check itself tells what is wrong
        prepare(ids)


def _show(shell, kind, error, traceback, tb_offset=None):
    """Show an error of a cell: advice in place of its traceback, if there is any."""
    with suppress(Exception):  # whatever happens here, the error is shown
        if advice := _turns.advice(error):
            said = [f"{kind.__name__}: {error}", advice]
            error._render_traceback_ = lambda: said  # what IPython asks for first
    ran = traceback.tb_frame.f_code.co_name == "run_code"  # or it could not be read
    shell.showtraceback(
        (kind, error, traceback), tb_offset=tb_offset, running_compiled_code=ran
    )

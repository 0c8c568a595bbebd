"""What a lab needs beside the course's packages, and a word where it is not there."""

import os
import sysconfig
from importlib.util import find_spec

#: What one installs, where it is called otherwise than what one imports.
INSTALLED_AS = {"psycopg": '"psycopg[binary]"'}


class NotInstalled(ImportError):
    """Packages that a lab needs are not there; shown in its words alone."""

    def _render_traceback_(self):
        return [str(self)]


def need(*packages):
    """Stop the lab, with what to do, unless these packages can be imported.

    A cell's `!` finds their programs, too, such as `aws`: they lie beside this Python,
    whose folder is on no PATH where nobody has activated its environment.
    """
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        wanted = " ".join(INSTALLED_AS.get(name, name) for name in missing)
        raise NotInstalled(
            f"This lab needs {', '.join(missing)}. In a new cell, run\n"
            f"    %pip install -c ../tests/requirements.txt {wanted}\n"
            "then restart the kernel. (If `make lab` opened the course: `make labs`, in"
            " its folder,\ninstalls what all labs need.) The lessons need none of it:"
            " go on with them."
        )
    programs = sysconfig.get_path("scripts")
    if programs not in os.get_exec_path():
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"

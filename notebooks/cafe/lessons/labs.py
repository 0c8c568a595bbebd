"""What a lab needs beside the course's packages, and a word where it is not there."""

from importlib.util import find_spec

#: What one installs, where it is called otherwise than what one imports.
INSTALLED_AS = {"psycopg": '"psycopg[binary]"'}


class NotInstalled(ImportError):
    """Packages that a lab needs are not there; shown in its words alone."""

    def _render_traceback_(self):
        return [str(self)]


def need(*packages):
    """Stop the lab, with what to do, unless these packages can be imported."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        wanted = " ".join(INSTALLED_AS.get(name, name) for name in missing)
        raise NotInstalled(
            f"This lab needs {', '.join(missing)}. In the course's folder, run\n"
            "    make labs\n"
            "or, where there is no make, with the Python of the course,\n"
            "    python -m pip install -c tests/requirements.txt "
            f"{wanted}\n"
            "then restart the kernel. The lessons need none of it: go on with them."
        )

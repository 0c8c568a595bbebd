"""An account of its own, and a table in it that may carry a tag."""


def new_session():
    """A session on an account of its own, with the program inside the VPC."""
    from cafe.lessons import made

    return made.session()


def add_table(session, name, tag=None):
    """Make a table; `tag` is the value of its tag `backup`."""
    from cafe.lessons import made

    tags = [{"Key": "backup", "Value": tag}] if tag else []
    made.table(session, name, {"id": "N"}, Tags=tags)

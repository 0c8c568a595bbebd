"""Keeps an engine for as long as a kernel lives: a program of its own.

It reads one line of JSON: {"commands": […], "files": {name: text}, "user": name or
null}. It makes a folder with the files, prints where, runs the commands, of which the
last is the server, and waits. When its own input ends, because the kernel closed it or
is gone, however that ended, the server is stopped and the folder removed. A server that
ends by itself is reported: the end of its log is printed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 10  # seconds that a server has to end


def keep(commands, files, user):
    """Run the commands in a new folder until the input ends, and leave nothing."""
    folder = Path(tempfile.mkdtemp(prefix="cafe-engine-"))
    try:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        if user:  # PostgreSQL does not run as an administrator
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, user)
        print(folder, flush=True)
        _run(folder, commands, {"user": user, "extra_groups": []} if user else {})
    except OSError as error:  # no such program, or none that this user may run
        print(error, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder, commands, other):
    *before, server = (
        [part.replace("FOLDER", str(folder)) for part in command]
        for command in commands
    )
    log = folder / "log"
    with open(log, "wb") as said:
        streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said}
        failed = any(subprocess.call(c, **streams, **other) for c in before)
        if not failed:
            process = subprocess.Popen(server, **streams, **other)
            watch = threading.Thread(target=_stop_at_the_end, args=(process,))
            watch.daemon = True
            watch.start()
            process.wait()
    last = b"\n".join(log.read_bytes().splitlines()[-3:])
    with suppress(BrokenPipeError):  # the kernel may be gone
        os.write(sys.stdout.fileno(), last)


def _stop_at_the_end(process):
    while os.read(sys.stdin.fileno(), 1):
        pass
    process.terminate() if os.name == "nt" else process.send_signal(signal.SIGINT)
    time.sleep(PATIENCE)
    process.kill()


if __name__ == "__main__":
    keep(**json.loads(sys.stdin.buffer.readline()))

"""A port of 127.0.0.1 that is listened to, until it is stopped with all it holds."""

import select
import socket
import socketserver
import threading
from contextlib import suppress

from ..drivers.network import Unreachable, reach

LOOPBACK = ("127.0.0.1", "localhost")
LOOK = 0.2  # seconds between two looks whether a name leads somewhere again


class Listener(socketserver.ThreadingTCPServer):
    """A thread for each connection; `stop` ends them all.

    `whose()` is the account that one comes to, `endpoint` the (name, port) in it that
    the door stands for.
    """

    def __init__(self, handler, whose, endpoint=None):
        self._whose, self.endpoint = whose, endpoint
        self._connections = {}  # thread: socket
        super().__init__((LOOPBACK[0], 0), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._thread.daemon = True
        self._thread.start()

    @property
    def account(self):
        return self._whose()

    @property
    def port(self):
        return self.server_address[1]

    def stop(self):
        """Close the port and every connection; no thread and no socket is left."""
        if not self._thread.is_alive():  # in a forked child: the door is the parent's
            return self.server_close()
        self.shutdown()
        self.server_close()
        self._thread.join()
        for thread, connection in self._connections.items():
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(1)

    def process_request(self, request, client_address):
        ended = [each for each in self._connections if not each.is_alive()]
        for each in ended:
            del self._connections[each]
        arguments = request, client_address
        thread = threading.Thread(target=self.process_request_thread, args=arguments)
        thread.daemon = True  # a kernel that ends waits for no client
        self._connections[thread] = request
        thread.start()

    def handle_error(self, request, client_address):
        """A client that went away in the middle of a request is no news."""


class EngineHandler(socketserver.StreamRequestHandler):
    """One client's connection to the engine behind a name.

    A kind of it has `next`, which reads a message or gives None, and `answer`, which
    makes bytes of it. The connection breaks with the machine that it leads to.
    """

    disable_nagle_algorithm = True

    def handle(self):
        try:
            with self.server.account.lock:
                self.target = self.reach()
        except Unreachable as problem:
            if problem.error == "timeout":
                self._be_silent()
            return
        with suppress(Unreachable):
            while (message := self.next()) is not None:
                with self.server.account.lock:
                    if self.reach() != self.target:
                        return
                    reply = self.answer(message)
                self.wfile.write(reply)

    def _be_silent(self):
        """No packet gets through, so nothing is answered until the client hangs up.

        Or until the name leads somewhere: the account's minutes may have passed in a
        moment, and a client that goes on waiting would not find the new machine.
        """
        while True:
            heard, _, _ = select.select([self.connection], [], [], LOOK)
            if heard and not self.connection.recv(65_536):
                return
            with self.server.account.lock, suppress(Unreachable):
                self.reach()
                return

    def reach(self):
        """What the name leads to now. Raises Unreachable."""
        return reach(self.server.account, *self.server.endpoint)

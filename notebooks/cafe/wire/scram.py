"""How a client proves that it knows the password: SCRAM-SHA-256 (RFC 5802, 7677)."""

import base64
import hashlib
import hmac
import secrets

ROUNDS = 4096


class LoginFailed(Exception):
    """Somebody else, or another password."""


class Login:
    """One conversation, of the server's side: `first`, then `next` until `done`."""

    def __init__(self, user, password):
        self.user, self.password = user, password
        self.done = False
        self._salt = secrets.token_bytes(16)
        self._bare = self._said = ""

    def first(self, payload):
        """The server's challenge to the client's first words."""
        self._bare = payload.decode().split(",", 2)[2]
        told = _fields(self._bare)
        if told.get("n", "").replace("=3D", "=").replace("=2C", ",") != self.user:
            raise LoginFailed
        nonce = told["r"] + secrets.token_urlsafe(18)
        salt = base64.b64encode(self._salt).decode()
        self._said = f"r={nonce},s={salt},i={ROUNDS}"
        return self._said.encode()

    def next(self, payload):
        """The server's proof, if the client's was right. Raises LoginFailed."""
        if self.done or not payload:
            self.done = True
            return b""
        text = payload.decode()
        unproved, _, proof = text.rpartition(",p=")
        salted = hashlib.pbkdf2_hmac(
            "sha256", self.password.encode(), self._salt, ROUNDS
        )
        key = _sign(salted, b"Client Key")
        whole = f"{self._bare},{self._said},{unproved}".encode()
        signature = _sign(hashlib.sha256(key).digest(), whole)
        expected = bytes(a ^ b for a, b in zip(key, signature, strict=True))
        if not hmac.compare_digest(base64.b64decode(proof), expected):
            raise LoginFailed
        self.done = True
        proved = _sign(_sign(salted, b"Server Key"), whole)
        return b"v=" + base64.b64encode(proved)


def _sign(key, text):
    return hmac.digest(key, text, "sha256")


def _fields(text):
    return dict(each.split("=", 1) for each in text.split(","))

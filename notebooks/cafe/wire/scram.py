"""How a client proves that it knows the password: SCRAM-SHA-256 (RFC 5802, 7677)."""

import base64
import hashlib
import hmac
import secrets

ROUNDS = 4096


def conversation(user, password):
    """The server's side of a login, a generator begun: `send` it what the client says.

    It gives the challenge, then the server's own proof. Raises PermissionError for
    somebody else and for another password.
    """
    steps = _steps(user, password)
    next(steps)
    return steps


def _steps(user, password):
    bare = (yield).decode().partition(",,")[2]  # n=barista,r=nonce
    told = dict(each.split("=", 1) for each in bare.split(","))
    if told["n"].replace("=2C", ",").replace("=3D", "=") != user:
        raise PermissionError("Authentication failed.")
    salt = secrets.token_bytes(16)
    nonce = told["r"] + secrets.token_urlsafe(18)
    challenge = f"r={nonce},s={base64.b64encode(salt).decode()},i={ROUNDS}"
    unproved, _, proof = (yield challenge.encode()).decode().rpartition(",p=")
    words = f"{bare},{challenge},{unproved}".encode()
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    key = _sign(salted, b"Client Key")
    signature = _sign(hashlib.sha256(key).digest(), words)
    expected = bytes(a ^ b for a, b in zip(key, signature, strict=True))
    if not hmac.compare_digest(base64.b64decode(proof), expected):
        raise PermissionError("Authentication failed.")
    yield b"v=" + base64.b64encode(_sign(_sign(salted, b"Server Key"), words))


def _sign(key, text):
    return hmac.digest(key, text, "sha256")

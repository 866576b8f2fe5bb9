"""A sign-in service for tests: a small server that speaks OpenID Connect, and can be told to lie."""

from __future__ import annotations

import hashlib
import json
import secrets
import ssl
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "smederij", "een geheim+van/de%dienst=:ë"


@lru_cache
def make_key(name: str) -> RSAKey:
    """A signing key; the same for the same name, since making one takes a third of a second."""
    return RSAKey.generate_key(2048, {"kid": "een"})


def _keep(told: dict[str, Any]) -> dict[str, Any]:
    return told


@dataclass
class SignInService:
    """What it says about itself and about who signs in, and ways in which it can be wrong."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "oda-1", "preferred_username": "ondersteuning"})
    key: RSAKey = field(default_factory=lambda: make_key("van de dienst"))
    signs_with: RSAKey | None = None
    """A key other than the one that it announces."""
    tell: Callable[[dict[str, Any]], dict[str, Any]] = _keep
    """Changes what the token says."""
    announce: Callable[[dict[str, Any]], dict[str, Any]] = _keep
    """Changes what it says about itself."""
    algorithm: str = "RS256"
    apart: bool = False
    """Whether details of a person must be requested separately, so that the token only has their number."""
    at_userinfo: Callable[[dict[str, Any]], dict[str, Any]] = _keep
    """Changes what it says there."""
    takes: str = "client_secret_basic"
    """How an application must send its secret."""
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    """The parameters that browsers came with."""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, address: str) -> str:
        """Somebody signs in on the page that they were sent to; returns where they are sent next."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_hex(8)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def decline(self, address: str) -> str:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"

    def describe(self) -> dict[str, Any]:
        return self.announce(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/logout",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                "response_types_supported": ["code"],
                "token_endpoint_auth_methods_supported": [self.takes],
            }
        )

    def _is_known(self, shown: str, told: dict[str, str]) -> bool:
        """Whether the request comes from the application (RFC 6749, 2.3.1)."""
        if self.takes == "none":
            return told.get("client_id") == CLIENT
        if self.takes == "client_secret_post":
            return (told.get("client_id"), told.get("client_secret")) == (CLIENT, SECRET)
        name, _colon, secret = b64decode(shown.removeprefix("Basic ")).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, SECRET)

    def give_token(self, shown: str, told: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The token for a code, for a request with the secret and the verifier of the proof key."""
        if not self._is_known(shown, told):
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(told.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant"}
        proof = urlsafe_b64encode(hashlib.sha256(told.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if proof != asked["code_challenge"] or told.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        moment = int(time.time())
        says = {"iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": asked["nonce"]}
        header = {"alg": self.algorithm, "kid": "een"}
        return 200, {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self._sign(header, self.tell({**says, **self._tell_in_token()})),
        }

    def _tell_in_token(self) -> dict[str, Any]:
        return {"sub": self.person["sub"]} if self.apart else self.person

    def tell_apart(self, shown: str) -> tuple[int, dict[str, Any]]:
        """The userinfo about the person of the token, for its holder (OpenID Connect Core 1.0, 5.3)."""
        return (200, self.at_userinfo(self.person)) if shown == "Bearer x" else (401, {"error": "invalid_token"})

    def _sign(self, header: dict[str, str], says: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, says))
            return ".".join([*parts, ""])
        return jwt.encode(header, says, self.signs_with or self.key, algorithms=[self.algorithm])


@contextmanager
def sign_in_service(certificate: Path | None = None) -> Iterator[SignInService]:
    """A service at an address of this machine for the duration of this block; with https if it has a certificate."""
    service = SignInService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize"):
                self.send_response(302)
                self.send_header("Location", service.sign_in(self.path))
                self.end_headers()
                return
            if self.path == "/userinfo":
                self._answer(*service.tell_apart(self.headers.get("Authorization", "")))
                return
            answers: dict[str, Callable[[], dict[str, Any]]] = {
                "/.well-known/openid-configuration": service.describe,
                "/keys": lambda: {"keys": [service.key.as_dict(private=False)]},
            }
            self._answer(200, answers[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = {key: values[0] for key, values in parse_qs(body).items()}
            self._answer(*service.give_token(self.headers.get("Authorization", ""), told))

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            self.send_response(500 if service.down else status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"" if service.down else json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    service.issuer = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()

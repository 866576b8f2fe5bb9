"""OpenID: asking the municipality's own sign-in service who somebody is, by the rules of OpenID Connect Core 1.0.

Authlib runs the authorization code flow with a proof key (RFC 7636), and checks the answer against the service's keys,
our client id, the current time, and the flow that this browser started. This module does what Authlib leaves to us.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from typing import Any
from urllib.parse import quote_plus

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, session
from joserfc.errors import JoseError
from requests import RequestException
from requests.adapters import HTTPAdapter
from werkzeug.wrappers import Response

import engine

NAME = "dienst"
KEY = "smederij_openid"
SECONDS = 10
"""How long the service may take to answer; a server thread waits meanwhile."""
DISCOVERY = "/.well-known/openid-configuration"
SIGNED = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signing algorithms with a key that only the service has. A service may announce others, including `none`."""
BASIC, POST = "client_secret_basic", "client_secret_post"
"""Ways to send our secret. A service accepts the first, unless it says otherwise (OpenID Connect Discovery 1.0, 3)."""
CODES = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_scope",
        "unauthorized_client",
        "unsupported_grant_type",
        "unsupported_response_type",
        "server_error",
        "temporarily_unavailable",
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
        "iss",
        "aud",
        "azp",
        "exp",
        "iat",
        "nbf",
        "nonce",
        "at_hash",
    }
)
"""What a service can answer instead (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6), and what of its
token is checked against what we know (the same, 3.1.3.7): `iat` or `exp` means that the clocks differ."""
FAULTS = (
    AuthlibBaseError,
    JoseError,
    RequestException,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
)
"""What Authlib raises on a malformed answer, from whoever sent it: it takes much of its form on trust."""


class Stale(Exception):
    """This browser did not start this sign-in, or has started another one since."""


class Declined(Exception):
    """The person who was asked to sign in did not, or the service did not let them."""


class Failed(Exception):
    """The service did not answer, or answered incorrectly."""


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=ssl.create_default_context())


class _Session(OAuth2Session):  # type: ignore[misc]
    """Trusts the certificates that the machine trusts: an internal service often has one of the municipality's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mount("https://", _Adapter())
        self.register_client_auth_method((BASIC, _show_secret))


def _show_secret(client: Any, method: str, uri: str, headers: dict[str, str], body: str) -> tuple[Any, ...]:
    """Client id and secret as in RFC 6749, 2.3.1: form-encoded, which Authlib omits, and then joined."""
    told = ":".join(quote_plus(one) for one in (client.client_id, client.client_secret))
    headers["Authorization"] = f"Basic {b64encode(told.encode()).decode()}"
    return uri, headers, body


class _Service(FlaskOAuth2App):  # type: ignore[misc]
    client_cls = _Session


def register(app: Flask, settings: engine.Settings) -> None:
    """Register the service that the settings name. It is not contacted yet, since it may be down for a while."""
    app.extensions[KEY] = OAuth(app).register(
        NAME,
        client_cls=_Service,
        client_id=settings.sso_client_id,
        client_secret=settings.sso_client_secret or None,
        server_metadata_url=settings.sso_issuer.rstrip("/") + DISCOVERY,
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
            # A client without a secret is identified by its proof key alone.
            **({} if settings.sso_client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )


def begin(app: Flask, settings: engine.Settings, come_back: str, language: str) -> Response:
    """Send the browser to the service, which redirects it to the address `come_back`. Raises: Failed."""
    try:
        client = _known(app, settings)
        _forget_begun()
        found: Response = client.authorize_redirect(come_back, ui_locales=language)
    except FAULTS as error:
        raise Failed from error
    return found


def read_answer(app: Flask, settings: engine.Settings) -> engine.Identity:
    """Who this browser's user is, according to the service. Raises: Stale, Declined, Failed."""
    try:
        client = _known(app, settings)
        token = client.authorize_access_token()
        told = token.get("userinfo")
        if not told:
            raise Failed
        if settings.sso_claim not in told:
            told = {**_ask_apart(client, token, told["sub"]), **told}
        subject, username = told["sub"], told.get(settings.sso_claim, "")
    except MismatchingStateError as error:
        raise Stale from error
    except OAuthError as error:
        raise (Declined if error.error == "access_denied" else Failed) from error
    except FAULTS as error:
        # Its keys, methods or addresses may have changed since we fetched its metadata: fetch it again next time.
        _forget(app.extensions[KEY])
        raise Failed from error
    if not isinstance(subject, str) or not isinstance(username, str):
        raise Failed
    if settings.sso_claim == "email" and told.get("email_verified") is not True:
        username = ""  # Somebody who may type any address could enter a colleague's.
    return engine.Identity(settings.sso_issuer, subject, username)


def _ask_apart(client: FlaskOAuth2App, token: dict[str, Any], subject: str) -> dict[str, Any]:
    """What the service says about somebody at its userinfo endpoint, not in the token (OpenID Connect Core 1.0, 5.3).

    Raises: Failed: the answer is about somebody else.
    """
    if not client.server_metadata.get("userinfo_endpoint"):
        return {}
    told = dict(client.userinfo(token=token))
    if told.get("sub") != subject:
        raise Failed
    return told


def find_way_out(app: Flask, settings: engine.Settings) -> str | None:
    """Where to sign out of the service itself (OpenID Connect RP-Initiated Logout 1.0), if it has such a page."""
    try:
        client = _known(app, settings)
        if not client.server_metadata.get("end_session_endpoint"):
            return None
        address = client.create_logout_url(client_id=settings.sso_client_id)["url"]
    except FAULTS:
        return None
    return address if isinstance(address, str) and address.startswith(("https://", "http://")) else None


def _known(app: Flask, settings: engine.Settings) -> FlaskOAuth2App:
    """The service, once it has confirmed to be the one that the settings name (OpenID Connect Discovery 1.0, 4.3)."""
    client: FlaskOAuth2App = app.extensions[KEY]
    told: dict[str, Any] = client.load_server_metadata()
    if told.get("issuer") != settings.sso_issuer:
        _forget(client)
        raise Failed
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    told["id_token_signing_alg_values_supported"] = [way for way in offered if way in SIGNED]
    if settings.sso_client_secret:
        takes = told.get("token_endpoint_auth_methods_supported") or [BASIC]
        client.client_kwargs["token_endpoint_auth_method"] = POST if BASIC not in takes and POST in takes else BASIC
    return client


def _forget(client: FlaskOAuth2App) -> None:
    """Discard the service's metadata and keys, so that they are fetched again next time."""
    for told in ("_loaded_at", "jwks"):
        client.server_metadata.pop(told, None)


def find_code(error: BaseException) -> str | None:
    """The service's error code, such as `invalid_client`, or what is wrong in its token, such as `iat`.

    Only known codes: anything else may be invented by whoever constructed the address.
    """
    found = (getattr(error, name, None) for name in ("claim", "error"))
    return next((code for code in found if isinstance(code, str) and code in CODES), None)


def _forget_begun() -> None:
    """Allow one attempt at a time: each takes a kilobyte of a cookie, and a browser drops a cookie over four."""
    for key in [key for key in session if key.startswith(f"_state_{NAME}_")]:
        session.pop(key)

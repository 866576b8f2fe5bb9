"""Secret links: the secret by which a submitter opens a case, made from the server's key, and what is stored of it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from engine.municipality import here


def secret_of(case_id: str) -> str:
    """The secret of a case's link: 128 bits that only the server's key can reproduce, so none needs to be stored."""
    key = here().settings.read_secret_key().encode()
    digest = hmac.new(key, b"case link:" + case_id.encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_secret(secret: str) -> str:
    """What is stored of the secret of a link, or of the key of a form that may be sent once."""
    return hashlib.sha256(secret.encode()).hexdigest()

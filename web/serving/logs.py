"""Logs: one line of JSON per request and per fault, without personal data, secrets or query strings.

A line names the route and not the address, since an address may contain a secret. `engine/logs.py` writes them.
"""

from __future__ import annotations

import logging
import time
from uuid import uuid4

from flask import Flask, Response, g, request

import engine

log = logging.getLogger("smederij.web")


def register(app: Flask) -> None:
    """Log every request of the application, under a number that the reader of an error page can quote."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = uuid4().hex[:12]
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "static":
        log.info(
            "request",
            extra={
                "request_id": g.get("request_id", ""),
                "method": request.method,
                "route": str(request.url_rule) if request.url_rule else None,
                "status": response.status_code,
                "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
                "signed_in": g.get("user") is not None,
            },
        )
    return response


def record_fault(error: Exception) -> None:
    """Log a fault under the number of its request."""
    log.error(
        "fault",
        extra={
            "request_id": g.get("request_id", ""),
            "route": str(request.url_rule) if request.url_rule else None,
            "error": f"{type(error).__module__}.{type(error).__name__}",
            "at": engine.places_of(error),
        },
    )

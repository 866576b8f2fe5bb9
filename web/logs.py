"""Logs: one line of JSON per request and per fault, without personal data, secrets or query strings.

A line names the route and not the address, for an address may hold a secret; and of a fault its type and place and not
its message, for a message may quote what someone typed.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from uuid import uuid4

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

log = logging.getLogger("smederij.web")
FRAMES = 12


def set_up(level: str) -> None:
    """Write the logs of the whole program to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutMessages("{levelname}{name}{message}", style="{", timestamp=True))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # It tells of every workflow that ends, with the ids of all tasks in it; the history says more and better.
    logging.getLogger("spiff").setLevel(logging.WARNING)


class _WithoutMessages(JsonFormatter):
    """Shows of an exception the type and where it was raised; what it says may be someone's text."""

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(places(error)) if isinstance(error, BaseException) else ""


def places(error: BaseException) -> list[str]:
    """Where an exception came from, the innermost frames, and the types of it and of its causes."""
    found = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    causes: list[str] = []
    at = error.__cause__ or error.__context__
    while at is not None and len(causes) < 5:
        causes.append(f"caused by {type(at).__module__}.{type(at).__name__}")
        at = at.__cause__ or at.__context__
    return [*found[-FRAMES:], f"{type(error).__module__}.{type(error).__name__}", *causes]


def register(app: Flask) -> None:
    """Log every request of the application, under a number that the reader of an error page can name."""
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
            "at": places(error),
        },
    )

"""Health: whether the system can do its work, for machines that watch it."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

import engine

pages = Blueprint("health", __name__)


@pages.get("/health")
def show() -> tuple[Response, int]:
    """200 when all is well, 503 when not. It tells counts only, nothing about any case or person."""
    health = engine.health()
    body = jsonify(
        ok=health.ok,
        database=health.database,
        workers=health.workers,
        failed_jobs=health.failed_jobs,
        incidents=health.incidents,
        timer_lag=health.timer_lag,
    )
    return body, 200 if health.ok else 503

"""Health: whether the system can do its work, for machines that watch it."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

import engine

pages = Blueprint("health", __name__)


@pages.get("/health")
def show() -> tuple[Response, int]:
    """Whether all is well, in counts: nothing about any case or person.

    The status is about this server alone: 503 when it can show no page. That nobody works, as `ok` tells, is no reason
    to take it out of service or to start it anew.
    """
    health = engine.health()
    body = jsonify(
        ok=health.ok,
        database=health.database,
        workers=health.workers,
        last_sign=health.last_sign.isoformat() if health.last_sign else None,
        waiting=health.waiting,
        failed_jobs=health.failed_jobs,
        incidents=health.incidents,
        timer_lag=health.timer_lag,
    )
    return body, 200 if health.database else 503

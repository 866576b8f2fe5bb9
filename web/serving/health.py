"""Health: whether the system can do its work, for monitoring, as JSON and as Prometheus metrics."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

import engine

pages = Blueprint("health", __name__)


@pages.get("/health")
def show() -> tuple[Response, int]:
    """Whether all is well, in counts: nothing about any case or person.

    The status is about this server alone: 503 when it can show no page. That no worker is running, which `ok` reports,
    is no reason to take this server out of service or to restart it.
    """
    health = engine.health()
    body = jsonify(
        ok=health.ok,
        database=health.database,
        workers=health.workers,
        last_sign=health.last_sign.isoformat() if health.last_sign else None,
        waiting=health.waiting,
        failed_jobs=health.failed_jobs,
        retried=health.retried,
        incidents=health.incidents,
        timer_lag=health.timer_lag,
        last_backup=health.last_backup.isoformat() if health.last_backup else None,
    )
    return body, 200 if health.database else 503


@pages.get("/metrics")
def show_figures() -> Response:
    """The same for Prometheus, which expects a line per metric. Always status 200: that it answers says the rest."""
    health = engine.health()
    figures = {
        "ok": ("Whether the database answers and a worker is at work.", int(health.ok)),
        "database_up": ("Whether the database answers.", int(health.database)),
        "workers": ("Workers that gave a sign of life lately.", health.workers),
        "waiting": ("Jobs and timers whose moment has come.", health.waiting),
        "failed_jobs": ("Jobs that are not tried again by themselves.", health.failed_jobs),
        "retried_jobs": ("Jobs that went wrong and are tried again.", health.retried),
        "incidents": ("Cases that stand still.", health.incidents),
        "timer_lag_seconds": ("Age of the oldest timer that is due.", round(health.timer_lag, 1)),
    }
    if health.last_backup:  # A copy that was never made has no age.
        age = (datetime.now(UTC) - health.last_backup).total_seconds()
        figures["backup_age_seconds"] = ("Age of the last copy made by smederij backup.", round(age))
    lines = (
        f"# HELP smederij_{name} {told}\n# TYPE smederij_{name} gauge\nsmederij_{name} {value}\n"
        for name, (told, value) in figures.items()
    )
    return Response("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")

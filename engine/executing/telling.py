"""Telling: what the log says when a job fails: which, and why; of a mail server that is down it says so once."""

from __future__ import annotations

import logging
from time import monotonic

from engine import delivery
from engine.municipality import here

log = logging.getLogger("smederij.jobs")
AGAIN = 60 * 60.0
"""Seconds of silence about a cause that was told."""


def tell_failure(job_id: str, kind: str, error: Exception, *, sends_mail: bool) -> None:
    """Say that a job failed. Without any text of the mail or the case: a message of an error may quote somebody."""
    told = {"job": job_id, "kind": kind, "error": type(error).__name__}
    why = delivery.tell_fault(here().settings, error) if sends_mail else None
    if why is None:
        log.warning("job failed", exc_info=error, extra=told)
    elif _is_news(type(error).__name__):
        log.warning(f"mail is not sent, and waits: {why}", extra=told)
    else:
        log.debug("job failed", extra=told)


def _is_news(error: str) -> bool:
    """By the clock of this machine: that of a demo or a trial can stand still."""
    place, moment = here(), monotonic()
    with place.lock:
        if moment - place.told.get(error, -AGAIN) < AGAIN:
            return False
        place.told[error] = moment
    return True

"""Announcing: whether a story that ends in a decision tells its submitter how to object, and who decided.

Awb 3:41 and 3:45: those whom a decision concerns are told who made it, and until when and where one can object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engine.dialect.mails import OBJECTING, SIGNED, is_asked
from engine.errors import ScenarioFailed
from engine.names import DECISION, way_to_submitter
from engine.workflow import JobRequest, Step

TOLD = (OBJECTING, SIGNED)


def told_to_submitter(jobs: Iterable[JobRequest], *, has_mail: bool) -> frozenset[str]:
    """What of `TOLD` these mails and letters tell the submitter."""
    texts = [str(job.data["text"]) for job in jobs if way_to_submitter(job.kind, job.headers, has_mail=has_mail)]
    return frozenset(name for name in TOLD for text in texts if is_asked(name, text))


def require_announced(step: Step, told: Collection[str]) -> None:
    """Raises: ScenarioFailed: it ended in a decision, and the submitter was not told what `told` lacks."""
    if step.ending is None or step.ending.legal_effect != DECISION:
        return
    missing = tuple(name for name in TOLD if name not in told)
    if missing:
        raise ScenarioFailed(
            f"it ends in a decision, and no message to the submitter has {', '.join(missing)}",
            code="not_announced",
            missing=missing,
        )

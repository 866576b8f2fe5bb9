"""Colliding: doing an act again, from its beginning, when it and another were waiting for each other.

PostgreSQL ends one of the two, and keeps nothing of it. Locks are taken in a fixed order where that order is known
beforehand. What a case will wait for is known only when it has got there, so some that cross are left.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from engine.errors import Collided

log = logging.getLogger("smederij.colliding")
Given = ParamSpec("Given")
Result = TypeVar("Result")
MOST = 5
"""How often an act is tried. The other one went on meanwhile, so the second time is nearly always enough."""
PAUSE = 0.1


def until_whole(act: Callable[Given, Result]) -> Callable[Given, Result]:
    """For an act that is one transaction: it is done again where it collided. Raises: Collided: each time."""

    @wraps(act)
    def try_whole(*told: Given.args, **named: Given.kwargs) -> Result:
        for attempt in range(1, MOST):
            try:
                return act(*told, **named)
            except Collided:
                log.warning("act done again", extra={"act": act.__name__, "attempt": attempt})
                # Two that collided must not go on at the same pace.
                time.sleep(random.random() * PAUSE * attempt)  # noqa: S311
        return act(*told, **named)

    return try_whole

"""What tests of migration share: small processes, and the obstacles between versions."""

from __future__ import annotations

from tests.engine.diagrams import chain, end, node, start, timer, user
from tests.engine.player import Player

REMIND = timer("Duration", "P7D")


def parallel(key: str) -> str:
    return node("parallelGateway", key)


def straight(*steps: str) -> tuple[str, ...]:
    """Begin, the user tasks with these ids, Klaar."""
    return start(), *(user(key) for key in steps), end(), chain("Begin", *steps, "Klaar")


def codes(case: Player, *inside: str) -> list[tuple[str, str]]:
    """The obstacles to another version, with the elements they are about."""
    return [(found.code, found.element) for found in case.judge(*inside).obstacles]


def one_task(task: str) -> tuple[str, ...]:
    return start(), task, end(), chain("Begin", "Doen", "Klaar")

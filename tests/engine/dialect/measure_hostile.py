"""Measures what hostile expressions take, each in a process of its own: name → [seconds, megabytes, outcome]."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from engine.dialect.feel import FeelError, parse
from tests.engine.dialect.hostile_feel import HOSTILE

UNIT = 1 if sys.platform == "darwin" else 1024


def measure(text: str) -> tuple[float, float, str]:
    """Processor seconds, growth of the memory at its highest, and what came of it."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        parse(text).explain({})
        outcome = "a value"
    except FeelError as error:
        outcome = type(error).__name__
    took = time.process_time() - begun
    return took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * UNIT / 1e6, outcome


def measure_apart(text: str) -> tuple[float, float, str]:
    """The same in a child, so that no expression finds the memory or the patterns of another."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(theirs, json.dumps(measure(text)).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        seconds, megabytes, outcome = json.load(told)
    os.waitpid(child, 0)
    return seconds, megabytes, outcome


if __name__ == "__main__":
    parse('matches("a", "a") and date("2026-03-02") < @"2026-03-03"').evaluate({})
    print(json.dumps({name: measure_apart(text) for name, text in HOSTILE.items()}))

"""Remembering: what the latest files that are not large were read as. The same bytes are read over and over again.

A check, a trial and a story each read every file of every process in use, and of those at most one has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 60_000
"""Bytes; a diagram of fifty steps is half of it. What is larger is read each time, so that nobody fills our memory."""


def remember(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have a way of reading, which takes the bytes of a file first, remember the latest `most` files that it read.

    What it gives back is shared by all who read the same, and so by threads: nobody changes it. What cannot be read is
    refused each time. The arguments beside the bytes take part in what is the same.
    """

    def remembering(read: Callable[P, T]) -> Callable[P, T]:
        kept = cast(Callable[P, T], lru_cache(maxsize=most)(read))

        @wraps(read)
        def look(*args: P.args, **kwargs: P.kwargs) -> T:
            return (read if len(cast(bytes, args[0])) > LARGE else kept)(*args, **kwargs)

        return look

    return remembering

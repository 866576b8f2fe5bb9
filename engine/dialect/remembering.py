"""Remembering: a cache of how recent files that are not large were parsed. The same bytes are read again and again.

A check, a trial and a story each read every file of every process in use, and at most one of those has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 60_000
"""Bytes; a diagram of fifty steps is half of it. A larger file is parsed each time, so that nobody fills our memory."""


def remember(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a reading function, which takes the bytes of a file first, remember the latest `most` files that it read.

    All who read the same file share the result, across threads too: nobody changes it. What cannot be read is refused
    each time. The other arguments are part of the key.
    """

    def remembering(read: Callable[P, T]) -> Callable[P, T]:
        kept = cast(Callable[P, T], lru_cache(maxsize=most)(read))

        @wraps(read)
        def look(*args: P.args, **kwargs: P.kwargs) -> T:
            return (read if len(cast(bytes, args[0])) > LARGE else kept)(*args, **kwargs)

        return look

    return remembering

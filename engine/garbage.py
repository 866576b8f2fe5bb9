"""Garbage: Python's collector rests while the engine is imported, and never looks again at what was there by then.

What is imported stays, so that looking for garbage among it finds nothing; it was a quarter of the time in which a
server or a command starts. `engine/__init__.py` imports this first and calls `look_again` last.
"""

import gc

_LOOKED = gc.isenabled()
gc.disable()


def look_again() -> None:
    """Look for garbage from now on, unless whoever imports the engine does without."""
    gc.freeze()
    if _LOOKED:
        gc.enable()

"""Garbage: Python's collector is off while the engine is imported, and never looks at what exists by then.

What is imported stays, so collecting among it finds nothing; that took a quarter of the time in which a
server or a command starts. `engine/__init__.py` imports this first and calls `look_again` last.
"""

import gc

_LOOKED = gc.isenabled()
gc.disable()


def look_again() -> None:
    """Collect garbage from now on, unless whoever imports the engine has turned that off."""
    gc.freeze()
    if _LOOKED:
        gc.enable()

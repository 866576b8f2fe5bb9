"""The built-in functions of FEEL (DMN 1.5, 10.3.4), one module per subject."""

from ..registry import BUILTINS
from . import aggregates, contexts, conversion, lists, moments, numbers, ranges, strings

# Importing them registers their functions.
_SUBJECTS = (aggregates, contexts, conversion, lists, moments, numbers, ranges, strings)

BUILTIN_NAMES: frozenset[str] = frozenset(BUILTINS)

__all__ = ["BUILTINS", "BUILTIN_NAMES"]

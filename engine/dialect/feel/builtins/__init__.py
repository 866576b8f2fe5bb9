"""The built-in functions of FEEL (DMN 1.5, 10.3.4), one module per subject."""

from ..functions import NativeFunction
from . import aggregates, contexts, conversion, lists, moments, numbers, ranges, strings
from .registry import REGISTRY

# Importing them registers their functions.
_SUBJECTS = (aggregates, contexts, conversion, lists, moments, numbers, ranges, strings)

BUILTINS: dict[str, NativeFunction] = REGISTRY
BUILTIN_NAMES: frozenset[str] = frozenset(BUILTINS)

__all__ = ["BUILTINS", "BUILTIN_NAMES"]

"""Stories: the YAML of a scenario, which anyone may have written, read within limits."""

from __future__ import annotations

from typing import Any

import yaml

LARGEST = 200_000
"""Most bytes of one scenario file."""
MOST_VALUES = 20_000
"""Most values in one file, each counted as often as it is repeated."""
LONGEST_NUMBER = 100
"""Most characters of a number: YAML has notations (`0xff`, `1:30:00`) that take time by the square of its length."""
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})


def load(data: bytes) -> Any:
    """The contents of the file, after weighing it; no objects, whatever its tags say.

    Raises: ValueError, yaml.YAMLError, RecursionError: it cannot be read, or would grow out of bounds.
    """
    if len(data) > LARGEST:
        raise ValueError(f"larger than {LARGEST} bytes")
    loader = yaml.SafeLoader(data)
    try:
        root = loader.get_single_node()
        _weigh(root)
        return loader.construct_document(root) if root is not None else None
    finally:
        loader.dispose()


def _weigh(root: yaml.Node | None) -> None:
    """Refuse an alias of an alias of an alias, merged or not, before anything is built from it. Raises: ValueError."""
    weights: dict[int, int] = {}

    def weigh(node: yaml.Node) -> int:
        if weights.get(id(node)) == 0:
            raise ValueError("something is inside itself")
        if id(node) not in weights:
            weights[id(node)] = 0
            weights[id(node)] = 1 + sum(weigh(part) for part in _inside(node))
        return weights[id(node)]

    if root is not None and weigh(root) > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")


def _inside(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
        raise ValueError(f"a number of more than {LONGEST_NUMBER} characters")
    return []

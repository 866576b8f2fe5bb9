"""Domains: the regions of a variable of which something is known, such as the options of its field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from engine.checking.known import Known
from engine.checking.regions import DOUBTFUL, SURE, UNSAID, Region, Unclear, cut
from engine.dialect.feel import Value


def cut_known(points: Iterable[Value], known: Known) -> tuple[Region, ...]:
    """The regions of the possible values of a variable, when it is compared with these points.

    Raises:
        Unclear: its type is not known, or cannot be cut.
    """
    if known.kind is None:
        raise Unclear
    points = [*points, *known.points()]
    if known.whole:
        points += [p.to_integral_value(way) for p in points if isinstance(p, Decimal) for way in _WAYS]
    return tuple(
        Region(region.value, _chance(region, known))
        for region in cut(points, known.kind)
        if region.value is None or known.admits(region.value)
    )


_WAYS = (ROUND_FLOOR, ROUND_CEILING)


def _chance(region: Region, known: Known) -> int:
    if region.value is None:
        return SURE if region.chance == SURE else DOUBTFUL if known.empty else UNSAID
    return region.chance

"""People: everybody in a scenario: the members of each group, and the submitter, by the ids that stories use."""

from __future__ import annotations

from collections.abc import Mapping

from engine.names import GROUPS

SUBMITTER = "indiener-1"
STEERING_GROUP = tuple({"id": f"stuurgroep-{n}", "rol": "medewerker" if n <= 6 else "inwoner"} for n in range(1, 11))
"""Ten members, six staff and four residents, as in Hoogeveen."""
_OTHERS = [group for group in GROUPS if group not in {"indiener", "wijkteam", "stuurgroep"}]
"""The wijkteam has no members of its own: it is the five organisations together."""
MEMBERS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "stuurgroep": STEERING_GROUP,
    **{group: ({"id": f"{group}-1", "rol": "medewerker"},) for group in _OTHERS},
}
"""By group, as FEEL reads them under `groepen`."""

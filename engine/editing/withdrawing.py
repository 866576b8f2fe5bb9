"""Withdrawing: letting a submitter withdraw at any moment, in the model and the drawing."""

from __future__ import annotations

from engine.editing.asides import Aside, Piece, add_aside
from engine.editing.done import Done, Edited
from engine.editing.extensions import set_property
from engine.editing.messages import know_message
from engine.editing.source import Source
from engine.names import WITHDRAWN

SETTINGS = {"outcome": WITHDRAWN, "publishedStatus": "Ingetrokken", "legalEffect": "geen", "retentionClass": "6.3"}
"""The settings of its end: broken off by the applicant (selectielijst 6.3)."""


def let_withdraw(source: Source, process: str, message: str, key: str, lane: str | None = None) -> Edited:
    """Add an event subprocess that stops a process when a message arrives, and ends it as withdrawn.

    `key` is the value by which the message finds its case, as FEEL. It goes in `lane`, where there are lanes.

    Raises: EditRefused: it has lanes and none is given, or no drawing.
    """
    pieces = {
        "start": Piece("startEvent", "Ingetrokken door de indiener", (78, 58), event="message", value=message),
        "end": Piece("endEvent", "Ingetrokken", (238, 58)),
    }
    # The key belongs to the message, so that has to exist first.
    known, _ = know_message(source, message, key)
    put = add_aside(known, process, Aside("Intrekken", (320, 130), pieces, (("start", "end"),)), lane)
    result = put.source
    for name, value in SETTINGS.items():
        result = set_property(result, put.ids["end"], name, value).source
    around = put.done.element if put.done is not None else ""
    return Edited(result, Done("withdrawal", around, "Intrekken"))

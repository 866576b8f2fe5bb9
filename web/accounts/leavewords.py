"""Leave words: the wording for people who report an absence. Dutch, u-form, level B1."""

from __future__ import annotations

from datetime import date

import engine
from web.messages import Words
from web.text import day_in_words
from web.words import _, _l, _n

FIELDS: Words = {
    "eerste_dag": _l("Eerste dag"),
    "laatste_dag": _l("Laatste dag"),
    "vervanger": _l("Vervanger"),
}
PROBLEMS: Words = {
    "not_a_date": _l("Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026."),
    "in_the_past": _l("Deze dag is al geweest. Kies vandaag of een latere dag."),
    "far_away": _l("Deze dag ligt meer dan twee jaar weg. Controleer het jaar."),
    "before_first": _l("De laatste dag ligt voor de eerste. Kies dezelfde dag of een latere."),
    "overlaps": _l(
        "In deze dagen valt al een afwezigheid: van %(first)s tot en met %(last)s. Kies andere dagen, of verander die."
    ),
    "self": _l("Kies een ander dan wie er niet is."),
    "gone": _l("Deze collega heeft geen account meer. Kies iemand anders, of niemand."),
    "no_group": _l("Deze collega zit in een andere groep, en mag de taken niet doen. Kies iemand anders, of niemand."),
    "away": _l("Deze collega is er zelf niet van %(first)s tot en met %(last)s. Kies iemand anders, of niemand."),
}
FAULTS: Words = {
    "gone": _l("heeft geen account meer"),
    "no_group": _l("zit niet meer in dezelfde groep"),
    "away": _l("is er dan zelf niet"),
}
"""Why a named replacement will receive nothing."""


def problem(found: engine.FieldProblem) -> str:
    """What is wrong with what was typed in one field, and what to do about it."""
    days = found.found if isinstance(found.found, tuple) else (None, None)
    first, last = (day_in_words(day) if isinstance(day, date) else "" for day in days)
    return str(PROBLEMS[found.code]) % {"first": first, "last": last}


def outcome(done: engine.LeaveOutcome, name: str) -> str:
    """The outcome; `name` is the absent person, or empty for your own leave."""
    if not done.begun:
        return _("De afwezigheid is bewaard.")
    told = [_("Vanaf nu staat %(name)s op afwezig.", name=name) if name else _("Vanaf nu staat u op afwezig.")]
    if count := len(done.passed_on):
        told.append(_n("%(num)d taak is nu van de vervanger.", "%(num)d taken zijn nu van de vervanger.", count))
    if count := len(done.given_back):
        told.append(_n("%(num)d taak is terug bij het team.", "%(num)d taken zijn terug bij het team.", count))
    if count := len(done.kept):
        told.append(
            _n(
                "%(num)d taak is persoonlijk, zoals een stem, en blijft staan.",
                "%(num)d taken zijn persoonlijk, zoals een stem, en blijven staan.",
                count,
            )
        )
    return " ".join(told)

"""The wording of the workshop: the states of a change, what happened to it, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import LazyString

import engine
from web.text import moment_in_words
from web.words import _, _l

Words = Mapping[str, LazyString]

CHANGE_STATES: Words = {
    "draft": _l("concept"),
    "offered": _l("aangeboden"),
    "approved": _l("goedgekeurd"),
    "in_use": _l("in gebruik"),
    "replaced": _l("vervangen"),
    "discarded": _l("weggegooid"),
}

CHANGE_PROBLEMS: Words = {
    "required": _l("Vul dit in."),
    "unnamed": _l("Geef het stappenplan een naam."),
    "reason": _l("Schrijf op waarom u dit wilt veranderen."),
    "remark": _l("Schrijf op wat er nog moet gebeuren."),
    "not_an_id": _l("Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld buurt-budget. Begin met een letter."),
    "taken": _l("Er is al een stappenplan met deze korte naam. Kies een andere."),
    "goes_otherwise": _l("Het verhaal gaat nu weer anders dan u zag. Kijk nog een keer, en vervang het daarna."),
    "not_a_moment": _l("Vul een dag en tijd in als dag-maand-jaar en uur:minuten, bijvoorbeeld 1-2-2027 en 9:00."),
    "in_the_past": _l("Kies een moment dat nog komt."),
}

SNAPSHOT_PROBLEMS: Words = {
    "required": _l("Geef een naam aan wat u wilt vastleggen."),
    "too_many": _l("Meer dan 50 standen vastleggen kan niet. Verwijder eerst een stand die u niet meer nodig hebt."),
}

CHANGE_EVENTS: Words = {
    "change_begun": _l("%(who)s begon aan een wijziging van %(process)s"),
    "change_offered": _l("%(who)s bood de wijziging aan"),
    "change_approved": _l("%(who)s keurde de wijziging goed"),
    "change_sent_back": _l("%(who)s stuurde de wijziging terug"),
    "change_taken_back": _l("%(who)s haalde de wijziging terug"),
    "change_held_back": _l("De wijziging kon niet in gebruik en is weer een concept"),
    "change_put_in_use": _l("De wijziging is in gebruik: %(versions)s"),
    "change_replaced": _l("Een nieuwere versie kwam in de plaats"),
    "change_discarded": _l("%(who)s gooide de wijziging weg"),
    "change_taken_up": _l("%(who)s pakte de wijziging weer op"),
    "snapshot_deleted": _l("%(who)s verwijderde de vastgelegde stand ‘%(name)s’ van %(process)s"),
}


def change_event(event: engine.ChangeEvent, names: Mapping[str, str]) -> str:
    """What happened to a change, in a sentence. `names` are those of its processes."""
    versions = event.facts.get("versions")
    told = versions if isinstance(versions, dict) else {}
    shown = ", ".join(_("%(process)s versie %(version)s", process=names.get(p, p), version=v) for p, v in told.items())
    process = names.get(event.process_id or "", event.process_id)
    words = {"who": event.by, "process": process, "versions": shown, "name": event.facts.get("name", "")}
    taken_back = event.kind == "change_sent_back" and not event.facts.get("remark")
    return str(CHANGE_EVENTS["change_taken_back" if taken_back else event.kind]) % words


def terms_of_offer(facts: Mapping[str, object]) -> list[str]:
    """When an offer would come into use, and what happens to ideas under way, in sentences."""
    moment = facts.get("takes_effect_at")
    when = (
        _("Vanaf %(moment)s.", moment=moment_in_words(datetime.fromisoformat(moment)))
        if isinstance(moment, str)
        else ""
    )
    along = _("Lopende zaken gaan mee als dat kan.") if facts.get("migrate") else ""
    return [sentence for sentence in (when, along) if sentence]

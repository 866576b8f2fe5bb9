"""Attributes: everything that an element can state about itself, with the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.comparison.difference import Edit
from engine.comparison.wording import tell_change
from engine.dialect.elements import Element, Event, IoMapping, Loop
from engine.dialect.foureyes import FOUR_EYES
from engine.names import GROUPS, LETTER_TO, WORK

VALUES: Mapping[str, str] = {
    "lane": "De baan",
    "candidate_groups": "De groep",
    "assignee": "De persoon",
    "candidate_users": "De lijst van personen",
    "form_id": "Het formulier",
    "due_date": "De termijn",
    "follow_up_date": "De herinnering",
    "priority": "De prioriteit",
    "decision_id": "De beslissing",
    "result_variable": "De naam van de uitkomst",
    "called_process": "Het stappenplan dat wordt aangeroepen",
    "job_type": "De soort werk",
    "script": "De berekening",
    "condition": "De voorwaarde",
    "documentation": "De uitleg",
    "text": "De opmerking",
}
"""Attributes of an element that are a single text."""
FLAGS: Mapping[str, tuple[str, str]] = {
    "interrupting": ("{} onderbreekt nu waar hij bij staat.", "{} onderbreekt nu niet meer waar hij bij staat."),
    "triggered_by_event": ("{} begint nu door een gebeurtenis.", "{} begint nu niet meer door een gebeurtenis."),
    "for_compensation": ("{} draait nu iets anders terug.", "{} draait nu niets meer terug."),
    "propagate_all_child_variables": (
        "Alle gegevens uit {} komen nu terug.",
        "Niet meer alle gegevens uit {} komen terug.",
    ),
    "propagate_all_parent_variables": (
        "Alle gegevens gaan nu mee naar {}.",
        "Niet meer alle gegevens gaan mee naar {}.",
    ),
}
"""(the sentence when it is true, the one when it is not)."""
PROPERTIES: Mapping[str, str] = {
    "publishedStatus": "De status voor de indiener",
    "publishedText": "De tekst bij de status",
    "statutoryTerm": "De wettelijke termijn",
    "suspendsTerm": "Of de wettelijke termijn stilstaat",
    "legalEffect": "Het rechtsgevolg",
    "retentionClass": "De bewaartermijn",
    "outcome": "De uitkomst",
    "startableBy": "Wie mag beginnen bij {}",
    "ballot": "Of het een stemming is",
    FOUR_EYES: "De taak voor iemand anders",
    "referencePrefix": "Het begin van het kenmerk",
    "caseNoun": "Het woord voor één zaak",
    "caseNounPlural": "Het woord voor meer zaken",
    "caseArticle": "De of het bij dat woord",
    "caseNounEnglish": "Het Engelse woord voor één zaak",
    "caseNounEnglishPlural": "Het Engelse woord voor meer zaken",
    "titleVariable": "De variabele met de titel",
    "areaVariable": "De variabele met het gebied",
    "variable": "De variabele",
}
EVENT: Mapping[str, str] = {
    "reference": "De naam van de gebeurtenis",
    "timer_kind": "De soort termijn",
    "expression": "De termijn",
    "correlation_key": "De sleutel van het bericht",
    "code": "De code",
    "activity": "Wat wordt teruggedraaid",
}
LOOP: Mapping[str, str] = {
    "input_collection": "De lijst waarvoor wordt herhaald",
    "input_element": "De naam per keer",
    "output_collection": "De lijst met uitkomsten",
    "output_element": "De uitkomst per keer",
    "completion_condition": "De voorwaarde om te stoppen",
    "condition": "De voorwaarde om door te gaan",
    "maximum": "Het hoogste aantal keren",
}
HEADERS: Mapping[str, str] = {
    "template": "De tekst",
    "to": "De ontvanger",
    "address": "Het postadres",
    "post": "Of het ook per post gaat",
    "register": "Het register",
    "process": "Het stappenplan dat begint",
}
OF_GROUPS = frozenset({"candidate_groups", "startableBy", "to"})
"""Attributes that hold ids of groups."""
TITLED = frozenset({"form_id", "decision_id", "template"})
"""Attributes that hold the id of something with a title."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "job_type": WORK,
    "suspendsTerm": {"true": "ja", "false": "nee"},
    "ballot": {"true": "ja", "false": "nee"},
    "post": {"ja": "ja"},
    "timer_kind": {"date": "een vast moment", "duration": "een duur", "cycle": "een herhaling"},
}
STRUCTURED = frozenset({"properties", "event", "loop", "headers", "inputs", "outputs", "unknown", "foreign", "default"})
ELSEWHERE = frozenset({"name", "kind", "source", "target", "parent", "attached_to"})
"""Attributes that are reported with how elements are connected (`drawing`)."""
FOLLOWING = frozenset({"id", "process", "line", "incoming", "outgoing", "near"})
"""Attributes that follow from others, or from where it is in the file."""


@dataclass(frozen=True, slots=True)
class Names:
    """How elements are named in a sentence, by id, in either version."""

    old: Callable[[str | None], str]
    new: Callable[[str | None], str]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of forms, decisions, mails and letters, by id."""

    def value(self, attribute: str, value: str | None) -> str | None:
        """A value in a reader's words, where it stands for something that has a name."""
        if not value or value.startswith("="):
            return value
        if attribute in OF_GROUPS:
            known = {**GROUPS, **LETTER_TO, "iedereen": "Iedereen"}
            return ", ".join(known.get(group.strip(), group.strip()) for group in value.split(","))
        if attribute in TITLED:
            return self.titles.get(value, value)
        return WORDS.get(attribute, {}).get(value, value)


def compare_attributes(old: Element, new: Element, of: str, names: Names) -> Iterator[Edit]:
    """The attributes of an element that are new, gone or different. `of` is its name in a sentence."""
    within = all(element.parent != element.process for element in (old, new))
    for attribute, label in VALUES.items():
        if attribute == "lane" and within:
            continue  # What is in a part is in its lane, which is reported of the part.
        yield from _one(label, of, *_both(attribute, getattr(old, attribute), getattr(new, attribute), names))
    for attribute, (yes, no) in FLAGS.items():
        if getattr(old, attribute) != getattr(new, attribute):
            yield Edit((yes if getattr(new, attribute) else no).format(of))
    if old.default != new.default:
        yield from _one("De standaardstroom", of, names.old(old.default), names.new(new.default))
    yield from _mapping(old.properties, new.properties, of, PROPERTIES, "De eigenschap {}", names)
    yield from _mapping(old.headers, new.headers, of, HEADERS, "De kopregel {}", names)
    yield from _mapping(_rows(old.inputs), _rows(new.inputs), of, {}, "De invoer {}")
    yield from _mapping(_rows(old.outputs), _rows(new.outputs), of, {}, "De uitvoer {}")
    yield from _event(old.event, new.event, of, names)
    yield from _loop(old.loop, new.loop, of)
    if old.unknown != new.unknown:
        yield from _one("De lijst van instellingen die niets doen", of, ", ".join(old.unknown), ", ".join(new.unknown))
    if old.foreign != new.foreign:
        yield from _one("De instelling voor een ander programma", of, ", ".join(old.foreign), ", ".join(new.foreign))


def compare_properties(old: Mapping[str, str], new: Mapping[str, str], of: str) -> Iterator[Edit]:
    yield from _mapping(old, new, of, PROPERTIES, "De eigenschap {}")


def _both(attribute: str, old: str | None, new: str | None, names: Names) -> tuple[str | None, str | None]:
    """Both values in words; or as they are written, where the words do not distinguish them."""
    if attribute == FOUR_EYES:
        return names.old(old) if old else old, names.new(new) if new else new
    was, now = names.value(attribute, old), names.value(attribute, new)
    return (old, new) if was == now and old != new else (was, now)


def _one(label: str, of: str, old: str | None, new: str | None) -> Iterator[Edit]:
    if (old or "") != (new or ""):
        yield tell_change(label, of, old, new)


def _mapping(
    old: Mapping[str, str],
    new: Mapping[str, str],
    of: str,
    labels: Mapping[str, str],
    other: str,
    names: Names | None = None,
) -> Iterator[Edit]:
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) == new.get(key):
            continue
        label = labels.get(key, other.format(key))
        if old.get(key) or new.get(key):
            was, now = old.get(key), new.get(key)
            yield tell_change(label, of, *(_both(key, was, now, names) if names is not None else (was, now)))
        else:
            # One has it without a value, the other not at all.
            yield Edit(f"{label} van {of} staat er nu {'leeg bij' if key in new else 'niet meer leeg bij'}.")


def _rows(rows: tuple[IoMapping, ...]) -> dict[str, str]:
    """By target; if a target has several, all of them, in their order."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.target, []).append(row.source)
    return {target: " en dan ".join(sources) for target, sources in found.items()}


_KINDS: Mapping[str, str] = {
    "message": "een bericht",
    "timer": "een moment of termijn",
    "error": "een fout",
    "signal": "een signaal",
    "escalation": "een escalatie",
    "terminate": "het einde van alles",
    "link": "een verwijzing",
    "conditional": "een voorwaarde",
    "compensate": "terugdraaien",
    "cancel": "afbreken",
}


def _event(old: Event | None, new: Event | None, of: str, names: Names) -> Iterator[Edit]:
    was, now = old or Event(""), new or Event("")
    if was.kind != now.kind:
        told = [_KINDS.get(event.kind, event.kind) for event in (was, now)]
        yield from _one("De gebeurtenis", of, *told)
    for attribute, label in EVENT.items():
        one, two = getattr(was, attribute), getattr(now, attribute)
        one, two = _both(attribute, one, two, names)
        if attribute == "activity":
            one, two = names.old(one), names.new(two)
        elif attribute == "expression" and "conditional" in (was.kind, now.kind):
            label = "De voorwaarde"
        elif attribute == "code" and (one, two) == (was.reference, now.reference):
            continue  # Reported as the name.
        yield from _one(label, of, one, two)
    if was.waits != now.waits:
        yield Edit(f"{of} wacht nu {'wel' if now.waits else 'niet'} tot alles is teruggedraaid.")


def _loop(old: Loop | None, new: Loop | None, of: str) -> Iterator[Edit]:
    if (old is None) != (new is None):
        yield Edit(f"{of} wordt nu {'herhaald' if new is not None else 'niet meer herhaald'}.", _way(old), _way(new))
    elif _way(old) != _way(new):
        yield from _one("De herhaling", of, _way(old), _way(new))
    was, now = old or Loop(), new or Loop()
    for attribute, label in LOOP.items():
        yield from _one(label, of, getattr(was, attribute), getattr(now, attribute))


def _way(loop: Loop | None) -> str:
    if loop is None:
        return ""
    if loop.standard:
        return "zolang het nodig is, met de vraag vooraf" if loop.test_before else "zolang het nodig is"
    return "een voor een" if loop.sequential else "naast elkaar"

"""Sentences on what the standard says of expressions and data: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

DATA: Mapping[str, tuple[str, str]] = {
    "expression_not_formal": (
        "Bij {name} staat een uitdrukking ({detail}) in gewone taal. Daarmee kan een proces niet rekenen.",
        'Zet xsi:type="bpmn:tFormalExpression" bij {detail}, of haal {detail} weg en vul het opnieuw in.',
    ),
    "expression_empty": (
        "Bij {name} staat een lege uitdrukking ({detail}).",
        "Vul de uitdrukking in, of haal {detail} weg.",
    ),
    "message_data_too_much": (
        "{name} heeft voor het bericht meer dan één gegeven ({detail}) of meer dan één groep ({other}).",
        "Laat er één staan.",
    ),
    "task_data_without_type": (
        "Bij {name} is van het gegeven {detail} of van het bericht {other} niet gezegd van welke soort het is. "
        "Van de ander wel.",
        "Geef beide dezelfde soort (itemSubjectRef en itemRef), of haal bij allebei de soort weg.",
    ),
    "call_data_differs": (
        "{name} heeft niet dezelfde gegevens ({detail}) als {other}, dat wordt aangeroepen.",
        "Geef beide dezelfde gegevens, van dezelfde soort en in dezelfde groepen.",
    ),
    "service_without_binding": (
        "{name} biedt een dienst aan (supportedInterfaceRef), maar er staat niet welke gegevens daarbij horen.",
        "Voeg ioBinding toe, of haal supportedInterfaceRef weg.",
    ),
    "loop_over_other": (
        "{name} gebeurt voor elk ding in een lijst, maar {attribute} noemt '{detail}'. "
        "Dat is geen gegeven ({other}) van {name} zelf.",
        "Noem bij {attribute} een {other} van {name}, of haal {attribute} weg en kies een lijst (inputCollection).",
    ),
    "optional_outside_set": (
        "Bij {name} mag '{detail}' later komen of wegblijven in de groep {other}, maar het hoort niet bij die groep.",
        "Zet {detail} in de groep, of haal het weg waar het mag wegblijven.",
    ),
    "sets_disagree": (
        "Bij {name} verwijst de groep {detail} naar de groep {other}, maar die verwijst niet terug.",
        "Laat beide groepen naar elkaar verwijzen (outputSetRefs en inputSetRefs), of haal de verwijzing weg.",
    ),
    "event_data_for_each": (
        "{name} gaat over {other} dingen, maar heeft {detail}.",
        "Geef voor elk ding één gegeven, in dezelfde volgorde, of haal de gegevens weg.",
    ),
}

"""Proof words: what is told of that which is not as the history has it. Dutch, u-form, level B1."""

from __future__ import annotations

from web.messages import Words
from web.words import _l

THINGS: Words = {
    "account": _l("Account"),
    "answer": _l("Antwoord"),
    "case": _l("Idee"),
    "chain": _l("Geschiedenis"),
    "day": _l("Dag van de kalender"),
    "task": _l("Taak"),
    "entry": _l("Regel van een register"),
    "explanation": _l("Uitleg van een besluit"),
    "file": _l("Bestand"),
    "letter": _l("Brief"),
    "list": _l("Vernietigingslijst"),
    "seal": _l("Bewijs"),
    "version": _l("Versie van een stappenplan"),
}
REASONS: Words = {
    "backdated": _l("Er zijn gebeurtenissen bij gekomen die zeggen van vóór het bewijs te zijn."),
    "changed": _l("Dit is veranderd: het is niet wat de geschiedenis bewijst."),
    "class": _l("Er staat een idee op dat op een andere dag of met een andere klasse eindigde."),
    "counter": _l("Dit heeft een hoger nummer dan de teller: nummers zouden opnieuw worden uitgegeven."),
    "cut": _l("Er zijn minder gebeurtenissen dan toen het bewijs werd gemaakt: de laatste zijn weggehaald."),
    "emptied": _l("Dit is leeggemaakt zonder dat de geschiedenis zegt door wie en waarom."),
    "ended": _l("De geschiedenis zegt iets anders over of dit is afgelopen, wanneer, en met welke uitkomst en klasse."),
    "forgotten": _l(
        "De geschiedenis weet niet dat dit is gemaakt: er is een oudere kopie van de database teruggezet, of het bewijs"
        " is vals."
    ),
    "gap": _l("Dit ontbreekt: de nummers hebben een gat."),
    "judged": _l("De geschiedenis zegt iets anders over wie dit goedkeurde of weigerde, en wanneer."),
    "leave": _l("De geschiedenis zegt iets anders over wie er niet is, of over taken die daardoor verder gingen."),
    "link": _l("Dit laat iemand van de inlogdienst binnen, of niet meer, en de geschiedenis weet daar niet van."),
    "missing": _l("Dit is weggehaald, en staat wel in de geschiedenis of in het bewijs."),
    "moved": _l("De geschiedenis zegt iets anders over wie dit antwoordde, wanneer, of op welke taak."),
    "otherwise": _l("Dit had andere rechten dan de geschiedenis zegt, toen een beheerder die kwam veranderen."),
    "outcome": _l("De geschiedenis zegt iets anders over wat er is vernietigd."),
    "own": _l("Dit is goedgekeurd door iemand die er zelf aan werkte."),
    "refilled": _l("Dit was gewist of leeggemaakt, en staat er weer."),
    "retold": _l(
        "Dit zijn andere gebeurtenissen dan toen het bewijs werd gemaakt: iemand heeft ze opnieuw geschreven."
    ),
    "rights": _l("Dit heeft andere rechten dan de geschiedenis zegt: kijk naar groepen, soort, en of het actief is."),
    "sent": _l("De geschiedenis zegt iets anders over wie dit verstuurde, en wanneer."),
    "status": _l("De geschiedenis zegt iets anders over welke statussen de indiener kreeg te zien."),
    "done": _l("De geschiedenis zegt iets anders over wie dit deed, en wanneer."),
    "term": _l("De geschiedenis zegt iets anders over wanneer de wettelijke termijn stilstond of werd verlengd."),
    "unapproved": _l("Dit is niet goedgekeurd, en er is wel volgens deze lijst gewist."),
    "unknown": _l("Dit staat niet in de geschiedenis: iemand heeft het ertussen gezet."),
    "unproven": _l("Dit is veranderd of ertussen gezet: de geschiedenis bewijst niet dat dit is geantwoord."),
}
BROKEN: Words = {
    "changed": _l("Deze gebeurtenis is veranderd."),
    "missing": _l(
        "Deze gebeurtenis volgt niet op wat ervoor staat: daar is iets weggehaald, veranderd of tussengezet."
    ),
}
NO_SEAL: Words = {
    "altered": _l("Dit bewijs is veranderd sinds het werd gemaakt. Kies het bestand zoals u het hebt opgehaald."),
    "newer": _l("Dit bewijs is van een nieuwere versie van Smederij."),
    "unreadable": _l(
        "Dit bestand is geen bewijs van Smederij, of het is niet heel. Kies het bestand dat u hier ophaalde."
    ),
}

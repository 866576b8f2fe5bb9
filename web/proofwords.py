"""Proof words: sentences about mismatches with the history. Dutch, u-form, level B1."""

from __future__ import annotations

from web.messages import Words
from web.words import _l

THINGS: Words = {
    "account": _l("Account"),
    "answer": _l("Antwoord"),
    "case": _l("Zaak"),
    "chain": _l("Geschiedenis"),
    "change": _l("Wijziging van een stappenplan"),
    "day": _l("Dag van de kalender"),
    "submitter": _l("Indiener"),
    "task": _l("Taak"),
    "entry": _l("Regel van een register"),
    "explanation": _l("Uitleg van een besluit"),
    "file": _l("Bestand"),
    "guard": _l("Slot op de database"),
    "job": _l("E-mail of ander werk"),
    "letter": _l("Brief"),
    "list": _l("Vernietigingslijst"),
    "seal": _l("Bewijs"),
    "version": _l("Versie van een stappenplan"),
    "viewing": _l("Wat is bekeken op een dag"),
}
REASONS: Words = {
    "both": _l("Dit is gedaan door wie ook de taak deed die een ander moest doen."),
    "backdated": _l("Er zijn gebeurtenissen bij gekomen die zeggen van vóór het bewijs te zijn."),
    "changed": _l("Dit is veranderd: het is niet wat de geschiedenis bewijst."),
    "class": _l("Er staat een zaak op die op een andere dag of met een andere klasse eindigde."),
    "contents": _l("Wat is goedgekeurd of in gebruik kwam, is niet wat is aangeboden."),
    "counter": _l("Dit heeft een hoger nummer dan de teller: nummers zouden opnieuw worden uitgegeven."),
    "cut": _l("Er zijn minder gebeurtenissen dan toen het bewijs werd gemaakt: de laatste zijn weggehaald."),
    "emptied": _l("Dit is leeggemaakt zonder dat de geschiedenis zegt door wie en waarom."),
    "ended": _l("De geschiedenis zegt iets anders over of dit is afgelopen, wanneer, en met welke uitkomst en klasse."),
    "forgotten": _l(
        "De geschiedenis weet niet dat dit is gemaakt: er is een oudere kopie van de database teruggezet, of het bewijs"
        " is vals."
    ),
    "gap": _l("Dit ontbreekt: de nummers hebben een gat."),
    "in_use": _l("De geschiedenis zegt iets anders over of deze versie in gebruik is."),
    "judged": _l("De geschiedenis zegt iets anders over wie dit goedkeurde of weigerde, en wanneer."),
    "leave": _l("De geschiedenis zegt iets anders over wie er niet is, of over taken die daardoor verder gingen."),
    "lifted": _l("De database weigert niet meer wat zij moet weigeren. Vraag wie dit slot weghaalde, en waarom."),
    "link": _l("Dit laat iemand van de inlogdienst binnen, of niet meer, en de geschiedenis weet daar niet van."),
    "missing": _l("Dit is weggehaald, en staat wel in de geschiedenis of in het bewijs."),
    "moved": _l("De geschiedenis zegt iets anders over wie dit antwoordde, wanneer, of op welke taak."),
    "open": _l("De geschiedenis zegt iets anders over of dit open is, voor wie, en wanneer het klaar moet zijn."),
    "otherwise": _l("Dit had andere rechten dan de geschiedenis zegt, toen een beheerder die kwam veranderen."),
    "outcome": _l("De geschiedenis zegt iets anders over wat er is vernietigd."),
    "owner": _l(
        "De naam, de gebruikersnaam, het e-mailadres of het wachtwoord is anders dan de geschiedenis zegt, of was dat "
        "toen iemand die veranderde."
    ),
    "own": _l("Dit is goedgekeurd door iemand die er zelf aan werkte."),
    "refilled": _l("Dit was gewist of leeggemaakt, en staat er weer."),
    "retold": _l(
        "Dit zijn andere gebeurtenissen dan toen het bewijs werd gemaakt: iemand heeft ze opnieuw geschreven."
    ),
    "rights": _l("Dit heeft andere rechten dan de geschiedenis zegt: kijk naar groepen, soort, en of het actief is."),
    "sent": _l("De geschiedenis zegt iets anders over wie dit verstuurde, en wanneer."),
    "status": _l("De geschiedenis zegt iets anders over welke statussen de indiener kreeg te zien, en wanneer."),
    "done": _l("De geschiedenis zegt iets anders over wie dit deed, en wanneer."),
    "term": _l(
        "De wettelijke termijn is een andere dan de geschiedenis zegt, stond anders stil of werd anders verlengd."
    ),
    "unapproved": _l("Dit is niet goedgekeurd, en er is wel volgens deze lijst gewist."),
    "unknown": _l("Dit staat niet in de geschiedenis: iemand heeft het ertussen gezet."),
    "version": _l("Dit loopt op een andere versie van een stappenplan dan de geschiedenis zegt."),
    "state": _l("Dit weet iets anders, of is ergens anders, dan waar de laatste stap het liet."),
    "place": _l(
        "Dit hoort volgens geschiedenis of stappenplan bij een andere zaak of stap, of heeft een ander formulier."
    ),
    "played": _l("Dit ging een keer verder vanuit iets anders dan waar de stap ervoor het liet."),
    "voting": _l("Deze stem kan nog veranderen terwijl de stemming is gesloten, of andersom."),
    "waits": _l("Dit wacht op iets anders, of tot een ander moment, dan de geschiedenis zegt."),
    "halted": _l("Dit staat stil door een storing, of juist niet meer, en de geschiedenis weet daar niet van."),
    "named": _l("De titel of het gebied is anders dan de geschiedenis zegt."),
    "submitter": _l("Dit is van een andere indiener dan de geschiedenis zegt."),
    "secret": _l("Dit gaat open met een andere geheime link dan de geschiedenis zegt."),
    "contact": _l("De naam is anders, of hoe iemand te bereiken is, dan de geschiedenis zegt."),
    "text": _l("De indiener leest bij een status iets anders dan is gepubliceerd."),
    "unreadable": _l("Er staat iets dat Smederij nooit schrijft. Wat hier verder onder valt, is niet gecontroleerd."),
    "unproven": _l("Dit is veranderd of ertussen gezet: de geschiedenis bewijst niet dat dit is geantwoord."),
}
BROKEN: Words = {
    "unreadable": _l(
        "Deze gebeurtenis, of een kort daarna, is niet te lezen: daar staat iets dat Smederij nooit schrijft."
    ),
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

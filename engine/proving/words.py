"""Words: what does not match the history, in Dutch sentences that `smederij verify` and the pages share."""

from __future__ import annotations

from collections.abc import Mapping

THINGS: Mapping[str, str] = {
    "account": "Account",
    "answer": "Antwoord",
    "case": "Zaak",
    "chain": "Geschiedenis",
    "change": "Wijziging van een stappenplan",
    "day": "Dag van de kalender",
    "submitter": "Indiener",
    "task": "Taak",
    "entry": "Regel van een register",
    "explanation": "Uitleg van een besluit",
    "file": "Bestand",
    "guard": "Slot op de database",
    "job": "E-mail of ander werk",
    "letter": "Brief",
    "list": "Vernietigingslijst",
    "seal": "Bewijs",
    "version": "Versie van een stappenplan",
    "viewing": "Wat is bekeken op een dag",
}
REASONS: Mapping[str, str] = {
    "both": "Dit is gedaan door wie ook de taak deed die een ander moest doen.",
    "backdated": "Er zijn gebeurtenissen bij gekomen die zeggen van vóór het bewijs te zijn.",
    "changed": "Dit is veranderd: het is niet wat de geschiedenis bewijst.",
    "class": "Er staat een zaak op die op een andere dag of met een andere klasse eindigde.",
    "contents": "Wat is goedgekeurd of in gebruik kwam, is niet wat is aangeboden.",
    "counter": "Dit heeft een hoger nummer dan de teller: nummers zouden opnieuw worden uitgegeven.",
    "cut": "Er zijn minder gebeurtenissen dan toen het bewijs werd gemaakt: de laatste zijn weggehaald.",
    "emptied": "Dit is leeggemaakt zonder dat de geschiedenis zegt door wie en waarom.",
    "ended": "De geschiedenis zegt iets anders over of dit is afgelopen, wanneer, en met welke uitkomst en klasse.",
    "forgotten": (
        "De geschiedenis weet niet dat dit is gemaakt: er is een oudere kopie van de database teruggezet, of het bewijs"
        " is vals."
    ),
    "gap": "Dit ontbreekt: de nummers hebben een gat.",
    "in_use": "De geschiedenis zegt iets anders over of deze versie in gebruik is.",
    "judged": "De geschiedenis zegt iets anders over wie dit goedkeurde of weigerde, en wanneer.",
    "leave": "De geschiedenis zegt iets anders over wie er niet is, of over taken die daardoor verder gingen.",
    "lifted": "De database weigert niet meer wat zij moet weigeren. Vraag wie dit slot weghaalde, en waarom.",
    "link": "Dit laat iemand van de inlogdienst binnen, of niet meer, en de geschiedenis weet daar niet van.",
    "missing": "Dit is weggehaald, en staat wel in de geschiedenis of in het bewijs.",
    "moved": "De geschiedenis zegt iets anders over wie dit antwoordde, wanneer, of op welke taak.",
    "open": "De geschiedenis zegt iets anders over of dit open is, voor wie, en wanneer het klaar moet zijn.",
    "otherwise": "Dit had andere rechten dan de geschiedenis zegt, toen een beheerder die kwam veranderen.",
    "outcome": "De geschiedenis zegt iets anders over wat er is vernietigd.",
    "owner": (
        "De naam, de gebruikersnaam, het e-mailadres of het wachtwoord is anders dan de geschiedenis zegt, of was dat "
        "toen iemand die veranderde."
    ),
    "own": "Dit is goedgekeurd door iemand die er zelf aan werkte.",
    "refilled": "Dit was gewist of leeggemaakt, en staat er weer.",
    "retold": "Dit zijn andere gebeurtenissen dan toen het bewijs werd gemaakt: iemand heeft ze opnieuw geschreven.",
    "rights": "Dit heeft andere rechten dan de geschiedenis zegt: kijk naar groepen, soort, en of het actief is.",
    "sent": "De geschiedenis zegt iets anders over wie dit verstuurde, en wanneer.",
    "status": "De geschiedenis zegt iets anders over welke statussen de indiener kreeg te zien, en wanneer.",
    "done": "De geschiedenis zegt iets anders over wie dit deed, of wanneer het gedaan werd of verviel.",
    "term": "De wettelijke termijn is een andere dan de geschiedenis zegt, stond anders stil of werd anders verlengd.",
    "unapproved": "Dit is niet goedgekeurd, en er is wel volgens deze lijst gewist.",
    "unknown": "Dit staat niet in de geschiedenis: iemand heeft het ertussen gezet.",
    "version": "Dit loopt op een andere versie van een stappenplan dan de geschiedenis zegt.",
    "state": "Dit weet iets anders, of is ergens anders, dan waar de laatste stap het liet.",
    "place": "Dit hoort volgens geschiedenis of stappenplan bij een andere zaak of stap, of heeft een ander formulier.",
    "played": "Dit ging een keer verder vanuit iets anders dan waar de stap ervoor het liet.",
    "voting": "Deze stem kan nog veranderen terwijl de stemming is gesloten, of andersom.",
    "waits": "Dit wacht op iets anders, of tot een ander moment, dan de geschiedenis zegt.",
    "halted": "Dit staat stil door een storing, of juist niet meer, en de geschiedenis weet daar niet van.",
    "named": "De titel of het gebied is anders dan de geschiedenis zegt.",
    "submitter": "Dit is van een andere indiener dan de geschiedenis zegt.",
    "secret": "Dit gaat open met een andere geheime link dan de geschiedenis zegt.",
    "contact": "De naam is anders, of hoe iemand te bereiken is, dan de geschiedenis zegt.",
    "text": "De indiener leest bij een status iets anders dan is gepubliceerd.",
    "unreadable": "Er staat iets dat Smederij nooit schrijft. Wat hier verder onder valt, is niet gecontroleerd.",
    "unproven": "Dit is veranderd of ertussen gezet: de geschiedenis bewijst niet dat dit is geantwoord.",
}
BROKEN: Mapping[str, str] = {
    "unreadable": (
        "Deze gebeurtenis, of een kort daarna, is niet te lezen: daar staat iets dat Smederij nooit schrijft."
    ),
    "changed": "Deze gebeurtenis is veranderd.",
    "missing": "Deze gebeurtenis volgt niet op wat ervoor staat: daar is iets weggehaald, veranderd of tussengezet.",
}

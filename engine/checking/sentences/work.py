"""Sentences on what steps do: tasks with their forms and groups, votes, calls, mails, letters and registers."""

from __future__ import annotations

from collections.abc import Mapping

WORK: Mapping[str, tuple[str, str]] = {
    "no_form": ("{name} heeft geen formulier.", "Kies een formulier, of maak een nieuw formulier."),
    "unknown_form": (
        "Het formulier {detail} van {name} bestaat niet.",
        "Maak forms/{detail}.form, of kies een ander formulier.",
    ),
    "form_refused": ("Formulier {name} kan niet worden gebruikt: {detail}.", "Verbeter die vraag in het formulier."),
    "nobody_starts": (
        "{name} heeft een formulier, maar er staat niet wie ermee mag beginnen.",
        "Kies wie dit mag beginnen: een of meer groepen, of iedereen.",
    ),
    "no_group": (
        "{name} is voor niemand: er is geen groep en geen persoon.",
        "Kies een of meer groepen, of vul één persoon in.",
    ),
    "unknown_group": ("De groep {detail} van {name} is onbekend.", "Kies een van: {other}."),
    "candidate_users": (
        "{name} noemt losse personen (candidateUsers). Daar doet Smederij niets mee.",
        "Kies een of meer groepen, of vul één persoon in.",
    ),
    "priority_value": (
        "De prioriteit '{detail}' van {name} is geen heel getal van 0 tot en met 100.",
        "Schrijf bijvoorbeeld 50.",
    ),
    "list_in_ballot": (
        "Op het stembiljet van {name} staat de lijst {detail}. Een stem is één antwoord, geen lijst.",
        "Haal de lijst van dit formulier, of maak er een gewone taak van.",
    ),
    "files_in_ballot": (
        "Op het stembiljet van {name} vraagt u bestanden ({detail}). Een stem is één antwoord.",
        "Haal die vraag van dit formulier, of vraag de bestanden in een taak ervoor.",
    ),
    "rows_before_case": (
        "De lijst {detail} van {name} heeft een regel voor ieder van iets, maar bij het begin is er nog niets bekend.",
        "Laat wie begint zelf regels toevoegen, of vraag de lijst in een latere taak.",
    ),
    "internal_to_submitter": (
        "Veld {detail} van {name} is intern, maar dit formulier is voor de indiener.",
        "Haal 'internal' weg, of zet het veld op een ander formulier.",
    ),
    "loop_not_run": (
        "De herhaling op {name} wordt niet uitgevoerd: zij past niet bij dit element.",
        "Zet de herhaling op een taak, een subproces of een aanroep.",
    ),
    "loop_without_collection": (
        "{name} wordt herhaald, maar er staat niet voor welke lijst.",
        "Vul de invoerlijst (inputCollection) en de naam per item (inputElement) in.",
    ),
    "loop_without_output": (
        "{name} heeft een uitvoerlijst zonder uitvoerwaarde, of andersom.",
        "Vul beide in, of geen van beide.",
    ),
    "ballot_without_loop": (
        "{name} is een stemming, maar wordt niet per persoon herhaald.",
        "Maak er een parallelle meervoudige taak van, met een persoon per item.",
    ),
    "ballot_without_person": (
        "{name} is een stemming, maar er staat niet wie er stemt.",
        "Vul bij ‘Eén persoon’ in voor wie elk stembiljet is, bijvoorbeeld =lid.id.",
    ),
    "four_eyes_unknown": (
        "{name} moet door iemand anders worden gedaan dan ‘{detail}’, maar die taak is er niet.",
        "Kies een andere taak voor een mens uit dit stappenplan, of laat het leeg.",
    ),
    "four_eyes_self": (
        "{name} moet door iemand anders worden gedaan dan {name} zelf.",
        "Kies de andere taak van de twee, of laat het leeg.",
    ),
    "four_eyes_repeated": (
        "{name} en {other} moeten twee mensen doen, maar {detail} wordt herhaald.",
        "Haal de herhaling weg, of laat ‘Door iemand anders dan’ leeg.",
    ),
    "four_eyes_assigned": (
        "{name} en {other} moeten twee mensen doen, maar {detail} is voor één persoon.",
        "Geef de taak een groep in plaats van één persoon, of laat ‘Door iemand anders dan’ leeg.",
    ),
    "unknown_decision": (
        "De beslistabel van {name} is er niet: {detail}.",
        "Kies een beslistabel, of maak een nieuwe.",
    ),
    "no_result": ("De uitkomst van {name} wordt nergens bewaard.", "Vul de naam van de uitkomst in."),
    "unknown_process": (
        "Het proces {detail} dat {name} aanroept, is er niet in Smederij.",
        "Kies een proces dat in gebruik is, of neem het mee.",
    ),
    "recursive_call": ("{name} roept via {detail} zichzelf aan. Dat eindigt nooit.", "Haal een van de aanroepen weg."),
    "message_without_name": (
        "{name} verwijst niet naar een bericht.",
        "Kies een bericht, of geef het een naam.",
    ),
    "same_message": (
        "{name} wacht op het bericht '{detail}', maar dat gaat altijd naar {other}.",
        "Geef elk een eigen bericht, of haal er een weg.",
    ),
    "unknown_job": (
        "{name} vraagt om werk van de soort '{detail}'. Dat kent het systeem niet.",
        "Kies wat het systeem doet: {other}.",
    ),
    "no_job": ("Bij {name} is niet gekozen wat het systeem doet.", "Kies een van: {other}."),
    "no_header": ("Bij {name} ontbreekt {detail}.", "Vul dit in bij wat het systeem doet."),
    "unknown_mail": (
        "Het bericht {detail} van {name} bestaat niet.",
        "Maak mails/{detail}.md, of kies een ander bericht.",
    ),
    "mail_computed": (
        "Het bericht van {name} wordt uitgerekend ({detail}). Zo is niet zeker dat het bestaat.",
        "Kies een vast bericht. Gebruik een keuze in het schema als er meer berichten zijn.",
    ),
    "unknown_letter": (
        "De brief {detail} van {name} bestaat niet.",
        "Maak letters/{detail}.md, of kies een andere brief.",
    ),
    "letter_computed": (
        "De brief van {name} wordt uitgerekend ({detail}). Zo is niet zeker dat die bestaat.",
        "Kies een vaste brief. Gebruik een keuze in het schema als er meer brieven zijn.",
    ),
    "letter_link": (
        "De brief {detail} van {name} gebruikt link. In een brief blijft die leeg, want de link is geheim.",
        "Haal link weg. Noem wat er te doen is, of hoe mensen contact opnemen.",
    ),
    "letter_subject": (
        "Het onderwerp van de brief {detail} van {name} gebruikt {other}. Een onderwerp is één regel, en die lezen "
        "ook medewerkers die niet mogen zien voor wie de brief is.",
        "Haal {other} uit het onderwerp. In de tekst van de brief mag {other} wel staan.",
    ),
    "no_address": (
        "De brief van {name} gaat naar iemand van wie geen adres bekend is.",
        "Vul het postadres in, of kies aan wie de brief gaat: {other}.",
    ),
    "post_value": ("Bij {name} staat '{detail}' bij *ook per post*.", "Kies {other}, of laat het leeg."),
    "post_to_others": (
        "{name} gaat niet naar de indiener. Alleen wat naar de indiener gaat, kan ook per post.",
        "Haal *ook per post* weg, of kies de indiener.",
    ),
    "text_not_written": (
        "In de tekst die {name} stuurt, staat nog wat u moest invullen.",
        "Schrijf de tekst op die plaats.",
    ),
    "email_not_asked": (
        "De mail van {name} gaat naar de indiener, maar geen formulier vraagt naar het e-mailadres.",
        "Kies bij de vraag naar het e-mailadres in een formulier: Is dit iets van de indiener zelf? E-mailadres.",
    ),
    "address_not_asked": (
        "De brief van {name} gaat naar de indiener, maar geen formulier vraagt naar het adres.",
        "Kies bij de vraag naar het adres in een formulier: Is dit iets van de indiener zelf? Postadres. "
        "Of vul in deze stap een ander postadres in.",
    ),
    "unknown_register": (
        "Het register '{detail}' van {name} bestaat niet.",
        "Kies een van: {other}.",
    ),
    "empty_entry": (
        "Bij {name} staat niet wat er in het register komt.",
        "Vul bij de invoer per kolom een naam en een uitdrukking in, zoals besluit = uitkomst.",
    ),
    "typed_entry": (
        "Bij {name} komt in de kolom '{detail}' wat iemand zelf typt bij '{other}'. Daar kan een naam of adres in "
        "staan, en wat in een register staat, blijft.",
        "Zet in die kolom een keuze, een bedrag of een datum. De tekst zelf blijft bij de zaak.",
    ),
    "mapping_unused": (
        "{name} heeft {detail} die niet wordt uitgevoerd.",
        "Haal die weg, of zet een rekentaak ervoor of erna.",
    ),
}

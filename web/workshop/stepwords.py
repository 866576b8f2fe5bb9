"""Step words: what the fields of a step ask, how to fill them in, and what is wrong with an answer."""

from __future__ import annotations

import engine
from web.messages import Words
from web.words import _, _l

LABELS: Words = {
    "name": _l("Naam"),
    "documentation": _l("Uitleg voor wie de stap doet"),
    "lane": _l("Baan in de tekening"),
    "assignmentDefinition.candidateGroups": _l("Welke groepen doen dit?"),
    "assignmentDefinition.assignee": _l("Eén persoon (uitdrukking)"),
    "formDefinition.formId": _l("Formulier"),
    "taskSchedule.dueDate": _l("Termijn"),
    "taskSchedule.followUpDate": _l("Weer naar kijken op"),
    "priorityDefinition.priority": _l("Voorrang"),
    "calledDecision.decisionId": _l("Beslistabel"),
    "calledDecision.resultVariable": _l("Naam van de uitkomst"),
    "calledElement.processId": _l("Welk stappenplan?"),
    "script.expression": _l("Uitdrukking"),
    "script.resultVariable": _l("Naam van de uitkomst"),
    "taskDefinition.type": _l("Wat doet het systeem?"),
    "timer.kind": _l("Soort termijn"),
    "timer.value": _l("Termijn"),
    "cancelActivity": _l("Wat gebeurt er met de stap?"),
    "isInterrupting": _l("En wat er al loopt?"),
    "link": _l("Waar gaat het verder?"),
    "part": _l("Kan dit deel in zijn geheel worden teruggedraaid?"),
    "inputs": _l("Wat gaat erin?"),
    "outputs": _l("Wat komt eruit?"),
    "loop.inputCollection": _l("Voor ieder van (lijst)"),
    "loop.inputElement": _l("Naam van één uit de lijst"),
    "loop.outputCollection": _l("Naam van de lijst met uitkomsten"),
    "loop.outputElement": _l("Uitkomst van één"),
    "loop.completionCondition": _l("Klaar als"),
    "condition": _l("Voorwaarde"),
    "property:publishedStatus": _l("Status die de indiener daarna ziet"),
    "property:publishedText": _l("Tekst bij die status"),
    "property:suspendsTerm": _l("Zet de wettelijke termijn stil"),
    "property:ballot": _l("Dit is een stemming"),
    "property:fourEyesWith": _l("Door iemand anders dan"),
    "property:startableBy": _l("Wie mag dit beginnen?"),
    "property:statutoryTerm": _l("Wettelijke termijn"),
    "process:referencePrefix": _l("Begin van het nummer"),
    "process:caseNoun": _l("Woord voor één zaak"),
    "process:caseNounPlural": _l("Woord voor meer zaken"),
    "process:caseArticle": _l("De of het bij dat woord"),
    "process:caseNounEnglish": _l("Engels woord voor één zaak"),
    "process:caseNounEnglishPlural": _l("Engels woord voor meer zaken"),
    "process:titleVariable": _l("Gegeven met de titel"),
    "process:areaVariable": _l("Gegeven met het gebied"),
    "property:legalEffect": _l("Rechtsgevolg"),
    "property:retentionClass": _l("Bewaren volgens de selectielijst"),
    "property:outcome": _l("Uitkomst"),
    "header:template": _l("Welke tekst?"),
    "header:register": _l("In welk register?"),
    "header:address": _l("Postadres, als het niet dat van de indiener is"),
    "header:to": _l("Aan wie?"),
    "header:post": _l("Ook per post, als de indiener geen e-mailadres heeft?"),
    "header:process": _l("Welk stappenplan begint er?"),
    "header:key": _l("Sleutel: bij welke zaak hoort het bericht?"),
    "header:timeToLive": _l("Hoe lang blijft het bericht geldig?"),
    "header:message": _l("Een andere naam voor het bericht"),
    "headers": _l("Wat het systeem verder moet weten"),
    "message.name": _l("Welk bericht?"),
    "event.kind": _l("Wat gebeurt er bij dit einde?"),
    "event.name": _l("Naam van het signaal, de fout of de melding"),
    "event.condition": _l("Waarop wachten wij?"),
    "event.activity": _l("Wat draaien wij terug?"),
    "message.key": _l("Sleutel: bij welke zaak hoort het bericht?"),
    "join": _l("Wat gebeurt er waar wegen samenkomen?"),
    "split": _l("Hoe gaan de wegen uit elkaar?"),
    "default": _l("Welke weg als geen voorwaarde klopt?"),
}
HINTS: Words = {
    "split": _l("Bij ‘alle wegen tegelijk’ en ‘wat het eerst gebeurt’ vallen de voorwaarden op de wegen weg."),
    "feel": _l(
        'Een uitdrukking, zoals bedrag > 5000 of soort = "feest". Een tekst staat tussen aanhalingstekens. '
        "Onderaan staat welke gegevens er zijn."
    ),
    "value": _l("Een tekst, of een uitdrukking die begint met =."),
    "moment": _l("Bijvoorbeeld 5 werkdagen, 14 dagen of 2 weken. Een uitdrukking die begint met = mag ook."),
    "taskSchedule.dueDate": _l(
        "Bijvoorbeeld 5 werkdagen, 14 dagen of 2 weken. Een uitdrukking die begint met = mag ook. "
        "Is de termijn om, dan is de taak te laat, maar zij blijft openstaan."
    ),
    "part": _l(
        "Alleen als er in het deel staat hoe elke stap wordt teruggedraaid. Dat zegt u bij die stap zelf, met "
        "‘Zeggen hoe dit wordt teruggedraaid’."
    ),
    "event.activity": _l(
        "Wat is gedaan, wordt teruggedraaid: het laatste het eerst. Wat nooit is gedaan, wordt overgeslagen."
    ),
    "timer.value": _l(
        "Bijvoorbeeld 5 werkdagen, 14 dagen of 2 weken. Een uitdrukking die begint met = mag ook. "
        "Is de termijn om, dan gaat het hier vanzelf verder."
    ),
    "property:outcome": _l("Kort, zoals toegekend. Kies er een, of typ een nieuwe."),
    "property:retentionClass": _l(
        "Hoe lang wij bewaren wat hier eindigt: 6.1.9 voor een plan dat is toegekend of afgewezen, 6.3 voor wat is "
        "afgebroken. Typt u een andere, zet die dan ook in de tabel van het stappenplan Bewaartermijn."
    ),
    "calledDecision.resultVariable": _l(
        "Zo heet de uitkomst in voorwaarden en teksten. Letters, cijfers en _, bijvoorbeeld uitkomst."
    ),
    "variable": _l("Letters, cijfers en _, bijvoorbeeld uitkomst."),
    "process:referencePrefix": _l("2 tot 12 hoofdletters, zoals IDEE. Een kenmerk wordt dan IDEE-2026-0001."),
    "process:caseNoun": _l(
        "Zo noemen de pagina’s wat dit stappenplan doorloopt, zoals aanvraag. Vult u niets in, dan staat er zaak."
    ),
    "process:caseNounPlural": _l("Bijvoorbeeld aanvragen."),
    "process:caseArticle": _l("De aanvraag, het idee. Zo weten de pagina’s ook of het ‘deze’ of ‘dit’ is."),
    "process:caseNounEnglish": _l(
        "Niet verplicht. Voor wie de pagina’s in het Engels leest, zoals application. Vult u niets in, dan staat er "
        "case."
    ),
    "process:caseNounEnglishPlural": _l("Bijvoorbeeld applications."),
    "process:titleVariable": _l("Zo heet elke zaak in de lijsten. Kiest u niets, dan is het ‘titel’."),
    "process:areaVariable": _l("Daarop kunnen medewerkers zoeken. Kiest u niets, dan is het ‘smederij’."),
    "property:fourEyesWith": _l(
        "Wie die taak doet, kan deze niet doen, en andersom. Staan ze tegelijk open, dan ziet niemand wat de ander "
        "invult."
    ),
    "number": _l("Een heel getal; 50 is gewoon, hoger gaat voor."),
    "rows": _l("Op elke regel een naam, een = en een uitdrukking. Bijvoorbeeld: bedrag = kosten * 2"),
    "lines": _l("Op elke regel een naam, een dubbele punt en een tekst of uitdrukking. Bijvoorbeeld: soort: =regeling"),
    "event.kind": _l(
        "Een fout of melding gaat naar de rand van het deel of stappenplan eromheen. Een signaal is voor alles wat "
        "erop wacht."
    ),
    "event.name": _l(
        "Wie erop wacht, noemt dezelfde naam. Op de rand van een deel mag zij leeg blijven: dan is het elke fout of "
        "melding."
    ),
    "message.name": _l("De naam waaronder een ander stappenplan het verstuurt, of de beheerder het aanlevert."),
    "message.key": _l("Een uitdrukking, zoals kenmerk. Die geldt voor elke stap die op dit bericht wacht."),
}
PROBLEMS: Words = {
    "required": _l("Vul ‘%(label)s’ in."),
    "not_feel": _l("De uitdrukking bij ‘%(label)s’ klopt niet: %(limit)s."),
    "not_a_moment": _l("Wat u schreef bij ‘%(label)s’ is geen termijn. Schrijf bijvoorbeeld 5 werkdagen of 14 dagen."),
    "not_a_name": _l("Gebruik bij ‘%(label)s’ alleen letters, cijfers en _. Begin met een letter."),
    "not_an_option": _l("Kies bij ‘%(label)s’ iets uit de lijst."),
    "not_rows": _l("Bij ‘%(label)s’ is deze regel niet te lezen: %(limit)s. Schrijf: naam = uitdrukking."),
    "not_lines": _l("Bij ‘%(label)s’ is deze regel niet te lezen: %(limit)s. Schrijf: naam: tekst."),
    "header_twice": _l("Bij ‘%(label)s’ staat %(limit)s dubbel, of er is al een vraag voor. Laat er één staan."),
    "not_a_prefix": _l("Schrijf bij ‘%(label)s’ 2 tot 12 hoofdletters, zoals IDEE."),
    "not_a_noun": _l(
        "Gebruik bij ‘%(label)s’ letters en cijfers, met een spatie, een streepje of een apostrof ertussen. Het zijn "
        "er hooguit %(limit)s."
    ),
    "not_a_number": _l("Vul bij ‘%(label)s’ een getal in."),
    "empty_cell": _l("‘%(label)s’ is leeg. Schrijf - als alles goed is."),
    "not_a_count": _l("Vul bij ‘%(label)s’ een heel getal in van 0 tot en met %(limit)s."),
    "personal_in_list": _l("Dit staat in een lijst. Van de indiener bewaren wij alles maar één keer: kies ‘Nee’."),
    "personal_taken": _l("Een andere vraag van dit formulier vraagt dit al. Kies bij ‘%(label)s’ iets anders."),
    "unknown_name": _l(
        "Bij ‘%(label)s’ staat %(limit)s, maar niets geeft die naam een waarde. Is het een tekst, schrijf dan "
        '"%(limit)s". Is het een grens, schrijf dan bijvoorbeeld <= 100.'
    ),
    "option_twice": _l("Bij ‘%(label)s’ staat ‘%(limit)s’ twee keer. Laat er één staan."),
    "not_days": _l("Vul bij ‘%(label)s’ een heel getal in van 1 tot en met %(limit)s."),
    "remind_late": _l("Herinner eerder dan de %(limit)s dagen om zijn, of laat ‘%(label)s’ leeg."),
    "asks_by_button": _l("Een vraag aan de indiener stelt iemand: kies daarvoor ‘Een collega drukt op een knop’."),
    "undone_part": _l("Alleen een deel kan zo zeggen hoe het wordt teruggedraaid. Kies bij ‘%(label)s’ een deel."),
    "undone_twice": _l("Dit deel zegt al hoe het wordt teruggedraaid. Pas dat aan, of haal dat eerst weg."),
    "asks_nothing": _l("Dit formulier heeft geen tekstvraag die de indiener kan lezen. Kies ‘Een nieuw formulier’."),
    "taken": _l("De naam bij ‘%(label)s’ wordt al gebruikt. Kies een andere naam."),
}
KINDS: Words = {
    "userTask": _l("Taak voor een mens"),
    "serviceTask": _l("Taak voor het systeem"),
    "mail": _l("Een mail sturen"),
    "letter": _l("Een brief schrijven"),
    "businessRuleTask": _l("Beslistabel toepassen"),
    "callActivity": _l("Ander stappenplan doorlopen"),
    "await-timer": _l("Wachten tot een moment"),
    "await-message": _l("Wachten op een bericht"),
    "await-signal": _l("Wachten op een signaal"),
    "await-condition": _l("Wachten tot iets zo is"),
    "throw-signal": _l("Een signaal geven"),
    "throw-escalation": _l("Iets melden aan wat om dit deel heen staat"),
    "throw-compensate": _l("Terugdraaien wat is gedaan"),
    "endEvent": _l("Einde"),
}
EVENTS: Words = {
    "timer": _l("De tijd is om"),
    "message": _l("Er komt een bericht"),
    "signal": _l("Er komt een signaal"),
    "conditional": _l("Iets wordt zo (voorwaarde)"),
    "error": _l("Er gaat erin iets mis (fout)"),
    "escalation": _l("Er wordt erin iets gemeld (escalatie)"),
    "cancel": _l("Het deel wordt afgebroken en teruggedraaid"),
}
"""What can happen while a step lasts."""
ENDS: Words = {
    "": _l("Alleen eindigen"),
    "terminate": _l("Alles stopt, ook wat nog loopt"),
    "error": _l("Er ging iets mis: spring eruit (fout)"),
    "escalation": _l("Meld iets aan wat eromheen staat (escalatie)"),
    "signal": _l("Geef een signaal"),
    "message": _l("Stuur een bericht"),
    "compensate": _l("Draai terug wat is gedaan"),
    "cancel": _l("Breek het deel af, en draai terug wat erin is gedaan"),
}
NEW: Words = {
    "Een nieuw formulier": _l("Een nieuw formulier"),
    "Een nieuwe beslistabel": _l("Een nieuwe beslistabel"),
    "Een nieuwe brief": _l("Een nieuwe brief"),
    "Een nieuwe mail": _l("Een nieuwe mail"),
}
"""What can be made new for a step, by its name in the engine."""
JOBS: Words = {
    "mail": _l("Een mail sturen"),
    "letter": _l("Een brief schrijven"),
    "register": _l("In een register zetten"),
    "publish": _l("Een status laten zien"),
    "start-case": _l("Een ander stappenplan beginnen"),
    "message": _l("Een bericht sturen"),
}
JOINS: Words = {
    "exclusiveGateway": _l("Elke weg loopt gewoon door"),
    "parallelGateway": _l("Wacht op alle wegen"),
    "inclusiveGateway": _l("Wacht op de wegen die nog onderweg zijn"),
}
ALL_DONE = _l("Alles wat tot hier is gedaan")
"""What is undone where no step is chosen."""
SPLITS: Words = {
    "exclusiveGateway": _l("Eén weg: de eerste waarvan de voorwaarde klopt"),
    "inclusiveGateway": _l("Elke weg waarvan de voorwaarde klopt"),
    "parallelGateway": _l("Alle wegen tegelijk"),
    "eventBasedGateway": _l("De weg van wat het eerst gebeurt"),
}


def label_of(field: engine.StepField, ways: dict[str, str]) -> str:
    """The question of a field of a step. `ways` has the names of the ways out of a choice."""
    if field.name == "way.name":
        return _("Antwoord bij %(way)s", way=ways.get(field.about, field.about))
    if field.name == "way.condition":
        return _("Voorwaarde voor %(way)s", way=ways.get(field.about, field.about))
    key = engine.step_field_key(field)
    return str(LABELS[key]) if key in LABELS else field.about or field.name


def hint_of(field: engine.StepField) -> str:
    """How to fill in a field; empty where that is clear."""
    if field.control in {"rows", "lines"}:
        return str(HINTS[field.control])
    if (key := engine.step_field_key(field)) in HINTS and field.name in {"process", "property"}:
        return str(HINTS[key])
    if field.name in HINTS and (field.control == "text" or field.name in {"split", "part"}):
        return str(HINTS[field.name])
    return str(HINTS[field.reads]) if field.reads in HINTS and field.control == "text" else ""


def problem(found: engine.FieldProblem, label: str) -> str:
    return str(PROBLEMS[found.code]) % {"label": label, "limit": str(found.limit or "").rstrip(".")}

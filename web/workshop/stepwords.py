"""Step words: the sentences of the list of steps: what a field asks, why an edit cannot be, and what it did."""

from __future__ import annotations

import engine
from web import messages
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
    "inputs": _l("Wat gaat erin?"),
    "outputs": _l("Wat komt eruit?"),
    "loop.inputCollection": _l("Voor ieder van (lijst)"),
    "loop.inputElement": _l("Naam van één uit de lijst"),
    "loop.outputCollection": _l("Naam van de lijst met uitkomsten"),
    "loop.outputElement": _l("Uitkomst van één"),
    "loop.completionCondition": _l("Klaar als"),
    "property:publishedStatus": _l("Status die de indiener daarna ziet"),
    "property:publishedText": _l("Tekst bij die status"),
    "property:suspendsTerm": _l("Zet de wettelijke termijn stil"),
    "property:ballot": _l("Dit is een stemming"),
    "property:fourEyesWith": _l("Door iemand anders dan"),
    "property:startableBy": _l("Wie mag dit beginnen?"),
    "property:statutoryTerm": _l("Wettelijke termijn"),
    "process:referencePrefix": _l("Begin van het nummer"),
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
    "header:key": _l("Sleutel: bij welk idee hoort het bericht?"),
    "header:timeToLive": _l("Hoe lang blijft het bericht geldig?"),
    "header:message": _l("Een andere naam voor het bericht"),
    "headers": _l("Wat het systeem verder moet weten"),
    "message.name": _l("Welk bericht?"),
    "message.key": _l("Sleutel: bij welk idee hoort het bericht?"),
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
    "timer.value": _l(
        "Bijvoorbeeld 5 werkdagen, 14 dagen of 2 weken. Een uitdrukking die begint met = mag ook. "
        "Is de termijn om, dan gaat het idee hier vanzelf verder."
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
    "process:titleVariable": _l("Zo heet elk idee in de lijsten. Kiest u niets, dan is het ‘titel’."),
    "process:areaVariable": _l("Daarop kunnen medewerkers zoeken. Kiest u niets, dan is het ‘smederij’."),
    "property:fourEyesWith": _l(
        "Wie die taak doet, kan deze niet doen, en andersom. Staan ze tegelijk open, dan ziet niemand wat de ander "
        "invult."
    ),
    "number": _l("Een heel getal; 50 is gewoon, hoger gaat voor."),
    "rows": _l("Op elke regel een naam, een = en een uitdrukking. Bijvoorbeeld: bedrag = kosten * 2"),
    "lines": _l("Op elke regel een naam, een dubbele punt en een tekst of uitdrukking. Bijvoorbeeld: soort: =regeling"),
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
    "not_a_number": _l("Vul bij ‘%(label)s’ een getal in."),
    "empty_cell": _l("‘%(label)s’ is leeg. Schrijf - als alles goed is."),
    "not_a_count": _l("Vul bij ‘%(label)s’ een heel getal in van 0 tot en met %(limit)s."),
    "personal_in_list": _l("Dit staat in een lijst. Van de indiener bewaren wij alles maar één keer: kies ‘Nee’."),
    "personal_taken": _l("Een andere vraag van dit formulier vraagt dit al. Kies bij ‘%(label)s’ iets anders."),
    "unknown_name": _l(
        "Bij ‘%(label)s’ staat %(limit)s, maar niets geeft die naam een waarde. Is het een tekst, schrijf dan "
        '"%(limit)s". Is het een grens, schrijf dan bijvoorbeeld <= 100.'
    ),
    "taken": _l("De naam bij ‘%(label)s’ wordt al gebruikt. Kies een andere naam."),
}
REFUSALS: Words = {
    "no_element": _l("Deze stap is er niet meer. Kijk in de lijst hoe het nu is."),
    "which_way": _l("Hierna zijn er meer wegen. Kies in welke weg de stap komt."),
    "stands_alone": _l("Dit begint vanzelf en staat los van de rij. Voeg de stap erin toe, of na een andere stap."),
    "after_end": _l("Na een einde kan niets komen. Voeg de stap toe na de stap ervoor."),
    "has_next": _l("Na deze stap komt al iets. Maak een tak met een einde, of haal eerst weg wat erna komt."),
    "name_needed": _l("Geef een naam. Bij een nieuwe keuze is dat een vraag, zoals: Is het genoeg?"),
    "no_such_kind": _l("Dit soort kunt u hier niet toevoegen. Kies iets uit de lijst."),
    "no_choice_here": _l("Op deze plek kan geen keuze komen. Voeg de tak toe bij de stap ervoor of erna."),
    "condition_needed": _l("Schrijf op wanneer deze tak wordt gevolgd."),
    "nothing_after": _l("Na deze stap komt nog niets. Voeg eerst toe wat er normaal na komt."),
    "nothing_after_new": _l("Kies wat er na de nieuwe stap komt."),
    "not_a_target": _l("Naar deze stap kan de tak niet leiden. Kies een andere stap."),
    "other_scope": _l("Deze stap ligt in een ander deel van het stappenplan. Kies een stap uit hetzelfde deel."),
    "does_not_wait": _l("Deze stap is meteen klaar, dus er kan intussen niets gebeuren. Kies een taak die duurt."),
    "timer_or_message": _l("Kies een termijn of een bericht, en vul het in."),
    "has_edge": _l("Er hoort een termijn of bericht bij deze stap. Haal dat eerst weg."),
    "begins_here": _l("Hier begint het stappenplan. Deze stap kan niet weg."),
    "choice_left": _l("Deze keuze heeft nog meer wegen. Haal eerst takken weg, tot er één over is."),
    "end_of_several": _l("Meer wegen komen hier uit. Haal eerst die takken weg, of laat ze ergens anders uitkomen."),
    "only_way": _l("Dit is de enige weg verder. Zonder deze stap loopt het dood. Voeg eerst een andere weg toe."),
    "last_end": _l("Dan is er geen einde meer te bereiken. Voeg eerst een ander einde toe."),
    "has_message": _l("Er loopt een berichtpijl van of naar deze stap. Haal die eerst weg in de tekening."),
    "not_in_line": _l("Deze twee stappen staan niet in dezelfde rij: er is een keuze of een andere weg tussen."),
    "no_room": _l("In de tekening is hier geen plaats. Verplaats de stap in de tekening zelf."),
    "lane_of_host": _l("Dit ligt in de baan van de stap waar het bij hoort. Verplaats die stap."),
    "no_lane": _l("Deze baan is er niet, of is zelf verdeeld. Kies een andere baan."),
    "not_drawn": _l("Dit staat niet in de tekening. Teken het eerst, dan kan de lijst het plaatsen."),
    "encoding": _l("Dit bestand is geschreven in een tekenset die wij niet kunnen bewaren. Bewaar het als UTF-8."),
    "character": _l("In uw tekst staat een teken dat een bestand niet kan bevatten. Typ de tekst opnieuw."),
    "not_on_this_kind": _l("Deze eigenschap past niet bij dit soort stap."),
    "condition_elsewhere": _l("Alleen een weg uit een keuze heeft een voorwaarde."),
    "no_message": _l("Deze stap wacht nog op geen bericht. Vul eerst in op welk bericht."),
    "no_timer": _l("Dit is geen termijn, of de waarde ontbreekt."),
    "no_table": _l("Deze beslistabel is er niet, of kan niet worden gelezen."),
    "no_cell": _l("Deze regel of kolom is er niet meer. Laad de pagina opnieuw."),
    "no_policy": _l("Kies uit de lijst welke regel geldt."),
    "last_column": _l("Dit is de laatste kolom van haar soort. Een tabel heeft er minstens één nodig."),
    "no_form": _l("Dit formulier is er niet, of kan niet worden gelezen."),
    "no_field": _l("Deze vraag is er niet meer. Laad de pagina opnieuw."),
    "no_key": _l("Geef de vraag een naam van letters, cijfers en _."),
    "key_taken": _l("Er is al een vraag met deze naam. Kies een andere naam."),
    "no_mail": _l("Deze mail is er niet."),
    "no_letter": _l("Deze brief is er niet."),
}
DONE: Words = {
    "renamed": _l("De naam is nu ‘%(after)s’. Die was ‘%(before)s’."),
    "documented": _l("De uitleg bij ‘%(name)s’ is veranderd."),
    "condition": _l("De voorwaarde van %(name)s is veranderd."),
    "default": _l("Als geen voorwaarde klopt, is de weg nu %(name)s."),
    "no_default": _l("De keuze ‘%(name)s’ heeft geen weg meer voor als niets klopt."),
    "extension": _l("Bij ‘%(name)s’ is veranderd: %(what)s."),
    "property": _l("Bij ‘%(name)s’ is veranderd: %(what)s."),
    "attribute": _l("Bij ‘%(name)s’ is veranderd: %(what)s."),
    "headers": _l("Wat het systeem doet bij ‘%(name)s’ is veranderd."),
    "message": _l("Het bericht bij ‘%(name)s’ is nu ‘%(after)s’."),
    "correlation": _l("De sleutel van het bericht bij ‘%(name)s’ is nu: %(after)s."),
    "inputs": _l("Wat er bij ‘%(name)s’ in gaat, is veranderd."),
    "outputs": _l("Wat er bij ‘%(name)s’ uit komt, is veranderd."),
    "timer": _l("De termijn van ‘%(name)s’ is nu %(after)s. Die was %(before)s."),
    "loop": _l("Hoe vaak ‘%(name)s’ wordt gedaan, is veranderd."),
    "lane": _l("‘%(name)s’ ligt nu in de baan %(after)s."),
    "join": _l("Waar wegen samenkomen, is het nu: %(after)s."),
    "split": _l("Waar wegen uit elkaar gaan bij ‘%(name)s’, is het nu: %(after)s."),
    "split_bare": _l(
        "Waar wegen uit elkaar gaan bij ‘%(name)s’, is het nu: %(after)s. De voorwaarden op de wegen zijn weggehaald."
    ),
    "added": _l("‘%(name)s’ is toegevoegd na ‘%(before)s’."),
    "branch": _l("Na ‘%(before)s’ is er nu een tak naar ‘%(after)s’."),
    "boundary": _l("Bij ‘%(before)s’ kan nu gebeuren: %(name)s."),
    "removed": _l("‘%(name)s’ is weggehaald."),
    "branch_removed": _l("De tak ‘%(name)s’ is weggehaald."),
    "moved": _l("‘%(name)s’ is verplaatst."),
    "rule": _l("Regel %(what)s van ‘%(name)s’ is veranderd."),
    "rule_added": _l("‘%(name)s’ heeft een nieuwe regel %(what)s."),
    "rule_removed": _l("Regel %(what)s is weggehaald uit ‘%(name)s’."),
    "rule_moved": _l("Regel %(before)s van ‘%(name)s’ is nu regel %(after)s."),
    "policy": _l("Welke regel geldt in ‘%(name)s’, is nu: %(after)s."),
    "column": _l("De kop ‘%(what)s’ van ‘%(name)s’ is veranderd."),
    "column_added": _l("‘%(name)s’ heeft een nieuwe kolom."),
    "column_removed": _l("De kolom ‘%(what)s’ is weggehaald uit ‘%(name)s’."),
    "field": _l("De vraag ‘%(name)s’ is veranderd."),
    "field_added": _l("De vraag ‘%(name)s’ is toegevoegd."),
    "field_removed": _l("De vraag ‘%(name)s’ is weggehaald."),
    "field_moved": _l("De vraag ‘%(name)s’ is verplaatst."),
    "form_title": _l("Het formulier heet nu ‘%(after)s’."),
    "mail": _l("De mail ‘%(name)s’ is veranderd."),
    "letter": _l("De brief ‘%(name)s’ is veranderd."),
    "drawn": _l("Er is iets veranderd in de tekening, of in wat daarbij hoort."),
    "mended": _l("Hersteld: %(name)s."),
    "story_kept": _l("Het verhaal ‘%(name)s’ is bewaard."),
    "story_removed": _l("Het verhaal ‘%(name)s’ is weggehaald."),
    "stories_replaced": _l("Verhalen zijn opnieuw gespeeld en vervangen."),
    "folder": _l("De map is teruggezet uit een zip."),
    "snapshot": _l("De stand ‘%(name)s’ is teruggezet."),
}
SETTINGS = frozenset({"extension", "property", "attribute"})
KINDS: Words = {
    "userTask": _l("Taak voor een mens"),
    "serviceTask": _l("Taak voor het systeem"),
    "mail": _l("Een mail sturen"),
    "letter": _l("Een brief schrijven"),
    "businessRuleTask": _l("Beslistabel toepassen"),
    "callActivity": _l("Ander stappenplan doorlopen"),
    "endEvent": _l("Einde"),
}
NEW: Words = {
    "Een nieuw formulier": _l("Een nieuw formulier"),
    "Een nieuwe beslistabel": _l("Een nieuwe beslistabel"),
    "Een nieuwe brief": _l("Een nieuwe brief"),
    "Een nieuwe mail": _l("Een nieuwe mail"),
}
"""What a step can have that is made for it then, by what the engine calls it."""
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
SPLITS: Words = {
    "exclusiveGateway": _l("Eén weg: de eerste waarvan de voorwaarde klopt"),
    "inclusiveGateway": _l("Elke weg waarvan de voorwaarde klopt"),
    "parallelGateway": _l("Alle wegen tegelijk"),
    "eventBasedGateway": _l("De weg van wat het eerst gebeurt"),
}
POLICIES: Words = {
    "UNIQUE": _l("Hooguit één regel past (U)"),
    "FIRST": _l("De bovenste regel die past (F)"),
    "PRIORITY": _l("De uitkomst die het eerst in de lijst van uitkomsten staat (P)"),
    "ANY": _l("Meer regels mogen passen, met dezelfde uitkomst (A)"),
    "COLLECT": _l("Alle regels die passen, bij elkaar (C)"),
    "RULE ORDER": _l("Alle regels die passen, in volgorde van de tabel (R)"),
    "OUTPUT ORDER": _l("Alle regels die passen, in volgorde van de uitkomsten (O)"),
}
QUESTIONS: Words = {
    "textfield": _l("Korte tekst"),
    "textarea": _l("Lange tekst"),
    "number": _l("Getal"),
    "datetime": _l("Datum"),
    "checkbox": _l("Vinkje"),
    "radio": _l("Eén antwoord"),
    "select": _l("Keuzelijst"),
    "checklist": _l("Meer antwoorden"),
    "text": _l("Uitleg"),
    "group": _l("Groep"),
    "dynamiclist": _l("Lijst met regels"),
}
PERSONAL: Words = {
    "name": _l("Naam"),
    "email": _l("E-mailadres"),
    "phone": _l("Telefoonnummer"),
    "address": _l("Postadres"),
}
LIMITS: Words = {
    "minLength": _l("Minstens zoveel tekens"),
    "maxLength": _l("Hooguit zoveel tekens"),
    "min": _l("Laagste getal"),
    "max": _l("Hoogste getal"),
}
REPEATS: Words = {
    "defaultRepetitions": _l("Regels die er al staan"),
    "minItems": _l("Minstens zoveel regels"),
    "maxItems": _l("Hooguit zoveel regels"),
}


def label_of(field: engine.StepField, ways: dict[str, str]) -> str:
    """What a field of a step asks. `ways` has the names of the ways out of a choice."""
    if field.name == "way.name":
        return _("Antwoord bij %(way)s", way=ways.get(field.about, field.about))
    if field.name == "way.condition":
        return _("Voorwaarde voor %(way)s", way=ways.get(field.about, field.about))
    key = engine.step_field_key(field)
    return str(LABELS[key]) if key in LABELS else field.about or field.name


def hint_of(field: engine.StepField) -> str:
    """How a field is filled in; empty where that is plain."""
    if field.control in {"rows", "lines"}:
        return str(HINTS[field.control])
    if (key := engine.step_field_key(field)) in HINTS and field.name in {"process", "property"}:
        return str(HINTS[key])
    if field.name in HINTS and (field.control == "text" or field.name == "split"):
        return str(HINTS[field.name])
    return str(HINTS[field.reads]) if field.reads in HINTS and field.control == "text" else ""


def problem(found: engine.FieldProblem, label: str) -> str:
    return str(PROBLEMS[found.code]) % {"label": label, "limit": str(found.limit or "").rstrip(".")}


def refusal(error: engine.EditRefused) -> str:
    return messages.say(REFUSALS, error.code)


def _what(found: engine.EditDone) -> str:
    """What was set, as the form calls it."""
    key = next((key for kind in ("property", "process") if (key := f"{kind}:{found.what}") in LABELS), found.what)
    return str(LABELS[key]) if key in LABELS else found.what


def done(found: engine.EditDone) -> str:
    """What an edit did, in a sentence."""
    what = _what(found)
    if found.code == "renamed" and not found.before:
        return _("De naam is nu ‘%(name)s’.", name=found.after)
    choices = {"policy": POLICIES, "join": JOINS, "split": SPLITS, "split_bare": SPLITS}.get(found.code, {})
    after = messages.say(choices, found.after)
    return str(DONE[found.code]) % {"name": found.name, "what": what, "before": found.before, "after": after}


def told(found: tuple[engine.EditDone, ...]) -> str:
    """What a save did, in a line; that nothing changed where nothing did. What was set in one step is one sentence."""
    sentences: list[str] = []
    settings: dict[str, list[str]] = {}
    for one in found:
        if one.code in SETTINGS:
            settings.setdefault(one.name, []).append(_what(one).rstrip("?"))
        else:
            sentences.append(done(one))
    sentences += [str(DONE["property"]) % {"name": name, "what": ", ".join(what)} for name, what in settings.items()]
    return " ".join(sentences) or _("Er is niets veranderd.")

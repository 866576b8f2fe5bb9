"""Edit words: why an edit of a step, table or form is impossible, and what an edit did."""

from __future__ import annotations

import engine
from web import messages
from web.messages import Words
from web.words import _, _l
from web.workshop.partwords import POLICIES
from web.workshop.stepwords import JOINS, LABELS, SPLITS

REFUSALS: Words = {
    "no_element": _l("Deze stap is er niet meer. Kijk in de lijst hoe het nu is."),
    "which_way": _l("Hierna zijn er meer wegen. Kies in welke weg de stap komt."),
    "stands_alone": _l("Dit begint vanzelf en staat los van de rij. Voeg de stap erin toe, of na een andere stap."),
    "after_end": _l("Na een einde kan niets komen. Voeg de stap toe na de stap ervoor."),
    "has_next": _l("Na deze stap komt al iets. Maak een tak met een einde, of haal eerst weg wat erna komt."),
    "still_used": _l("Dit is er niet meer, of een stap gebruikt het nu. Kijk hieronder hoe het is."),
    "name_needed": _l("Geef een naam. Bij een nieuwe keuze is dat een vraag, zoals: Is het genoeg?"),
    "no_such_kind": _l("Dit soort kunt u hier niet toevoegen. Kies iets uit de lijst."),
    "no_choice_here": _l("Op deze plek kan geen keuze komen. Voeg de tak toe bij de stap ervoor of erna."),
    "condition_needed": _l("Schrijf op wanneer deze tak wordt gevolgd."),
    "nothing_after": _l("Na deze stap komt nog niets. Voeg eerst toe wat er normaal na komt."),
    "nothing_after_new": _l("Kies wat er na de nieuwe stap komt."),
    "nothing_to_gather": _l("Hier komen geen wegen samen, dus er is niets om op te wachten."),
    "not_a_target": _l("Naar deze stap kan de tak niet leiden. Kies een andere stap."),
    "other_scope": _l("Deze stap ligt in een ander deel van het stappenplan. Kies een stap uit hetzelfde deel."),
    "does_not_wait": _l("Deze stap is meteen klaar, dus er kan intussen niets gebeuren. Kies een taak die duurt."),
    "what_happens": _l("Kies wat er gebeurt, en vul de termijn, de naam of de voorwaarde in."),
    "nothing_inside": _l(
        "In deze stap kan niets een fout of melding geven. Dat kan alleen bij een deel of een ander stappenplan."
    ),
    "has_edge": _l(
        "Er hoort een termijn, bericht of fout bij deze stap, of er staat hoe hij wordt teruggedraaid. Haal dat eerst "
        "weg."
    ),
    "undone_never": _l("Dit kan niet worden teruggedraaid. Kies een taak, een deel of een ander stappenplan."),
    "undone_already": _l("Hoe dit wordt teruggedraaid, staat er al. Pas dat aan, of haal het eerst weg."),
    "undoes_itself": _l("Deze stap draait zelf iets terug. Hoe dat wordt teruggedraaid, kunt u niet zeggen."),
    "begins_here": _l("Hier begint het stappenplan. Deze stap kan niet weg."),
    "choice_left": _l("Deze keuze heeft nog meer wegen. Haal eerst takken weg, tot er één over is."),
    "end_of_several": _l("Meer wegen komen hier uit. Haal eerst die takken weg, of laat ze ergens anders uitkomen."),
    "only_way": _l("Dit is de enige weg verder. Zonder deze stap loopt het dood. Voeg eerst een andere weg toe."),
    "last_end": _l("Dan is er geen einde meer te bereiken. Voeg eerst een ander einde toe."),
    "has_message": _l("Er loopt een berichtpijl van of naar deze stap. Haal die eerst weg in de tekening."),
    "not_in_line": _l("Deze twee stappen staan niet in dezelfde rij: er is een keuze of een andere weg tussen."),
    "no_room": _l("In de tekening is hier geen plaats. Verplaats de stap in de tekening zelf."),
    "whose_lane": _l("Deze tekening heeft banen. Kies in welke baan het komt te staan."),
    "part_in_lanes": _l("Deze stappen liggen in meer dan één baan. Kies in welke baan het deel komt te staan."),
    "part_link": _l(
        "Tussen deze stappen gaat het zonder lijn ergens anders verder. Haal dat eerst weg, dan komt er een lijn."
    ),
    "after_link": _l("Hierna gaat het ergens anders verder. Voeg de stap toe na de stap ervoor, of daar."),
    "no_link_here": _l(
        "Deze weg heeft een lijn nodig: er is al een punt waar het ergens anders verdergaat, of hier wordt gewacht op "
        "wat het eerst gebeurt."
    ),
    "link_taken": _l("Deze naam heeft al een ander punt waar het verdergaat. Kies een andere naam."),
    "link_led_to": _l("Hier komt het van een andere plek. Haal eerst weg wat hierheen leidt (‘Verder bij’)."),
    "no_transaction": _l(
        "Dit deel kan niet in zijn geheel worden teruggedraaid. Kies dat eerst bij Aanpassen van het deel."
    ),
    "part_begins": _l("Een deel kan hier niet beginnen. Kies een taak of een ander moment als eerste stap."),
    "part_ends": _l("Er zit een einde tussen. Een deel kan alleen stappen bevatten waarna het verdergaat."),
    "part_leaves": _l(
        "Tussen deze stappen gaat nog een weg naar binnen of naar buiten. Kies andere stappen, met één weg erin en één "
        "weg eruit."
    ),
    "not_a_part": _l("Dit is geen deel dat uit elkaar kan."),
    "part_says": _l(
        "Dit deel zegt zelf nog iets: uitleg, invoer of uitvoer, een status of een herhaling. Haal dat eerst weg bij "
        "Aanpassen."
    ),
    "part_throws": _l("Dit deel begint of eindigt op een manier die alleen in een deel kan. Pas dat eerst aan."),
    "part_undone": _l(
        "Ergens staat dat dit deel, of alles wat erin is gedaan, wordt teruggedraaid. Zonder het deel zou dat iets "
        "anders zijn. Kies daar eerst welke stap wordt teruggedraaid."
    ),
    "part_waits": _l(
        "In dit deel lopen wegen tegelijk. Aan het einde wacht het deel op allemaal. Laat ze eerst samenkomen."
    ),
    "lane_of_host": _l("Dit ligt in de baan van de stap waar het bij hoort. Verplaats die stap."),
    "no_lane": _l("Deze baan is er niet, of is zelf verdeeld. Kies een andere baan."),
    "not_drawn": _l(
        "Dit staat niet in de tekening, en dan kan de lijst niets plaatsen. Kies eerst bij de bevinding ‘is niet "
        "getekend’ de knop die de tekening maakt."
    ),
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
    "renamed_way": _l("Bij een weg staat nu het antwoord ‘%(after)s’."),
    "renamed": _l("De naam is nu ‘%(after)s’. Die was ‘%(before)s’."),
    "event": _l("Bij ‘%(name)s’ is veranderd wat er gebeurt."),
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
    "link": _l("Bij ‘%(name)s’ gaat het nu verder bij ‘%(after)s’."),
    "part": _l("‘%(name)s’ is nu %(after)s."),
    "lane": _l("‘%(name)s’ ligt nu in de baan %(after)s."),
    "join": _l("Waar wegen samenkomen, is het nu: %(after)s."),
    "split": _l("Waar wegen uit elkaar gaan bij ‘%(name)s’, is het nu: %(after)s."),
    "split_bare": _l(
        "Waar wegen uit elkaar gaan bij ‘%(name)s’, is het nu: %(after)s. De voorwaarden op de wegen zijn weggehaald."
    ),
    "added": _l("‘%(name)s’ is toegevoegd na ‘%(before)s’."),
    "branch": _l("Na ‘%(before)s’ is er nu een tak naar ‘%(after)s’."),
    "gathered": _l("Voor ‘%(name)s’ wachten de wegen op elkaar."),
    "withdrawal": _l("De indiener kan nu op elk moment intrekken. Daarna stopt alles wat nog loopt."),
    "aside": _l("Naast de stappen staat nu ‘%(name)s’. Open de formulieren en mails, en kijk of alles klopt."),
    "boundary": _l("Bij ‘%(before)s’ kan nu gebeuren: %(name)s."),
    "linked": _l("Na ‘%(before)s’ gaat het zonder lijn verder bij ‘%(after)s’. Dat punt heet ‘%(name)s’."),
    "undoing": _l("‘%(before)s’ wordt nu teruggedraaid met ‘%(name)s’."),
    "enclosed": _l("Vanaf ‘%(before)s’ staan stappen nu samen in ‘%(name)s’."),
    "unpacked": _l("‘%(name)s’ is uit elkaar gehaald. De stappen ervan staan nu in de rij."),
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
    "field_key": _l(
        "De vraag ‘%(name)s’ heet in uitdrukkingen nu %(after)s. De oude naam %(before)s staat nog in %(what)s. "
        "Verander die daar ook, als daar deze vraag is bedoeld."
    ),
    "field_key_alone": _l("De vraag ‘%(name)s’ heet in uitdrukkingen nu %(after)s. Die naam was %(before)s."),
    "field_key_asked": _l(
        "Ook het formulier ‘%(what)s’ vraagt %(before)s. Wat deze vraag bedoelde en nog %(before)s leest, leest nu dat "
        "antwoord. De controle kan dat niet zien."
    ),
    "field_key_shared": _l(
        "Ook het formulier ‘%(what)s’ vraagt %(after)s. Het zijn dus dezelfde gegevens: het laatste antwoord geldt."
    ),
    "field_added": _l("De vraag ‘%(name)s’ is toegevoegd."),
    "field_removed": _l("De vraag ‘%(name)s’ is weggehaald."),
    "field_moved": _l("De vraag ‘%(name)s’ is verplaatst."),
    "form_title": _l("Het formulier heet nu ‘%(after)s’."),
    "mail": _l("De mail ‘%(name)s’ is veranderd."),
    "letter": _l("De brief ‘%(name)s’ is veranderd."),
    "drawn": _l("Er is iets veranderd in de tekening, of in wat daarbij hoort."),
    "mended": _l("Hersteld: %(name)s."),
    "thrown_away": _l("‘%(name)s’ is weggehaald."),
    "story_kept": _l("Het verhaal ‘%(name)s’ is bewaard."),
    "story_removed": _l("Het verhaal ‘%(name)s’ is weggehaald."),
    "stories_replaced": _l("Verhalen zijn opnieuw gespeeld en vervangen."),
    "folder": _l("De map is teruggezet uit een zip."),
    "drawing": _l("De tekening komt nu uit een bestand van elders."),
    "beside": _l("‘%(name)s’ komt van elders."),
    "drafted": _l("In het bestand stond niet waar elke stap is getekend. Wij hebben de tekening gemaakt."),
    "translated": _l("Overgenomen bij ‘%(name)s’: %(what)s."),
    "snapshot": _l("De stand ‘%(name)s’ is teruggezet."),
}
PARTS: Words = {
    "subProcess": _l("een gewoon deel"),
    "transaction": _l("een deel dat in zijn geheel kan worden teruggedraaid"),
}
CHOICES = {"policy": POLICIES, "join": JOINS, "split": SPLITS, "split_bare": SPLITS, "part": PARTS}
"""What was chosen, in words, by what an edit did."""
SETTINGS = {"extension": "property", "property": "property", "attribute": "property", "translated": "translated"}
"""What is reported for one step in one sentence, however many settings changed, and which sentence."""


def refusal(error: engine.EditRefused) -> str:
    return messages.say(REFUSALS, error.code)


def _what(found: engine.EditDone) -> str:
    """What was set, by its name in the form."""
    key = next((key for kind in ("property", "process") if (key := f"{kind}:{found.what}") in LABELS), found.what)
    return str(LABELS[key]) if key in LABELS else found.what


def done(found: engine.EditDone) -> str:
    """What an edit did, in a sentence."""
    what = _what(found)
    if found.code == "renamed" and not found.before:
        return _("De naam is nu ‘%(name)s’.", name=found.after)
    if found.code == "renamed_way" and not found.after:
        return _("Bij een weg staat geen antwoord meer. Dat was ‘%(name)s’.", name=found.before)
    choices = CHOICES.get(found.code, {})
    after = messages.say(choices, found.after)
    return str(DONE[found.code]) % {"name": found.name, "what": what, "before": found.before, "after": after}


def told(found: tuple[engine.EditDone, ...]) -> str:
    """What a save did, in a line; or that nothing changed. All that was set in one step is one sentence."""
    sentences: list[str] = []
    settings: dict[tuple[str, str], list[str]] = {}
    for one in found:
        if one.code in SETTINGS:
            settings.setdefault((SETTINGS[one.code], one.name), []).append(_what(one).rstrip("?"))
        else:
            sentences.append(done(one))
    sentences += [str(DONE[code]) % {"name": name, "what": ", ".join(what)} for (code, name), what in settings.items()]
    return " ".join(sentences) or _("Er is niets veranderd.")

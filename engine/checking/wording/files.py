"""Files: the messages of the readers of diagrams, decision tables, forms and mails."""

from __future__ import annotations

AS_UTF_8 = "bewaar het bestand opnieuw, met de codering UTF-8"
FILES = {
    # Any file
    "{} is larger than {} bytes": "{0} is groter dan {1} bytes",
    "larger than {} bytes": "het bestand is groter dan {0} bytes",
    "more than {} files": "er zijn meer dan {0} bestanden",
    "{} is no place inside the folder": "{0} ligt buiten de map",
    "there is no {}": "{0} ontbreekt",
    "no process.bpmn found here or in a folder below": "hier en in de mappen hieronder staat geen process.bpmn",
    "there is more than one {}": "{0} staat er meer dan één keer in; laat er één staan",
    "the files together are larger than {} bytes": "de bestanden zijn samen groter dan {0} bytes",
    "no zip file that can be read": "dit is geen tekening (.bpmn), en geen zip die te lezen is",
    "this is a document of a word processor or spreadsheet, no drawing": (
        "dit is een document uit een tekstverwerker of rekenblad, geen tekening"
    ),
    "{} is there twice": "{0} staat er twee keer in",
    "not UTF-8 text in line {}": "op regel {0} staat een teken dat niet is bewaard als UTF-8; " + AS_UTF_8,
    "no valid JSON": "dit is geen goede JSON",
    "no valid JSON: {}": "dit is geen goede JSON: {0}",
    "no well-formed XML: {}": "dit is geen goede XML: {0}",
    # The reasons of the libraries that read XML and JSON, as far as people encounter them.
    "Opening and ending tag mismatch: {} line {} and {}, line {}, column {} (<string>, line {})": (
        "op regel {3} eindigt {2}, maar het laatst geopend is {0}, op regel {1}"
    ),
    "Premature end of data in tag {} line {}, line {}, column {} (<string>, line {})": (
        "{0} begint op regel {1}, en houdt nergens op"
    ),
    "EndTag: '</' not found, line {}, column {} (<string>, line {})": "het houdt op regel {0} midden in iets op",
    "Start tag expected, '<' not found, line {}, column {} (<string>, line {})": "het begint niet met <",
    "Document is empty, line {}, column {} (<string>, line {})": "er staat niets in",
    "Invalid bytes in character encoding, line {}, column {} (<string>, line {})": (
        "op regel {0} staat een teken dat niet is bewaard als UTF-8; " + AS_UTF_8
    ),
    "Entity '{}' not defined, line {}, column {} (<string>, line {})": (
        "op regel {1} staat &{0};, en dat kent XML niet; typ het teken zelf"
    ),
    "xmlParseEntityRef: no name, line {}, column {} (<string>, line {})": (
        "op regel {0} staat een los &-teken; schrijf &amp;"
    ),
    "EntityRef: expecting ';', line {}, column {} (<string>, line {})": (
        "op regel {0} staat een los &-teken; schrijf &amp;"
    ),
    "Unescaped '<' not allowed in attributes values, line {}, column {} (<string>, line {})": (
        "op regel {0} staat een < tussen aanhalingstekens; schrijf &lt;"
    ),
    "Attribute {} redefined, line {}, column {} (<string>, line {})": "op regel {1} staat {0} er twee keer",
    "Extra content at the end of the document, line {}, column {} (<string>, line {})": (
        "op regel {0} gaat het door waar het klaar is"
    ),
    "Namespace prefix {} for {} on {} is not defined, line {}, column {} (<string>, line {})": (
        "op regel {3} staat {0}:{1}, maar bovenaan staat niet wat {0} is"
    ),
    "Namespace prefix {} on {} is not defined, line {}, column {} (<string>, line {})": (
        "op regel {2} staat {0}:{1}, maar bovenaan staat niet wat {0} is"
    ),
    "Unterminated string starting at: line {} column {} (char {})": (
        "op regel {0}, teken {1}, begint een tekst die nergens eindigt; er mist een aanhalingsteken"
    ),
    "Invalid control character at: line {} column {} (char {})": (
        "op regel {0} gaat een tekst door op de volgende regel; er mist een aanhalingsteken, of schrijf \\n"
    ),
    "Invalid \\escape: line {} column {} (char {})": "op regel {0}, teken {1}, staat een \\ te veel",
    "Unexpected UTF-8 BOM (decode using utf-8-sig): line {} column {} (char {})": (
        "het begint met een onzichtbaar teken; bewaar het opnieuw als UTF-8 zonder BOM"
    ),
    "Expecting {}: line {} column {} (char {})": "op regel {1}, teken {2}, staat iets wat daar niet hoort",
    "Extra data: line {} column {} (char {})": "op regel {0}, teken {1}, gaat het door waar het klaar is",
    # For all other reasons of these libraries the place is reported, which is what helps.
    "{}, line {}, column {} (<string>, line {})": "op regel {1} staat iets wat daar niet hoort",
    "{}: line {} column {} (char {})": "op regel {1}, teken {2}, staat iets wat daar niet hoort",
    "a document type (DOCTYPE) is not allowed": "een DOCTYPE mag niet; haal die regel weg",
    # Diagrams
    "this is a drawing of draw.io, not BPMN": (
        "dit is een tekening van draw.io. Die onthoudt alleen vormen, niet wat een stap doet. Teken het hier na, of "
        "maak in een BPMN-programma een bestand dat eindigt op .bpmn"
    ),
    "this is a drawing of Visio, not BPMN": (
        "dit is een tekening van Visio. Bewaar haar daar als BPMN 2.0 (een bestand dat eindigt op .bpmn)"
    ),
    "this is a picture, not BPMN": (
        "dit is een plaatje. Bewaar de tekening in het programma waarin u tekende als BPMN 2.0 (.bpmn)"
    ),
    "this is XPDL, not BPMN": (
        "dit is XPDL, een andere taal. Bewaar de tekening in het programma waarin u tekende als BPMN 2.0 (.bpmn)"
    ),
    "this is a web page, not BPMN": (
        "dit is geen BPMN 2.0, maar een webpagina. Bewaar de tekening zelf, als BPMN 2.0 (.bpmn)"
    ),
    "this is no decision table": "dit is geen beslistabel (DMN)",
    "this is no form": "dit is geen formulier (form-js, uit Camunda Modeler of van hier)",
    "the root element is not BPMN 2.0 definitions": "dit is geen BPMN 2.0: het eerste element is geen definitions",
    "{} attributes, at most {} are read": "een element heeft {0} attributen; het mogen er {1} zijn",
    "{} elements, at most {} are read": "de tekening heeft {0} elementen; er mogen er {1} zijn",
    "more than {} subprocesses inside each other": "er zitten meer dan {0} subprocessen in elkaar",
    "{} executable processes, one is needed": (
        "er zijn {0} uitvoerbare processen; er moet er precies één zijn. Staan er meer in de tekening, kies dan welk "
        "dit stappenplan is"
    ),
    "process id {} is used twice": "twee mappen hebben een proces met de id {0}; geef er één een andere id",
    "called process {} is unknown": "het proces {0} dat wordt aangeroepen, is er niet",
    "{}={} is no place on a drawing": "{0}={1} is geen plek op de tekening",
    "{} is not run by this engine": "{0} wordt niet uitgevoerd; gebruik een ander element",
    "this kind of event is not run by this engine": "dit soort gebeurtenis wordt niet uitgevoerd",
    "a called process begins at one plain start": "wat wordt aangeroepen, begint bij precies één gewone start",
    "an event subprocess starts with one event": "een gebeurtenis-subproces begint met één gebeurtenis",
    "a flow leaves its process or leads nowhere": "een stroom verlaat het proces, of leidt nergens heen",
    "a flow out of a choice has no condition": "een stroom uit een keuze heeft geen voorwaarde",
    "only parallel multi-instance is run by this engine": "een herhaalde taak kan alleen parallel",
    # Mails
    "the first line must be 'Onderwerp: …'": "de eerste regel moet zijn: 'Onderwerp: …'",
    "the mail has no text": "het bericht heeft geen tekst",
    "{{ {} }}: {}": "{{{{ {0} }}}}: {1}",
    # Decision tables
    "the root is {}, not definitions of DMN 1.2 to 1.5": "dit is geen DMN 1.2 tot 1.5: het eerste element is {0}",
    "this element has no name": "dit element heeft geen naam",
    "the id {} occurs twice": "de id {0} staat er twee keer in",
    "the type is nested too deep": "in het type zitten te veel delen in elkaar",
    "the boxed expressions are nested too deep": "er zitten te veel uitdrukkingen in elkaar",
    "the model is nested too deep": "in het model zitten te veel delen in elkaar",
    "the decision, or a value in it, is nested too deep": "in de beslissing zitten te veel delen in elkaar",
    "row {} has too few or many cells": "regel {0} heeft te veel of te weinig cellen",
    "row {} has {} cells for {} columns": "regel {0} heeft {1} cellen; er zijn {2} kolommen",
    "there is no hit policy {}": "de hit policy {0} bestaat niet",
    "there is no aggregation {}": "de telling {0} bestaat niet",
    "the table has no output column": "de tabel heeft geen kolom met een uitkomst",
    "each of several output columns needs a name of its own": "elke kolom met een uitkomst heeft een eigen naam nodig",
    "this input has no expression": "deze kolom heeft geen uitdrukking",
    "this decision requires itself": "deze beslissing heeft zichzelf nodig",
    "this decision has no logic": "deze beslissing is leeg",
    "it refers to {}, which is not in this model or its imports": (
        "er staat een verwijzing naar {0}, maar dat is er niet"
    ),
    "there is no type {}": "het type {0} bestaat niet",
    "the type refers to itself": "het type verwijst naar zichzelf",
    "the allowed values cannot be read: {}": "de toegestane waarden zijn niet te lezen: {0}",
    # Forms
    'this is not a form: it must be an object with "type": "default" and a list "components"': (
        'dit is geen formulier: er hoort "type": "default" in te staan, en een lijst "components"'
    ),
    "a form is a JSON object": "een formulier begint met {{ en eindigt met }}",
    "the form has no usable id; give it letters, digits, _ or -": (
        "de id van het formulier is niet bruikbaar; gebruik letters, cijfers, _ of -"
    ),
    "the title of the form must be a text of at most 200 characters": (
        "de titel van het formulier is een tekst van hooguit 200 tekens"
    ),
    "a form file has at most {} bytes; this has {}": "een formulier heeft hooguit {0} bytes; dit heeft er {1}",
    "this is not JSON: it is not encoded in UTF-8": "dit is geen JSON: het is niet bewaard als UTF-8",
    "this is not JSON: {}": "dit is geen JSON: {0}",
    "this is not JSON that a form can have: {}": "deze JSON kan niet in een formulier: {0}",
    "a form has at most {} components; split it": "een formulier heeft hooguit {0} onderdelen; splits het",
    "the key {} is used twice; give one another key": "de key {0} staat er twee keer in; geef er één een andere",
    "two fields are marked as personal {}; only one can be": "twee velden zijn personal {0}; dat mag er maar één zijn",
    "a component of the form is not an object": "een onderdeel van het formulier is geen object",
    'options from data are not supported; list them under "values"': (
        'keuzes uit gegevens kunnen niet; zet ze onder "values"'
    ),
    'options from an expression are not supported; list them under "values"': (
        'keuzes uit een uitdrukking kunnen niet; zet ze onder "values"'
    ),
    "a path is not supported; give the fields the keys of their variables": (
        "een path kan niet; geef de velden de namen van hun gegevens als key"
    ),
    "a disabled field is not supported; use a text, or leave the field out": (
        "een uitgeschakeld veld kan niet; gebruik een tekst, of laat het veld weg"
    ),
    "a read-only field is not supported; use a text, or leave the field out": (
        "een veld dat men alleen kan lezen, kan niet; gebruik een tekst, of laat het veld weg"
    ),
    "{} must be a text of at most {} characters": "{0} moet een tekst zijn van hooguit {1} tekens",
    "{} cannot be computed here; write it out": "{0} kan niet worden berekend; schrijf het uit",
    "{} has characters that cannot be shown; type it again": (
        "in {0} staan tekens die niet te tonen zijn; typ het opnieuw"
    ),
    "{} must be an object": "{0} moet een object zijn",
    "conditional.{} is not supported; only conditional.hide is": (
        "conditional.{0} kan niet; alleen conditional.hide kan"
    ),
    "conditional.hide must be FEEL that begins with =": "conditional.hide is FEEL en begint met =",
    "conditional.hide looks at its own answer, which is gone once it hides": (
        "conditional.hide kijkt naar het eigen antwoord, maar dat is weg zodra het veld verborgen is"
    ),
    "conditional.hide: {}": "conditional.hide: {0}",
    "{} must be a number of at most {} digits": "{0} moet een getal zijn van hooguit {1} cijfers",
    "{} must be a number": "{0} moet een getal zijn",
    "{} must be a whole number from 0 to {}": "{0} moet een heel getal zijn van 0 tot {1}",
    "the text is empty; write it, or remove the component": "de tekst is leeg; schrijf hem, of haal het onderdeel weg",
    "this type is not supported; use one of {}": "dit type kan niet; gebruik een van {0}",
    "the key must be a name of at most 60 letters, digits and _, such as titel_idee": (
        "de key is een naam van hooguit 60 letters, cijfers en _, zoals titel_idee"
    ),
    "a field needs a label: without one it cannot be read aloud": (
        "een veld heeft een label nodig: zonder is het niet voor te lezen"
    ),
    'only dates can be asked; set "subtype" to "date"': (
        'er kan alleen een datum worden gevraagd; zet "subtype" op "date"'
    ),
    "the rule validate.{} is not known; use one of {}": "de regel validate.{0} bestaat niet; gebruik een van {1}",
    "the rule validate.{} does not apply to this type": "de regel validate.{0} kan niet bij dit type",
    "no number is at least {} and at most {}": "geen getal is minstens {0} en hooguit {1}",
    "no text has at least {} and at most {} characters": "geen tekst heeft minstens {0} en hooguit {1} tekens",
    "validate.validationType is email, phone or custom": "validate.validationType is email, phone of custom",
    "an e-mail address or telephone number is asked in a textfield of its own": (
        "een e-mailadres of telefoonnummer vraagt u in een eigen textfield"
    ),
    "the property {} is not known; use {}": "de eigenschap {0} bestaat niet; gebruik {1}",
    "personal is one of {}, on a textfield or textarea": "personal is een van {0}, op een textfield of textarea",
    'internal is "true" or "false"': 'internal is "true" of "false"',
    'it needs between 1 and {} options under "values"': 'er moeten 1 tot {0} keuzes onder "values" staan',
    "every option needs a value and a label, both a text": "elke keuze heeft een value en een label, allebei tekst",
    "the option {} is too long, has space around it, or characters that cannot be shown": (
        "de keuze {0} is te lang, heeft spaties eromheen, of tekens die niet te tonen zijn"
    ),
    "the option {} is there twice; give each a value of its own": (
        "de keuze {0} staat er twee keer in; geef elke keuze een eigen value"
    ),
    "validate.required is true or false; use conditional.hide for what depends on answers": (
        "validate.required is true of false; gebruik conditional.hide voor wat van antwoorden afhangt"
    ),
    "validate.pattern must be a text": "validate.pattern moet een tekst zijn",
    "validate.pattern: {}": "validate.pattern: {0}",
    "what stands before or after the input is a text of at most 20 characters": (
        "wat voor of na het invoerveld staat, is een tekst van hooguit 20 tekens"
    ),
    "defaultValue must be a date, such as 2026-03-02": "defaultValue moet een datum zijn, zoals 2026-03-02",
    "defaultValue is not an answer that this field takes": "defaultValue is geen antwoord dat bij dit veld past",
    'a group needs a list "components"': 'een groep heeft een lijst "components" nodig',
    "a group needs a label: it is the heading of the page": (
        "een groep heeft een label nodig: dat is de kop van de pagina"
    ),
    "the group is empty; give it a field, or remove it": "de groep is leeg; zet er een veld in, of haal hem weg",
    "a group cannot stand in a group; put its fields in a group of their own": (
        "een groep kan niet in een groep staan; geef de velden een eigen groep"
    ),
    "a list needs a path: the name of its variable, of at most 60 letters, digits and _": (
        "een lijst heeft een path nodig: de naam van het gegeven, van hooguit 60 letters, cijfers en _"
    ),
    "a list without isRepeating has one row; put the fields in the form itself": (
        "een lijst zonder isRepeating heeft één regel; zet de velden in het formulier zelf"
    ),
    "a list has a path and no key; leave the key out": "een lijst heeft een path en geen key; haal de key weg",
    "a list has no rules under validate; use the properties minItems and maxItems": (
        "een lijst heeft geen regels onder validate; gebruik de eigenschappen minItems en maxItems"
    ),
    "a list needs a label: it is the heading above its rows": (
        "een lijst heeft een label nodig: dat staat boven de regels"
    ),
    "allowAddRemove is true or false": "allowAddRemove is true of false",
    "minItems and maxItems are for a list to which rows can be added": (
        "minItems en maxItems zijn voor een lijst waar regels bij kunnen"
    ),
    "a list needs a question for each row": "een lijst heeft minstens één vraag per regel nodig",
    "the lists of a form ask at most {} questions in all their rows; ask less, or set a maxItems": (
        "de lijsten van een formulier vragen hooguit {0} dingen in alle regels samen; vraag minder, of zet een maxItems"
    ),
    "forEach of the list {} reads another question of the form; ask the list in a later task": (
        "forEach van de lijst {0} leest een andere vraag van het formulier; vraag de lijst in een latere taak"
    ),
    "minItems and defaultRepetitions are not more than maxItems, which is at least 1": (
        "minItems en defaultRepetitions zijn niet hoger dan maxItems, en dat is minstens 1"
    ),
    "a list without rows asks nothing; set defaultRepetitions to 1 or more": (
        "een lijst zonder regels vraagt niets; zet defaultRepetitions op 1 of meer"
    ),
    "forEach must be FEEL that begins with =": "forEach is FEEL en begint met =",
    "forEach: {}": "forEach: {0}",
    'a list needs a list "components"': 'een lijst heeft een lijst "components" nodig',
    "a list cannot stand in a list; ask it in a form of its own": (
        "een lijst kan niet in een lijst staan; vraag dat in een eigen formulier"
    ),
    "a group cannot stand in a list; put its fields in the list itself": (
        "een groep kan niet in een lijst staan; zet de velden in de lijst zelf"
    ),
    "files cannot be asked in a list; ask them once, beside the list": (
        "in een lijst kunt u geen bestanden vragen; vraag ze één keer, naast de lijst"
    ),
    "accept names a kind of file that is not taken; use {}, or leave it empty": (
        "accept noemt een soort bestand dat wij niet aannemen; gebruik {0}, of laat het leeg"
    ),
    "multiple is true or false; it cannot be computed here": (
        "multiple is true of false; het kan hier niet worden berekend"
    ),
    "a row of a list has no personal field: there is one record of the submitter": (
        "in de regels van een lijst kan geen veld personal zijn: van de indiener bewaren wij alles maar één keer"
    ),
    "a field in a list cannot be internal by itself; set it on the list": (
        "een veld in een lijst kan niet apart internal zijn; zet dat op de lijst"
    ),
    "the key {} is used twice in a list; give one another key": (
        "de key {0} staat twee keer in een lijst; geef er één een andere"
    ),
    "the key {} in a list is that of another question; give one another key": (
        "de key {0} in een lijst is ook die van een andere vraag; geef er één een andere"
    ),
    "{} is not supported in a list; read the row as this, and its item as item": (
        "{0} kan niet in een lijst; de regel zelf heet this, en waar de regel voor is heet item"
    ),
    "component without type": "onderdeel zonder type",
    "{} '{}': {}": "{0} '{1}': {2}",
}

"""Language: the messages of the FEEL reader. `{}` stands for a part of the text, or for another of these messages."""

from __future__ import annotations

LANGUAGE = {
    "{} (line {}, column {})": "{0} (regel {1}, teken {2})",
    "{} is no date, moment or duration": "{0} is geen datum, moment of duur zoals P7D",
    "the expression is empty": "er staat geen uitdrukking",
    "the test is empty; write - to accept everything": "de cel is leeg; schrijf - als alles goed is",
    "this text has no closing quote": "deze tekst heeft geen aanhalingsteken aan het eind",
    "this comment has no closing */": "deze opmerking heeft geen */ aan het eind",
    "the character {} has no meaning here": "het teken {0} betekent hier niets",
    "this text holds the character NUL (\\u0000)": "deze tekst bevat het teken NUL (\\u0000)",
    "this text holds half a character (a lone \\uD800–\\uDFFF)": "deze tekst bevat een half teken (\\uD800–\\uDFFF)",
    'a text stands between straight quotes, as "yes" does': (
        'een tekst staat tussen rechte aanhalingstekens, zoals "ja"'
    ),
    'a text stands between double quotes, as "yes" does': 'een tekst staat tussen dubbele aanhalingstekens, zoals "ja"',
    "write a number with a point and nothing between thousands: {}": (
        "schrijf een getal met een punt, en niets tussen duizenden: {0}"
    ),
    "write a number with a point, or with a space after the comma where there are two: {}": (
        "schrijf een getal met een punt: {0} (zijn het er twee, zet dan een spatie na de komma)"
    ),
    "write >= for so much or more, and <= for so much or less": (
        "schrijf >= 100 voor 100 of meer, en <= 100 voor 100 of minder"
    ),
    "write or where one of two is enough; in a cell of a table, a comma": (
        "schrijf or waar één van de twee genoeg is, en in een cel van een tabel een komma"
    ),
    "write and, in small letters, where both must hold": "schrijf and (kleine letters) waar allebei moet kloppen",
    "write = where two things must be the same": "schrijf = waar twee dingen gelijk moeten zijn",
    "write if … then … else …": "schrijf if … then … else …",
    'write an amount of time as duration("P14D")': (
        'schrijf 14 dagen als duration("P14D"), en 5 werkdagen als werkdagen(5)'
    ),
    "write an amount of money as a number alone": "schrijf een bedrag alleen als getal",
    "write not(…) around what must not be": "schrijf not(…) om wat niet mag gelden",
    "write a range between brackets: {}": "schrijf van … tot en met … tussen haken: {0}",
    "write only the name of a value, without braces or signs around it": (
        "schrijf alleen de naam van een gegeven, zonder accolades of tekens eromheen"
    ),
    "write a day as date({})": "schrijf een dag als date({0})",
    "write {} for {}": "schrijf {0} in plaats van {1}",
    "give either all arguments a name or none": "geef alle argumenten een naam, of geen",
    "the number {} cannot be read": "het getal {0} is niet te lezen",
    "the number {} is too large or too small": "het getal {0} is te groot of te klein",
    "the entry {} occurs twice in this context": "de naam {0} staat twee keer tussen deze accolades",
    'expected a text such as "2026-03-02" after @, found {}': (
        'na @ hoort een tekst zoals "2026-03-02", maar er staat {0}'
    ),
    "expected ']' or ')' to close the interval, found {}": (
        "aan het eind van het bereik hoort ] of ), maar er staat {0}"
    ),
    "expected ':' after the name {}, found {}": "na de naam {0} hoort een dubbele punt, maar er staat {1}",
    "expected the end of the expression, found {}": "hier is de uitdrukking klaar, maar er staat nog {0}",
    "expected a value before {}": "voor {0} hoort een waarde",
    "expected '{}' after {}, found {}": "na {1} hoort '{0}', maar er staat {2}",
    "expected '{}' to close {}, found {}": "om {1} af te sluiten hoort hier '{0}', maar er staat {2}",
    "expected '{}' between {}, found {}": "tussen {1} hoort '{0}', maar er staat {2}",
    "expected '{}' , found {}": "hier hoort '{0}', maar er staat {1}",
    "expected {}, found {}": "hier hoort {0}, maar er staat {1}",
    "the expression has {} characters; at most {} are allowed": "de uitdrukking heeft {0} tekens; er mogen er {1} zijn",
    "the expression has more than {} words and symbols": "de uitdrukking heeft meer dan {0} woorden en tekens",
    "the expression is nested more than {} deep": "er zitten meer dan {0} delen in elkaar",
    "more than {} operators follow each other": "er staan meer dan {0} bewerkingen achter elkaar",
    "more than {} paths, filters or calls follow each other": (
        "er staan meer dan {0} punten, filters of functies achter elkaar"
    ),
    "the expression, or a value in it, is nested too deep": "in de uitdrukking zitten te veel delen in elkaar",
    "the expression takes more than {} steps": "de uitdrukking kost meer dan {0} stappen",
    "a list of {} elements is longer than the {} allowed": "een lijst van {0} waarden is langer dan de {1} die mogen",
    "a text of {} characters is longer than the {} allowed": "een tekst van {0} tekens is langer dan de {1} die mogen",
    "the result holds more than the {} characters allowed": "de uitkomst is langer dan de {0} tekens die mogen",
    "the result holds more than the {} values allowed": "de uitkomst heeft meer dan de {0} waarden die mogen",
    "functions call each other more than {} deep": "functies roepen elkaar meer dan {0} keer achter elkaar aan",
}

PHRASES = {
    "the end of the expression": "het einde",
    "the text {}": "de tekst {0}",
    "a value": "een waarde",
    "a name": "een naam",
    "a name after '.'": "een naam na de punt",
    "the name of a variable": "de naam van een gegeven",
    "the name of a parameter": "de naam van een parameter",
    "a type": "een type",
    "a type after '.'": "een type na de punt",
    "the low end of between": "de ondergrens van between",
    "the low end of an interval": "de ondergrens van een bereik",
    "the condition of if": "de voorwaarde van if",
    "the value of then (FEEL has no if without else)": "de waarde van then (een if zonder else bestaat niet)",
    "the lists of for": "de lijsten van for",
    "the lists of {}": "de lijsten van {0}",
    "the variable {}": "het gegeven {0}",
    "the name {}": "de naam {0}",
    "the name of an entry": "de naam van een onderdeel",
    "the type in {}<…": "het type in {0}<…",
    "function<…>": "function<…>",
    "function": "function",
    "({} …": "({0} …",
    "the filter": "het filter",
    "the parenthesis": "het haakje",
    "arguments": "twee argumenten",
    "the parameters of a function": "de parameters van een functie",
    "the entries of a context": "de onderdelen tussen accolades",
    "the elements of a list": "de waarden van een lijst",
    "the entries of context<…>": "de onderdelen van context<…>",
    "the types of function<…>": "de typen van function<…>",
}

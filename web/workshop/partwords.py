"""Part words: what can be chosen for a decision table, and for a form and its questions."""

from __future__ import annotations

from web.messages import Words
from web.words import _l

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
    "filepicker": _l("Bestanden"),
}
FILE_KINDS: Words = {
    "": _l("Foto’s en pdf"),
    "image/*": _l("Alleen foto’s"),
    ".pdf": _l("Alleen pdf"),
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
DECIMALS: Words = {
    "": _l("Elk getal"),
    "0": _l("Alleen hele getallen"),
    "1": _l("Hooguit 1 cijfer na de komma"),
    "2": _l("Hooguit 2 cijfers na de komma"),
}
REPEATS: Words = {
    "defaultRepetitions": _l("Regels die er al staan"),
    "minItems": _l("Minstens zoveel regels"),
    "maxItems": _l("Hooguit zoveel regels"),
}

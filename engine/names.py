"""Names: the Dutch words of diagrams that the engine knows: groups, statuses, registers, and what FEEL may read."""

from __future__ import annotations

from collections.abc import Mapping

RETENTION_TABLE = "bewaartermijn"
"""The process with the decision table of that name, which says how long a case of a class (`klasse`) is kept."""

PARTNERS: Mapping[str, str] = {
    "domesta": "Domesta",
    "woonconcept": "Woonconcept",
    "welzijn": "Stichting Welzijnswerk",
    "politie": "Politie",
    "gemeente": "Gemeente",
}
"""The five organisations that together make the wijkteam."""

GROUPS: Mapping[str, str] = {
    "indiener": "Indiener",
    "initiatiefgroep": "Initiatiefgroep",
    "gebiedsregisseur": "Gebiedsregisseur",
    "ondersteuning": "Ondersteuning",
    "kernteam": "Kernteam",
    **PARTNERS,
    "wijkteam": "Wijkteam",
    "stuurgroep": "Stuurgroep",
    "proceseigenaar": "Proceseigenaar",
    "auditor": "Auditor",
    "beheerder": "Beheerder",
}

VISITORS = frozenset({"indiener", "iedereen"})
"""Those to whom a diagram can give a start or a task and who have no account, so no known e-mail address either."""

STATUSES = (
    "Ingestuurd",
    "Wij missen nog iets",
    "Het wijkteam kijkt mee",
    "Op de stemlijst",
    "Plan in de maak",
    "De stuurgroep beslist",
    "Gaat door",
    "Gaat door met afspraken",
    "Gaat niet door",
    "Uitgesteld",
    "Bezig",
    "Klaar",
    "Ingetrokken",
)
"""What a submitter can be shown."""

DECIDED = frozenset({"Gaat door", "Gaat door met afspraken", "Gaat niet door", "Bezig", "Klaar", "Ingetrokken"})
"""Statuses that tell the submitter that nothing more is to be decided."""

DECISION = "beschikking"
"""The legal effect of an end that is a decision in the sense of Awb 1:3."""

WITHDRAWAL, WITHDRAWAL_REASON = "intrekking", "reden_intrekking"
"""The message by which a submitter withdraws, and the variable that it brings: the only message from our own pages."""
WITHDRAWN = "ingetrokken"
"""The outcome of the end that a withdrawal leads to."""

INTEREST = "belang"
"""The answer on a ballot that means: I have an interest and take no part (Awb 2:4)."""

LETTER_TO_ALL, LETTER_TO_UNREACHED = "indiener", "indiener-zonder-mail"
LETTER_TO: Mapping[str, str] = {
    LETTER_TO_ALL: "Indiener",
    LETTER_TO_UNREACHED: "Indiener, alleen zonder e-mailadres",
}
"""To whom a letter can go whose name and address the case has; for any other, the diagram gives both."""
BY_POST: Mapping[str, str] = {"ja": "Ja, als brief"}
"""Whether a mail to a submitter without an e-mail address goes by post."""


def way_to_submitter(kind: str, headers: Mapping[str, str], *, has_mail: bool) -> str | None:
    """How the words of a step reach the submitter: as a `mail`, as a `letter`, or not at all."""
    to = headers.get("to", LETTER_TO_ALL)
    if kind == "mail" and to == LETTER_TO_ALL:
        return "mail" if has_mail else "letter" if headers.get("post") in BY_POST else None
    if kind == "letter" and (to == LETTER_TO_ALL or (to == LETTER_TO_UNREACHED and not has_mail)):
        return "letter"
    return None


REGISTERS: Mapping[str, str] = {
    "besluitenregister": "Besluitenregister",
    "subsidieregister": "Subsidieregister",
}
"""What a step can add an entry to, each with its name."""

READ_ONLY = frozenset({"vandaag", "nu", "kenmerk", "groepen", "indiener_id", "werkdagen", "leesbaar"})
"""Names that every expression may read and none may write."""


WORK: Mapping[str, str] = {
    "mail": "een mail sturen",
    "letter": "een brief schrijven",
    "register": "een regel in een register zetten",
    "publish": "een status laten zien",
    "start-case": "een ander stappenplan beginnen",
    "message": "een bericht sturen",
}
"""What the system can do by itself, by the diagram's name and in words."""

"""Table: all rules together, and the page that owners read, written from them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.engine.conformance.rules.activities import WORK
from tests.engine.conformance.rules.data import DATA
from tests.engine.conformance.rules.flows import FLOWS
from tests.engine.conformance.rules.happenings import EVENTS
from tests.engine.conformance.rules.limits import LIMITS
from tests.engine.conformance.rules.parts import FILE, PARTS
from tests.engine.conformance.rules.telling import Rule
from tests.engine.conformance.rules.types import TYPES
from tests.engine.conformance.rules.undoing import UNDOING

SUBJECTS = (
    ("Het bestand", FILE),
    ("Stromen, pools en banen", FLOWS),
    ("Activiteiten en gateways", (*PARTS, *WORK)),
    ("Soorten gegevens", TYPES),
    ("Uitdrukkingen en groepen gegevens", DATA),
    ("Gebeurtenissen", EVENTS),
    ("Terugdraaien en transacties", UNDOING),
)
RULES: tuple[Rule, ...] = tuple(rule for _, rules in SUBJECTS for rule in rules)
HEAD = """# BPMN: wat niet mag

Voor proceseigenaren. `smederij check` weigert een schema dat een van deze regels van de standaard breekt
(BPMN 2.0.2; het nummer is de paragraaf). Bij elke regel speelt een test een klein schema dat haar breekt, en een dat
erop lijkt en wel goed is. De code staat voor wie de melding opzoekt.

Wat wel kan, staat in [BPMN: wat het systeem uitvoert](bpmn.md). Wat de standaard toestaat en Smederij niet uitvoert,
staat [onderaan](#wat-wel-mag-en-smederij-niet-uitvoert).
Deze pagina wordt geschreven met `python -m tests.engine.conformance`.
"""
LAST = """
## Wat wel mag, en Smederij niet uitvoert

Dit staat de standaard toe. `smederij check` weigert het, omdat Smederij het niet uitvoert: de melding noemt dan geen
paragraaf en zegt wat u in plaats daarvan kunt tekenen. Ook dit speelt een test na.

| Wat | Code |
|---|---|
"""


def write_rules() -> str:
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield HEAD
    for subject, rules in SUBJECTS:
        yield f"\n## {subject}\n\n| Regel | Paragraaf | Code |\n|---|---|---|\n"
        for rule in rules:
            yield f"| {rule.says} | {rule.clause} | `{rule.code}` |\n"
    yield LAST
    for limit in LIMITS:
        yield f"| {limit.says} | `{limit.code}` |\n"

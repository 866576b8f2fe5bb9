"""Table: all diagrams together, and the page that owners read, written from them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.engine.conformance.activities import ACTIVITIES
from tests.engine.conformance.crossed import CROSSED
from tests.engine.conformance.ended import ENDED
from tests.engine.conformance.events import EVENTS
from tests.engine.conformance.finishing import FINISHING
from tests.engine.conformance.gateways import GATEWAYS
from tests.engine.conformance.mixed import JOINS, REPEATS
from tests.engine.conformance.nested import THROWN
from tests.engine.conformance.scopes import SCOPES
from tests.engine.conformance.seen import SEEN
from tests.engine.conformance.starts import DATA, STARTS
from tests.engine.conformance.tangled import TANGLED
from tests.engine.conformance.telling import Diagram
from tests.engine.conformance.through import THROUGH
from tests.engine.conformance.timed import CALENDAR, LISTENING
from tests.engine.conformance.transactions import TRANSACTIONS
from tests.engine.conformance.undoing import COMPENSATION
from tests.engine.conformance.undone import CALLED_OFF, UNDONE

SUBJECTS = (
    ("Taken en subprocessen", ACTIVITIES),
    ("Keuzes en splitsingen", GATEWAYS),
    ("Gebeurtenissen", EVENTS),
    ("Fouten, escalaties en gebeurtenis-subprocessen", SCOPES),
    ("Hoe een proces begint, en berichten", STARTS),
    ("Gegevensobjecten", DATA),
    ("Terugdraaien en transacties", (*COMPENSATION, *TRANSACTIONS)),
    ("Samen: fouten en escalaties door delen heen", THROWN),
    ("Samen: wat er ophoudt", ENDED),
    ("Samen: op de rand van wat stappen heeft, en eromheen", CROSSED),
    ("Samen: termijnen en de kalender", CALENDAR),
    ("Samen: wachten op meer dingen", (*LISTENING, *FINISHING)),
    ("Samen: samenkomsten en links", JOINS),
    ("Samen: wegen die teruggaan", TANGLED),
    ("Samen: herhalen", REPEATS),
    ("Samen: welke gegevens waar te zien zijn", SEEN),
    ("Samen: terugdraaien", (*UNDONE, *CALLED_OFF)),
    ("Samen: door alles heen", THROUGH),
)
DIAGRAMS: tuple[Diagram, ...] = tuple(diagram for _, diagrams in SUBJECTS for diagram in diagrams)
HEAD = """# BPMN: wat het systeem uitvoert

Voor proceseigenaren. Elk element hieronder is nagespeeld met kleine tekeningen, zoals de standaard het voorschrijft
(BPMN 2.0.2; het nummer is de paragraaf). Het getal rechts is het aantal verhalen dat bij elke test van het programma
wordt nagespeeld. Wat hier niet staat, weigert `smederij check`, met de reden en wat u in plaats daarvan kunt doen.

Wat de standaard verbiedt, staat in [BPMN: wat niet mag](bpmn-regels.md).
Deze pagina wordt geschreven met `python -m tests.engine.conformance`.
"""
TAIL = """
## Wat het systeem niet uitvoert

| Element | Waarom niet | Gebruik in plaats daarvan |
|---|---|---|
| Complexe gateway | de standaard laat open wat hij doet | een keuze of splitsing, met een beslistabel ervoor |
| Ad-hoc-subproces | heeft geen volgorde en dus geen termijnen | een splitsing |
| Proces dat begint met een voorwaarde | voor er een zaak is, zijn er geen gegevens om naar te kijken | een timer of \
bericht, met een beslissing erachter |
| Proces dat begint met een duur | er is nog niets vanaf wanneer die loopt | een datum, of een herhaling |
| Gebeurtenis die op meer soorten tegelijk wacht | wat het was, is daarna niet te zien | een gateway op \
gebeurtenissen, of meer starts |
| Berekening in een gegevensstroom | gegevens gaan niet door de pijlen | een rekentaak, of invoer en uitvoer |
| Choreografie en conversatie | beschrijft afspraken, niet wat er gebeurt | een collaboratie als tekening |
"""


def write_page() -> str:
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield HEAD
    for subject, diagrams in SUBJECTS:
        yield f"\n## {subject}\n\n| Element | Wat het doet | Paragraaf | Verhalen |\n|---|---|---|---|\n"
        for diagram in diagrams:
            yield f"| {diagram.name} | {diagram.note} | {diagram.clause} | {len(diagram.traces)} |\n"
    yield TAIL

"""Sentences on compensation and transactions: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

UNDOING: Mapping[str, tuple[str, str]] = {
    "compensation_with_flow": (
        "Er gaat een stroom uit de compensatiegebeurtenis {which}. Zij hoort niet bij het gewone verloop.",
        "Haal de stroom weg, en verbind de gebeurtenis met een associatie aan de activiteit die terugdraait.",
    ),
    "compensation_without_handler": (
        "De compensatiegebeurtenis {which} is verbonden met {detail} activiteiten die terugdraaien. "
        "Het moet er precies één zijn.",
        "Trek in de tekening één associatie naar een activiteit met het compensatieteken. Of haal de gebeurtenis weg, "
        "en kies in de Stappenlijst bij de stap *Meer*, *Zeggen hoe dit wordt teruggedraaid*.",
    ),
    "compensation_twice": (
        "{name} zegt hoe {other} wordt teruggedraaid, maar dat staat er al een keer.",
        "Laat er één staan.",
    ),
    "compensation_two_ways": (
        "{name} draait {other} terug, maar binnenin doet {detail} dat ook. Alleen {name} zou worden gebruikt.",
        "Haal een van de twee weg.",
    ),
    "compensation_of_process": (
        "{name} draait een heel proces terug. Smederij draait alleen een subproces terug.",
        "Zet het in een subproces, of haal het weg.",
    ),
    "compensation_goes_on": (
        "{name} begint met compensatie zonder te onderbreken. Dat kan niet: wat wordt teruggedraaid, is al klaar.",
        "Maak de start onderbrekend.",
    ),
    "handler_unmarked": (
        "{name} hoort {other} terug te draaien, maar heeft het compensatieteken niet.",
        "Zet bij {name} aan dat het voor compensatie is (isForCompensation).",
    ),
    "handler_elsewhere": (
        "{name} staat niet in hetzelfde (sub)proces als {other}.",
        "Zet {name} naast wat het terugdraait.",
    ),
    "handler_with_flow": (
        "{name} draait iets terug en staat buiten het gewone verloop, maar er gaat een stroom in of uit.",
        "Haal die stroom weg, of haal het compensatieteken weg.",
    ),
    "handler_never": (
        "{name} heeft het compensatieteken, maar draait niets terug.",
        "Haal {name} weg, en kies in de Stappenlijst bij wat moet worden teruggedraaid *Meer*, *Zeggen hoe dit wordt "
        "teruggedraaid*. Of verbind er in de tekening een compensatiegebeurtenis op de rand van die stap mee.",
    ),
    "handler_with_edge": (
        "{name} staat op de rand van {other}. Die draait iets terug en heeft geen vervolg in het gewone verloop.",
        "Haal {name} weg, of maak van {other} een subproces en zet de gebeurtenis daarbinnen.",
    ),
    "handler_repeated": (
        "{name} wordt herhaald, en {other} ook. Het terugdraaien gebeurt al één keer voor elke keer dat {other} "
        "klaar is.",
        "Haal de herhaling van {name} weg.",
    ),
    "compensates_unknown": (
        "{name} draait {detail} terug, maar die activiteit staat niet in hetzelfde (sub)proces.",
        "Kies een activiteit in hetzelfde (sub)proces.",
    ),
    "compensates_unprepared": (
        "{name} draait {other} terug, maar er staat nergens hoe dat gaat.",
        "Kies in de Stappenlijst bij {other} *Meer*, *Zeggen hoe dit wordt teruggedraaid*. In de tekening is dat een "
        "compensatiegebeurtenis op de rand, met een activiteit die terugdraait.",
    ),
    "compensates_nothing": (
        "{name} draait alles terug wat klaar is, maar in dit (sub)proces kan niets worden teruggedraaid.",
        "Kies in de Stappenlijst bij een stap *Meer*, *Zeggen hoe dit wordt teruggedraaid*, of haal {name} weg.",
    ),
    "cancel_outside_transaction": (
        "{name} breekt een transactie af, maar staat niet in een transactie.",
        "Zet dit einde in een transactie, of gebruik een gewoon einde.",
    ),
    "cancel_not_caught": (
        "{name} breekt {other} af, maar nergens staat hoe het daarna verdergaat. Smederij voert dat niet uit.",
        "Kies in de Stappenlijst bij {other} *Termijn, bericht of fout toevoegen*. In de tekening is dat een "
        "afbreekgebeurtenis (cancel) op de rand.",
    ),
    "cancel_of_other": (
        "{name} wacht op het afbreken van {other}, maar dat is geen transactie.",
        "Maak van {other} een transactie, of kies een andere gebeurtenis.",
    ),
    "cancel_goes_on": (
        "{name} staat op niet-onderbrekend. Dat kan niet: een transactie die is afgebroken, gaat niet verder.",
        "Maak de gebeurtenis onderbrekend.",
    ),
    "cancel_twice": (
        "{other} heeft meer dan één afbreekgebeurtenis op de rand.",
        "Laat er één staan.",
    ),
    "cancel_never": (
        "{name} gaat nooit af: niets breekt {other} af.",
        "Zet in {other} een einde van de soort afbreken (cancel), of haal {name} weg.",
    ),
}

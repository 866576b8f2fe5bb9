"""Rules on expressions, and on which data belong together."""

from __future__ import annotations

from tests.engine.conformance.rules.telling import BASE, Rule, through
from tests.engine.conformance.rules.types import LETTER, PUBLISH, SORTS, gives, takes
from tests.engine.conformance.telling import gateway, laps
from tests.engine.diagrams import (
    FORMAL,
    catch,
    chain,
    conditional,
    end,
    flow,
    node,
    start,
    timer,
    user,
)

CHOICE = (start(), gateway("Goed", default="Nee"), end("Ja"), end("Weg"), chain("Begin", "Goed"))
CHOSEN = (*CHOICE, flow("Goed", "Ja", "=goed"), flow("Goed", "Weg", key="Nee"))
ANSWER = LETTER + '<bpmn:correlationProperty id="Nummer" name="nummer" type="Brief">{}</bpmn:correlationProperty>'
PATH = (
    '<bpmn:correlationPropertyRetrievalExpression messageRef="Post"><bpmn:messagePath>{}</bpmn:messagePath>'
    "</bpmn:correlationPropertyRetrievalExpression>"
)
LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="ding" /></bpmn:extensionElements>'
    "<bpmn:loopDataInputRef>{}</bpmn:loopDataInputRef></bpmn:multiInstanceLoopCharacteristics>"
)


def plain(*process: str) -> tuple[str, ...]:
    """The same, with expressions that do not say that they are formal."""
    return tuple(part.replace(f" {FORMAL}", "") for part in process)


def sets(inputs: str, outputs: str = '<bpmn:outputSet id="Uit" />') -> str:
    """A task that takes two things, in these sets."""
    items = "".join(f'<bpmn:dataInput id="{key}" name="{key}" />' for key in ("Een", "Twee"))
    return user("Taak", f"<bpmn:ioSpecification>{items}{inputs}{outputs}</bpmn:ioSpecification>")


def named(*keys: str, more: str = "", key: str = "In") -> str:
    refs = "".join(f"<bpmn:dataInputRefs>{one}</bpmn:dataInputRefs>" for one in keys)
    return f'<bpmn:inputSet id="{key}">{refs}{more}</bpmn:inputSet>'


def later(key: str) -> str:
    return f"<bpmn:optionalInputRefs>{key}</bpmn:optionalInputRefs>"


def twice(told: str) -> str:
    """The same data once more, in the same set."""
    kind, key = ("dataInput", "Erin") if "Erin" in told else ("dataOutput", "Eruit")
    item = told[told.index(f"<bpmn:{kind} ") : told.index("/>") + 2]
    ref = f"<bpmn:{kind}Refs>{key}</bpmn:{kind}Refs>"
    return told.replace(item, item + item.replace(key, "Nog")).replace(ref, ref + ref.replace(key, "Nog"))


def grouped(told: str, group: str) -> str:
    """The same set of data once more."""
    begin, after = told.index(f"<bpmn:{group}>"), f"</bpmn:{group}>"
    whole = told[begin : told.index(after) + len(after)]
    return told.replace(whole, whole * 2)


def sending(told: str) -> tuple[str, ...]:
    return through(node("sendTask", "Sturen", PUBLISH, told, messageRef="Post"))


def receiving(told: str) -> tuple[str, ...]:
    return through(node("receiveTask", "Krijgt", told, messageRef="Post"))


def untyped(told: str) -> str:
    return told.replace(' itemSubjectRef="Brief"', "")


BACK = "<bpmn:inputSetRefs>In</bpmn:inputSetRefs>"
ONWARD = "<bpmn:outputSetRefs>Uit</bpmn:outputSetRefs>"

DATA = (
    Rule(
        "In een proces dat wordt uitgevoerd, is een voorwaarde geen gewone taal (xsi:type)",
        "expression_not_formal", plain(*CHOSEN), CHOSEN,
    ),
    Rule(
        "De tijd van een timer is geen gewone taal",
        "expression_not_formal",
        plain(*through(catch("Wacht", timer("Duration", "P1D")))), through(catch("Wacht", timer("Duration", "P1D"))),
    ),
    Rule(
        "Een gebeurtenis wacht niet op een voorwaarde in gewone taal",
        "expression_not_formal",
        plain(*through(catch("Wacht", conditional("=goed")))), through(catch("Wacht", conditional("=goed"))),
    ),
    Rule(
        "De voorwaarde van een lus is geen gewone taal",
        "expression_not_formal", plain(*through(user("Taak", laps("=goed")))), through(user("Taak", laps("=goed"))),
    ),
    Rule(
        "Een uitdrukking is niet leeg",
        "expression_empty", CHOSEN, CHOSEN, changed=("=goed<", "<"),
    ),
    Rule(
        "Waaraan een bericht wordt herkend, is niet leeg",
        "expression_empty", BASE, BASE,
        beside=(ANSWER.format(PATH.format("")), ANSWER.format(PATH.format("=nummer"))),
    ),
    Rule(
        "Een taak stuurt één gegeven in haar bericht",
        "message_data_too_much",
        sending(twice(takes("Brief"))), sending(takes("Brief")), beside=(LETTER, LETTER),
    ),
    Rule(
        "Een taak stuurt één groep gegevens in haar bericht",
        "message_data_too_much",
        sending(grouped(takes("Brief"), "inputSet")), sending(takes("Brief")), beside=(LETTER, LETTER),
    ),
    Rule(
        "Een ontvangsttaak haalt één gegeven uit haar bericht",
        "message_data_too_much",
        receiving(twice(gives("Brief"))), receiving(gives("Brief")), beside=(LETTER, LETTER),
    ),
    Rule(
        "Een ontvangsttaak haalt één groep gegevens uit haar bericht",
        "message_data_too_much",
        receiving(grouped(gives("Brief"), "outputSet")), receiving(gives("Brief")), beside=(LETTER, LETTER),
    ),
    Rule(
        "Als een bericht een soort heeft, heeft het gegeven die ook",
        "task_data_without_type",
        sending(untyped(takes("Brief"))), sending(takes("Brief")), beside=(LETTER, LETTER),
    ),
    Rule(
        "Als een gegeven een soort heeft, heeft het bericht die ook",
        "task_data_without_type",
        receiving(gives("Brief")), receiving(untyped(gives("Brief"))),
        beside=(LETTER.replace(' itemRef="Brief"', ""), LETTER.replace(' itemRef="Brief"', "")),
    ),
    Rule(
        "Een meervoudige taak gebeurt voor een gegeven dat in de taak zelf gaat",
        "loop_over_other",
        (*through(user("Taak", LOOP.format("Stapel"))), '<bpmn:dataObject id="Stapel" name="Stapel" />'),
        through(user("Taak", takes("Brief"), LOOP.format("Erin"))), beside=("", SORTS),
    ),
    Rule(
        "Wat in een groep mag wegblijven, hoort bij die groep",
        "optional_outside_set",
        through(sets(named("Een", more=later("Twee")) + named("Twee", key="Ook"))),
        through(sets(named("Een", "Twee", more=later("Twee")) + named("Twee", key="Ook"))),
    ),
    Rule(
        "Een groep die een groep uitvoer noemt, wordt door die groep genoemd",
        "sets_disagree",
        through(sets(named("Een", "Twee", more=ONWARD))),
        through(sets(named("Een", "Twee", more=ONWARD), f'<bpmn:outputSet id="Uit">{BACK}</bpmn:outputSet>')),
    ),
    Rule(
        "Een groep die een groep invoer noemt, wordt door die groep genoemd",
        "sets_disagree",
        through(sets(named("Een", "Twee"), f'<bpmn:outputSet id="Uit">{BACK}</bpmn:outputSet>')),
        through(sets(named("Een", "Twee", more=ONWARD), f'<bpmn:outputSet id="Uit">{BACK}</bpmn:outputSet>')),
    ),
)  # fmt: skip

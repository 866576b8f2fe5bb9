"""Rules on the types of data."""

from __future__ import annotations

from tests.engine.conformance.rules.telling import BASE, Rule, around, through
from tests.engine.diagrams import message, node, user

SORTS = (
    '<bpmn:itemDefinition id="Brief" structureRef="brief" /><bpmn:itemDefinition id="Bedrag" structureRef="bedrag" />'
    '<bpmn:itemDefinition id="Brieven" structureRef="brief" isCollection="true" />'
)
LETTER = SORTS + '<bpmn:message id="Post" name="post" itemRef="Brief" />'
SERVICE = (
    LETTER + '<bpmn:interface id="Loket" name="Loket"><bpmn:operation id="Dienst" name="Dienst">'
    "<bpmn:inMessageRef>Post</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"
)
PUBLISH = '<zeebe:taskDefinition type="publish" />'


def item(kind: str, key: str, sort: str, **attributes: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<bpmn:{kind} id="{key}" name="{key}" itemSubjectRef="{sort}"{told} />'


def takes(sort: str, **attributes: str) -> str:
    """What goes into an activity is of this sort."""
    put = "<bpmn:inputSet><bpmn:dataInputRefs>Erin</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet />"
    return f"<bpmn:ioSpecification>{item('dataInput', 'Erin', sort, **attributes)}{put}</bpmn:ioSpecification>"


def gives(sort: str) -> str:
    """What comes out of an activity is of this sort."""
    put = "<bpmn:inputSet /><bpmn:outputSet><bpmn:dataOutputRefs>Eruit</bpmn:dataOutputRefs></bpmn:outputSet>"
    return f"<bpmn:ioSpecification>{item('dataOutput', 'Eruit', sort)}{put}</bpmn:ioSpecification>"


def copied(source: str, target: str) -> tuple[str, ...]:
    """A data object of one sort goes into a task that takes another."""
    arrow = (
        '<bpmn:dataInputAssociation id="Pijl"><bpmn:sourceRef>Ding</bpmn:sourceRef>'
        "<bpmn:targetRef>Erin</bpmn:targetRef></bpmn:dataInputAssociation>"
    )
    return (*through(user("Taak", takes(target), arrow)), item("dataObject", "Ding", source))


def thrown(sort: str) -> tuple[str, ...]:
    """An event that sends a letter, from data of this sort."""
    told = (
        f"{item('dataInput', 'Erin', sort)}<bpmn:inputSet><bpmn:dataInputRefs>Erin</bpmn:dataInputRefs></bpmn:inputSet>"
    )
    return through(node("intermediateThrowEvent", "Sturen", PUBLISH, told, message("Post")))


def caught(sort: str) -> tuple[str, ...]:
    """An event that gets a letter, as data of this sort."""
    put = "<bpmn:outputSet><bpmn:dataOutputRefs>Eruit</bpmn:dataOutputRefs></bpmn:outputSet>"
    return through(node("intermediateCatchEvent", "Komt", item("dataOutput", "Eruit", sort), put, message("Post")))


def repeated(sort: str) -> tuple[str, ...]:
    """A task for each letter of a list, that has one of this sort each time."""
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="ding" /></bpmn:extensionElements>'
        f"<bpmn:loopDataInputRef>Erin</bpmn:loopDataInputRef>{item('inputDataItem', 'Eén', sort)}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    return through(user("Taak", takes("Brieven", isCollection="true"), loop))


TYPES = (
    Rule(
        "Of gegevens een lijst zijn (isCollection), staat erbij zoals het bij hun soort staat",
        "collection_disagrees",
        around(item("dataObject", "Stapel", "Brieven")),
        around(item("dataObject", "Stapel", "Brieven", isCollection="true")),
        beside=(SORTS, SORTS),
    ),
    Rule(
        "Een gegeven dat geen lijst is, is niet van een soort die een lijst is, en andersom",
        "collection_disagrees",
        through(user("Taak", takes("Brief").replace(" />", ' isCollection="true" />', 1))),
        through(user("Taak", takes("Brief"))),
        beside=(SORTS, SORTS),
    ),
    Rule(
        "Gegevens die worden overgenomen zoals ze zijn, zijn van dezelfde soort als waar ze heen gaan",
        "arrow_of_other_type",
        copied("Bedrag", "Brief"), copied("Brief", "Brief"), beside=(SORTS, SORTS),
    ),
    Rule(
        "Wat een taak aan een dienst geeft, is van de soort van het bericht van die dienst",
        "task_data_of_other_type",
        through(node("sendTask", "Sturen", PUBLISH, takes("Bedrag"), operationRef="Dienst")),
        through(node("sendTask", "Sturen", PUBLISH, takes("Brief"), operationRef="Dienst")),
        beside=(SERVICE, SERVICE),
    ),
    Rule(
        "Wat een ontvangsttaak krijgt, is van de soort van haar bericht",
        "task_data_of_other_type",
        through(node("receiveTask", "Krijgt", gives("Bedrag"), messageRef="Post")),
        through(node("receiveTask", "Krijgt", gives("Brief"), messageRef="Post")),
        beside=(LETTER, LETTER),
    ),
    Rule(
        "Wat een gebeurtenis verstuurt, is van de soort van haar bericht",
        "event_data_of_other_type", thrown("Bedrag"), thrown("Brief"), beside=(LETTER, LETTER),
    ),
    Rule(
        "Wat met een gebeurtenis binnenkomt, is van de soort van haar bericht",
        "event_data_of_other_type", caught("Bedrag"), caught("Brief"), beside=(LETTER, LETTER),
    ),
    Rule(
        "Wat een meervoudige activiteit per keer krijgt, is van de soort van wat er in de lijst staat",
        "loop_item_of_other_type", repeated("Bedrag"), repeated("Brief"), beside=(SORTS, SORTS),
    ),
    Rule(
        "Wat een meervoudige activiteit per keer krijgt, is zelf niet de hele lijst",
        "loop_item_of_other_type",
        repeated("Brieven"), BASE, beside=(SORTS, SORTS),
    ),
)  # fmt: skip

"""A diagram with every element and every expression place of the dialect, and texts that attack them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from engine.dialect.folder import ProcessFiles
from tests.engine import diagrams as d

HARMLESS = {
    "assignee": '="lid-1"',
    "boundary timer": '=duration("P2D")',
    "call input": "=titel",
    "call output": "=antwoord",
    "called process": "advies",
    "candidate groups": '="ondersteuning"',
    "candidate users": "",
    "completion condition": "=numberOfCompletedInstances = 2",
    "condition": "=true",
    "correlation key": "=kenmerk",
    "decision input mapping": "=1",
    "decision output mapping": "=oordeel",
    "documentation": "Kijk",
    "due date": "=vandaag",
    "follow-up date": "=vandaag",
    "form condition": "=titel = null",
    "form text": "Notitie",
    "given answer": "een antwoord",
    "given payload": "een bericht",
    "header": '="Uitslag"',
    "input collection": "=[1, 2]",
    "item name": "lid",
    "job input": "=titel",
    "job type": "start-case",
    "knowledge model": "x + 1",
    "literal decision": "basis(invoer)",
    "mail subject": "titel",
    "mail text": "titel",
    "name": "Kijken",
    "name of a message": "vervolg",
    "output element": "=notitie",
    "priority": "=50",
    "property": "true",
    "result variable": "uitkomst",
    "script": "=1 + 1",
    "status text": "=titel",
    "table cell": "> 0",
    "table input": "voorwerk",
    "table output": '"ja"',
    "task input": '="a"',
    "task output": "=notitie",
    "timer date": "=nu",
    "timer duration": '=duration("PT1H")',
}
"""Every place where a diagram, table, form, mail or person can say something: place → a text that works there."""

HOSTILE = {
    "an import": "__import__('os').system('true')",
    "an import in double quotes": '__import__("os").system("true")',
    "the classes of all": "().__class__.__base__.__subclasses__()",
    "a member of a text": '"".__class__.__mro__[1]',
    "a call of eval": 'eval("1 + 1")',
    "a call of exec": 'exec("1")',
    "a file": 'open("/etc/passwd").read()',
    "a lambda": "(lambda: 1)()",
    "a formatted text": "f\"{__import__('os')}\"",
    "a moment of Python": "datetime.datetime.now()",
    "a duration of Python": "timedelta(seconds=1)",
    "a name of Python": "__builtins__",
    "Java": 'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}',
}


def everything(place: str = "", text: str = "") -> dict[str, ProcessFiles]:
    """The process and the one that it calls, by id, with what one place says changed.

    Raises: DiagramRefused: the text is not allowed there.
    """
    at = {**HARMLESS, **({place: text} if place else {})}
    files = {
        "forms/leeg.form": d.form("leeg", d.field("notitie", conditional={"hide": at["form condition"]})),
        "forms/insturen.form": d.form("insturen", {**d.field("titel"), "label": at["form text"]}),
        "mails/uitslag.md": f"Onderwerp: {{{{ {at['mail subject']} }}}}\n\n{{{{ {at['mail text']} }}}}\n".encode(),
        "besluit.dmn": _decisions(at),
        "process.bpmn": _with_correlation(d.definitions(*_inside(at), process="proef"), at),
    }
    called = d.folder(d.start("In"), d.script("Antwoorden", "=vraag", "antwoord"), d.end("Uit"),
                      d.chain("In", "Antwoorden", "Uit"), process="advies")  # fmt: skip
    return {"proef": d.folder(files=files), "advies": called}


def _inside(at: Mapping[str, str]) -> list[str]:
    before = ["Begin", "Kijken", "Rekenen", "Beslissen", "Keuze"]
    after = ["Splits", "Blok", "Koppelen", "Mailen", "Stemmen", "Dag", "Uur", "Bericht", "Vragen", "Samen", "Klaar"]
    return [
        d.start("Begin", '<zeebe:formDefinition formId="insturen" />', d.properties(startableBy="iedereen")),
        d.node("parallelGateway", "Splits"),
        _task(at),
        d.script("Rekenen", at["script"], at["result variable"]),
        d.node(
            "businessRuleTask",
            "Beslissen",
            '<zeebe:calledDecision decisionId="besluit" resultVariable="oordeel" />',
            d.io({"invoer": at["decision input mapping"]}, {"na_besluit": at["decision output mapping"]}),
        ),
        d.node("exclusiveGateway", "Keuze", default="Anders"),
        _block(at),
        _service("Koppelen", at["job type"], {"process": "advies", "onderwerp": at["header"]}, at),
        _service("Mailen", "mail", {"template": "uitslag", "to": "indiener"}, at),
        _vote(at),
        d.boundary("Te_laat", "Stemmen", d.timer("Duration", escape(at["boundary timer"])), interrupting=False),
        d.node("intermediateCatchEvent", "Dag", d.timer("Date", escape(at["timer date"]))),
        d.node("intermediateCatchEvent", "Uur", d.timer("Duration", escape(at["timer duration"]))),
        d.node("intermediateCatchEvent", "Bericht", d.message("Message_2")),
        _call(at),
        d.node("intermediateThrowEvent", "Mijlpaal"),
        d.node("parallelGateway", "Samen"),
        *(d.end(key) for key in ("Klaar", "Gestopt", "Gemeld")),
        d.node("subProcess", "Intrekken", d.node("startEvent", "Ingetrokken", d.message()), d.end("Weg"),
               d.flow("Ingetrokken", "Weg"), triggeredByEvent="true"),
        d.chain(*before),
        d.flow("Keuze", "Splits", escape(at["condition"])),
        d.flow("Keuze", "Gestopt", key="Anders"),
        d.chain(*after),
        d.chain("Splits", "Mijlpaal", "Samen"),
        d.flow("Te_laat", "Gemeld"),
    ]  # fmt: skip


def _task(at: Mapping[str, str]) -> str:
    return d.node(
        "userTask",
        "Kijken",
        '<zeebe:formDefinition formId="leeg" />',
        f"<zeebe:assignmentDefinition assignee={quoteattr(at['assignee'])}"
        f" candidateGroups={quoteattr(at['candidate groups'])} candidateUsers={quoteattr(at['candidate users'])} />",
        f"<zeebe:taskSchedule dueDate={quoteattr(at['due date'])} followUpDate={quoteattr(at['follow-up date'])} />",
        f"<zeebe:priorityDefinition priority={quoteattr(at['priority'])} />",
        d.properties(publishedStatus="Gaat door", publishedText=at["status text"], suspendsTerm=at["property"]),
        d.io({"lokaal": at["task input"]}, {"bevinding": at["task output"]}),
        f"<bpmn:documentation>{escape(at['documentation'])}</bpmn:documentation>",
        name=at["name"],
    )


def _block(at: Mapping[str, str]) -> str:
    inside = [d.start("Binnen"), d.user("Binnenwerk"), d.node("endEvent", "Op", "<bpmn:terminateEventDefinition />")]
    mapped = d.io({"binnen": at["task input"]}, {"buiten": at["task output"]})
    return d.node("subProcess", "Blok", mapped, *inside, d.chain("Binnen", "Binnenwerk", "Op"))


def _service(key: str, kind: str, headers: Mapping[str, str], at: Mapping[str, str]) -> str:
    rows = "".join(f"<zeebe:header key={quoteattr(k)} value={quoteattr(v)} />" for k, v in headers.items())
    job = f"<zeebe:taskDefinition type={quoteattr(kind)} />"
    return d.node("serviceTask", key, job, f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>",
                  d.io({"inhoud": at["job input"]}))  # fmt: skip


def _vote(at: Mapping[str, str]) -> str:
    loop = d.each(at["input collection"], at["item name"], yields=at["output element"], into="stemmen",
                  until=escape(at["completion condition"]))  # fmt: skip
    return d.user("Stemmen", loop)


def _call(at: Mapping[str, str]) -> str:
    called = f'<zeebe:calledElement processId={quoteattr(at["called process"])} propagateAllChildVariables="true" />'
    return d.node("callActivity", "Vragen", called, d.io({"vraag": at["call input"]}, {"advies": at["call output"]}))


def _with_correlation(diagram: bytes, at: Mapping[str, str]) -> bytes:
    key = f"<zeebe:subscription correlationKey={quoteattr(at['correlation key'])} />"
    waited = f'<bpmn:message id="Message_2" name={quoteattr(at["name of a message"])}><bpmn:extensionElements>{key}'
    end = "</bpmn:extensionElements></bpmn:message>"
    return diagram.replace(b"<bpmn:process ", f"{waited}{end}<bpmn:process ".encode(), 1)


def _decisions(at: Mapping[str, str]) -> bytes:
    """A knowledge model, a decision that calls it, and a table that reads that decision."""
    text = {place: f"<text>{escape(said)}</text>" for place, said in at.items()}
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:proef">'
        '<businessKnowledgeModel id="basis" name="basis"><variable name="basis"/><encapsulatedLogic>'
        f'<formalParameter name="x"/><literalExpression>{text["knowledge model"]}</literalExpression>'
        "</encapsulatedLogic></businessKnowledgeModel>"
        '<decision id="voor" name="voorwerk"><variable name="voorwerk"/><knowledgeRequirement>'
        '<requiredKnowledge href="#basis"/></knowledgeRequirement>'
        f"<literalExpression>{text['literal decision']}</literalExpression></decision>"
        '<decision id="besluit" name="besluit"><variable name="besluit"/><informationRequirement>'
        '<requiredDecision href="#voor"/></informationRequirement><decisionTable hitPolicy="FIRST">'
        f'<input><inputExpression>{text["table input"]}</inputExpression></input><output name="uit"/>'
        f"<rule><inputEntry>{text['table cell']}</inputEntry><outputEntry>{text['table output']}</outputEntry></rule>"
        '<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"anders"</text></outputEntry></rule>'
        "</decisionTable></decision></definitions>"
    ).encode()

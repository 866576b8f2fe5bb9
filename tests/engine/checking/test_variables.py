"""Variables: a name that nothing gives a value is found, wherever it is read and whatever could have given it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.checking import Finding, check_folders
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    field,
    flow,
    folder,
    form,
    io,
    message,
    node,
    properties,
    script,
    start,
    timer,
    user,
)
from tests.engine.dialect.test_dmn_tables import MODEL

BEGUN = start("Begin", '<zeebe:formDefinition formId="aanvraag" />', properties(startableBy="iedereen"))
FORMS = {
    "forms/aanvraag.form": form("aanvraag", field("bedrag", "number"), field("naam", properties={"personal": "name"})),
    "forms/advies.form": form("advies", field("advies")),
}
TABLE = (
    f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="urn:test"><decision id="besluit" name="Besluit">'
    "<literalExpression><text>bedrag > {}</text></literalExpression></decision></definitions>"
)


def unknown(*folders: ProcessFiles) -> list[tuple[str, str, str]]:
    """(severity, element, name) of every unknown variable; the name stands in quotes in the sentence."""
    found = check_folders({files.process.id: files for files in folders})
    return [(f.severity, f.element_id, f.reason.split("'")[-2]) for f in found if _is_on_variables(f)]


def _is_on_variables(finding: Finding) -> bool:
    return finding.code in {"unknown_variable", "foreign_variable"}


def begun(*inside: str, key: str, files: Mapping[str, bytes] | None = None) -> ProcessFiles:
    """A process that people start with an amount and a name, and that goes through one element to its end."""
    return folder(BEGUN, *inside, end(), chain("Begin", key, "Klaar"), files={**FORMS, **(files or {})})


def reading(text: str, *inside: str) -> ProcessFiles:
    """A process that people start, with a calculation that reads `text` at its end."""
    return folder(
        BEGUN, *inside, script("Lezen", text, "gelezen"), end(), chain("Begin", "Lezen", "Klaar"), files=FORMS
    )


def test_a_name_that_nothing_gives_is_told_with_one_that_is_near() -> None:
    found = check_folders({"proef": reading("=bedrga > 5")})

    (finding,) = [f for f in found if _is_on_variables(f)]

    assert str(finding) == (
        "Fout: De uitdrukking van *Lezen* leest 'bedrga', maar niets geeft die naam een waarde. "
        f"Bedoelt u *bedrag*? (Lezen, proef, regel {finding.line})"
    )


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("=cuont([kosten])", "Bedoelt u *count*?"),
        ("=dates + 1", "Verbeter de naam, of vraag de waarde in een formulier."),
        ("=Hoeveel kost het? > 5", "Dit is een vraag. Het antwoord heet *kosten*."),
        ("=hoeveel kost het > 5", "Dit is een vraag. Het antwoord heet *kosten*."),
        ("=soort = groot", 'Is groot een tekst? Zet er dan aanhalingstekens om: "groot". Anders: '),
        ("=groot > 5", "Verbeter de naam, of vraag de waarde in een formulier."),
        ("=wie", "Dit is van de indiener zelf en wordt apart bewaard: een uitdrukking kan het niet lezen. "),
    ],
)  # fmt: skip
def test_what_was_probably_meant_by_a_name_is_told(text: str, advice: str) -> None:
    asked = form("aanvraag", field("kosten", "number", label="Hoeveel kost het?"), field("soort"),
                 field("wie", label="Wie bent u?", properties={"personal": "name"}))  # fmt: skip
    files = folder(BEGUN, script("Lezen", text, "gelezen"), end(), chain("Begin", "Lezen", "Klaar"),
                   files={"forms/aanvraag.form": asked})  # fmt: skip

    (finding,) = [f for f in check_folders({"proef": files}) if _is_on_variables(f)]

    assert finding.remedy.startswith(advice)


@pytest.mark.parametrize(
    "text",
    [
        "=bedrag", "=vandaag", "=nu", "=kenmerk", "=groepen.stuurgroep", "=indiener_id", "=werkdagen(3)", "=count([1])",
        "=for x in [1, 2] return x + bedrag", "=[{a: 1}][a = 1]", "={a: 1, b: a}.b", "=gelezen", "=1 +",
    ],
)  # fmt: skip
def test_what_is_known_is_no_finding(text: str) -> None:
    assert unknown(reading(text)) == []


@pytest.mark.parametrize("text", ["=naam", "=werkdag(3)", "=onbekend.veld", "=count(lijst)"])
def test_what_is_not_known_is_an_error(text: str) -> None:
    found = unknown(reading(text))

    assert [(severity, element) for severity, element, _ in found] == [("error", "Lezen")]


@pytest.mark.parametrize(
    "element",
    [
        user("Iets", form="advies"),
        script("Iets", "=1", "advies"),
        node("serviceTask", "Iets", '<zeebe:taskDefinition type="publish" />', io(None, {"advies": "=1"})),
        user("Iets", each("=[1]", "lid", yields="=lid", into="advies")),
        node("businessRuleTask", "Iets", '<zeebe:calledDecision decisionId="b" resultVariable="advies" />'),
    ],
    ids=["form", "script", "output", "output collection", "decision"],
)
def test_whatever_a_step_hands_over_is_known(element: str) -> None:
    assert unknown(reading("=advies", element)) == []


@pytest.mark.parametrize(
    "element",
    [
        user("Iets", io({"advies": "=1"})),
        user("Iets", io(None, {"anders": "=advies"}), form="advies"),
        user("Iets", each("=[1]", "advies")),
        user("Iets", each("=[1]", "lid", yields="=advies", into="adviezen"), form="advies"),
    ],
    ids=["input", "answer with an output", "item", "answer of a repeated task"],
)
def test_what_a_step_keeps_to_itself_is_known_there_only(element: str) -> None:
    assert unknown(reading("=advies", element)) == [("error", "Lezen", "advies")]


def test_the_input_of_a_subprocess_is_known_in_it() -> None:
    inner = node("subProcess", "Deel", io({"deel": "=bedrag"}), start("Erin"), script("Binnen", "=deel", "uit"),
                 end("Eruit"), chain("Erin", "Binnen", "Eruit"))  # fmt: skip

    assert unknown(reading("=deel", inner)) == [("error", "Lezen", "deel")]


@pytest.mark.parametrize(
    "element",
    [
        user("Iets", groups="=wie"),
        user("Iets", due="=wie"),
        user("Iets", io({"x": "=wie"})),
        user("Iets", io(None, {"x": "=wie"})),
        user("Iets", each("=wie", "lid")),
        user("Iets", each("=[1]", "lid", until="=wie")),
        user("Iets", properties(publishedStatus="Bezig", publishedText="=wie")),
        node("intermediateCatchEvent", "Iets", timer("Duration", "=wie")),
    ],
    ids=["groups", "due date", "input", "output", "input collection", "completion", "published text", "timer"],
)
def test_every_expression_of_an_element_is_read(element: str) -> None:
    assert unknown(begun(element, key="Iets")) == [("error", "Iets", "wie")]


def test_a_condition_is_read() -> None:
    files = folder(BEGUN, node("exclusiveGateway", "Keuze", default="Nee"), end(), end("Weg"), chain("Begin", "Keuze"),
                   flow("Keuze", "Klaar", "=akkoord = true", key="Ja"), flow("Keuze", "Weg", key="Nee"),
                   files=FORMS)  # fmt: skip

    assert unknown(files) == [("error", "Ja", "akkoord")]


def test_a_mail_is_read_with_what_its_task_gives_it() -> None:
    mail = node("serviceTask", "Iets", '<zeebe:taskDefinition type="mail" />', io({"groet": "=1"}),
                '<zeebe:taskHeaders><zeebe:header key="template" value="brief" />'
                '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>')  # fmt: skip
    text = b"Onderwerp: {{ bedrag }}\n\n{{ aanhef }} {{ groet }} {{ onderwerp }} {{ onderwerp }} {{ link }}"

    files = begun(mail, key="Iets", files={"mails/brief.md": text})

    assert unknown(files) == [("error", "Iets", "onderwerp")]


@pytest.mark.parametrize(("limit", "found"), [("5000", []), ("grens", [("error", "Iets", "grens")])])
def test_what_a_decision_reads_is_known_where_it_is_asked(limit: str, found: list[tuple[str, str, str]]) -> None:
    task = node("businessRuleTask", "Iets", '<zeebe:calledDecision decisionId="besluit" resultVariable="uit" />')

    assert unknown(begun(task, key="Iets", files={"besluit.dmn": TABLE.format(limit).encode()})) == found


def test_what_a_decision_is_given_is_known() -> None:
    task = node("businessRuleTask", "Iets", '<zeebe:calledDecision decisionId="besluit" resultVariable="uit" />',
                io({"grens": "=5000"}))  # fmt: skip

    assert unknown(begun(task, key="Iets", files={"besluit.dmn": TABLE.format("grens").encode()})) == []


def test_the_condition_of_a_field_is_read() -> None:
    asked = form("leeg", field("reden", conditional={"hide": "=bedrag > 5 or soort = 1 or reden2 = 2"}), field("soort"))

    found = unknown(begun(user("Iets"), key="Iets", files={"forms/leeg.form": asked}))

    assert found == [("error", "Iets", "reden2")]


# ---- processes around it ---------------------------------------------------------------------------------------------


def call(key: str, called: str, *inside: str, parent: bool = False, child: bool = False) -> str:
    told = f'propagateAllParentVariables="{str(parent).lower()}" propagateAllChildVariables="{str(child).lower()}"'
    return node("callActivity", key, f'<zeebe:calledElement processId="{called}" {told} />', *inside)


def called(text: str) -> ProcessFiles:
    return folder(start("B2"), script("Lezen2", text, "advies"), end("K2"), chain("B2", "Lezen2", "K2"), process="deel")


def test_a_called_process_knows_what_it_is_given() -> None:
    caller = begun(call("Iets", "deel", io({"kosten": "=bedrag"})), key="Iets")

    assert unknown(caller, called("=kosten")) == []
    assert unknown(caller, called("=bedrag")) == [("error", "Lezen2", "bedrag")]


def test_a_called_process_that_is_given_everything_knows_what_its_caller_knows() -> None:
    caller = begun(call("Iets", "deel", parent=True), key="Iets")

    assert unknown(caller, called("=bedrag")) == []
    assert unknown(caller, called("=kosten")) == [("error", "Lezen2", "kosten")]


def test_an_output_of_a_call_may_read_the_line_above_it() -> None:
    handed = io({"kosten": "=bedrag"}, {"uitkomst": "=advies", "rest": "=uitkomst"})

    assert unknown(begun(call("Iets", "deel", handed), key="Iets"), called("=kosten")) == []


def test_what_a_call_hands_over_is_read_in_the_called_process() -> None:
    handed = io({"kosten": "=bedrag"}, {"uitkomst": "=advies", "rest": "=bedrag"})

    assert unknown(begun(call("Iets", "deel", handed), key="Iets"), called("=kosten")) == [("error", "Iets", "bedrag")]


def test_a_call_that_hands_over_everything_makes_it_known() -> None:
    reads = script("Lezen", "=advies", "gelezen")
    files = folder(BEGUN, call("Iets", "deel", child=True), reads, end(), chain("Begin", "Iets", "Lezen", "Klaar"),
                   files=FORMS)  # fmt: skip

    assert unknown(files, called("=1")) == []


def test_a_case_that_another_starts_knows_what_comes_with_it() -> None:
    job = node("serviceTask", "Iets", '<zeebe:taskDefinition type="start-case" />', io({"kosten": "=bedrag"}),
               '<zeebe:taskHeaders><zeebe:header key="process" value="deel" /></zeebe:taskHeaders>')  # fmt: skip

    assert unknown(begun(job, key="Iets"), called("=kosten + bedrag")) == [("error", "Lezen2", "bedrag")]


def test_where_nobody_is_known_to_begin_a_process_it_is_only_a_warning() -> None:
    assert unknown(called("=kosten")) == [("warning", "Lezen2", "kosten")]


def test_what_a_scenario_begins_with_is_taken_to_be_there() -> None:
    story = b"name: Proef\nnow: 2026-03-02\nstart:\n  kosten: 5\n"
    files = folder(start(), script("Lezen", "=kosten + korting", "uit"), end(), chain("Begin", "Lezen", "Klaar"),
                   files={"scenarios/een.yaml": story})  # fmt: skip

    assert unknown(files) == [("warning", "Lezen", "korting")]


def test_a_scenario_that_multiplies_is_not_looked_into() -> None:
    multiplying = "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 40))
    story = f"name: Proef\nnow: 2026-03-02\na0: &a0 {{kosten: 5}}\n{multiplying}start: *a39\n".encode()
    files = folder(start(), script("Lezen", "=kosten", "uit"), end(), chain("Begin", "Lezen", "Klaar"),
                   files={"scenarios/een.yaml": story})  # fmt: skip

    assert unknown(files) == [("warning", "Lezen", "kosten")]


def test_what_a_message_brings_along_is_not_known() -> None:
    event = boundary("Rand", "Iets", message("Message_2"))
    files = folder(
        BEGUN,
        user("Iets"),
        event,
        script("Lezen", "=bedrga", "uit"),
        end(),
        end("Weg"),
        chain("Begin", "Iets", "Lezen", "Klaar"),
        flow("Rand", "Weg"),
        files=FORMS,
        messages={"Message_2": "betaald"},
    )

    assert unknown(files) == [("warning", "Lezen", "bedrga")]


def test_a_message_that_is_sent_brings_nothing_along() -> None:
    sent = node("intermediateThrowEvent", "Stuur", '<zeebe:taskDefinition type="message" />', message("Message_2"))
    files = folder(BEGUN, sent, script("Lezen", "=bedrga", "uit"), end(), chain("Begin", "Stuur", "Lezen", "Klaar"),
                   files=FORMS, messages={"Message_2": "betaald"})  # fmt: skip

    assert unknown(files) == [("error", "Lezen", "bedrga")]


def test_a_withdrawal_brings_only_its_reason() -> None:
    event = boundary("Rand", "Iets", message())
    files = folder(BEGUN, user("Iets"), event, script("Lezen", "=reden_intrekking + bedrga", "uit"), end(), end("Weg"),
                   chain("Begin", "Iets", "Lezen", "Klaar"), flow("Rand", "Weg"), files=FORMS)  # fmt: skip

    assert unknown(files) == [("error", "Lezen", "bedrga")]


def test_the_head_of_a_table_is_told_what_its_outcome_is_called() -> None:
    table = (
        f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="urn:test"><decision id="soort" name="Soort">'
        '<decisionTable id="t"><input id="i" label="Bedrag"><inputExpression id="e"><text>bedrag</text>'
        '</inputExpression></input><output id="o" label="Uitslag" name="uitslag" />'
        '<rule id="r"><inputEntry id="a"><text>-</text>'
        '</inputEntry><outputEntry id="b"><text>"klein"</text></outputEntry></rule>'
        "</decisionTable></decision></definitions>"
    )
    rule = node("businessRuleTask", "Bepalen", '<zeebe:calledDecision decisionId="soort" resultVariable="grootte" />')
    files = folder(
        BEGUN, rule, script("Lezen", '=uitslag = "klein"', "gelezen"), end(),
        chain("Begin", "Bepalen", "Lezen", "Klaar"), files={**FORMS, "soort.dmn": table.encode()},
    )  # fmt: skip

    (found,) = [one for one in check_folders({"proef": files}) if one.code == "unknown_variable"]

    assert found.remedy == "Dit is een kolom van een tabel. Wat *Bepalen* geeft, heet *grootte*."

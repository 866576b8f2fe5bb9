"""Calls: a call that does not hand over what the called process needs is told, and no other is."""

from __future__ import annotations

import pytest

from engine.checking import WARNING, Finding, check_folders
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.workshop.fixing import apply_fix, list_fixes
from tests.engine.checking.test_variables import FORMS, begun, call
from tests.engine.diagrams import chain, end, field, folder, form, io, message, node, script, start, user

ASKED = {"forms/aanvraag2.form": form("aanvraag2", field("kosten", "number"))}
WITH_FORM = start("B2", '<zeebe:formDefinition formId="aanvraag2" />')


def called(*inside: str, begins: str = "", key: str = "Lezen2", process: str = "deel") -> ProcessFiles:
    """A process that is called, and goes through one step."""
    return folder(begins or start("B2"), *inside, end("K2"), chain("B2", key, "K2"), process=process, files=ASKED)


def reading(text: str, begins: str = "") -> ProcessFiles:
    return called(script("Lezen2", text, "advies"), begins=begins)


def told(*folders: ProcessFiles) -> list[Finding]:
    found = check_folders({files.process.id: files for files in folders})
    return [finding for finding in found if finding.code == "call_without_input"]


def lacking(*folders: ProcessFiles) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.element_id, finding.names) for finding in told(*folders)]


def test_what_a_called_process_reads_and_a_call_keeps_back_is_told_at_the_call_with_the_clause() -> None:
    (finding,) = told(begun(call("Iets", "deel"), key="Iets"), reading("=kosten + bedrag"))

    assert (finding.element_id, finding.severity, finding.names) == ("Iets", WARNING, ("bedrag", "kosten"))
    assert finding.reason == "*Iets* geeft niet mee wat *deel* leest: bedrag en kosten. Daar komt dan een storing."
    assert (finding.clause, "bedrag = bedrag" in finding.remedy) == ("10.3.6", True)


@pytest.mark.parametrize(
    "calling",
    [call("Iets", "deel", io({"kosten": "=bedrag"})), call("Iets", "deel", io({"kosten": "=5"}), parent=True)],
    ids=["handed over", "handed over besides everything else"],
)
def test_what_is_handed_over_is_not_told(calling: str) -> None:
    assert lacking(begun(calling, key="Iets"), reading("=kosten")) == []


def test_a_call_that_hands_over_everything_lacks_what_its_process_does_not_know() -> None:
    caller = begun(call("Iets", "deel", parent=True), key="Iets")

    assert lacking(caller, reading("=bedrag")) == []
    assert lacking(caller, reading("=kosten")) == [("Iets", ("kosten",))]


def test_what_the_called_process_gives_itself_is_not_needed() -> None:
    asks = called(user("Vragen", '<zeebe:formDefinition formId="aanvraag2" />'), script("Lezen2", "=kosten", "advies"))

    assert lacking(begun(call("Iets", "deel"), key="Iets"), asks) == []


def test_the_answers_of_a_start_form_are_needed_since_a_call_does_not_show_it() -> None:
    assert lacking(begun(call("Iets", "deel"), key="Iets"), reading("=kosten", WITH_FORM)) == [("Iets", ("kosten",))]


def test_what_another_call_hands_over_does_not_help_this_one() -> None:
    giving, keeping = call("Een", "deel", io({"kosten": "=bedrag"})), call("Twee", "deel")
    caller = begun(giving, keeping, node("exclusiveGateway", "Iets"), key="Iets")

    assert lacking(caller, reading("=kosten")) == [("Twee", ("kosten",))]


def test_what_is_needed_further_down_is_told_at_each_call_on_the_way_that_lacks_it() -> None:
    between = called(call("Lezen2", "diep", parent=True))
    deep = folder(start("B3"), script("Lezen3", "=kosten", "x"), end("K3"), chain("B3", "Lezen3", "K3"), process="diep")

    lacks = lacking(begun(call("Iets", "deel"), key="Iets"), between, deep)
    given = lacking(begun(call("Iets", "deel", io({"kosten": "=bedrag"})), key="Iets"), between, deep)

    assert lacks == [("Lezen2", ("kosten",)), ("Iets", ("kosten",))]
    assert given == []


def test_nothing_is_told_of_a_process_that_a_message_can_bring_anything() -> None:
    waits = node("intermediateCatchEvent", "Wachten", message("bericht"))

    assert lacking(begun(call("Iets", "deel"), key="Iets"), called(waits, script("Lezen2", "=kosten", "x"))) == []


def test_a_button_hands_over_what_has_the_same_name_here() -> None:
    caller, deel = begun(call("Iets", "deel"), key="Iets"), reading("=kosten + bedrag")
    (finding,) = told(caller, deel)

    (fix,) = list_fixes(finding, caller.files, caller)
    mended = from_bytes({**caller.files, **apply_fix(caller.files, fix.key)}, source="proef")

    assert fix.label == "Geef mee wat hier al zo heet: bedrag"
    assert lacking(mended, deel) == [("Iets", ("kosten",))]
    assert set(FORMS) <= set(caller.files)

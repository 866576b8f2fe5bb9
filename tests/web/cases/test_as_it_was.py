"""As it was: from the page of an idea, one click to the diagram, tables and form that were used at the time."""

from __future__ import annotations

from pathlib import Path

import engine
from engine.versions import definitions
from tests.web.conftest import PROCESSES, SignIn, open_task
from tests.web.visitor import Visitor

CHECKED = {"volledig": "true", "soort": "groen"}


def change_form(folder: Path, old: str, new: str) -> None:
    """Put the process in use with other text in the form of the check."""
    for source in PROCESSES.rglob("*"):
        if source.is_file():
            target = folder / "processes" / source.relative_to(PROCESSES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    form = folder / "processes/idee/forms/idee-toetsen.form"
    assert old in form.read_text()
    form.write_text(form.read_text().replace(old, new))
    definitions.deploy(folder / "processes")


def test_an_auditor_reads_the_form_as_it_looked_to_who_filled_it_in(
    staff: SignIn, idea: engine.StartedCase, tmp_path: Path
) -> None:
    staff("ondersteuning").post(f"/taken/{open_task('ondersteuning', 'Idee toetsen')}", CHECKED)
    change_form(tmp_path, "Soort idee", "Wat voor idee is dit?")
    auditor = staff("auditor")

    page = auditor.get(f"/ideeen/{idea.reference}")
    then = "/stappenplan/idee/versie/1/formulier/idee-toetsen"

    assert then in page.links()
    assert "Soort idee" in auditor.get(then).main
    assert "Wat voor idee is dit?" in auditor.get(then.replace("versie/1", "versie/2")).main


def test_each_event_leads_to_the_version_it_happened_on(
    staff: SignIn, idea: engine.StartedCase, tmp_path: Path
) -> None:
    staff("ondersteuning").post(f"/taken/{open_task('ondersteuning', 'Idee toetsen')}", CHECKED)
    change_form(tmp_path, "Soort idee", "Wat voor idee is dit?")
    auditor = staff("auditor")

    links = auditor.get(f"/ideeen/{idea.reference}").links()
    aimed = next(one for one in links if one.startswith("/stappenplan/idee/versie/1#"))
    version = auditor.get(aimed.partition("#")[0])

    assert "Versie 1" in version.main
    assert "niet meer in gebruik" in version.main
    assert version.tree.xpath("//*[@id=$id]", id=aimed.partition("#")[2])


def test_that_a_task_was_done_leads_to_what_was_filled_in(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    staff("ondersteuning").post(f"/taken/{task}", CHECKED)

    page = staff("auditor").get(f"/ideeen/{idea.reference}")

    assert f"#antwoord-{task}" in page.links()
    (place,) = page.tree.xpath("//*[@id=$id]", id=f"antwoord-{task}")
    assert "Idee toetsen" in place.getparent().text_content()


def test_the_submitter_is_not_led_to_the_process(resident: Visitor, idea: engine.StartedCase) -> None:
    resident.get(f"/mijn-idee/{idea.secret}")

    assert [one for one in resident.get("/mijn-idee").links() if "stappenplan" in one] == []

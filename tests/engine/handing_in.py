"""Handing in: a process that asks files of a resident, of the office and of the resident again."""

from __future__ import annotations

import engine
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.pictures import picture

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
FILES = field("bijlagen", "filepicker", multiple=True)


def asking() -> ProcessFiles:
    return folder(
        BEGUN, user("Bekijken", form="bekijken"), user("Aanvullen", form="aanvullen", groups="indiener"), end(),
        chain("Begin", "Bekijken", "Aanvullen", "Klaar"),
        files={
            "forms/begin.form": form("begin", field("naam", properties={"personal": "name"}), FILES),
            "forms/bekijken.form": form("bekijken", field("intern", "filepicker"), field("notitie")),
            "forms/aanvullen.form": form("aanvullen", FILES),
        },
    )  # fmt: skip


def hand_in(secret: str, *names: str) -> engine.StartedCase:
    ids = [engine.keep_start_file("proef", None, secret, "bijlagen", name, picture()) for name in names]
    return engine.start_case("proef", {"naam": "Ina", "bijlagen": ids}, None, idempotency_key=secret)


def files_of(reference: str, user: engine.User) -> list[str]:
    """The ids of the files that the answers of a case name, in the order in which they were given."""
    return [
        one["documentId"]
        for answer in engine.read_case(reference, user).answers
        for told in answer.fields
        for one in engine.references_in(told.value)
    ]


def close(started: engine.StartedCase, office: engine.User) -> None:
    """Complete a case without more files."""
    (task,) = engine.list_team_tasks(office, search=started.reference).items
    engine.complete_task(task.id, office, {})
    submitter = engine.open_secret_link(started.secret)
    engine.complete_task(engine.read_own_case(submitter).tasks[0].id, submitter, {})
    engine.run_worker_once()

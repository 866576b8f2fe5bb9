"""A worker that just began, alone in its process, carries out each kind of job that there is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

import engine
from engine.accounts import staffing
from engine.accounts.adding import NewAccount, add_accounts
from engine.background import jobs
from engine.cases import postponing
from engine.dialect.folder import ProcessFiles
from engine.executing import sweeping
from engine.models import Job
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.destroying import YEAR, House, house, offer
from tests.engine.diagrams import catch, chain, end, folder, message, node, properties, signal, start, throw, user
from tests.engine.leaving import leave, take
from tests.engine.running.test_messages import DAY, begun, hearing, waiting
from tests.engine.running.test_starts import begun_by
from tests.engine.stories import GIVEN, idea
from tests.engine.test_at_once import renamed
from tests.engine.thanking import HEADERS, START

__all__ = ["house"]
THANKS = b"Onderwerp: Dank voor {{ titel }}\n\n{{ aanhef }}, tot ziens op {{ link }}.\n"


def asking_for_much() -> ProcessFiles:
    """Sends a mail, begins another case, sends a message and gives a signal, as soon as it begins."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        node("serviceTask", "Bedanken", '<zeebe:taskDefinition type="mail" />', HEADERS),
        node("serviceTask", "Laten_luisteren", '<zeebe:taskDefinition type="start-case" />',
             '<zeebe:taskHeaders><zeebe:header key="process" value="luisteren" /></zeebe:taskHeaders>'),
        node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />', message("melding")),
        throw("Roepen", signal("alarm")),
        user("Nazorg"), end(),
        chain("Begin", "Bedanken", "Laten_luisteren", "Melden", "Roepen", "Nazorg", "Klaar"),
        process="veel", messages={"melding": "melding"},
        files={"forms/insturen.form": START, "mails/ontvangen.md": THANKS},
    )  # fmt: skip


def listening() -> ProcessFiles:
    """Waits for the signal, beside a task."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
        node("parallelGateway", "Splits"), catch("Horen", signal("alarm")), end("Gehoord"), user("Werken"), end(),
        chain("Begin", "Splits", "Horen", "Gehoord"), chain("Splits", "Werken", "Klaar"),
        process="luisteren",
    )  # fmt: skip


def sorting(*tasks: str) -> ProcessFiles:
    """With a story, and with ids that no other process has: the gate asks for both."""
    story = "".join(f"  - task: {task}\n    answers: {{}}\n" for task in tasks)
    return folder(
        start("Sorteerbegin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
        *map(user, tasks),
        end("Gesorteerd"),
        chain("Sorteerbegin", *tasks, "Gesorteerd"),
        process="sorteren",
        files={
            "scenarios/01.yaml": f"name: S\nnow: 2026-03-02T09:00\nsteps:\n{story}expect:\n  end: Gesorteerd\n".encode()
        },
    )


def unfinished() -> list[Job]:
    with reading() as session:
        return list(session.scalars(select(Job).where(Job.state != "done")))


@pytest.fixture
def mailing(place: engine.Municipality) -> Iterator[engine.Municipality]:
    """The municipality, with mails about tasks, which tests of other things do without."""
    mailing = replace(place, settings=place.settings.model_copy(update={"digests": True}))
    with engine.at(mailing):
        yield mailing


def work_alone(place: engine.Municipality) -> str:
    """Have a worker in a fresh process do all there is to do at this moment. Returns what it wrote."""
    told = {"settings": place.settings.model_dump(mode="json"), "moment": place.clock().isoformat()}
    command = [sys.executable, "-W", "ignore", "-m", "tests.engine.alone"]
    done = subprocess.run(command, input=json.dumps(told), text=True, capture_output=True, timeout=180, check=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_alone_in_its_process_carries_out_every_kind_of_job(
    mailing: engine.Municipality,
    deploy: Deploy,
    people: People,
    house: House,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever adds a kind of job, has one asked for here."""
    with transaction() as session:
        (judge,) = add_accounts(session, [NewAccount("tweede", "Piet Proces", "geheim-woord", ("proceseigenaar",))])
    for name in ("collega", "auditor"):
        staffing.change_contact(name, None, f"{name}@voorbeeld.invalid", people.operator)
    clock.turn(days=YEAR - 30)
    deploy(listening())
    engine.start_case("luisteren", {}, None)
    clock.turn(days=30)
    _ask_for_a_return(deploy, people)
    with reading() as session:
        before = set(session.scalars(select(Job.id).where(Job.state == "done")))

    _ask_of_cases(deploy, people)
    _ask_of_versions(deploy, people, house.owner, judge, clock)
    engine.approve_list(offer(house.operator), "", house.owner)
    engine.start_simulation("luisteren", house.owner, runs=1)
    take(people.office, "luisteren")
    leave(people.office, 1, 2, people.colleague)
    monkeypatch.setattr(postponing, "AT_ONCE", 0)
    engine.add_calendar_day(date(2027, 3, 9), "off", "Brugdag", people.operator)
    clock.turn(days=1, hours=1)
    said = work_alone(mailing)

    assert [(job.kind, job.error) for job in unfinished() if job.error or job.due_at <= clock()] == [], said
    with reading() as session:
        done = session.scalars(select(Job.kind).where(Job.state == "done", Job.id.not_in(before)))
        assert set(done) == set(jobs.HANDLERS)


def _ask_for_a_return(deploy: Deploy, people: People) -> None:
    """Cases go to another version, by a worker of this process, and are asked back. One then finds a message."""
    deploy(hearing())
    begun("1")
    deploy(waiting())
    migration = engine.start_migration("wachten", people.operator, "Het moet eerst af.")
    engine.run_worker_once()
    engine.correlate_message("betaald", "1", {}, time_to_live=2 * DAY)
    engine.undo_migration(migration, people.operator)


def _ask_of_cases(deploy: Deploy, people: People) -> None:
    deploy(asking_for_much())
    deploy(begun_by(signal("alarm"), process="horen"), begun_by(message("melding")))
    first = engine.correlate_message("melding", "straat-1", {})
    engine.correlate_message("melding", "straat-1", {}, time_to_live=timedelta(days=2))
    (task,) = engine.read_case(first.case_ids[0], people.office).open_tasks
    engine.complete_task(task.id, people.office, {})
    sweeping.set_apart(first.case_ids[0])
    engine.request_links({"email": "ina@voorbeeld.invalid"}, address="192.0.2.1")
    engine.start_case("veel", GIVEN, None)


def _ask_of_versions(deploy: Deploy, people: People, owner: engine.User, judge: engine.User, clock: TestClock) -> None:
    deploy(idea(), sorting("Uitzoeken"))
    engine.start_case("voorbeeld", GIVEN, None)
    deploy(renamed())
    engine.start_migration("voorbeeld", people.operator, "De stap heet anders.")
    change = engine.begin_change("sorteren", owner, "Ook opbergen")
    part = engine.read_part(change, "sorteren", owner)
    engine.save_part(change, "sorteren", part.revision, dict(sorting("Uitzoeken", "Opbergen").files), owner)
    engine.offer_change(change, "Beter", owner, takes_effect_at=clock() + timedelta(days=1))
    engine.approve_change(change, "", judge, seal=engine.read_change(change, judge).seal)

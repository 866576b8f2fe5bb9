"""Arranging: the setup of a test, done through the engine, so that the browser only does what is tested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import engine
from tests.browser.people import IDEA
from tests.browser.serving import Server

TALK = {
    "gespreksverslag": "Goed gesprek aan de keukentafel.",
    "kosten": "45000",
    "binnen_een_jaar": "nee",
    "vergunning": "ja",
    "grond_van_ander": "nee",
    "onderhoud_nodig": "nee",
    "sociaal_aspect": "ja",
    "soort": "plan",
}
PLAN = {
    "reden_plan": "Er is geen plek voor jong en oud.",
    "doel_plan": "Een dorpshuis dat de hele week open is.",
    "begroting": "45000",
    "beheer": "De stichting van het dorpshuis.",
    "klaar_op": (date.today() + timedelta(days=200)).isoformat(),
}
ROUTE = {"route": "lange klap", "route_reden": "Groot plan met een vergunning."}
ADVICE = {"advies": "positief", "toelichting": "Een goed plan."}
SUMMARY = {"advies": "positief", "advies_samenvatting": "Het wijkteam staat erachter."}
AGENDA = {
    # The papers go out ten days before the meeting, which is in the past: the timer fires at once.
    "vergaderdatum": (date.today() + timedelta(days=5)).isoformat(),
    "toelichting_agenda": "Zie het plan.",
}
ORGANISATIONS = ("dana", "wout", "wilma", "piet", "gea")


def hand_in(title: str) -> engine.StartedCase:
    """A new idea. Only inside a municipality, like all functions here."""
    return engine.start_case("idee", {**IDEA, "titel": title}, None)


def do(case: engine.StartedCase, username: str, task: str, answers: Mapping[str, str]) -> None:
    """Do one task, as a member of staff, or as the submitter when no username is given."""
    user = engine.find_user(username) if username else engine.open_secret_link(case.secret)
    if username:
        found = engine.list_team_tasks(user, search=case.reference).items
        fitting = [view.id for view in found if view.name == task]
    else:
        fitting = [view.id for view in engine.read_own_case(user).tasks if view.name == task]
    engine.complete_task(fitting[0], user, answers)


def bring_to_vote(server: Server, title: str) -> engine.StartedCase:
    """An idea whose vote opens as soon as the server's worker sees that the papers are due."""
    with server.inside():
        case = hand_in(title)
        do(case, "olga", "Idee controleren", {"volledig": "ja"})
        do(case, "roos", "Gesprek met de indiener voeren", TALK)
        do(case, "roos", "Route kiezen", ROUTE)
        do(case, "", "Plan schrijven", PLAN)
        do(case, "roos", "Plan beoordelen", {"plan_klaar": "ja"})
        for username in ORGANISATIONS:
            do(case, username, "Advies geven", ADVICE)
        do(case, "roos", "Adviezen samenvatten", SUMMARY)
        do(case, "olga", "Voorstel agenderen", AGENDA)
    return case

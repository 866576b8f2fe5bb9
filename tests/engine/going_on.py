"""Going on: what people do with an idea of `stories`, for tests of the consequences."""

from __future__ import annotations

import engine
from tests.engine.conftest import People


def submitter(started: engine.StartedCase) -> engine.User:
    return engine.open_secret_link(started.secret)


def open_task(user: engine.User, name: str) -> engine.TaskView:
    return next(t for t in (*engine.list_team_tasks(user).items, *engine.list_my_tasks(user).items) if t.name == name)


def bring_to_vote(people: People) -> None:
    engine.complete_task(
        open_task(people.office, "Controleren").id, people.office, {"volledig": "true", "notitie": "goed"}
    )


def cast(member: engine.User, choice: str) -> None:
    ballot = engine.list_ballots(member)[0]
    assert ballot.my_task is not None
    engine.complete_task(ballot.my_task.id, member, {"keuze": choice, "reden": "daarom"})

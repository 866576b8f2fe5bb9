"""Migrating what is inside: subprocesses, votes, loops, undoing and called processes, in another version."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import workflow
from engine.errors import TaskClosed
from engine.versions.folders import compile_folders
from tests.engine.conformance.telling import laps
from tests.engine.diagrams import (
    boundary,
    chain,
    compensate,
    each,
    end,
    flow,
    folder,
    listening,
    message,
    node,
    part,
    script,
    start,
    throw,
    timer,
    undone,
    user,
)
from tests.engine.migrating import REMIND, codes, one_task, straight
from tests.engine.player import MONDAY, Player, play


# ---- inside ----------------------------------------------------------------------------------------------------------
def with_part(key: str, *steps: str) -> tuple[str, ...]:
    inside = part(key, start("In"), *(user(step) for step in steps), end("Uit"), chain("In", *steps, "Uit"))
    return start(), inside, end(), chain("Begin", key, "Klaar")


def test_a_token_inside_a_subprocess_goes_along() -> None:
    case = play(*with_part("Deel", "Doen"))

    case.migrate(*with_part("Deel", "Doen", "Nakijken"))

    assert case.answer("Doen").waiting == ["Nakijken"]
    assert case.answer("Nakijken").ended_in == "Klaar"


def test_a_subprocess_with_another_id_takes_what_is_inside_along() -> None:
    case = play(*with_part("Deel", "Doen"))

    case.migrate(*with_part("Stuk", "Doen"), mapping={"Deel": "Stuk"})

    assert case.answer("Doen").ended_in == "Klaar"


def test_a_subprocess_that_is_gone_is_one_obstacle() -> None:
    case = play(*with_part("Deel", "Doen"))

    assert codes(case, *straight("Doen")) == [("gone", "Deel")]


def withdrawal(*, interrupting: bool = True, key: str = "Intrekken") -> str:
    return listening(key, message(), end(f"{key}Klaar"), chain(f"{key}Komt", f"{key}Klaar"), interrupting=interrupting)


def test_an_event_subprocess_that_is_new_listens() -> None:
    case = play(*straight("Doen")).migrate(*straight("Doen"), withdrawal())

    assert case.send("intrekking").step.ended
    assert "IntrekkenKlaar" in case.walked


def test_an_event_subprocess_that_is_gone_listens_no_more() -> None:
    case = play(*straight("Doen"), withdrawal()).migrate(*straight("Doen"))

    assert case.step.subscriptions == ()


def test_the_timer_of_an_event_subprocess_keeps_its_moment_under_another_id() -> None:
    late = listening("Laat", REMIND, end("LaatKlaar"), chain("LaatKomt", "LaatKlaar"), interrupting=False)
    later = listening("Later", REMIND, end("LaterKlaar"), chain("LaterKomt", "LaterKlaar"), interrupting=False)
    case = play(*straight("Doen"), late).wait(days=3)

    case.migrate(*straight("Doen"), later, mapping={"Laat": "Later"})

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=7)]
    assert case.wait(days=5).waiting == ["Doen"]


def test_an_event_subprocess_that_came_once_does_not_keep_others_from_listening() -> None:
    once = withdrawal(interrupting=False)
    case = play(*straight("Doen"), once).send("intrekking")

    case.migrate(*straight("Doen"), withdrawal())

    assert case.send("intrekking").step.ended


def board(*, into: str = "stemmen", until: str = "") -> tuple[str, ...]:
    vote = user("Stem", each("=leden", "lid", yields="=stem", into=into, until=until))
    return start(), vote, end(), chain("Begin", "Stem", "Klaar")


def test_a_vote_that_is_under_way_goes_on_with_what_has_been_answered() -> None:
    case = play(*board(), leden=["a", "b", "c"]).answer("Stem", "a", stem="voor")

    case.migrate(*board(until="=numberOfCompletedInstances &gt;= 2"))

    assert case.answer("Stem", "b", stem="tegen").ended_in == "Klaar"
    assert case.step.variables["stemmen"] == ["voor", "tegen"]


def test_an_activity_that_is_not_repeated_any_more_is_an_obstacle() -> None:
    case = play(*board(), leden=["a", "b"])

    assert codes(case, *straight("Stem")) == [("other_repetition", "Stem")]


def test_what_can_be_undone_is_undone_by_what_the_new_version_says() -> None:
    def booked(handler: str) -> tuple[str, ...]:
        return (
            start(), script("Boeken", "=1", "geboekt"), undone("Boeken", user(handler)), user("Doen"),
            throw("Terug", compensate()), end(), chain("Begin", "Boeken", "Doen", "Terug", "Klaar"),
        )  # fmt: skip

    case = play(*booked("Annuleren")).migrate(*booked("Afzeggen"))

    assert case.answer("Doen").waiting == ["Afzeggen"]
    assert case.answer("Afzeggen").ended_in == "Klaar"


def test_what_can_be_undone_no_more_is_an_obstacle() -> None:
    booked = script("Boeken", "=1", "geboekt"), user("Doen"), throw("Terug", compensate())
    onward = end(), chain("Begin", "Boeken", "Doen", "Terug", "Klaar")
    case = play(start(), *booked, undone("Boeken", user("Annuleren")), *onward)

    assert codes(case, start(), *booked, *onward) == [("not_undone", "Boeken")]


def test_a_case_in_which_something_is_being_undone_waits_until_it_is() -> None:
    booked = (
        start(), script("Boeken", "=1", "geboekt"), undone("Boeken", user("Annuleren")),
        throw("Terug", compensate()), end(), chain("Begin", "Boeken", "Terug", "Klaar"),
    )  # fmt: skip
    case = play(*booked)

    assert [o.code for o in case.judge(*booked).obstacles] == ["undoing"]


def test_a_second_answer_to_a_task_that_was_carried_over_is_refused() -> None:
    case = play(*straight("Doen", "Na"))
    ref = case.task("Doen").ref
    case.migrate(*straight("Doen", "Na", "Later")).answer("Doen")

    with pytest.raises(TaskClosed):
        workflow.complete(case.compiled, case.step.state, ref, {}, case.surroundings())


def test_a_deadline_that_is_new_on_a_subprocess_ends_what_is_inside() -> None:
    late = boundary("Laat", "Deel", REMIND) + end("Te laat") + flow("Laat", "Te laat")
    case = play(*with_part("Deel", "Doen")).migrate(*with_part("Deel", "Doen"), late)

    assert case.wait(days=8).ended_in == "Te laat"


def test_a_deadline_that_is_new_on_a_vote_closes_it_with_what_there_is() -> None:
    late = (
        boundary("Gesloten", "Stem", REMIND) + flow("Gesloten", "Na") + user("Na") + end("Einde") + flow("Na", "Einde")
    )
    case = play(*board(), leden=["a", "b", "c"]).answer("Stem", "a", stem="voor").migrate(*board(), late)

    assert case.wait(days=8).waiting == ["Na"]
    assert case.step.variables["stemmen"] == ["voor"]
    assert case.answer("Na").ended_in == "Einde"


def test_a_deadline_that_is_gone_from_a_subprocess_leaves_what_is_inside() -> None:
    late = boundary("Laat", "Deel", REMIND) + end("Te laat") + flow("Laat", "Te laat")
    case = play(*with_part("Deel", "Doen"), late).migrate(*with_part("Deel", "Doen"))

    assert case.wait(days=8).waiting == ["Doen"]
    assert case.answer("Doen").ended_in == "Klaar"


def in_turn(*after: str) -> tuple[str, ...]:
    loop = each("=leden", "lid", yields="=stem", into="stemmen").replace(
        "<bpmn:multiInstanceLoopCharacteristics", '<bpmn:multiInstanceLoopCharacteristics isSequential="true"'
    )
    return start(), user("Stem", loop), *(user(key) for key in after), end(), chain("Begin", "Stem", *after, "Klaar")


def test_an_activity_that_is_done_in_turn_goes_on_where_it_was() -> None:
    case = play(*in_turn(), leden=["a", "b"]).answer("Stem", "a", stem="voor").migrate(*in_turn("Na"))

    assert case.answer("Stem", "b", stem="tegen").waiting == ["Na"]
    assert case.step.variables["stemmen"] == ["voor", "tegen"]


def test_a_loop_goes_on_with_the_lap_that_it_was_in() -> None:
    def laps(most: int) -> str:
        inside = f'<bpmn:standardLoopCharacteristics loopMaximum="{most}" />'
        return node("userTask", "Doen", '<zeebe:formDefinition formId="leeg" />', inside)

    case = play(*one_task(laps(2))).answer("Doen").migrate(*one_task(laps(3)))

    assert case.answer("Doen").waiting == ["Doen"]
    assert case.answer("Doen").ended_in == "Klaar"


def test_what_runs_inside_an_event_subprocess_goes_along() -> None:
    def stopping(*steps: str) -> str:
        inside = *(user(step) for step in steps), end("Gestopt"), chain("StopKomt", *steps, "Gestopt")
        return listening("Stop", message(), *inside)

    case = play(*straight("Doen"), stopping("Afronden")).send("intrekking")

    case.migrate(*straight("Anders"), stopping("Afronden", "Nazorg"))

    assert case.answer("Afronden").waiting == ["Nazorg"]
    assert case.answer("Nazorg").step.ended


def test_an_event_subprocess_that_runs_cannot_come_to_stop_what_goes_on() -> None:
    def telling(*, interrupting: bool) -> str:
        inside = user("Noteren"), end("Genoteerd"), chain("MeldKomt", "Noteren", "Genoteerd")
        return listening("Meld", message(), *inside, interrupting=interrupting)

    case = play(*straight("Doen"), telling(interrupting=False)).send("intrekking")

    assert codes(case, *straight("Doen"), telling(interrupting=True)) == [("other_interruption", "Meld")]


def test_new_inputs_of_an_open_task_are_filled() -> None:
    case = play(*one_task(user("Doen")), bedrag=Decimal(5))
    mapped = '<zeebe:ioMapping><zeebe:input source="=bedrag * 2" target="dubbel" /></zeebe:ioMapping>'

    case.migrate(*one_task(user("Doen", mapped)))

    assert workflow.read_variables(case.step.state, case.task("Doen").scope)["dubbel"] == 10


def reminded(*, interrupting: bool) -> tuple[str, ...]:
    """A subprocess that is done twice, with a reminder on its edge."""
    inside = start("In"), user("Doen"), end("Uit"), chain("In", "Doen", "Uit")
    return (
        start(), part("Deel", laps(maximum=2), *inside), end(), chain("Begin", "Deel", "Klaar"),
        boundary("Rand", "Deel", message(), interrupting=interrupting), user("Bellen"), end("Gebeld"),
        chain("Rand", "Bellen", "Gebeld"),
    )  # fmt: skip


def test_an_event_that_came_without_interrupting_does_not_interrupt_afterwards() -> None:
    case = Player({"proef": folder(*reminded(interrupting=False))}).begin().send("intrekking")

    case.migrate(*reminded(interrupting=True))

    assert case.answer("Doen").waiting == ["Bellen", "Doen"]
    assert case.answer("Doen").answer("Bellen").step.ended


def test_what_an_event_began_that_is_on_the_edge_no_more_does_not_hold_up_its_activity() -> None:
    telling = part("Vragen", start("In"), user("Bellen"), end("Uit"), chain("In", "Bellen", "Uit"))
    rest = (
        start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"), telling, end("Gebeld"),
        boundary("Blijft", "Doen", timer("Duration", "P9D"), interrupting=False), end("Laat"), flow("Blijft", "Laat"),
        flow("Vragen", "Gebeld"),
    )  # fmt: skip
    edge = boundary("Rand", "Doen", message(), interrupting=False), flow("Rand", "Vragen")
    case = Player({"proef": folder(*rest, *edge)}).begin().send("intrekking")

    case.migrate(*rest)

    assert case.answer("Bellen").waiting == ["Doen"]
    assert case.answer("Doen").ended_in == "Klaar"


# ---- called processes ------------------------------------------------------------------------------------------------
def calling(*steps: str) -> tuple[str, ...]:
    call = node("callActivity", "Advies", '<zeebe:calledElement processId="advies" />')
    return start(), call, *(user(step) for step in steps), end(), chain("Begin", "Advies", *steps, "Klaar")


def called_case() -> Player:
    return Player({"proef": folder(*calling()), "advies": folder(*straight("Adviseren"), process="advies")}).begin()


def test_a_called_process_goes_to_another_version_inside_the_case_that_called_it() -> None:
    case = called_case().migrate(*straight("Adviseren", "Samenvatten"), process="advies")

    assert case.answer("Adviseren").waiting == ["Samenvatten"]
    assert case.answer("Samenvatten").ended_in == "Klaar"


def test_the_calling_process_goes_to_another_version_while_the_called_one_stays() -> None:
    case = called_case().migrate(*calling("Na"))

    assert case.answer("Adviseren").waiting == ["Na"]


def test_a_called_process_that_the_other_version_does_not_know_is_an_obstacle() -> None:
    case = called_case()
    apart = {"proef": folder(*straight("Anders"))}

    verdict = workflow.judge(
        workflow.Passage(case.compiled, compile_folders("proef", apart), "proef"), case.step.state, case.surroundings()
    )

    assert [(one.code, one.element) for one in verdict.obstacles] == [("gone", "Advies")]


def test_a_mapping_is_for_one_process_only() -> None:
    case = called_case()

    verdict = case.judge(*straight("Anders"), process="advies", mapping={"Adviseren": "Anders", "Advies": "X"})

    assert verdict.mapped
    assert verdict.obstacles == ()


def test_another_process_than_the_one_that_is_running_cannot_be_called() -> None:
    case = called_case()
    other = start(), node("callActivity", "Advies", '<zeebe:calledElement processId="proef" />'), end()

    assert codes(case, *other, chain("Begin", "Advies", "Klaar")) == [("other_call", "Advies")]

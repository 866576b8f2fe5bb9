"""Migrating: what becomes of tokens, timers and memories of a case in another version of its process."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import soundness, workflow
from engine.errors import TaskClosed
from engine.versions.definitions import compile_folders
from tests.engine.conformance.telling import laps
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    compensate,
    conditional,
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
from tests.engine.player import MONDAY, Player, play

REMIND = timer("Duration", "P7D")


def parallel(key: str) -> str:
    return node("parallelGateway", key)


def straight(*steps: str) -> tuple[str, ...]:
    """Begin, the user tasks with these ids, Klaar."""
    return start(), *(user(key) for key in steps), end(), chain("Begin", *steps, "Klaar")


def codes(case: Player, *inside: str) -> list[tuple[str, str]]:
    """The obstacles in the way to another version, with the elements they are about."""
    return [(found.code, found.element) for found in case.judge(*inside).obstacles]


# ---- where a token stands ---------------------------------------------------------------------------------------


def test_a_token_stays_at_its_task_and_goes_on_as_the_new_version_says() -> None:
    case = play(*straight("Doen"))
    ref = case.task("Doen").ref

    case.migrate(*straight("Doen", "Nakijken"))

    assert case.task("Doen").ref == ref
    assert case.answer("Doen").waiting == ["Nakijken"]
    assert case.answer("Nakijken").ended_in == "Klaar"


def test_what_was_done_need_not_be_in_the_new_version() -> None:
    case = play(*straight("Vooraf", "Doen")).answer("Vooraf")

    case.migrate(*straight("Doen"))

    assert case.answer("Doen").ended_in == "Klaar"


def test_a_task_that_is_not_there_any_more_is_an_obstacle() -> None:
    case = play(*straight("Doen"))

    assert codes(case, *straight("Anders")) == [("gone", "Doen")]


def test_a_task_with_another_id_goes_by_a_mapping() -> None:
    case = play(*straight("Doen"))

    verdict = case.judge(*straight("Anders"), mapping={"Doen": "Anders"})
    case.migrate(*straight("Anders"), mapping={"Doen": "Anders"})

    assert verdict.mapped
    assert case.waiting == ["Anders"]
    assert case.answer("Anders").ended_in == "Klaar"


def test_a_mapping_that_a_case_does_not_need_is_not_counted() -> None:
    case = play(*straight("Eerst", "Doen"))

    assert not case.judge(*straight("Eerst", "Anders"), mapping={"Doen": "Anders"}).mapped


def test_a_task_that_became_something_else_is_an_obstacle() -> None:
    case = play(*straight("Doen"))

    assert codes(case, start(), catch("Doen", message()), end(), chain("Begin", "Doen", "Klaar")) == [
        ("other_kind", "Doen")
    ]


def test_a_task_that_came_to_undo_another_is_an_obstacle() -> None:
    case = play(*straight("Doen"))
    booked = script("Boeken", "=1", "geboekt"), undone("Boeken", user("Doen"))

    assert codes(case, start(), *booked, end(), chain("Begin", "Boeken", "Klaar")) == [("other_kind", "Doen")]


def test_a_task_that_moved_into_a_subprocess_is_an_obstacle() -> None:
    case = play(*straight("Doen"))
    inside = part("Deel", start("In"), user("Doen"), end("Uit"), chain("In", "Doen", "Uit"))

    assert codes(case, start(), inside, end(), chain("Begin", "Deel", "Klaar")) == [("other_scope", "Doen")]


# ---- tasks of people --------------------------------------------------------------------------------------------


def one_task(task: str) -> tuple[str, ...]:
    return start(), task, end(), chain("Begin", "Doen", "Klaar")


def test_a_task_keeps_its_due_date() -> None:
    case = play(*one_task(user("Doen", due="P5D"))).wait(days=2)

    case.migrate(*one_task(user("Doen", due="P9D", groups="kernteam")))

    task = case.task("Doen")
    assert task.due_at == MONDAY + timedelta(days=5)
    assert task.groups == ("kernteam",)


def test_a_due_date_that_is_new_counts_from_the_migration() -> None:
    case = play(*one_task(user("Doen"))).wait(days=2)

    case.migrate(*one_task(user("Doen", due="P5D")))

    assert case.task("Doen").due_at == MONDAY + timedelta(days=7)


def test_groups_that_were_worked_out_stay_when_the_diagram_says_the_same() -> None:
    case = play(*one_task(user("Doen", groups="=wie")), wie="kernteam")

    case.migrate(*one_task(user("Doen", groups="=wie", due="P5D")))

    assert case.task("Doen").groups == ("kernteam",)


def test_a_group_that_cannot_be_worked_out_is_an_obstacle() -> None:
    case = play(*one_task(user("Doen")))

    assert codes(case, *one_task(user("Doen", due="=lang geleden"))) == [("not_computed", "Doen")]


# ---- timers and events on an edge -------------------------------------------------------------------------------


def with_edge(edge: str = "", *more: str) -> tuple[str, ...]:
    after = end("Te laat") + flow("Termijn", "Te laat") if edge else ""
    return start(), user("Doen"), edge, after, *more, end(), chain("Begin", "Doen", "Klaar")


def deadline(days: int = 14, *, interrupting: bool = True) -> str:
    return boundary("Termijn", "Doen", timer("Duration", f"P{days}D"), interrupting=interrupting)


def test_a_timer_keeps_its_moment_also_when_its_duration_is_another() -> None:
    case = play(*with_edge(deadline(14))).wait(days=10)

    case.migrate(*with_edge(deadline(30)))

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=14)]
    assert case.wait(days=5).ended_in == "Te laat"


def test_a_timer_that_is_new_counts_from_the_migration() -> None:
    case = play(*with_edge()).wait(days=10)

    verdict = case.judge(*with_edge(deadline(14)))
    case.migrate(*with_edge(deadline(14)))

    assert verdict.begun == (("proef", "Termijn"),)
    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=24)]
    assert case.wait(days=15).ended_in == "Te laat"


def test_an_answer_ends_what_is_new_on_the_edge() -> None:
    case = play(*with_edge()).migrate(*with_edge(deadline(14)))

    case.answer("Doen")

    assert case.ended_in == "Klaar"
    assert case.step.timers == ()


def test_an_event_that_is_gone_from_the_edge_is_waited_for_no_more() -> None:
    case = play(*with_edge(deadline(14)))

    verdict = case.judge(*with_edge())
    case.migrate(*with_edge())

    assert verdict.dropped == (("proef", "Termijn"),)
    assert case.step.timers == ()
    assert case.wait(days=15).waiting == ["Doen"]
    assert case.answer("Doen").ended_in == "Klaar"


def test_one_event_of_two_can_go_while_another_comes() -> None:
    case = play(*with_edge(deadline(14)))
    other = boundary("Stop", "Doen", message()) + end("Gestopt") + flow("Stop", "Gestopt")

    case.migrate(*with_edge("", other))

    assert [s.message for s in case.step.subscriptions] == ["intrekking"]
    assert case.send("intrekking").ended_in == "Gestopt"


def test_a_timer_that_became_a_message_begins_anew() -> None:
    case = play(*with_edge(deadline(14)))

    case.migrate(*with_edge(boundary("Termijn", "Doen", message())))

    assert case.step.timers == ()
    assert case.send("intrekking").ended_in == "Te laat"


def reminder(*after: str) -> tuple[str, ...]:
    edge = boundary("Herinneren", "Doen", REMIND, interrupting=False)
    return start(), user("Doen"), edge, *after, end(), chain("Begin", "Doen", "Klaar")


def test_a_reminder_that_came_does_not_come_again() -> None:
    case = play(*reminder(user("Bellen"), end("Gebeld"), chain("Herinneren", "Bellen", "Gebeld"))).wait(days=8)

    case.migrate(
        *reminder(user("Bellen"), user("Noteren"), end("Gebeld"), chain("Herinneren", "Bellen", "Noteren", "Gebeld"))
    )

    assert case.step.timers == ()
    assert case.answer("Bellen").answer("Noteren").answer("Doen").ended_in == "Klaar"


def test_what_a_reminder_began_goes_on_when_the_reminder_is_gone() -> None:
    case = play(*reminder(user("Bellen"), end("Gebeld"), chain("Herinneren", "Bellen", "Gebeld"))).wait(days=8)

    case.migrate(start(), user("Doen"), user("Bellen"), end(), chain("Begin", "Doen", "Bellen", "Klaar"))

    assert case.waiting == ["Bellen", "Doen"]
    assert case.answer("Bellen").answer("Doen").answer("Bellen").ended_in == "Klaar"


def test_a_date_that_has_been_is_an_obstacle_for_it_would_come_at_once() -> None:
    case = play(*with_edge())
    past = boundary("Termijn", "Doen", timer("Date", "2026-02-01T00:00:00Z"))

    assert codes(case, *with_edge(past)) == [("at_once", "Termijn")]


def test_a_condition_that_holds_already_is_an_obstacle() -> None:
    case = play(*with_edge(), bedrag=Decimal(5))

    assert codes(case, *with_edge(boundary("Termijn", "Doen", conditional("=bedrag > 1")))) == [("at_once", "Termijn")]


def test_a_condition_that_is_new_is_waited_for() -> None:
    case = play(*with_edge(), bedrag=Decimal(0))

    case.migrate(*with_edge(boundary("Termijn", "Doen", conditional("=bedrag > 1"))))

    assert case.waiting == ["Doen"]
    assert case.answer("Doen", bedrag=Decimal(9)).step.ended


# ---- events in the flow -----------------------------------------------------------------------------------------


def test_a_moment_that_is_waited_for_in_the_flow_stays() -> None:
    case = play(start(), catch("Wachten", REMIND), end(), chain("Begin", "Wachten", "Klaar")).wait(days=3)

    case.migrate(
        start(), catch("Wachten", timer("Duration", "P1D")), user("Na"), end(), chain("Begin", "Wachten", "Na", "Klaar")
    )

    assert [t.due_at for t in case.step.timers] == [MONDAY + timedelta(days=7)]
    assert case.wait(days=5).waiting == ["Na"]


def test_an_event_that_waits_for_something_else_is_an_obstacle() -> None:
    case = play(start(), catch("Wachten", REMIND), end(), chain("Begin", "Wachten", "Klaar"))

    assert codes(case, start(), catch("Wachten", message()), end(), chain("Begin", "Wachten", "Klaar")) == [
        ("other_event", "Wachten")
    ]


def first_of(*events: str) -> tuple[str, ...]:
    known = {"Brief": message(), "Week": REMIND, "Maand": timer("Duration", "P14D")}
    inside = [catch(key, known[key]) + chain("Eerste", key, "Klaar") for key in events]
    return start(), node("eventBasedGateway", "Eerste"), end(), chain("Begin", "Eerste"), *inside


def test_events_behind_a_gateway_can_come_and_go() -> None:
    case = play(*first_of("Brief", "Week")).wait(days=2)

    case.migrate(*first_of("Week", "Maand"))

    assert sorted(t.due_at for t in case.step.timers) == [MONDAY + timedelta(days=7), MONDAY + timedelta(days=16)]
    assert case.step.subscriptions == ()
    assert case.wait(days=6).ended_in == "Klaar"
    assert "Maand" not in case.walked


def test_a_gateway_of_which_no_event_stays_is_an_obstacle() -> None:
    case = play(*first_of("Brief", "Week"))

    assert set(codes(case, *first_of("Maand"))) == {("gone", "Brief"), ("gone", "Week")}


def test_an_event_that_comes_to_stand_behind_a_gateway_is_an_obstacle() -> None:
    case = play(start(), catch("Week", REMIND), end(), chain("Begin", "Week", "Klaar"))

    assert codes(case, *first_of("Brief", "Week")) == [("other_choice", "Week")]


# ---- side by side -----------------------------------------------------------------------------------------------


def side_by_side(*branches: str, after: tuple[str, ...] = ()) -> tuple[str, ...]:
    inside = [user(key) + chain("Splits", key, "Samen") for key in branches]
    more = [user(key) for key in after]
    ways = chain("Begin", "Splits"), chain("Samen", *after, "Klaar")
    return start(), parallel("Splits"), parallel("Samen"), *inside, *more, end(), *ways


def stuck(case: Player, *inside: str) -> list[str]:
    """The joins that tokens would wait at for ever."""
    passage = case._passage(inside, None, {})
    verdict = case.judge(*inside)
    found = [soundness.find_stuck(passage.new.processes[w.process], w.parent, w.flows) for w in verdict.standings]
    return sorted(key for keys in found if keys is not None for key in keys)


def test_what_comes_after_a_join_can_change_while_a_token_waits_there() -> None:
    case = play(*side_by_side("Links", "Rechts")).answer("Links")

    case.migrate(*side_by_side("Links", "Rechts", after=("Na",)))

    assert case.answer("Rechts").waiting == ["Na"]


@pytest.mark.parametrize("answered", [(), ("Links",)], ids=["nobody waits yet", "a token waits at the join"])
def test_a_branch_that_is_new_would_be_waited_for_for_ever(answered: tuple[str, ...]) -> None:
    case = play(*side_by_side("Links", "Rechts"))
    for key in answered:
        case.answer(key)

    assert stuck(case, *side_by_side("Links", "Rechts", "Midden")) == ["Samen"]


def test_a_branch_that_is_new_is_no_matter_before_the_split() -> None:
    before = (user("Vooraf"), *side_by_side("Links", "Rechts")[1:-2])
    case = play(start(), *before, chain("Begin", "Vooraf", "Splits"), chain("Samen", "Klaar"))

    case.migrate(
        start(), user("Vooraf"), *side_by_side("Links", "Rechts", "Midden")[1:-2],
        chain("Begin", "Vooraf", "Splits"), chain("Samen", "Klaar"),
    )  # fmt: skip

    assert case.answer("Vooraf").waiting == ["Links", "Midden", "Rechts"]


def test_a_token_that_came_by_a_branch_that_is_gone_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Midden", "Rechts")).answer("Midden")

    assert codes(case, *side_by_side("Links", "Rechts")) == [("way_gone", "Samen")]


def test_a_token_in_a_branch_that_is_gone_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Midden", "Rechts"))

    assert codes(case, *side_by_side("Links", "Rechts")) == [("gone", "Midden")]


def test_a_join_that_would_open_at_once_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Rechts")).answer("Links")
    apart = start(), parallel("Splits"), parallel("Samen"), user("Links"), user("Rechts"), end(), end("Apart")

    assert codes(
        case, *apart, chain("Begin", "Splits", "Links", "Samen", "Klaar"), chain("Splits", "Rechts", "Apart")
    ) == [("at_once", "Samen")]


def test_two_tokens_cannot_become_one() -> None:
    case = play(*side_by_side("Links", "Rechts"))

    found = case.judge(*straight("Samen"), mapping={"Links": "Samen", "Rechts": "Samen"})

    assert [o.code for o in found.obstacles] == ["two_in_one"]


# ---- inside -----------------------------------------------------------------------------------------------------


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


# ---- called processes -------------------------------------------------------------------------------------------


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

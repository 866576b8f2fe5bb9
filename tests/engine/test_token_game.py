"""The token game: what a diagram does when it is played, element by element and trap by trap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import workflow
from engine.errors import CaseEnded, ExecutionFailed, NotWaiting, TaskClosed
from engine.events import TimerFired
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    flow,
    folder,
    io,
    message,
    node,
    properties,
    script,
    start,
    timer,
    user,
)
from tests.engine.player import Player, play


def gateway(key: str, kind: str = "exclusiveGateway", default: str = "") -> str:
    return node(kind, key, **({"default": default} if default else {}))


def test_a_case_runs_from_start_to_end() -> None:
    case = play(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))

    case.answer("Doen")

    assert case.walked == ["Begin", "Doen", "Klaar"]
    assert case.ended_in == "Klaar"


def test_an_ended_case_takes_nothing_more() -> None:
    case = play(start(), end(), chain("Begin", "Klaar"))

    with pytest.raises(CaseEnded):
        case.send("intrekking")


def test_two_branches_that_set_different_things_both_survive_the_join() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
        bedrag=Decimal(1),
    )

    case.answer("Links", advies="goed", bedrag=Decimal(2)).answer("Rechts", kosten=Decimal(5))

    assert case.step.variables == {"bedrag": Decimal(2), "advies": "goed", "kosten": Decimal(5)}
    assert case.ended_in == "Klaar"


def test_a_join_waits_for_every_branch() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
    )

    case.answer("Rechts")

    assert case.waiting == ["Links"]
    assert not case.step.ended


def choice(condition: str) -> list[str]:
    return [
        start(),
        gateway("Goed?", default="anders"),
        end("Ja"),
        end("Nee"),
        flow("Begin", "Goed?"),
        flow("Goed?", "Ja", condition),
        flow("Goed?", "Nee", key="anders"),
    ]


@pytest.mark.parametrize(
    ("amount", "where"), [(Decimal(5001), "Ja"), (Decimal(5000), "Nee"), (Decimal("5000.01"), "Ja")]
)
def test_a_choice_follows_its_condition(amount: Decimal, where: str) -> None:
    assert play(*choice("=bedrag > 5000"), bedrag=amount).ended_in == where


@pytest.mark.parametrize("condition", ["=bedrag", '="ja"', "=bedrag > null", "=null"])
def test_a_condition_that_is_neither_true_nor_false_stops_the_case_and_names_the_flow(condition: str) -> None:
    with pytest.raises(ExecutionFailed) as refusal:
        play(*choice(condition), bedrag=Decimal(1))

    assert refusal.value.element == "Goed?_to_Ja"
    assert "neither true nor false" in refusal.value.message


@pytest.mark.parametrize(
    "condition", ['=akkoord = "ja"', '=akkoord != "nee"', "=akkoord = null", "=akkoord > 1", "=not(akkoord = 1)"]
)
def test_a_condition_on_a_variable_that_is_not_there_stops_the_case(condition: str) -> None:
    with pytest.raises(ExecutionFailed, match=r"reads what is not there .*'akkoord'") as refusal:
        play(*choice(condition), bedrag=Decimal(1))

    assert refusal.value.element == "Goed?_to_Ja"


def test_a_variable_that_is_there_and_empty_may_be_asked_about() -> None:
    assert play(*choice("=bedrag = null"), bedrag=None).ended_in == "Ja"


def test_what_need_not_be_read_need_not_be_there() -> None:
    assert play(*choice("=bedrag > 0 or akkoord"), bedrag=Decimal(1)).ended_in == "Ja"


def test_no_condition_true_and_no_default_stops_the_case() -> None:
    flows = [flow("Begin", "Wat?"), flow("Wat?", "Ja", "=false"), flow("Wat?", "Nee", "=1 > 2")]

    with pytest.raises(ExecutionFailed):
        play(start(), gateway("Wat?"), end("Ja"), end("Nee"), *flows)


def test_a_loop_goes_round_until_the_answer_is_yes() -> None:
    case = play(
        start(),
        user("Vragen"),
        gateway("Genoeg?", default="terug"),
        end(),
        chain("Begin", "Vragen", "Genoeg?"),
        flow("Genoeg?", "Klaar", "=ja"),
        flow("Genoeg?", "Vragen", key="terug"),
    )

    for _ in range(20):
        case.answer("Vragen", ja=False)
    case.answer("Vragen", ja=True)

    assert case.walked.count("Vragen") == 21
    assert case.ended_in == "Klaar"


def test_an_automatic_loop_without_end_is_stopped() -> None:
    with pytest.raises(ExecutionFailed, match="round without end"):
        play(
            start(),
            script("Reken", "=1", "x"),
            gateway("Klaar?", default="terug"),
            end(),
            chain("Begin", "Reken", "Klaar?"),
            flow("Klaar?", "Klaar", "=false"),
            flow("Klaar?", "Reken", key="terug"),
        )


# ---- time -------------------------------------------------------------------------------------------------------


def supplement() -> list[str]:
    return [
        start(),
        user("Aanvullen"),
        boundary("Herinnerd", "Aanvullen", timer("Duration", "P7D"), interrupting=False),
        boundary("Verlopen", "Aanvullen", timer("Duration", "P14D")),
        script("Herinneren", "=herinneringen + 1", "herinneringen"),
        end(),
        end("Herinnering verstuurd"),
        end("Te laat"),
        chain("Begin", "Aanvullen", "Klaar"),
        chain("Herinnerd", "Herinneren", "Herinnering verstuurd"),
        chain("Verlopen", "Te laat"),
    ]


def test_a_reminder_leaves_the_task_open() -> None:
    case = play(*supplement(), herinneringen=Decimal(0)).wait(days=8)

    assert case.waiting == ["Aanvullen"]
    assert case.step.variables["herinneringen"] == 1


def test_a_late_answer_after_the_deadline_is_refused() -> None:
    case = play(*supplement(), herinneringen=Decimal(0))
    case.now += timedelta(days=15)

    with pytest.raises(TaskClosed) as refusal:
        case.answer("Aanvullen")

    assert refusal.value.why == "deadline"


def test_timers_that_fell_due_together_fire_in_their_order() -> None:
    case = play(*supplement(), herinneringen=Decimal(0)).wait(days=30)

    fired = [e.element_id for e in case.step.events if isinstance(e, TimerFired)]
    assert fired == ["Herinnerd", "Verlopen"]
    assert case.ended_in == "Te laat"
    assert case.step.variables["herinneringen"] == 1


def test_fourteen_days_end_at_the_same_hour_across_a_change_to_summer_time() -> None:
    case = Player({"proef": folder(*supplement())}, now=datetime(2026, 3, 20, 9, 0, tzinfo=UTC)).begin()

    due = {t.element_id: t.due_at for t in case.step.timers}

    # Ten in the morning in Hoogeveen before and after, which is an hour earlier in UTC after 29 March.
    assert due["Verlopen"] == datetime(2026, 4, 3, 8, 0, tzinfo=UTC)


def test_a_timer_in_the_past_fires_at_once() -> None:
    case = play(
        start(),
        node("intermediateCatchEvent", "Dag bereikt", timer("Date", "=datum")),
        end(),
        chain("Begin", "Dag bereikt", "Klaar"),
        datum=datetime(2026, 1, 1, tzinfo=UTC),
    )

    assert case.ended_in == "Klaar"


@pytest.mark.parametrize("value", ["overmorgen", "=null", "=1 + 1", '="P1X"'])
def test_a_timer_without_a_moment_stops_the_case_instead_of_waiting_for_ever(value: str) -> None:
    with pytest.raises(ExecutionFailed, match="timer"):
        play(
            start(),
            node("intermediateCatchEvent", "Wachten", timer("Duration", value)),
            end(),
            chain("Begin", "Wachten", "Klaar"),
        )


def test_working_days_skip_weekends_and_holidays() -> None:
    case = play(start(), user("Doen", due="=werkdagen(5)"), end(), chain("Begin", "Doen", "Klaar"))
    easter = Player(
        {"proef": folder(start(), user("Doen", due="=werkdagen(1)"), end(), chain("Begin", "Doen", "Klaar"))},
        now=datetime(2026, 4, 2, 8, 0, tzinfo=UTC),
    ).begin()

    assert case.task("Doen").due_at == datetime(2026, 3, 9, 22, 59, tzinfo=UTC)
    # Thursday; then Good Friday, a weekend and Easter Monday.
    assert easter.task("Doen").due_at == datetime(2026, 4, 7, 21, 59, tzinfo=UTC)


# ---- messages and interruption ----------------------------------------------------------------------------------


def withdrawable() -> list[str]:
    return [
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
        node(
            "subProcess",
            "Intrekken",
            node("startEvent", "Ingetrokken", message()),
            user("Bevestigen"),
            end("Klaar met intrekken"),
            chain("Ingetrokken", "Bevestigen", "Klaar met intrekken"),
            triggeredByEvent="true",
        ),
    ]


def test_an_event_subprocess_that_never_starts_does_not_keep_the_case_from_ending() -> None:
    case = play(*withdrawable()).answer("Links").answer("Rechts")

    assert case.ended_in == "Klaar"


def test_an_interrupting_event_subprocess_ends_all_that_goes_on() -> None:
    case = play(*withdrawable()).answer("Links").send("intrekking", reden="verhuisd")

    assert case.waiting == ["Bevestigen"]
    assert case.step.variables["reden"] == "verhuisd"
    assert case.answer("Bevestigen").ended_in == "Klaar met intrekken"


def test_an_event_subprocess_starts_once() -> None:
    case = play(*withdrawable()).send("intrekking")

    with pytest.raises(NotWaiting):
        case.send("intrekking")


def test_an_event_subprocess_inside_a_subprocess_ends_only_that_subprocess() -> None:
    case = play(
        start(),
        node("subProcess", "Behandelen", *withdrawable_inside()),
        user("Afronden"),
        end(),
        chain("Begin", "Behandelen", "Afronden", "Klaar"),
    )

    case.send("intrekking", reden="genoeg")

    assert case.waiting == ["Afronden"]
    assert case.step.subscriptions == ()
    assert case.answer("Afronden").ended_in == "Klaar"


def withdrawable_inside() -> list[str]:
    return [
        start("Binnen"),
        user("Werken"),
        end("Werk klaar"),
        chain("Binnen", "Werken", "Werk klaar"),
        node(
            "subProcess",
            "Stoppen",
            node("startEvent", "Gestopt", message()),
            end("Gestaakt"),
            flow("Gestopt", "Gestaakt"),
            triggeredByEvent="true",
        ),
    ]


def test_a_message_wakes_the_event_that_waits_for_it_and_brings_its_data() -> None:
    case = play(
        start(),
        node("intermediateCatchEvent", "Antwoord ontvangen", message()),
        end(),
        chain("Begin", "Antwoord ontvangen", "Klaar"),
    )

    case.send("intrekking", antwoord="ja")

    assert case.ended_in == "Klaar"
    assert case.step.variables == {"antwoord": "ja"}


def test_a_message_that_nothing_waits_for_is_refused_by_name() -> None:
    case = play(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))

    with pytest.raises(NotWaiting) as refusal:
        case.send("iets anders")

    assert refusal.value.message == "iets anders"


def test_a_terminate_end_ends_every_branch() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Kort"),
        user("Lang"),
        end("Gestopt", "<bpmn:terminateEventDefinition />"),
        end(),
        chain("Begin", "Splits", "Kort", "Gestopt"),
        chain("Splits", "Lang", "Klaar"),
    )

    assert case.answer("Kort").ended_in == "Gestopt"
    assert case.waiting == []


# ---- multi-instance ---------------------------------------------------------------------------------------------


def vote(until: str = "") -> list[str]:
    loop = each("=groepen.stuurgroep", "lid", yields="={wie: lid.id, keuze: keuze}", into="stemmen", until=until)
    task = node(
        "userTask",
        "Stemmen",
        '<zeebe:formDefinition formId="leeg" />',
        '<zeebe:assignmentDefinition assignee="=lid.id" />',
        properties(ballot="true"),
        loop,
    )
    return [
        start(),
        task,
        boundary("Gesloten", "Stemmen", timer("Duration", "P2D")),
        gateway("Verder"),
        end(),
        chain("Begin", "Stemmen", "Verder", "Klaar"),
        flow("Gesloten", "Verder"),
    ]


def test_every_member_gets_a_task_of_their_own() -> None:
    case = play(*vote())

    assert [t.assignee for t in case.step.open_tasks] == ["lid-1", "lid-2", "lid-3"]
    assert case.step.variables["stemmen"] == []


def test_a_vote_closes_when_all_have_voted_and_keeps_the_order_of_the_members() -> None:
    case = play(*vote())

    for who in ("lid-3", "lid-1", "lid-2"):
        case.answer("Stemmen", of=who, keuze="voor")

    assert case.ended_in == "Klaar"
    assert [v["wie"] for v in case.step.variables["stemmen"]] == ["lid-1", "lid-2", "lid-3"]


def test_a_vote_closes_on_its_deadline_with_what_there_is() -> None:
    case = play(*vote()).answer("Stemmen", of="lid-2", keuze="tegen").wait(days=2)

    assert case.ended_in == "Klaar"
    assert case.step.variables["stemmen"] == [{"wie": "lid-2", "keuze": "tegen"}]


def test_answers_of_one_member_do_not_leak_into_the_case_or_to_another() -> None:
    case = play(*vote()).answer("Stemmen", of="lid-1", keuze="voor")

    other = case.task("Stemmen", of="lid-2")

    assert "keuze" not in case.step.variables
    assert "keuze" not in workflow.read_variables(case.step.state, other.scope)


def test_a_vote_can_be_changed_until_it_closes() -> None:
    case = play(*vote())
    ref = case.task("Stemmen", of="lid-1").ref
    case.answer("Stemmen", of="lid-1", keuze="voor")

    changed = workflow.revise(case.compiled, case.step.state, ref, {"keuze": "tegen"}, case.surroundings())

    assert changed.variables["stemmen"] == [{"wie": "lid-1", "keuze": "tegen"}]
    case.wait(days=2)
    with pytest.raises((TaskClosed, CaseEnded)):
        workflow.revise(case.compiled, case.step.state, ref, {"keuze": "voor"}, case.surroundings())


def test_a_completion_condition_closes_early_and_reads_the_scope_around_the_activity() -> None:
    case = play(*vote(until="=numberOfCompletedInstances &gt;= 2"))

    case.answer("Stemmen", of="lid-1", keuze="voor").answer("Stemmen", of="lid-3", keuze="voor")

    assert case.ended_in == "Klaar"
    assert len(case.step.variables["stemmen"]) == 2


@pytest.mark.parametrize("until", ["=genoeg = true", "=numberOfCompletedInstances"])
def test_a_completion_condition_that_cannot_be_answered_stops_the_case(until: str) -> None:
    case = play(*vote(until=until))

    with pytest.raises(ExecutionFailed) as refusal:
        case.answer("Stemmen", of="lid-1", keuze="voor")

    assert refusal.value.element == "Stemmen"


def test_working_days_that_are_counted_without_end_stop_the_case() -> None:
    with pytest.raises(ExecutionFailed, match="steps"):
        play(
            start(),
            script("Tellen", "=for i in 1..20000 return werkdagen(1000)", "dagen"),
            end(),
            chain("Begin", "Tellen", "Klaar"),
        )


@pytest.mark.parametrize("priority", ['="hoog"', "=-1", "=1.5", "=101", "=[1]", '="NaN"'])
def test_a_priority_that_is_no_whole_number_up_to_100_stops_the_case_and_names_the_task(priority: str) -> None:
    told = f"<zeebe:priorityDefinition priority={quoteattr(priority)} />"

    with pytest.raises(ExecutionFailed, match="no whole number") as caught:
        play(start(), user("Doen", told), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


@pytest.mark.parametrize("groups", ["=10", "=true", "={a: 1}", "=nu"])
def test_groups_that_are_no_list_stop_the_case_and_name_the_task(groups: str) -> None:
    with pytest.raises(ExecutionFailed, match="neither a list nor a text") as caught:
        play(start(), user("Doen", groups=groups), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


def test_an_assignee_that_is_no_id_stops_the_case_and_names_the_task() -> None:
    told = f"<zeebe:assignmentDefinition assignee='{'x' * 33}' />"

    with pytest.raises(ExecutionFailed, match="nobody's id") as caught:
        play(start(), node("userTask", "Doen", told), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


@pytest.mark.parametrize("value", ["=function(x) x", "=[function(x) x]", "={a: {b: function(x) x}}"])
def test_a_function_is_not_kept_but_stops_the_case_and_names_the_task(value: str) -> None:
    with pytest.raises(ExecutionFailed, match="gives a function") as caught:
        play(start(), script("Rekenen", value, "uitkomst"), end(), chain("Begin", "Rekenen", "Klaar"))

    assert caught.value.element == "Rekenen"


def test_a_long_text_in_a_collection_names_its_instance_by_its_beginning() -> None:
    text = f'=["{"x" * 400}"]'

    game = play(start(), user("Doen", each(text, "item")), end(), chain("Begin", "Doen", "Klaar"))

    assert [task.instance for task in game.step.open_tasks] == ["x" * 300]


@pytest.mark.parametrize("collection", ["=null", "=3", '="stuurgroep"', "=for i in 1..201 return i"])
def test_a_collection_that_is_no_short_list_stops_the_case(collection: str) -> None:
    with pytest.raises(ExecutionFailed, match="not a list"):
        play(start(), user("Doen", each(collection, "item")), end(), chain("Begin", "Doen", "Klaar"))


def test_the_task_after_a_vote_is_no_part_of_it() -> None:
    loop = each("=groepen.stuurgroep", "lid")
    case = play(
        start(), user("Stemmen", loop), user("Publiceren"), end(), chain("Begin", "Stemmen", "Publiceren", "Klaar")
    )
    instances = {t.multi_instance for t in case.step.open_tasks}

    for _ in range(3):
        case.answer("Stemmen")

    assert None not in instances
    assert len(instances) == 1
    assert case.task("Publiceren").multi_instance is None


def test_an_empty_collection_is_done_at_once() -> None:
    case = play(start(), user("Doen", each("=[]", "item")), end(), chain("Begin", "Doen", "Klaar"))

    assert case.ended_in == "Klaar"


# ---- subprocesses and calls -------------------------------------------------------------------------------------


def test_a_called_process_sees_its_inputs_only_and_gives_its_outputs_only() -> None:
    called = folder(
        start("Binnen"), user("Adviseren"), end("Gegeven"), chain("Binnen", "Adviseren", "Gegeven"), process="advies"
    )
    call = node(
        "callActivity",
        "Advies vragen",
        '<zeebe:calledElement processId="advies" propagateAllChildVariables="false"'
        ' propagateAllParentVariables="false" />',
        io({"titel": "=titel"}, {"oordeel": "=advies"}),
    )
    case = Player(
        {"proef": folder(start(), call, end(), chain("Begin", "Advies vragen", "Klaar")), "advies": called}
    ).begin(titel="Bankje", geheim="niet meegeven")

    seen = workflow.read_variables(case.step.state, case.task("Adviseren").scope)
    case.answer("Adviseren", advies="positief", kladblok="blijft binnen")

    assert seen == {"titel": "Bankje"}
    assert case.step.variables == {"titel": "Bankje", "geheim": "niet meegeven", "oordeel": "positief"}
    assert case.ended_in == "Klaar"


def test_a_timer_on_a_call_ends_what_was_called() -> None:
    called = folder(
        start("Binnen"), user("Adviseren"), end("Weg"), chain("Binnen", "Adviseren", "Weg"), process="advies"
    )
    call = node("callActivity", "Vragen", '<zeebe:calledElement processId="advies" />')
    inside = [start(), call, boundary("Te lang", "Vragen", timer("Duration", "P1D")), end(), end("Over tijd")]
    case = Player(
        {"proef": folder(*inside, chain("Begin", "Vragen", "Klaar"), flow("Te lang", "Over tijd")), "advies": called}
    ).begin()

    case.wait(days=2)

    assert case.ended_in == "Over tijd"
    assert case.waiting == []


def test_state_is_small_and_survives_being_put_away_after_every_move() -> None:
    case = play(*withdrawable())

    assert len(case.step.state) < 3_000
    assert case.answer("Links").answer("Rechts").ended_in == "Klaar"


@pytest.mark.parametrize("name", ["typename", "$date", "_class", "Start", "naam met spaties"])
def test_variables_may_have_any_name(name: str) -> None:
    case = Player({"proef": folder(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))}).begin(**{name: "x"})

    case.answer("Doen")

    assert case.step.variables[name] == "x"


@given(order=st.permutations(["A", "B", "C", "D"]), late=st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_whatever_the_order_of_answers_a_join_fires_once_and_nothing_is_lost(order: list[str], late: int) -> None:
    inside = [start(), gateway("S", "parallelGateway"), gateway("J", "parallelGateway"), end()]
    for key in order:
        inside += [user(key), flow("S", key), flow(key, "J")]
    case = play(*inside, chain("Begin", "S"), chain("J", "Klaar"))

    for key in order[late:] + order[:late]:
        case.answer(key, **{key.lower(): key})

    assert case.ended_in == "Klaar"
    assert case.walked.count("J") == 1
    assert case.step.variables == {key.lower(): key for key in order}


def test_the_key_of_a_message_that_is_sent_may_be_one_of_its_inputs() -> None:
    headers = '<zeebe:taskHeaders><zeebe:header key="key" value="=eigen" /></zeebe:taskHeaders>'
    sends = node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />', headers,
                 io({"eigen": "=nummer"}), message())  # fmt: skip

    case = play(start(), sends, end(), chain("Begin", "Melden", "Klaar"), nummer="12", eigen="ander")

    assert [job.headers["key"] for job in case.asked] == ["12"]

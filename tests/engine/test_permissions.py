"""Who may do what: every person against every action on every subject, with the answer written out here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.errors import NotAllowed
from engine.permissions import RULES, groups_of, may, require
from engine.subjects import (
    AccountSubject,
    CaseSubject,
    ChangeSubject,
    DestructionSubject,
    StartSubject,
    Subject,
    TaskSubject,
)
from engine.views import SYSTEM, User


def staff(name: str, *groups: str) -> User:
    return User(f"id-{name}", name, frozenset(groups or (name,)))


PEOPLE: dict[str, User | None] = {
    "visitor": None,
    "submitter": User("id-submitter", "indiener", frozenset({"indiener"}), "inwoner", case_id="case-1"),
    "stranger": User("id-stranger", "andere indiener", frozenset({"indiener"}), "inwoner", case_id="case-2"),
    "initiatiefgroep": staff("initiatiefgroep"),
    "gebiedsregisseur": staff("gebiedsregisseur"),
    "colleague": staff("colleague", "gebiedsregisseur"),
    "ondersteuning": staff("ondersteuning"),
    "kernteam": staff("kernteam"),
    "domesta": staff("domesta"),
    "woonconcept": staff("woonconcept"),
    "welzijn": staff("welzijn"),
    "politie": staff("politie"),
    "gemeente": staff("gemeente"),
    "voter": staff("voter", "stuurgroep"),
    "stuurgroep": staff("stuurgroep"),
    "proceseigenaar": staff("proceseigenaar"),
    "second owner": staff("second owner", "proceseigenaar"),
    "auditor": staff("auditor"),
    "auditor too": staff("auditor too", "auditor", "gebiedsregisseur", "beheerder", "domesta"),
    "beheerder": staff("beheerder"),
    "second operator": staff("second operator", "beheerder"),
    "no group": User("id-no-group", "zonder groep"),
    "pretender": User("id-pretender", "medewerker in groep indiener", frozenset({"indiener", "systeem"})),
    "system": SYSTEM,
}

NOBODY = frozenset[str]()
TEAM = frozenset({"domesta", "woonconcept", "welzijn", "politie", "gemeente"})
DIRECTORS = frozenset({"gebiedsregisseur", "colleague"})
AUDITORS = frozenset({"auditor", "auditor too"})
STEERING_GROUP = frozenset({"voter", "stuurgroep"})
OWNERS = frozenset({"proceseigenaar", "second owner"})
OPERATORS = frozenset({"beheerder", "second operator"})
STAFF = (
    frozenset({"initiatiefgroep", "ondersteuning", "kernteam"})
    | OPERATORS
    | TEAM
    | OWNERS
    | DIRECTORS
    | AUDITORS
    | STEERING_GROUP
)


def only(*names: str) -> frozenset[str]:
    return frozenset(names)


def task(**facts: object) -> TaskSubject:
    return TaskSubject(**{"id": "task-1", "case_id": "case-1", "submitter_id": "id-submitter", **facts})  # type: ignore[arg-type]


def ballot(**facts: object) -> TaskSubject:
    given = {
        "groups": only("stuurgroep"),
        "assignee": "id-voter",
        "assigned": True,
        "ballot": True,
        "ballot_open": True,
    }
    return task(**{**given, **facts})


EDITORS = only("id-proceseigenaar")
HANDS = only("id-beheerder")
SUBJECTS: dict[str, Subject] = {
    "nothing": None,
    # changes to processes, on which one owner worked
    "change, being made": ChangeSubject("draft", EDITORS),
    "change, offered": ChangeSubject("offered", EDITORS),
    "change, approved": ChangeSubject("approved", EDITORS),
    "change, in use": ChangeSubject("in_use", EDITORS),
    # lists of what may be destroyed, which one operator made
    "list, being made": DestructionSubject("draft", HANDS),
    "list, offered": DestructionSubject("offered", HANDS),
    "list, approved": DestructionSubject("approved", HANDS),
    "list, refused": DestructionSubject("refused", HANDS),
    "list, done": DestructionSubject("done", HANDS),
    # tasks of a group
    "team task, free": task(groups=only("gebiedsregisseur")),
    "team task, taken": task(groups=only("gebiedsregisseur"), assignee="id-gebiedsregisseur"),
    "team task, done": task(
        groups=only("gebiedsregisseur"),
        assignee="id-gebiedsregisseur",
        state="completed",
        completed_by="id-gebiedsregisseur",
    ),
    "team task, cancelled": task(groups=only("gebiedsregisseur"), state="cancelled"),
    "wijkteam task, free": task(groups=only("wijkteam")),
    "task taken by who left the group": task(groups=only("kernteam"), assignee="id-ondersteuning"),
    "task of the auditors by mistake": task(groups=only("auditor")),
    "task that an auditor had taken": task(groups=only("gebiedsregisseur"), assignee="id-auditor too"),
    "team task, for somebody else": task(
        groups=only("gebiedsregisseur"), apart=True, barred=only("id-gebiedsregisseur")
    ),
    # tasks of the submitter
    "submitter's task, free": task(groups=only("indiener")),
    "submitter's task, done": task(
        groups=only("indiener"), assignee="id-submitter", state="completed", completed_by="id-submitter"
    ),
    "submitter's task, named": task(assignee="id-submitter", assigned=True),
    # tasks that the diagram gave to one person
    "named task": task(groups=only("stuurgroep"), assignee="id-voter", assigned=True),
    "named task, done": task(
        groups=only("stuurgroep"),
        assignee="id-voter",
        assigned=True,
        state="completed",
        completed_by="id-voter",
    ),
    # ballots
    "ballot": ballot(),
    "ballot, voted": ballot(state="completed", completed_by="id-voter"),
    "ballot, closed": ballot(state="completed", completed_by="id-voter", ballot_open=False),
    "ballot, recused": ballot(state="completed", completed_by="id-voter", recused=True),
    "ballot, recused and closed": ballot(state="completed", completed_by="id-voter", recused=True, ballot_open=False),
    "ballot, missed": ballot(state="cancelled", ballot_open=False),
    "ballot, dropped": ballot(state="cancelled"),
    "ballot for anyone": ballot(assignee=None, assigned=False),
    # cases
    "case": CaseSubject("case-1", "id-submitter"),
    "case, ended": CaseSubject("case-1", "id-submitter", ended=True),
    "case without submitter": CaseSubject("case-1", None),
    # whose account it is
    "account of the office": AccountSubject("id-ondersteuning"),
    "account of an auditor": AccountSubject("id-auditor"),
    "account of who came by a link": AccountSubject("id-submitter"),
    # processes to start
    "process for everyone": StartSubject(only("iedereen")),
    "process of two groups": StartSubject(only("ondersteuning", "gebiedsregisseur")),
    "process of the wijkteam": StartSubject(only("wijkteam")),
    "process of submitters": StartSubject(only("indiener")),
    "process of nobody": StartSubject(),
    "process of auditors": StartSubject(only("auditor")),
}

EXPECTED: dict[str, dict[str, frozenset[str]]] = {
    "read_task": {
        "team task, free": DIRECTORS,
        "team task, taken": DIRECTORS,
        "team task, done": DIRECTORS,
        "team task, cancelled": DIRECTORS,
        "team task, for somebody else": DIRECTORS,
        "wijkteam task, free": TEAM,
        "task taken by who left the group": only("ondersteuning", "kernteam"),
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": DIRECTORS,
        "submitter's task, free": DIRECTORS | {"submitter", "ondersteuning"},
        "submitter's task, done": only("submitter"),
        "submitter's task, named": only("submitter"),
        "named task": only("voter"),
        "named task, done": only("voter"),
        "ballot": only("voter"),
        "ballot, voted": only("voter"),
        "ballot, closed": only("voter"),
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": only("voter"),
        "ballot, dropped": only("voter"),
        "ballot for anyone": STEERING_GROUP,
    },
    "claim": {
        "team task, free": DIRECTORS,
        "team task, taken": only("gebiedsregisseur"),
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": DIRECTORS - only("gebiedsregisseur"),
        "wijkteam task, free": TEAM,
        "task taken by who left the group": only("ondersteuning"),
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": NOBODY,
        "submitter's task, free": only("submitter"),
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": NOBODY,
        "ballot, voted": NOBODY,
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "release": {
        "team task, free": NOBODY,
        "team task, taken": only("gebiedsregisseur") | OPERATORS,
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": NOBODY,
        "wijkteam task, free": NOBODY,
        "task taken by who left the group": only("ondersteuning") | OPERATORS,
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": OPERATORS,
        "submitter's task, free": NOBODY,
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": NOBODY,
        "ballot, voted": NOBODY,
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "delegate": {
        "team task, free": DIRECTORS,
        "team task, taken": DIRECTORS,
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": DIRECTORS,
        "wijkteam task, free": TEAM,
        "task taken by who left the group": only("ondersteuning", "kernteam"),
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": DIRECTORS,
        "submitter's task, free": NOBODY,
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": NOBODY,
        "ballot, voted": NOBODY,
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "complete": {
        "team task, free": DIRECTORS,
        "team task, taken": only("gebiedsregisseur"),
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": DIRECTORS - only("gebiedsregisseur"),
        "wijkteam task, free": TEAM,
        "task taken by who left the group": only("ondersteuning"),
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": NOBODY,
        "submitter's task, free": DIRECTORS | {"submitter", "ondersteuning"},
        "submitter's task, done": NOBODY,
        "submitter's task, named": only("submitter"),
        "named task": only("voter"),
        "named task, done": NOBODY,
        "ballot": only("voter"),
        "ballot, voted": NOBODY,
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "recuse": {
        "team task, free": NOBODY,
        "team task, taken": NOBODY,
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": NOBODY,
        "wijkteam task, free": NOBODY,
        "task taken by who left the group": NOBODY,
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": NOBODY,
        "submitter's task, free": NOBODY,
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": only("voter"),
        "ballot, voted": only("voter"),
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "change_vote": {
        "team task, free": NOBODY,
        "team task, taken": NOBODY,
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": NOBODY,
        "wijkteam task, free": NOBODY,
        "task taken by who left the group": NOBODY,
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": NOBODY,
        "submitter's task, free": NOBODY,
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": NOBODY,
        "ballot, voted": only("voter"),
        "ballot, closed": NOBODY,
        "ballot, recused": NOBODY,
        "ballot, recused and closed": NOBODY,
        "ballot, missed": NOBODY,
        "ballot, dropped": NOBODY,
        "ballot for anyone": NOBODY,
    },
    "see_ballot": {
        "team task, free": NOBODY,
        "team task, taken": NOBODY,
        "team task, done": NOBODY,
        "team task, cancelled": NOBODY,
        "team task, for somebody else": NOBODY,
        "wijkteam task, free": NOBODY,
        "task taken by who left the group": NOBODY,
        "task of the auditors by mistake": NOBODY,
        "task that an auditor had taken": NOBODY,
        "submitter's task, free": NOBODY,
        "submitter's task, done": NOBODY,
        "submitter's task, named": NOBODY,
        "named task": NOBODY,
        "named task, done": NOBODY,
        "ballot": STAFF,
        "ballot, voted": STAFF,
        "ballot, closed": STAFF,
        "ballot, recused": STAFF - {"voter"},
        "ballot, recused and closed": STAFF,
        "ballot, missed": STAFF,
        "ballot, dropped": STAFF,
        "ballot for anyone": STAFF,
    },
    "read_case": {"case": STAFF, "case, ended": STAFF, "case without submitter": STAFF},
    "read_history": {"case": STAFF, "case, ended": STAFF, "case without submitter": STAFF},
    "read_personal": {
        "case": DIRECTORS | {"ondersteuning", "kernteam"},
        "case, ended": DIRECTORS | {"ondersteuning", "kernteam"},
        "case without submitter": DIRECTORS | {"ondersteuning", "kernteam"},
    },
    "correct_contact": {
        "case": DIRECTORS | {"submitter", "ondersteuning", "kernteam"},
        "case, ended": DIRECTORS | {"submitter", "ondersteuning", "kernteam"},
        "case without submitter": DIRECTORS | {"ondersteuning", "kernteam"},
    },
    "read_own_case": {
        "case": only("submitter"),
        "case, ended": only("submitter"),
        "case without submitter": NOBODY,
    },
    "withdraw": {
        "case": DIRECTORS | {"submitter", "ondersteuning"},
        "case, ended": NOBODY,
        "case without submitter": DIRECTORS | {"ondersteuning"},
    },
    "copy_case": {
        "case": DIRECTORS | {"ondersteuning"},
        "case, ended": DIRECTORS | {"ondersteuning"},
        "case without submitter": DIRECTORS | {"ondersteuning"},
    },
    "correct_receipt": {
        "case": DIRECTORS | {"ondersteuning"},
        "case, ended": NOBODY,
        "case without submitter": DIRECTORS | {"ondersteuning"},
    },
    "extend_term": {
        "case": DIRECTORS | {"ondersteuning"},
        "case, ended": NOBODY,
        "case without submitter": DIRECTORS | {"ondersteuning"},
    },
    "start": {
        "process for everyone": frozenset(PEOPLE) - AUDITORS,
        "process of two groups": DIRECTORS | {"ondersteuning"},
        "process of the wijkteam": TEAM,
        "process of submitters": only("submitter", "stranger"),
        "process of nobody": NOBODY,
        "process of auditors": NOBODY,
    },
    "date_receipt": {
        "process for everyone": DIRECTORS | {"ondersteuning"},
        "process of two groups": DIRECTORS | {"ondersteuning"},
        "process of the wijkteam": NOBODY,
        "process of submitters": NOBODY,
        "process of nobody": NOBODY,
        "process of auditors": NOBODY,
    },
    "do_tasks": {"nothing": STAFF - AUDITORS},
    "list_cases": {"nothing": STAFF},
    "read_definitions": {"nothing": STAFF},
    "read_workshop": {"nothing": OWNERS | AUDITORS | OPERATORS},
    "edit_processes": {"nothing": OWNERS},
    "edit_change": {
        "change, being made": OWNERS,
        "change, offered": NOBODY,
        "change, approved": NOBODY,
        "change, in use": NOBODY,
    },
    "judge_change": {
        "change, being made": NOBODY,
        "change, offered": only("second owner"),
        "change, approved": NOBODY,
        "change, in use": NOBODY,
    },
    "read_mails": {"nothing": OPERATORS},
    "read_demo_mails": {"nothing": DIRECTORS | OPERATORS | {"ondersteuning", "kernteam"}},
    "list_votes": {"nothing": DIRECTORS | {"ondersteuning"}},
    "send_letters": {"nothing": only("ondersteuning", "colleague", "gebiedsregisseur", "kernteam")},
    "read_registers": {"nothing": STAFF},
    "empty_entries": {"nothing": OPERATORS},
    "retry_jobs": {"nothing": OPERATORS},
    "resolve_incidents": {"nothing": OPERATORS},
    "move_tokens": {"nothing": OPERATORS},
    "take_over_cases": {"nothing": OPERATORS},
    "erase_cases": {"nothing": OPERATORS},
    "disclose_data": {"nothing": OPERATORS},
    "read_retention": {"nothing": OPERATORS | OWNERS | AUDITORS},
    "make_destruction_lists": {"nothing": OPERATORS},
    "edit_destruction_list": {
        "list, being made": OPERATORS,
        "list, offered": NOBODY,
        "list, approved": NOBODY,
        "list, refused": NOBODY,
        "list, done": NOBODY,
    },
    "approve_destruction_list": {
        "list, being made": NOBODY,
        "list, offered": OWNERS | only("second operator"),
        "list, approved": NOBODY,
        "list, refused": NOBODY,
        "list, done": NOBODY,
    },
    "refuse_destruction_list": {
        "list, being made": NOBODY,
        "list, offered": OWNERS | OPERATORS,
        "list, approved": NOBODY,
        "list, refused": NOBODY,
        "list, done": NOBODY,
    },
    "migrate_cases": {"nothing": OWNERS | OPERATORS},
    "manage_accounts": {"nothing": OPERATORS},
    "plan_leave": {
        "account of the office": OPERATORS | only("ondersteuning"),
        "account of an auditor": OPERATORS,
        "account of who came by a link": OPERATORS,
    },
    "renew_links": {"nothing": OPERATORS},
    "read_account_events": {"nothing": AUDITORS | OPERATORS},
    "prove_history": {"nothing": AUDITORS | OPERATORS},
    "read_viewings": {"nothing": AUDITORS},
    "manage_calendar": {"nothing": OPERATORS},
}


def cells() -> Iterator[tuple[str, str, str, bool]]:
    for action, subjects in EXPECTED.items():
        for subject, allowed in subjects.items():
            for person in PEOPLE:
                yield action, subject, person, person in allowed


@pytest.mark.parametrize(("action", "subject"), [(a, s) for a, subjects in EXPECTED.items() for s in subjects])
def test_the_table_says_who_may(action: str, subject: str) -> None:
    allowed = {name for name, user in PEOPLE.items() if may(user, action, SUBJECTS[subject])}

    assert allowed == EXPECTED[action][subject]


def test_the_table_has_every_action_on_every_subject_that_it_is_about() -> None:
    kinds = {action: {type(SUBJECTS[subject]) for subject in subjects} for action, subjects in EXPECTED.items()}

    assert set(EXPECTED) == set(RULES)
    for action, subjects in EXPECTED.items():
        assert set(subjects) == {name for name, subject in SUBJECTS.items() if type(subject) in kinds[action]}


def test_what_is_required_and_not_allowed_is_refused_with_its_name() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(PEOPLE["auditor"], "complete", SUBJECTS["team task, free"])

    assert refusal.value.action == "complete"


def test_what_is_required_and_allowed_goes_on() -> None:
    for action, subject, person, allowed in cells():
        if allowed:
            require(PEOPLE[person], action, SUBJECTS[subject])


def test_an_auditor_changes_nothing_whatever_other_groups_they_are_in() -> None:
    reading = {
        "read_case", "read_history", "list_cases", "read_definitions", "see_ballot",
        "read_workshop", "read_registers", "read_account_events", "read_retention", "prove_history",
        "read_viewings",
    }  # fmt: skip

    done = {action for action, _, person, allowed in cells() if allowed and person in AUDITORS}

    assert done == reading


def test_a_member_of_a_partner_organisation_acts_for_the_wijkteam_too() -> None:
    assert groups_of(staff("politie")) == {"politie", "wijkteam"}


def test_a_submitter_acts_in_no_group() -> None:
    submitter = User("id", "indiener", frozenset({"indiener", "beheerder"}), case_id="case-1")

    assert groups_of(submitter) == frozenset()


def test_a_member_of_staff_is_never_the_group_of_submitters() -> None:
    assert groups_of(staff("pretender", "indiener", "kernteam")) == {"kernteam"}


def test_a_link_to_a_case_does_not_make_its_holder_the_submitter_of_that_case() -> None:
    # The link was of someone whose place another has taken since.
    former = User("id-former", "vroegere indiener", frozenset({"indiener"}), case_id="case-1")

    assert not may(former, "read_own_case", SUBJECTS["case"])
    assert not may(former, "withdraw", SUBJECTS["case"])
    assert not may(former, "complete", SUBJECTS["submitter's task, free"])


def test_an_unknown_action_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        may(PEOPLE["beheerder"], "fly")


def test_an_action_on_the_wrong_kind_of_subject_is_an_error_and_not_a_no() -> None:
    with pytest.raises(TypeError, match="complete is about a TaskSubject"):
        may(PEOPLE["beheerder"], "complete", SUBJECTS["case"])


def test_nobody_answers_on_behalf_of_a_submitter_that_there_is_not() -> None:
    asked = TaskSubject("task-1", "case-1", groups=frozenset({"indiener"}))

    for action in ("read_task", "complete"):
        assert may(PEOPLE["ondersteuning"], action, asked._replace(submitter_id="id-submitter"))
        assert not may(PEOPLE["ondersteuning"], action, asked)

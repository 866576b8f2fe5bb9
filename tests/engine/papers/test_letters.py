"""Letters: written with the step that asks for them, and unchanged since; posted by people, and marked so once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import engine
from engine import history, models, scenarios
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading, transaction
from engine.papers import letters
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.posting import INA, LETTER, START, job, posting


def decide(people: People, given: dict[str, str] | None = None) -> engine.StartedCase:
    """Bring a case to its letter."""
    started = engine.start_case("post", given or INA, None)
    task = next(t for t in engine.list_team_tasks(people.office).items if t.name == "Besluiten")
    engine.complete_task(task.id, people.office, {})
    return started


def only_letter(people: People) -> engine.LetterView:
    (found,) = engine.list_letters(people.office).items
    return found


def kinds(started: engine.StartedCase, reader: engine.User) -> list[str]:
    return [item.kind for item in engine.read_case(started.case_id, reader).timeline]


def test_a_letter_says_what_its_template_says_to_who_handed_in_the_idea(deploy: Deploy, people: People) -> None:
    deploy(posting())

    started = decide(people)

    letter = only_letter(people)
    assert (letter.addressee, letter.address) == ("Ina Inwoner", ("Dorpsstraat 1", "7901 AA Hoogeveen"))
    assert letter.subject == f"Uw plan Bankje ({started.reference})"
    assert letter.body.startswith("Beste Ina Inwoner,\n\nUw plan gaat door. De datum is 2 maart 2026.\n\n")
    assert "14 0528" in letter.body


def test_a_subject_names_nobody_for_staff_who_see_no_contact_data_read_it(deploy: Deploy, people: People) -> None:
    deploy(posting(LETTER.replace(b"Uw plan {{ titel }}", b"{{ aanhef }}: {{ titel }}")))

    started = decide(people)

    assert only_letter(people).subject == f"Beste lezer: Bankje ({started.reference})"


def test_nothing_of_a_letter_is_left_for_a_worker(deploy: Deploy, people: People) -> None:
    deploy(posting())

    started = decide(people)

    with reading() as session:
        assert session.query(models.Job).count() == 0
    assert "letter_written" in kinds(started, people.office)


def test_a_letter_that_cannot_be_written_leaves_the_task_open(deploy: Deploy, people: People) -> None:
    deploy(posting(template="weg"))

    with pytest.raises(engine.ExecutionFailed):
        decide(people)

    assert engine.list_letters(people.office).items == ()
    assert any(task.name == "Besluiten" for task in engine.list_my_tasks(people.office).items) or any(
        task.name == "Besluiten" for task in engine.list_team_tasks(people.office).items
    )


def test_who_posts_letters_is_told_how_many_wait_and_nobody_else(deploy: Deploy, people: People) -> None:
    deploy(posting())
    readers = (people.office, people.director, people.auditor, people.members[0])

    decide(people)
    decide(people, {**INA, "titel": "Zandbak"})
    waiting = [engine.count_awaited(who).letters for who in readers]
    engine.mark_letters_sent([engine.list_letters(people.office).items[0].id], people.office)

    assert waiting == [2, 2, 0, 0]
    assert [engine.count_awaited(who).letters for who in readers] == [1, 1, 0, 0]


def test_a_letter_without_an_address_is_written_and_says_so(deploy: Deploy, people: People) -> None:
    deploy(posting())

    decide(people, {"titel": "Bankje", "naam": "Ina Inwoner"})

    assert only_letter(people).lacks_address


def test_a_letter_for_who_has_no_mail_is_not_written_for_who_has(deploy: Deploy, people: People) -> None:
    deploy(posting(to="indiener-zonder-mail"))

    decide(people, {**INA, "mail": "ina@voorbeeld.invalid"})
    decide(people, {**INA, "naam": "Ida Inwoner"})

    assert only_letter(people).addressee == "Ida Inwoner"


def test_a_letter_to_somebody_else_gets_name_and_address_from_the_diagram(deploy: Deploy, people: People) -> None:
    deploy(posting(to='="Bewoners van " + titel', address='="Straat 1" + "\n" + "7901 AA Hoogeveen"'))

    started = decide(people)

    letter = only_letter(people)
    assert (letter.addressee, letter.address) == ("Bewoners van Bankje", ("Straat 1", "7901 AA Hoogeveen"))
    engine.mark_letters_sent([letter.id], people.office)
    assert engine.read_own_case(engine.open_secret_link(started.secret)).letters == ()


def test_what_a_resident_typed_cannot_ask_for_the_secret_link(deploy: Deploy, people: People) -> None:
    deploy(posting(LETTER + b"\n{{ link }} {{ titel }}\n"))

    started = decide(people, {**INA, "titel": "{{ link }}"})

    assert started.secret not in only_letter(people).body


def test_a_posted_letter_is_told_to_its_submitter_with_the_day(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(posting())
    started = decide(people)
    own = engine.open_secret_link(started.secret)
    before = engine.read_own_case(own).letters

    clock.turn(days=1)
    engine.mark_letters_sent([only_letter(people).id], people.office)

    assert before == ()
    (told,) = engine.read_own_case(own).letters
    assert (told.subject, told.sent_at) == (f"Uw plan Bankje ({started.reference})", clock())


def test_who_marks_second_is_told_who_was_first(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = decide(people)
    letter = only_letter(people)

    first = engine.mark_letters_sent([letter.id], people.office)
    second = engine.mark_letters_sent([letter.id], people.director)

    assert [one.id for one in first.sent] == [letter.id]
    assert second.sent == ()
    assert [(one.sent_by, one.sent_at) for one in second.before] == [("Oda Office", first.sent[0].sent_at)]
    assert kinds(started, people.office).count("letter_sent") == 1


def test_a_letter_that_two_mark_at_once_is_marked_by_one(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(posting())
    for _ in range(3):
        decide(people)
    wanted = [letter.id for letter in engine.list_letters(people.office).items]

    def mark(turn: int) -> int:
        with engine.at(place):
            mine = wanted if turn % 2 else wanted[::-1]
            return len(engine.mark_letters_sent(mine, (people.office, people.director)[turn % 2]).sent)

    with ThreadPoolExecutor(4) as pool:
        marked = list(pool.map(mark, range(4)))

    assert sum(marked) == 3
    assert engine.list_letters(people.office).items == ()
    with reading() as session:
        assert history.verify(session) > 0


@pytest.mark.parametrize("other", ["geen", "\0", ""])
def test_of_a_list_with_a_letter_that_is_not_there_none_is_marked(deploy: Deploy, people: People, other: str) -> None:
    deploy(posting())
    decide(people)

    with pytest.raises(engine.NotFound):
        engine.mark_letters_sent([only_letter(people).id, other], people.office)

    assert only_letter(people).sent_at is None


@pytest.mark.parametrize("what", ["subject", "body", "addressee", "address", "case_id"])
def test_the_database_refuses_to_change_what_a_letter_says(deploy: Deploy, people: People, what: str) -> None:
    deploy(posting())
    decide(people)

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(f"UPDATE letters SET {what} = {what}"))  # noqa: S608 - a name from this list


@pytest.mark.parametrize(
    "change", ["sent_at = NULL", "sent_by = NULL", "sent_by = 'een ander'"], ids=["day", "nobody", "somebody else"]
)
def test_the_database_refuses_to_change_when_a_letter_was_sent_and_by_whom(
    deploy: Deploy, people: People, change: str
) -> None:
    deploy(posting())
    decide(people)
    engine.mark_letters_sent([only_letter(people).id], people.office)

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(f"UPDATE letters SET {change}"))  # noqa: S608 - a change from this list


def test_the_history_proves_what_a_letter_said_and_holds_none_of_it(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = decide(people)

    with reading() as session:
        row = session.get_one(models.Letter, only_letter(people).id)
        written = next(event for event in history.read(session, started.case_id) if event.kind == "letter_written")

    said = {"letter": row.id, "digest": letters.digest_of(row), "template": row.template, "to_submitter": True}
    assert {name: fact for name, fact in written.facts.items() if name != history.STANDING} == said


def test_letters_are_for_who_has_contact_with_submitters(deploy: Deploy, people: People) -> None:
    deploy(posting())
    started = decide(people)
    letter = only_letter(people)

    for other in (people.auditor, people.operator, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.read_letter(letter.id, other)
        with pytest.raises(engine.NotAllowed):
            engine.list_letters(other)
        with pytest.raises(engine.NotAllowed):
            engine.mark_letters_sent([letter.id], other)
    (seen,) = engine.read_case(started.case_id, people.auditor).letters
    assert (seen.subject, seen.addressee, seen.address, seen.body) == (letter.subject, "", (), "")


def test_sent_letters_are_listed_the_newest_first(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(posting())
    for name in ("Ina", "Ida", "Isa"):
        decide(people, {**INA, "naam": name})
        clock.turn(hours=1)
    waiting = engine.list_letters(people.office).items

    for letter in waiting[:2]:
        clock.turn(hours=1)
        engine.mark_letters_sent([letter.id], people.office)

    assert [one.addressee for one in waiting] == ["Ina", "Ida", "Isa"]
    assert [one.addressee for one in engine.list_letters(people.office, sent=True).items] == ["Ida", "Ina"]


STORY = b"""name: Een brief
now: 2026-03-02T09:00
start: {titel: Bankje, naam: Ina Inwoner%s}
steps:
  - task: Besluiten
expect:
  letters: [%s]
  entries: []
"""


def test_a_story_expects_a_letter_by_its_text() -> None:
    files = posting()
    wrong, right = (
        scenarios.play(scenarios.read_scenario("post", "a.yaml", STORY % (b"", name)), "post", {"post": files})
        for name in (b"afwijzing", b"besluit")
    )

    assert right.failure is None
    assert wrong.failure is not None
    assert "besluit" in wrong.failure


@pytest.mark.parametrize(
    ("given", "written"), [(b"", b"besluit"), (b", mail: ina@voorbeeld.invalid", b"")], ids=["without", "with"]
)
def test_a_story_knows_who_has_no_mail(given: bytes, written: bytes) -> None:
    story = scenarios.read_scenario("post", "a.yaml", STORY % (given, written))

    assert scenarios.play(story, "post", {"post": posting(to="indiener-zonder-mail", effect="advies")}).failure is None


def mailing(**headers: str) -> ProcessFiles:
    """Announces the decision by a mail with the link to the submitter's own page."""
    text = LETTER.replace(b"{{ contact }}", b"Kijk op {{ link }}.")
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Besluiten"),
        job("Mailen", "mail", {"template": "besluit", "to": "indiener", **headers}),
        user("Afronden"),
        end("Klaar", properties(outcome="klaar", retentionClass="6.1.9", legalEffect="advies")),
        chain("Begin", "Besluiten", "Mailen", "Afronden", "Klaar"),
        process="post",
        files={"forms/insturen.form": START, "mails/besluit.md": text},
    )


def test_a_mail_goes_by_post_to_who_has_no_mail_and_without_the_secret(deploy: Deploy, people: People) -> None:
    deploy(mailing(post="ja"))

    started = decide(people)

    letter = only_letter(people)
    assert (letter.addressee, letter.address) == ("Ina Inwoner", ("Dorpsstraat 1", "7901 AA Hoogeveen"))
    assert "Uw plan gaat door." in letter.body
    assert (
        "/mijn-idee (met de geheime link die u kreeg toen u dit instuurde; hebt u die niet, bel ons dan)."
        in letter.body
    )
    assert started.secret not in letter.body


def test_a_mail_is_no_letter_for_who_has_mail(deploy: Deploy, people: People) -> None:
    deploy(mailing(post="ja"))

    decide(people, {**INA, "mail": "ina@voorbeeld.invalid"})

    assert engine.list_letters(people.office).items == ()


def test_a_mail_that_does_not_go_by_post_is_no_letter(deploy: Deploy, people: People) -> None:
    deploy(mailing())

    decide(people)

    assert engine.list_letters(people.office).items == ()


LETTERS = sorted((Path(__file__).resolve().parents[3] / "workflows").rglob("letters/*.md"))


@pytest.mark.parametrize("letter", LETTERS, ids=[letter.stem for letter in LETTERS])
def test_a_term_to_object_counts_from_the_day_that_a_letter_was_sent(letter: Path) -> None:
    said = letter.read_text(encoding="utf-8")

    assert "{{ bezwaar_maken }} De dag waarop wij deze brief hebben verstuurd, staat bovenaan bij Verzonden." in said


def test_a_letter_tells_who_decided_and_how_to_object(deploy: Deploy, people: People) -> None:
    deploy(posting())

    started = decide(people)

    body = only_letter(people).body
    assert "Doe dat binnen zes weken na de dag waarop wij dit hebben verstuurd." in body
    assert "het college van burgemeester en wethouders van Hoogeveen, Raadhuisplein 24, Hoogeveen" in body
    assert f"om welk besluit het gaat ({started.reference})" in body
    assert "Namens het college van burgemeester en wethouders van Hoogeveen" in body

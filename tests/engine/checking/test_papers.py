"""Papers: what `check` says of steps that write a letter or add an entry to a register."""

from __future__ import annotations

import pytest

from engine.checking import check_folders
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.workshop.mailediting import make_letter, make_mail
from tests.engine.diagrams import chain, end, field, folder, form, io, properties, script, start, user
from tests.engine.form_builders import rows
from tests.engine.posting import LETTER, START, job, posting

WRONG = {
    "unknown_letter",
    "letter_computed",
    "letter_link",
    "letter_subject",
    "no_address",
    "address_not_asked",
    "post_value",
    "post_to_others",
    "no_header",
}
ENTRY = {"unknown_register", "empty_entry", "no_header"}


def codes(files: ProcessFiles, among: set[str]) -> set[str]:
    return {finding.code for finding in check_folders({files.process.id: files})} & among


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, set()),
        ({"to": "indiener-zonder-mail"}, set()),
        ({"to": '="Bewoners van " + titel', "address": "Straat 1"}, set()),
        ({"template": ""}, {"no_header"}),
        ({"to": ""}, {"no_header"}),
        ({"template": "weg"}, {"unknown_letter"}),
        ({"template": "=titel"}, {"letter_computed"}),
        ({"to": "Provincie"}, {"no_address"}),
    ],
    ids=["whole", "only without mail", "to another", "no text", "to nobody", "unknown", "computed", "no address"],
)
def test_a_letter_has_a_text_and_somebody_to_go_to(headers: dict[str, str], found: set[str]) -> None:
    assert codes(posting(LETTER, (), **headers), WRONG) == found


def test_a_letter_with_the_secret_link_is_told_of() -> None:
    assert codes(posting(LETTER + b"\n{{ link }}\n"), WRONG) == {"letter_link"}


@pytest.mark.parametrize("name", [b"aanhef", b" aanhef ", b"contact"], ids=["salutation", "with spaces", "contact"])
def test_a_letter_whose_subject_names_somebody_is_refused(name: bytes) -> None:
    letter = LETTER.replace(b"{{ titel }}", b"voor {{" + name + b"}}")

    assert codes(posting(letter), WRONG) == {"letter_subject"}


def test_a_letter_to_submitters_whose_address_nobody_asks_is_told_of() -> None:
    asked = posting()
    files = {**asked.files, "forms/insturen.form": form("insturen")}

    assert codes(_again(asked, files), WRONG) == {"address_not_asked"}


MAILED = {"mails/bericht.md": b"Onderwerp: Ontvangen\n\n{{ aanhef }}\n"}
EMAIL = field("e_mail", properties={"personal": "email"})


@pytest.mark.parametrize(
    ("begun_by", "asked", "found"),
    [
        ("iedereen", (), {"email_not_asked"}),
        ("kernteam, indiener", (), {"email_not_asked"}),
        ("iedereen", (EMAIL,), set()),
        ("kernteam", (), set()),
    ],
    ids=["by anyone", "also by a submitter", "whose address is asked", "by who has an account"],
)
def test_a_mail_to_a_visitor_whose_address_nobody_asks_is_told_of(
    begun_by: str, asked: tuple[dict[str, object], ...], found: set[str]
) -> None:
    begun = start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy=begun_by))
    mail = job("Mailen", "mail", {"template": "bericht", "to": "indiener"})

    files = folder(begun, mail, end(), chain("Begin", "Mailen", "Klaar"),
                   files={**MAILED, "forms/insturen.form": form("insturen", *asked)})  # fmt: skip

    assert codes(files, {"email_not_asked"}) == found


@pytest.mark.parametrize("kind", ["mail", "letter"])
def test_a_text_that_nobody_wrote_yet_is_told_of(kind: str) -> None:
    make = make_mail if kind == "mail" else make_letter
    name, made = make({}, "Bedanken")
    sends = job("Sturen", kind, {"template": name, "to": "indiener"})
    drawn = (start("Begin"), sends, end(), chain("Begin", "Sturen", "Klaar"))

    ((path, text),) = made.items()
    written = {path: text.replace(b"Vul hier de tekst in.", b"Dank u wel.")}

    assert codes(folder(*drawn, files=made), {"text_not_written"}) == {"text_not_written"}
    assert codes(folder(*drawn, files=written), {"text_not_written"}) == set()


def mailing(asked: bytes = START, **headers: str) -> ProcessFiles:
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        job("Mailen", "mail", {"template": "besluit", **headers}),
        end("Klaar", properties(outcome="klaar", retentionClass="6.1.9", legalEffect="advies")),
        chain("Begin", "Mailen", "Klaar"),
        process="post",
        files={"forms/insturen.form": asked, "mails/besluit.md": LETTER},
    )


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"to": "indiener", "post": "ja"}, set()),
        ({"to": "indiener"}, set()),
        ({"to": "indiener", "post": "graag"}, {"post_value"}),
        ({"to": "ondersteuning", "post": "ja"}, {"post_to_others"}),
    ],
    ids=["by post too", "by mail only", "neither yes nor no", "to staff"],
)
def test_only_what_goes_to_the_submitter_can_go_by_post_too(headers: dict[str, str], found: set[str]) -> None:
    assert codes(mailing(START, **headers), WRONG) == found


def test_a_mail_that_goes_by_post_to_an_address_nobody_asks_is_told_of() -> None:
    asked = form("insturen")

    assert codes(mailing(asked, to="indiener", post="ja"), WRONG) == {"address_not_asked"}


def test_a_letter_that_reads_what_nothing_gives_is_told_of() -> None:
    found = check_folders({"post": posting(LETTER + b"\n{{ nergens_gegeven }}\n")})

    assert any("De brief besluit" in finding.reason and "nergens_gegeven" in finding.reason for finding in found)


def test_a_letter_below_its_folder_is_told_of() -> None:
    plain = posting()

    assert codes(_again(plain, {**plain.files, "letters/oud/besluit.md": LETTER}), {"letter_file"}) == {"letter_file"}


def _again(files: ProcessFiles, changed: dict[str, bytes]) -> ProcessFiles:
    return from_bytes(changed, source=files.source)


@pytest.mark.parametrize(
    ("register", "inputs", "found"),
    [
        ("besluitenregister", {"besluit": '="ja"'}, set()),
        ("", {"besluit": '="ja"'}, {"no_header"}),
        ("geheimboek", {"besluit": '="ja"'}, {"unknown_register"}),
        ("besluitenregister", {}, {"empty_entry"}),
    ],
    ids=["whole", "no register", "unknown register", "nothing in it"],
)
def test_an_entry_goes_to_a_register_and_says_something(register: str, inputs: dict[str, str], found: set[str]) -> None:
    headers = {"register": register} if register else {}
    files = folder(
        start(),
        job("Inschrijven", "register", headers, *([io(inputs)] if inputs else [])),
        user("Werken"),
        end(),
        chain("Begin", "Inschrijven", "Werken", "Klaar"),
        process="besluit",
    )

    assert codes(files, ENTRY) == found


PLANS = rows(field("naam"), field("prijs", "number"))
TOLD = form("gegevens", field("titel"), field("uitleg", "textarea"), field("bedrag", "number"), PLANS)


def registering(column: str, *before: str) -> ProcessFiles:
    """Asks for a text and an amount, and puts something in a register."""
    keys = ["Vragen", *(["Noemen"] if before else []), "Inschrijven", "Klaar"]
    return folder(
        start(),
        user("Vragen", form="gegevens"),
        *before,
        job("Inschrijven", "register", {"register": "besluitenregister"}, io({"kolom": column})),
        end(),
        chain("Begin", *keys),
        process="besluit",
        files={"forms/gegevens.form": TOLD},
    )


@pytest.mark.parametrize(
    "column",
    [
        "=titel",
        "=uitleg",
        '="Plan: " + titel',
        '=if bedrag > 5 then "klein" else titel',
        "=upper case(titel)",
        "=[titel]",
        "=plannen",
        "=plannen.naam",
        "=for p in plannen return p.naam",
        "=for p in [titel] return p",
    ],
    ids=[
        *("a line", "a text", "a part", "one of two", "in capitals", "in a list"),
        *("rows", "of all rows", "of each row", "of each in a list"),
    ],
)
def test_a_column_with_what_somebody_typed_is_warned_of(column: str) -> None:
    found = [one for one in check_folders({"besluit": registering(column)}) if one.code == "typed_entry"]

    assert [(one.severity, one.element_id) for one in found] == [("warning", "Inschrijven")]
    assert "'kolom'" in found[0].reason
    assert found[0].remedy


def test_a_text_that_goes_by_another_name_is_found() -> None:
    renamed = registering("=naam_plan", script("Noemen", '="Plan " + titel', "naam_plan"))

    assert codes(renamed, {"typed_entry"}) == {"typed_entry"}


@pytest.mark.parametrize(
    "column",
    [
        *("=bedrag", '="toegekend"', "=vandaag", '=if titel = "Bankje" then "bank" else "anders"'),
        *("=string length(titel)", "=sum(plannen.prijs)", "=for p in plannen return p.prijs", "=count(plannen)"),
    ],
    ids=["an amount", "fixed", "a day", "only compared", "measured", "added up", "of each row", "counted"],
)
def test_a_column_without_a_text_of_somebody_is_not_warned_of(column: str) -> None:
    assert codes(registering(column), {"typed_entry"}) == set()

"""Nouns: a process says what its cases are called, and whoever shows a case can ask for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.checking import check_folder
from engine.comparison import compare
from engine.dialect.folder import ProcessFiles
from engine.dialect.nouns import ANY_CASE, DUTCH, LONGEST, PROPERTIES, Noun, is_noun, noun_of
from engine.versions.folders import read_folders
from engine.versions.nouns import nouns_by
from tests.engine.diagrams import chain, end, folder, node, properties, start, user

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"
APPLICATION = {
    "caseNoun": "aanvraag", "caseNounPlural": "aanvragen", "caseArticle": "de",
    "caseNounEnglish": "application", "caseNounEnglishPlural": "applications",
}  # fmt: skip
KEPT = properties(retentionClass="6.1.9", legalEffect="advies")


def drawn(process: str = "proef", *inside: str, **told: str) -> ProcessFiles:
    """A process of one step that calls its cases by these nouns."""
    extra = f"<bpmn:extensionElements>{properties(**told)}</bpmn:extensionElements>" if told else ""
    parts = inside or (start(), user("Taak"), end("Klaar", KEPT), chain("Begin", "Taak", "Klaar"))
    return folder(*parts, process=process, extra=extra)


def called_of(**told: str) -> Noun:
    return noun_of(drawn(**told).process)


# ---- reading ----------------------------------------------------------------------------------------------------


def test_a_process_says_what_its_cases_are_called() -> None:
    assert called_of(**APPLICATION) == Noun("aanvraag", "aanvragen", "de", "application", "applications")


def test_a_process_that_says_nothing_has_cases() -> None:
    assert called_of() == ANY_CASE


def test_english_may_be_left_out() -> None:
    found = called_of(caseNoun="aanvraag", caseNounPlural="aanvragen", caseArticle="de")

    assert (found.singular, found.english, found.english_plural) == ("aanvraag", "case", "cases")


@pytest.mark.parametrize("missing", DUTCH)
def test_half_a_word_is_no_word(missing: str) -> None:
    assert called_of(**{name: value for name, value in APPLICATION.items() if name != missing}) == ANY_CASE


@pytest.mark.parametrize(
    ("process", "called"), [("idee", "idee"), ("vraag-kernteam", "vraag"), ("wijkverkiezing", "ronde")]
)
def test_versions_of_our_own_processes_from_before_words_keep_theirs(process: str, called: str) -> None:
    assert noun_of(drawn(process).process).singular == called


def test_an_accent_is_one_letter_however_it_was_typed() -> None:
    typed = unicodedata.normalize("NFD", "ideeën")

    assert called_of(caseNoun="idee", caseNounPlural=typed, caseArticle="het").plural == "ideeën"


@pytest.mark.parametrize("word", ["<b>vraag</b>", "vr\u202eaag", "x" * 41], ids=["markup", "turned around", "too long"])
def test_what_cannot_be_a_word_is_not_shown_though_it_came_past_the_check(word: str) -> None:
    assert called_of(**{**APPLICATION, "caseNoun": word}) == ANY_CASE


# ---- what can be a word -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["vraag", "Wmo-aanvraag", "aanvraag voor subsidie", "foto's", "één", "artikel 12-verzoek"]
)
def test_a_word_may_be_made_of_more_words(word: str) -> None:
    assert is_noun(word)


@pytest.mark.parametrize(
    "word",
    ["", " vraag", "vraag ", "twee  spaties", "<b>vraag</b>", "vraag\n", "vr\x00aag", "\u202evraag", "{{ titel }}",
     "%(case)s", "vraag\u00a0een", "=titel", "12", "a" * (LONGEST + 1)],
)  # fmt: skip
def test_what_could_be_read_as_something_else_is_no_word(word: str) -> None:
    assert not is_noun(word)


@given(st.text(max_size=60))
def test_a_word_never_holds_what_a_page_or_a_sentence_could_mistake(text: str) -> None:
    if is_noun(text):
        assert not set(text) & set('<>&"%{}=\\/\n\r\t')
        assert text.isprintable()
        assert len(text) <= LONGEST


# ---- the check --------------------------------------------------------------------------------------------------


def found_on(**told: str) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in check_folder(drawn(**told), {})]


def test_a_whole_word_is_sound() -> None:
    assert found_on(**APPLICATION) == []


@pytest.mark.parametrize("name", [name for name in PROPERTIES if name != "caseArticle"])
@pytest.mark.parametrize("word", ["<script>", "vr\u202eaag", "x" * 41], ids=["markup", "turned around", "too long"])
def test_what_cannot_be_a_word_is_an_error_that_does_not_repeat_it(name: str, word: str) -> None:
    (finding,) = check_folder(drawn(**{**APPLICATION, name: word}), {})

    assert (finding.code, finding.severity) == ("noun", "error")
    assert word not in str(finding)


def test_another_article_than_de_or_het_is_an_error() -> None:
    assert found_on(**{**APPLICATION, "caseArticle": "een"}) == [("noun_article", "error")]


@pytest.mark.parametrize("missing", PROPERTIES)
def test_half_a_word_is_an_error_that_says_what_is_missing(missing: str) -> None:
    told = {name: value for name, value in APPLICATION.items() if name != missing}

    assert found_on(**told) == [("half_a_noun", "error")]


def test_english_alone_is_half_a_word() -> None:
    assert found_on(caseNounEnglish="plan", caseNounEnglishPlural="plans") == [("half_a_noun", "error")]


# ---- comparing --------------------------------------------------------------------------------------------------


def test_another_word_is_told_as_a_difference() -> None:
    old = drawn(**APPLICATION)
    new = drawn(**{**APPLICATION, "caseNoun": "plan", "caseArticle": "het", "caseNounEnglish": ""})

    found = [edit.sentence for edit in compare(old.files, new.files).process]

    assert [sentence.split(" van het stappenplan")[0] for sentence in found] == [
        "Het woord voor één zaak", "De of het bij dat woord", "Het Engelse woord voor één zaak",
    ]  # fmt: skip


# ---- processes that others call ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stock() -> Mapping[str, ProcessFiles]:
    return read_folders(WORKFLOWS)


@pytest.mark.parametrize(
    ("process", "words"),
    [("idee", {"idee"}), ("behandeling", {"idee"}), ("korte-klap", {"idee"}), ("besluit-stuurgroep", {"idee"}),
     ("vraag-kernteam", {"vraag"}), ("wijkverkiezing", {"ronde"}), ("bewaartermijn", set())],
)  # fmt: skip
def test_the_cases_of_a_called_process_are_those_of_its_callers(
    stock: Mapping[str, ProcessFiles], process: str, words: set[str]
) -> None:
    assert {noun.singular for noun in nouns_by(process, stock)} == words


def test_a_process_that_two_kinds_of_cases_call_has_both() -> None:
    call = node("callActivity", "Roep", '<zeebe:calledElement processId="samen" />')
    inside = (start(), call, end("Klaar", KEPT), chain("Begin", "Roep", "Klaar"))
    plan = {**APPLICATION, "caseNoun": "plan", "caseNounPlural": "plannen", "caseArticle": "het"}
    folders = {
        "een": drawn("een", *inside, **APPLICATION),
        "twee": drawn("twee", *inside, **plan),
        "samen": drawn("samen"),
    }

    assert {noun.singular for noun in nouns_by("samen", folders)} == {"aanvraag", "plan"}


def test_processes_that_call_each_other_in_a_circle_have_no_word() -> None:
    def calls(process: str, other: str) -> ProcessFiles:
        call = node("callActivity", "Roep", f'<zeebe:calledElement processId="{other}" />')
        return drawn(process, start(), call, end("Klaar", KEPT), chain("Begin", "Roep", "Klaar"))

    assert nouns_by("een", {"een": calls("een", "twee"), "twee": calls("twee", "een")}) == set()


def test_a_process_that_is_not_in_use_has_just_cases(place: engine.Municipality) -> None:
    assert engine.find_noun("nergens") == ANY_CASE

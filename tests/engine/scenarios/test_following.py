"""Following: what a submitter reads of an idea of the stock, from sending it to its end, on the page and in mails."""

from __future__ import annotations

from functools import cache

import pytest

from engine.scenarios.reading import read_scenario
from engine.scenarios.running import Run
from engine.versions.folders import read_folders
from engine.workflow import Step
from tests.conftest import STOCK

FOLDERS = read_folders(STOCK)
SHORT, LONG, CONDITIONS = "01-korte-klap-uitgevoerd", "02-lange-klap-akkoord", "15-lange-klap-met-voorwaarden"


class Followed(Run):
    """A run that keeps what the submitter was told: (status, text) on the page, and the texts of the mails by name."""

    def __init__(self, process: str, name: str) -> None:
        key = f"scenarios/{name}.yaml"
        self.told: list[tuple[str, str]] = []
        self.mails: dict[str, str] = {}
        super().__init__(read_scenario(process, key, FOLDERS[process].scenarios[key]), FOLDERS, set())

    def _keep(self, step: Step) -> None:
        self.told += [(one.status, one.text or "") for one in step.publications]
        mails = (job for job in step.jobs if job.headers.get("to") == "indiener")
        self.mails |= {job.headers["template"]: str(job.data["text"]) for job in mails}
        super()._keep(step)

    def text_of(self, status: str) -> str:
        """The last text that was shown with a status."""
        return dict(self.told)[status]


@cache
def follow(name: str, process: str = "idee") -> Followed:
    run = Followed(process, name)
    run.play()
    return run


def test_no_status_in_the_stock_is_a_single_word_without_what_happens_now() -> None:
    shown = [element for files in FOLDERS.values() for element in files.process.elements.values()]

    told = [one.id for one in shown if "publishedStatus" in one.properties and "publishedText" not in one.properties]

    assert told == []


@pytest.mark.parametrize(
    ("name", "who"),
    [
        (
            SHORT,
            ["Wij kijken", "gebiedsregisseur", "gebiedsregisseur", "initiatiefgroep", "wijkteam", "gebiedsregisseur",
             "initiatiefgroep", "U krijgt", "U kunt beginnen", "Wij weten nu hoe het gaat", "Maak nu uw eindverslag",
             "gebiedsregisseur", "Bedankt"],
        ),
        (
            LONG,
            ["Wij kijken", "gebiedsregisseur", "gebiedsregisseur", "U schrijft", "gebiedsregisseur", "wijkteam",
             "stuurgroep", "stuurgroep", "U krijgt", "U kunt beginnen", "Maak nu uw eindverslag", "gebiedsregisseur",
             "Bedankt"],
        ),
    ],
)  # fmt: skip
def test_at_each_moment_the_page_says_who_has_the_idea(name: str, who: list[str]) -> None:
    told = [text for _, text in follow(name).told]

    assert len(told) == len(who)
    assert [one for one, text in zip(who, told, strict=True) if one not in text] == []


def test_the_page_says_on_which_day_the_steering_group_decides() -> None:
    assert "16 april 2026" in follow(LONG).text_of("De stuurgroep beslist")


@pytest.mark.parametrize(
    ("name", "mail", "status", "said"),
    [
        (SHORT, "korte-klap-ja", "Gaat door met afspraken", ["€ 1.200.", "1 september 2026", "De buurt plaatst"]),
        (LONG, "lange-klap-ja", "Gaat door", ["€ 45.000.", "1 december 2026"]),
        (
            CONDITIONS,
            "lange-klap-voorwaarden",
            "Gaat door met afspraken",
            ["€ 45.000.", "1 december 2026", "Eerst een vergunning."],
        ),
    ],
)
def test_who_may_go_on_reads_how_much_until_when_and_on_what_terms(
    name: str, mail: str, status: str, said: list[str]
) -> None:
    found = follow(name)

    assert [one for one in said if one not in found.mails[mail]] == []
    assert [one for one in said if one not in found.text_of(status)] == []


@pytest.mark.parametrize(
    ("name", "asked", "reminder"),
    [
        ("04-niet-aangevuld", "aanvulling-vragen", "aanvulling-herinnering"),
        ("31-informatie-niet-gegeven", "informatie-vragen", "informatie-herinnering"),
    ],
)
def test_a_reminder_repeats_what_was_asked(name: str, asked: str, reminder: str) -> None:
    mails = follow(name).mails
    question = mails[asked].split("\n\n")[2]

    assert question.endswith("?")
    assert question in mails[reminder]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("16-lange-klap-afgewezen-en-dat-blijft", "Het plan kost meer dan er voor alle dorpen samen is."),
        ("18-plan-moet-beter", "Dit kan nog beter:\nWerk de begroting verder uit."),
        ("22-te-laat-met-uitvoeren", "Wij missen nog iets:\nDe bonnen ontbreken nog."),
        ("22-te-laat-met-uitvoeren", "Uw wijziging mag. De levering duurt langer."),
    ],
)
def test_what_a_question_is_about_is_on_the_page_and_not_only_in_the_mail(name: str, said: str) -> None:
    found = follow(name)

    assert any(said in text for _, text in found.told)

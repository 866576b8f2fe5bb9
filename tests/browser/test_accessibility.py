"""Every page, at phone and desktop width: axe finds no violation, and nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import engine
from tests.browser.arranging import bring_to_vote
from tests.browser.axe import WIDTHS, find_violations
from tests.browser.people import Meet, Person
from tests.browser.serving import Server
from tests.pictures import picture

PAGES = {
    "": ["/", "/idee-insturen", "/mijn-idee", "/help", "/toegankelijkheid", "/inloggen", "/bestaat-niet"],
    "olga": [
        "/taken",
        "/taken/team",
        "/ideeen",
        "/concepten",
        "/stappenplan",
        "/stappenplan/idee",
        "/berichten",
        "/account",
        "/account/wachtwoord",
        "/beheer",  # a refusal
    ],
    "stuurgroep-03": ["/stemmen", "/ideeen"],
    "ada": [
        "/ideeen",
        "/taken",
        "/rechten",
        "/controle",
        "/controle/bekeken",
        "/controle/gemeente",
        "/controle/termijnen",
        "/bewaren",
    ],
    "bo": [
        "/beheer",
        "/beheer/inzage",
        "/rechten",
        "/beheer/kalender",
        "/beheer/versies",
        "/beheer/versies/behandeling",
    ],
    "eva": ["/bewaren", "/bewaren/ideeen?soort=over", "/bewaren/ideeen?soort=term"],
}
SPOIL = """() => {
    const main = document.querySelector("main");
    main.innerHTML = '<img src="/static/icon.svg"><p>Bleek</p><input><hr>';
    Object.assign(main.querySelector("p").style, {color: "#ccc", background: "#fff"});
    main.querySelector("hr").style.width = "900px";
}"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
ADOPT = """told => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(told);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


class Judge:
    """Checks one page after another, and records what is wrong with each."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    def look(self, person: Person, what: str, says: str = "", language: str = "nl") -> None:
        """Judge this person's current page. `says` makes sure that it is the intended page."""
        assert says in person.reads(), f"{what}: {person.reads()[:400]}"
        if said := list(_find_wrong(person, language)):
            self.wrong[what] = said


def _find_wrong(person: Person, language: str) -> Iterator[str]:
    page = person.page
    yield from find_violations(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        yield "the page is wider than the screen"
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} headings of the first level"
    if page.locator("html").get_attribute("lang") != language:
        yield f"the page does not say that it is in {language!r}"
    yield from person.complaints


def size(width: int) -> dict[str, object]:
    return {"viewport": {"width": width, "height": 900}}


def test_a_page_on_which_much_is_wrong_is_found_out(meet: Meet) -> None:
    person, judge = meet(**size(375)), Judge()
    person.go("/help")
    person.page.evaluate(SPOIL)

    judge.look(person, "spoiled", "Bleek")

    (told,) = judge.wrong.values()
    kinds = {one.partition(":")[0] for one in told}
    assert kinds == {
        *("image-alt", "color-contrast", "label"),
        *("the page is wider than the screen", "0 headings of the first level"),
    }


@WIDTHS
@pytest.mark.parametrize("username", PAGES, ids=[name or "visitor" for name in PAGES])
def test_no_page_hinders_anyone(meet: Meet, username: str, width: int) -> None:
    person, judge = meet(username, **size(width)), Judge()
    titles = set()

    for path in PAGES[username]:
        person.go(path)
        titles.add(person.page.title())
        judge.look(person, path)

    assert judge.wrong == {}
    assert len(titles) == len(PAGES[username])


@pytest.mark.parametrize("width", [640, 768, 912, 1024])
def test_lists_fit_between_a_telephone_and_a_desk(meet: Meet, width: int) -> None:
    """A 1280-pixel screen with text at 200 % equals one of 640 (WCAG 1.4.4)."""
    person = meet("olga", **size(width))
    too_wide = []

    for path in ("/taken/team", "/ideeen", "/account"):
        person.go(path)
        if person.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(path)

    assert too_wide == []


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["as it is", "with more space between letters"])
def test_pages_of_residents_fit_when_everything_is_four_times_as_large(meet: Meet, spacing: str) -> None:
    """A 1280-pixel screen at 400 % equals one of 320 (WCAG 1.4.10); people may increase text spacing (1.4.12)."""
    person = meet(viewport={"width": 320, "height": 256})
    too_wide = []

    for path in PAGES[""]:
        person.go(path)
        person.page.evaluate(ADOPT, spacing)
        if person.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(path)

    assert too_wide == []


@WIDTHS
def test_no_page_on_the_way_of_a_resident_hinders_anyone(meet: Meet, width: int) -> None:
    resident, elsewhere, office = meet(**size(width)), meet(**size(width)), meet("olga")
    judge = Judge()

    resident.begin_idea()
    judge.look(resident, "first questions")
    resident.choose("fotos_idee", "te groot.jpg", b"\xff" * 10_000_001)
    judge.look(resident, "first questions with a file that is too large", "te groot.jpg’ is te groot")
    resident.choose("fotos_idee", "bankje.jpg", picture())
    resident.press("Toevoegen Foto's of tekeningen")
    judge.look(resident, "first questions with a file", "bankje.jpg")
    resident.press("Verder")
    judge.look(resident, "first questions with errors", "Vul")
    resident.fill_idea(titel=f"Toegankelijk {width}")
    judge.look(resident, "check", f"Toegankelijk {width}")
    resident.press("Versturen")
    reference = resident.read_reference()
    judge.look(resident, "received", reference)
    elsewhere.page.goto(str(resident.main.locator(".smederij-secret__link").get_attribute("href")))
    office.do(reference, "Idee controleren", volledig="nee", ontbreekt="Waar komt het?")
    resident.go("/mijn-idee")
    judge.look(resident, "own idea", "Wij missen nog iets")
    assert resident.main.get_by_role("link", name="bankje.jpg").is_visible()
    resident.follow("Verbeter uw gegevens")
    judge.look(resident, "own details", "Uw gegevens")
    for person in (resident, elsewhere):
        person.open_own("Idee aanvullen")
    judge.look(resident, "own task", "Waar komt het?")
    resident.press("Versturen")
    judge.look(resident, "own task with errors", "Vul")
    for person in (elsewhere, resident):
        person.fill({"aanvulling": "Bij de brug."})
        person.press("Versturen")
    judge.look(resident, "own answer too late", "Bij de brug.")
    resident.go("/mijn-idee")
    resident.follow("Intrekken")
    judge.look(resident, "withdraw", reference)
    resident.press("Intrekken")
    judge.look(resident, "withdraw with errors", "Zet een vinkje")
    resident.fill({"zeker": "ja"})
    resident.press("Intrekken")
    judge.look(resident, "withdrawn", "Ingetrokken")
    resident.hand_in(titel=f"Nog een idee {width}")
    resident.go("/mijn-idee/alle")
    judge.look(resident, "own ideas", reference)

    assert judge.wrong == {}


@pytest.mark.soak
@WIDTHS
def test_no_page_on_the_way_of_what_is_destroyed_hinders_anyone(meet: Meet, width: int) -> None:
    operator, owner, judge = meet("bo", **size(width)), meet("eva", **size(width)), Judge()

    operator.go("/bewaren")
    operator.press("Vernietigingslijst maken")
    while operator.main.get_by_role("button", name="Terugzetten").count():  # What stayed for the other width.
        with operator.page.expect_navigation():
            operator.main.get_by_role("button", name="Terugzetten").first.click()
    judge.look(operator, "draft", "concept")
    operator.press("Van de lijst halen")
    judge.look(operator, "draft with errors", "Kies een zaak")
    operator.main.locator("input[name=zaak]").first.check()
    operator.fill({"reden": "Er loopt een bezwaar."})
    operator.press("Van de lijst halen")
    judge.look(operator, "taken off", "Er loopt een bezwaar.")
    while operator.main.locator("input[name=zaak]").count() > 1:
        operator.main.locator("input[name=zaak]").first.check()
        operator.fill({"reden": "Blijft voor het volgende verhaal."})
        operator.press("Van de lijst halen")
    operator.press("Lijst aanbieden")
    judge.look(operator, "offered", "Lijst intrekken")
    address = operator.page.url.removeprefix(operator.address)
    owner.go(address)
    judge.look(owner, "to be judged", "Goedkeuren en vernietigen")
    owner.press("Weigeren")
    judge.look(owner, "to be judged with errors", "Schrijf op waarom")
    owner.press("Goedkeuren en vernietigen")
    owner.waits_for(address, "vernietigd")
    judge.look(owner, "destroyed", "keurde de lijst goed")
    owner.go(f"{address}/verklaring")
    judge.look(owner, "statement", "Archiefbesluit")

    assert judge.wrong == {}


@WIDTHS
def test_no_page_on_the_way_of_staff_hinders_anyone(meet: Meet, width: int) -> None:
    reference = meet().hand_in(titel=f"Overal bij te komen {width}")
    office, colleague, judge = meet("olga", **size(width)), meet("otto"), Judge()

    office.open_task(reference, "Idee controleren")
    judge.look(office, "task", reference)
    office.press("Taak oppakken")
    judge.look(office, "task that is mine", reference)
    office.follow("Overdragen")
    judge.look(office, "delegate", "Otto Ondersteuning")
    office.open_task(reference, "Idee controleren")
    office.press("Versturen")
    judge.look(office, "task with errors", "Kies een antwoord")
    office.press("Taak teruggeven")
    office.open_task(reference, "Idee controleren")
    office.fill({"volledig": "nee", "ontbreekt": "Waar komt het?"})
    colleague.do(reference, "Idee controleren", volledig="ja")
    office.press("Versturen")
    judge.look(office, "task that someone else finished", "Otto Ondersteuning")
    office.go("/concepten")
    judge.look(office, "drafts", "Waar komt het?")
    office.go(f"/ideeen?zoek={reference}")
    judge.look(office, "found", reference)
    office.go("/ideeen?zoek=bestaatniet")
    judge.look(office, "nothing found")
    office.go(f"/ideeen/{reference}")
    judge.look(office, "case", "Idee controleren")
    director = meet("roos", **size(width))
    director.go(f"/ideeen/{reference}/intrekken")
    judge.look(director, "withdraw for someone", reference)
    office.go("/taken/bestaatniet")
    judge.look(office, "no such task")

    assert judge.wrong == {}


@WIDTHS
def test_no_page_of_a_vote_hinders_anyone(meet: Meet, server: Server, width: int) -> None:
    reference = bring_to_vote(server, f"Stemmen zonder drempel {width}").reference
    member, judge = meet("stuurgroep-05", **size(width)), Judge()

    member.waits_for("/stemmen", reference)
    judge.look(member, "ballots", reference)
    member.open_ballot(reference)
    judge.look(member, "ballot", reference)
    member.press("Stem versturen")
    judge.look(member, "ballot with errors", "Kies een antwoord")
    member.follow("Ik doe niet mee aan deze stem")
    judge.look(member, "recusal", reference)
    member.press("Ik doe niet mee aan deze stem")
    judge.look(member, "recusal with errors")
    member.vote(reference, "voor")
    member.open_ballot(reference)
    judge.look(member, "ballot that was cast")
    office = meet("olga", **size(width))
    office.go(f"/ideeen/{reference}")
    judge.look(office, "case with an open vote", reference)

    assert judge.wrong == {}


@WIDTHS
def test_the_pages_in_english_hinder_nobody(meet: Meet, width: int) -> None:
    reader, judge = meet("olga", **size(width)), Judge()
    reader.go("/")
    reader.page.get_by_role("link", name="English").first.click()
    reader.page.wait_for_function("document.documentElement.lang === 'en'")

    for path in ("/", "/idee-insturen", "/taken/team", "/ideeen", "/help"):
        reader.go(path)
        judge.look(reader, path, language="en")

    assert judge.wrong == {}


def test_the_keyboard_is_enough_to_begin(meet: Meet) -> None:
    resident = meet()
    resident.go("/idee-insturen")

    resident.page.keyboard.press("Tab")
    skip = resident.page.evaluate("document.activeElement.textContent").strip()
    resident.page.keyboard.press("Enter")
    for _ in range(12):
        resident.page.keyboard.press("Tab")
        if resident.page.evaluate("document.activeElement.textContent").strip() == "Beginnen":
            break
    resident.page.keyboard.press("Enter")
    resident.page.wait_for_url("**/idee-insturen/**")

    assert skip == "Naar de inhoud"
    assert resident.page.locator("main input[name=titel]").count() == 1


@pytest.mark.soak
@WIDTHS
def test_no_page_about_terms_and_the_calendar_hinders_anyone(meet: Meet, width: int) -> None:
    reference = meet().hand_in(titel=f"Meer tijd nodig {width}")
    office, operator, judge = meet("olga", **size(width)), meet("bo", **size(width)), Judge()

    office.go(f"/ideeen/{reference}")
    office.follow("Termijn verlengen")
    judge.look(office, "extend a term", reference)
    office.press("Termijn verlengen")
    judge.look(office, "extend a term with errors", "Vul een heel getal in")
    office.fill({"weken": "6", "reden": "Het waterschap heeft nog niet geantwoord."})
    office.press("Termijn verlengen")
    judge.look(office, "term extended", "De termijn loopt nu tot en met")
    operator.go("/beheer/kalender")
    operator.press("Dag toevoegen")
    judge.look(operator, "calendar with errors", "Vul een dag in")
    operator.fill({"dag": f"15-5-{2030 + width % 7}", "soort": "off", "reden": "Bij koninklijk besluit"})
    operator.press("Dag toevoegen")
    judge.look(operator, "calendar with a day", "De dag is toegevoegd.")
    operator.main.get_by_role("button", name="Weghalen").click()
    judge.look(operator, "calendar without it", "De dag is weggehaald.")

    assert judge.wrong == {}


@pytest.mark.soak
@WIDTHS
def test_no_page_about_how_a_process_goes_hinders_its_owner(meet: Meet, server: Server, width: int) -> None:
    owner, judge = meet("eva", **size(width)), Judge()
    with server.inside():
        change = engine.begin_change("behandeling", engine.find_user("eva"), f"Wat als {width}")

    for what, says in (
        ("ervaring", "Per taak"),
        ("ervaring?kleur=laat&volgorde=laat", "Te laat"),
        ("gevolgen", "Waar"),
    ):
        owner.go(f"/werkplaats/behandeling/{what}")
        judge.look(owner, what, says)
    owner.go(f"/werkplaats/wijziging/{change}/gevolgen")
    judge.look(owner, "consequences of a change", f"Wat als {width}")
    owner.go(f"/werkplaats/behandeling/wat-als?wijziging={change}")
    owner.fill({"mensen-ondersteuning": "geen"})
    owner.press("Naspelen")
    judge.look(owner, "what if with errors", "Vul een heel aantal mensen in")
    owner.fill({"mensen-ondersteuning": "1"})
    owner.press("Naspelen")
    judge.look(owner, "a replay that goes on", "keer nagespeeld")
    owner.press("Stoppen")
    judge.look(owner, "a replay that was stopped", "gestopt")

    assert judge.wrong == {}

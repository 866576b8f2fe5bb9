"""Files on the pages: chosen, kept, removed, sent and opened, without script and without losing what was typed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

import engine
from engine.documents import receiving
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.attaching import attaching
from tests.pictures import PDF, picture
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Page, Visitor
from web import bounding

BEGIN, CHECK = "/insturen/tekening/pagina_1", "/insturen/tekening/controleren"
FIRST = {"titel": "Bankje", "naam": "Ina"}


@pytest.fixture(autouse=True)
def _files(site: Flask) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "tekening", attaching(), "systeem")


def upload(*names: str, data: bytes | None = None) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(picture() if data is None else data), name) for name in names]


def begin(resident: Visitor, *names: str, **more: Any) -> Page:
    return resident.post(BEGIN, {**FIRST, "bijlagen": upload(*names), **more})


def sent(resident: Visitor, *names: str) -> str:
    """An idea with these files; its secret."""
    begin(resident, *names)
    resident.post(CHECK)
    with_secret = resident.cookie("smederij_link")
    assert with_secret is not None
    return with_secret


def names_on(page: Page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//main//span[@class='smederij-file']")]


def the_files(page: Page) -> list[str]:
    return [value for value in page.values("bijlagen") if value]


# ---- before anything is sent ----------------------------------------------------------------------------------------


def test_a_question_for_files_says_what_it_takes(resident: Visitor) -> None:
    page = resident.get(BEGIN)

    (chooser,) = page.tree.xpath("//input[@type='file']")
    assert chooser.get("accept") == ".jpg,.jpeg,.png,.pdf"
    assert (
        "hoogstens 10 bestanden kiezen: foto’s, plaatjes (jpg of png) en pdf-bestanden, elk niet groter dan 10 MB"
        in page.main
    )
    assert page.tree.xpath("//main//form")[0].get("enctype") == "multipart/form-data"


def test_a_file_is_added_by_a_button_and_everything_typed_stays(resident: Visitor) -> None:
    page = begin(resident, "plan.jpg", _bestand="erbij:bijlagen")

    assert (page.status, page.errors) == (200, [])
    assert names_on(page) == ["plan.jpg 1 kB"]
    assert page.values("titel") == ["Bankje"]
    assert page.tree.xpath("//*[@autofocus]/@id") == ["veld-bijlagen-kiezen"]


def test_files_that_were_chosen_come_along_when_the_page_itself_is_sent(resident: Visitor) -> None:
    page = begin(resident, "plan.jpg", "tuin.png")

    assert page.location == CHECK
    assert "plan.jpg, tuin.jpg" in resident.get(CHECK).main


def test_a_file_stays_when_something_else_on_the_page_is_wrong(resident: Visitor) -> None:
    page = begin(resident, "plan.jpg", titel="")

    assert page.status == 422
    assert names_on(page) == ["plan.jpg 1 kB"]


def test_a_file_is_taken_away_and_the_others_stay(resident: Visitor) -> None:
    first, second = the_files(begin(resident, "een.jpg", "twee.jpg", _bestand="erbij:bijlagen"))

    page = resident.post(BEGIN, {**FIRST, "bijlagen": ["", first, second], "_bestand": f"weg:bijlagen:{first}"})

    assert names_on(page) == ["twee.jpg 1 kB"]
    assert names_on(resident.get(BEGIN)) == ["twee.jpg 1 kB"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("virus.jpg", b"MZ\x90", "‘virus.jpg’ kunnen wij niet aannemen. Kies een foto (jpg of png) of een pdf."),
        ("leeg.pdf", b"", "‘leeg.pdf’ is leeg. Kies bij ‘Foto's of tekeningen’ een ander bestand."),
        ("half.jpg", picture()[:99], "‘half.jpg’ kunnen wij niet openen. Het bestand is beschadigd. Kies een ander."),
    ],
)
def test_a_file_that_is_not_taken_is_told_and_nothing_else_is_lost(
    resident: Visitor, name: str, data: bytes, told: str
) -> None:
    page = resident.post(BEGIN, {**FIRST, "bijlagen": [*upload("goed.jpg"), *upload(name, data=data)]})

    assert (page.status, page.errors) == (422, [told])
    assert names_on(page) == ["goed.jpg 1 kB"]
    assert page.values("titel") == ["Bankje"]


def test_of_files_that_were_chosen_together_each_good_one_is_kept_and_each_bad_one_is_told(resident: Visitor) -> None:
    chosen = [
        *upload("een.jpg"),
        *upload("leeg.jpg", data=b""),
        *upload("twee.jpg"),
        *upload("virus.jpg", data=b"MZ\x90"),
        *upload("niets.jpg", data=b""),
        *upload("drie.jpg"),
    ]

    page = resident.post(BEGIN, {**FIRST, "bijlagen": chosen})

    assert names_on(page) == ["een.jpg 1 kB", "twee.jpg 1 kB", "drie.jpg 1 kB"]
    assert page.errors == [
        "‘leeg.jpg’ is leeg. Kies bij ‘Foto's of tekeningen’ een ander bestand. "
        "‘virus.jpg’ kunnen wij niet aannemen. Kies een foto (jpg of png) of een pdf. "
        "Ook niet aangenomen: ‘niets.jpg’."
    ]


def test_a_file_that_is_too_large_is_told_with_how_large_it_may_be(
    resident: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 1_000)

    page = resident.post(BEGIN, {**FIRST, "bijlagen": upload("groot.pdf", data=PDF.ljust(1_001))})

    assert page.errors == [
        "‘groot.pdf’ is te groot. Een bestand mag niet groter zijn dan 0 MB. Is het een foto? Maak dan een "
        "schermafdruk van de foto, en kies die."
    ]


def test_more_files_than_a_question_takes_are_refused_and_the_first_ten_stay(resident: Visitor) -> None:
    page = begin(resident, *(f"{number}.jpg" for number in range(12)))

    assert page.errors == ["Bij ‘Foto's of tekeningen’ kunt u hooguit 10 bestanden kiezen."]
    assert len(names_on(page)) == 10
    assert "Meer bestanden kunt u niet kiezen." in page.main


def test_what_was_filled_in_is_wiped_with_its_files(resident: Visitor) -> None:
    token = resident.cookie(next(name for name in _cookies(begin(resident, "plan.jpg", _bestand="erbij:bijlagen"))))

    resident.post("/insturen/tekening/wissen")

    assert engine.list_start_files(token or "") == {}


def _cookies(page: Page) -> list[str]:
    return [told.partition("=")[0] for told in page.response.headers.getlist("Set-Cookie") if "concept" in told]


def test_a_form_without_files_may_not_weigh_more_than_before(site: Flask, resident: Visitor) -> None:
    site.config["MAX_CONTENT_LENGTH"] = 10_000

    page = resident.post("/insturen/tekening/wissen", {"bijlagen": upload("groot.pdf", data=PDF.ljust(20_000))})

    assert page.status == 413


def test_beside_files_what_is_no_file_may_not_weigh_more_than_before(site: Flask, resident: Visitor) -> None:
    site.config["MAX_FORM_MEMORY_SIZE"] = 10_000

    assert begin(resident, "plan.jpg", titel="x" * 20_000).status == 413


def test_all_files_together_have_a_limit(resident: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "LARGEST_WITH_FILES", 10_000)

    assert resident.post(BEGIN, {**FIRST, "bijlagen": upload("groot.pdf", data=PDF.ljust(20_000))}).status == 413


# ---- after that -----------------------------------------------------------------------------------------------------


def test_a_resident_opens_what_they_handed_in(resident: Visitor) -> None:
    sent(resident, "plan.jpg")

    (address,) = [link for link in resident.get("/mijn-idee").links() if link.startswith("/bestanden/")]
    opened = resident.get(address).response
    assert (opened.mimetype, opened.headers["Content-Disposition"]) == ("image/jpeg", "inline; filename=plan.jpg")


def test_a_photo_is_seen_small_before_it_is_opened(resident: Visitor) -> None:
    begin(resident, bijlagen=[(BytesIO(picture(size=(1_600, 1_200))), "plan.jpg"), *upload("plan.pdf", data=PDF)])
    resident.post(CHECK)

    (address,) = resident.get("/mijn-idee").tree.xpath("//main//img/@src")

    with Image.open(BytesIO(resident.get(address).response.get_data())) as seen:
        assert seen.size == (320, 240)


def test_a_pdf_has_no_small_picture(resident: Visitor) -> None:
    begin(resident, bijlagen=upload("plan.pdf", data=PDF))
    resident.post(CHECK)
    (address,) = [link for link in resident.get("/mijn-idee").links() if link.startswith("/bestanden/")]

    assert resident.get(f"{address}/klein").status == 404


def test_nobody_else_opens_it(resident: Visitor, site: Flask) -> None:
    sent(resident, "plan.jpg")
    (address,) = [link for link in resident.get("/mijn-idee").links() if link.startswith("/bestanden/")]
    stranger = Visitor(site)

    assert stranger.get(address).status == 303
    sent(stranger, "ander.jpg")
    assert stranger.get(address).status == 404


def test_staff_see_and_open_a_file_in_the_case(resident: Visitor, staff: SignIn) -> None:
    sent(resident, "plan.jpg")
    task = open_task("ondersteuning", "Bekijken")
    page = staff("ondersteuning").get(f"/taken/{task}")

    assert names_on(page) == ["plan.jpg 1 kB"]
    assert staff("ondersteuning").get(next(link for link in page.links() if "/bestanden/" in link)).status == 200


def test_that_staff_opened_a_file_is_kept(resident: Visitor, staff: SignIn) -> None:
    sent(resident, "plan.jpg")
    colleague = staff("ondersteuning")
    page = colleague.get(f"/taken/{open_task('ondersteuning', 'Bekijken')}")

    colleague.get(next(link for link in page.links() if "/bestanden/" in link))

    assert "Bestand" in staff("auditor").get("/controle/bekeken").main


def test_who_only_sees_a_photo_small_on_a_page_is_kept_for_that_page(resident: Visitor, staff: SignIn) -> None:
    sent(resident, "plan.jpg")
    colleague = staff("ondersteuning")
    page = colleague.get(f"/taken/{open_task('ondersteuning', 'Bekijken')}")

    small = colleague.get(next(link for link in page.links() if "/bestanden/" in link) + "/klein")

    found = engine.export_viewings(engine.find_user("auditor"), engine.ViewingFilter(who="ondersteuning"))
    assert small.status == 200
    assert [one.kind for one in found] == ["task"]


def test_a_pdf_is_a_download_in_which_nothing_can_happen(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task = open_task("ondersteuning", "Bekijken")
    colleague = staff("ondersteuning")
    page = colleague.post(f"/taken/{task}", {"intern": upload("advies.pdf", data=PDF), "_bestand": "erbij:intern"})

    opened = colleague.get(next(link for link in page.links() if "/bestanden/" in link)).response

    assert opened.headers["Content-Disposition"] == "attachment; filename=advies.pdf"
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "sandbox" in opened.headers["Content-Security-Policy"]
    assert opened.headers["Cache-Control"] == "no-store"


def test_another_file_takes_the_place_of_the_one_that_was_there(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task, colleague = open_task("ondersteuning", "Bekijken"), staff("ondersteuning")
    colleague.post(f"/taken/{task}", {"intern": upload("een.pdf", data=PDF), "_bestand": "erbij:intern"})

    page = colleague.post(f"/taken/{task}", {"intern": upload("twee.pdf", data=PDF), "_bestand": "erbij:intern"})

    assert names_on(page)[0] == "twee.pdf 1 kB"


def test_a_file_stays_where_it_was_when_the_one_that_was_to_take_its_place_is_refused(
    resident: Visitor, staff: SignIn
) -> None:
    begin(resident)
    resident.post(CHECK)
    task, colleague = open_task("ondersteuning", "Bekijken"), staff("ondersteuning")
    page = colleague.post(f"/taken/{task}", {"intern": upload("een.pdf", data=PDF), "_bestand": "erbij:intern"})
    (there,) = [value for value in page.values("intern") if value]

    page = colleague.post(f"/taken/{task}", {"intern": ["", there, *upload("foto.jpg")], "_bestand": "erbij:intern"})

    assert page.status == 422
    assert names_on(page)[0] == "een.pdf 1 kB"


def test_a_file_that_another_took_the_place_of_is_not_kept(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task, colleague = open_task("ondersteuning", "Bekijken"), staff("ondersteuning")
    page = colleague.post(f"/taken/{task}", {"intern": upload("een.pdf", data=PDF), "_bestand": "erbij:intern"})
    (there,) = [value for value in page.values("intern") if value]

    colleague.post(f"/taken/{task}", {"intern": ["", there, *upload("twee.pdf", data=PDF)], "_bestand": "erbij:intern"})

    assert colleague.get(f"/bestanden/{there}").status == 404


def test_a_question_for_a_pdf_does_not_take_a_photo(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task = open_task("ondersteuning", "Bekijken")

    page = staff("ondersteuning").post(f"/taken/{task}", {"intern": upload("foto.jpg"), "notitie": "Lang verhaal"})

    assert page.errors == ["‘foto.jpg’ is niet het soort bestand dat wij vragen bij ‘Advies’."]
    assert page.values("notitie") == ["Lang verhaal"]


def test_a_file_comes_along_when_a_task_is_taken_before_it_is_sent(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task, colleague = open_task("ondersteuning", "Bekijken"), staff("ondersteuning")

    colleague.post(f"/taken/{task}/oppakken", {"intern": upload("advies.pdf", data=PDF), "notitie": ""})

    assert "advies.pdf 1 kB" in names_on(colleague.get(f"/taken/{task}"))


def test_who_is_too_late_with_a_file_reads_who_was_first_and_loses_nothing_that_was_typed(
    resident: Visitor, staff: SignIn
) -> None:
    begin(resident)
    resident.post(CHECK)
    task, late = open_task("ondersteuning", "Bekijken"), staff("ondersteuning-2")
    staff("ondersteuning").post(f"/taken/{task}", {"notitie": "Klaar", "_actie": "versturen"})

    page = late.post(f"/taken/{task}", {"intern": upload("advies.pdf", data=PDF), "notitie": "Lang verhaal"})

    assert page.status == 409
    assert "Collega ondersteuning" in page.main
    assert "Lang verhaal" in late.get("/concepten").main


def test_a_resident_adds_a_file_when_asked_for_more(resident: Visitor, staff: SignIn) -> None:
    sent(resident, "plan.jpg")
    staff("ondersteuning").post(
        f"/taken/{open_task('ondersteuning', 'Bekijken')}", {"notitie": "Graag meer", "_actie": "versturen"}
    )
    address = next(link for link in resident.get("/mijn-idee").links() if "/taak/" in link)
    before = the_files(resident.get(address))

    page = resident.post(address, {"bijlagen": ["", *before, *upload("meer.jpg")], "_actie": "versturen"})

    assert page.location == "/mijn-idee"
    assert "meer.jpg 1 kB" in names_on(resident.get("/mijn-idee"))


def test_a_question_that_must_have_a_file_says_so(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    staff("ondersteuning").post(f"/taken/{open_task('ondersteuning', 'Bekijken')}", {"_actie": "versturen"})
    address = next(link for link in resident.get("/mijn-idee").links() if "/taak/" in link)

    page = resident.post(address, {"bijlagen": "", "_actie": "versturen"})

    assert page.errors == ["Kies een bestand bij ‘Foto's of tekeningen’."]


def test_a_file_in_what_was_kept_is_told_by_its_name(resident: Visitor, staff: SignIn) -> None:
    begin(resident)
    resident.post(CHECK)
    task, colleague = open_task("ondersteuning", "Bekijken"), staff("ondersteuning")
    page = colleague.post(f"/taken/{task}", {"intern": upload("een.pdf", data=PDF), "_bestand": "erbij:intern"})
    (there,) = [value for value in page.values("intern") if value]

    kept = colleague.get("/concepten").main

    assert "een.pdf" in kept
    assert there not in kept

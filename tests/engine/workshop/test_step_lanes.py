"""The lane of a step that is added: that of who does it, where there is one, whatever lies before and after it."""

from __future__ import annotations

from engine.dialect.folder import DIAGRAM
from engine.workshop.desk import PartEdit, process_in
from engine.workshop.partediting import apply_edit
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import folders


def lane_of_what_is_added(**told: str) -> str | None:
    files = dict(folders()["korte-klap"].files)
    values = {"kind": "userTask", "name": "Omwonenden inlichten", "form": "+", **told}
    written = apply_edit("korte-klap", files, folders, PartEdit("add", "Kort_Afspreken", values))
    assert faults(written.files[DIAGRAM]) == set()
    process = process_in(written.files[DIAGRAM], "korte-klap")
    return next(one.lane for one in process.elements.values() if one.name == "Omwonenden inlichten")


def test_a_task_is_put_in_the_lane_of_the_group_that_does_it() -> None:
    assert lane_of_what_is_added(groups="ondersteuning") == "Ondersteuning"


def test_a_lane_that_is_chosen_goes_before_that_of_the_group() -> None:
    lane = "Lane_korte_klap_initiatiefgroep"

    assert lane_of_what_is_added(groups="ondersteuning", lane=lane) == "Initiatiefgroep"


def test_a_task_of_a_group_without_a_lane_is_put_by_a_step_beside_it() -> None:
    assert lane_of_what_is_added(groups="politie") in {"Gebiedsregisseur", "Initiatiefgroep"}

"""A process owner at the list of steps of one change, who fills in its forms as a browser does."""

from __future__ import annotations

import engine
from engine.dialect.bpmn import read
from engine.dialect.elements import Element, Process
from tests.web.visitor import Page, Visitor

Typed = dict[str, str | list[str]]


class Room:
    """A process owner at the list of steps of one change."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.user = engine.find_user("proceseigenaar")
        self.change = engine.begin_change("idee", self.user)

    @property
    def address(self) -> str:
        return f"/werkplaats/wijziging/{self.change}/idee/stappen"

    @property
    def part(self) -> engine.PartView:
        return engine.read_part(self.change, "idee", self.user)

    @property
    def elements(self) -> dict[str, Element]:
        return dict(self.process.elements)

    @property
    def process(self) -> Process:
        return read(self.part.files["process.bpmn"], "x").processes[0]

    def named(self, name: str) -> Element:
        return next(e for e in self.elements.values() if e.name == name)

    def see(self, place: str = "") -> Page:
        return self.visitor.get(f"{self.address}{place}")

    def send(self, place: str, /, **typed: str | list[str]) -> Page:
        """Fill in the form of a page as a browser does: what is not typed is sent unchanged."""
        page = self.see(place)
        assert page.status == 200, page.main
        sent: Typed = {}
        for control in page.tree.xpath("//main//form[1]//*[@name]"):
            name = control.get("name")
            if control.get("type") != "submit" and control.tag != "button" and page.values(name):
                sent[name] = page.values(name)
        return self.visitor.post(f"{self.address}{place}", {**sent, **typed})

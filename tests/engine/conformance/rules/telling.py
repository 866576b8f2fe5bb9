"""Telling: how a rule of the standard is recorded: what it says, what breaks it, and a similar case that does not."""

from __future__ import annotations

from dataclasses import dataclass

from engine.checking.clauses import CLAUSES
from engine.dialect.folder import ProcessFiles, from_bytes
from tests.engine.diagrams import chain, definitions, end, folder, form, start, user

BASE = (start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))
"""Begin → Taak → Klaar."""


@dataclass(frozen=True)
class Rule:
    """`refused` breaks the rule and `accepted` does not; both are the contents of a process, and what is outside it."""

    says: str
    """As process owners read it."""
    code: str
    """Of the finding."""
    refused: tuple[str, ...]
    accepted: tuple[str, ...] = BASE
    beside: tuple[str, str] = ("", "")
    """What is around the process, in the refused file and in the accepted one."""
    extra: tuple[str, str] = ("", "")
    """What comes first in the process."""
    calls: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The contents of the process `ander`, which is called."""
    changed: tuple[str, str] | None = None
    """A last change to the text of the refused file."""

    @property
    def clause(self) -> str:
        return CLAUSES[self.code]

    def breaking(self) -> ProcessFiles:
        return self._folder(self.refused, 0, self.changed)

    def keeping(self) -> ProcessFiles:
        return self._folder(self.accepted, 1, None)

    def called(self, *, breaking: bool) -> dict[str, ProcessFiles]:
        """The process that is called, by its id; none for a rule that is not about calls."""
        inside = self.calls[0 if breaking else 1]
        return {"ander": folder(*inside, process="ander", messages=MESSAGES)} if inside else {}

    def _folder(self, inside: tuple[str, ...], number: int, changed: tuple[str, str] | None) -> ProcessFiles:
        xml = definitions(*inside, messages=MESSAGES, around=self.beside[number], extra=self.extra[number]).decode()
        if changed is not None:
            assert changed[0] in xml
            xml = xml.replace(*changed, 1)
        files = {"process.bpmn": xml.encode(), "forms/leeg.form": form("leeg")}
        return from_bytes(files, source="proef")


MESSAGES = {"bericht": "bericht", "antwoord": "antwoord"}


def around(*inside: str) -> tuple[str, ...]:
    """The sound process, with something outside its flow."""
    return (*BASE, *inside)


def through(*nodes: str) -> tuple[str, ...]:
    """Begin → each of the nodes → Klaar."""
    keys = [part.split('id="', 1)[1].split('"', 1)[0] for part in nodes]
    return (start(), *nodes, end(), chain("Begin", *keys, "Klaar"))


def pools(*inside: str) -> str:
    """A collaboration of our process and a black box."""
    ours = '<bpmn:participant id="Wij" name="Wij" processRef="proef" />'
    others = '<bpmn:participant id="Zij" name="Zij" />'
    return f'<bpmn:collaboration id="Samenwerking">{ours}{others}{"".join(inside)}</bpmn:collaboration>'


def messages(source: str, target: str) -> str:
    return f'<bpmn:messageFlow id="Post" name="Post" sourceRef="{source}" targetRef="{target}" />'

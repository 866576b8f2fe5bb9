"""What the checking tests share: the findings on a small process, as short facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.checking import Finding, check_folder
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, folder, start, user


def judge(*inside: str, others: Mapping[str, ProcessFiles] | None = None, **told: Any) -> list[tuple[str, str]]:
    """(code, element) of every finding on a process, in order of the codes."""
    return facts(check_folder(folder(*inside, **told), others or {}))


def facts(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """(code, element) of findings. A small process begins nowhere, so where its variables come from is left out."""
    return sorted((f.code, f.element_id) for f in findings if f.code != "foreign_variable")


def beside(*inside: str, **told: Any) -> list[tuple[str, str]]:
    """The findings on a sound process, begin → taak → klaar, with something beside its flow."""
    return judge(start("Begin"), user("Taak"), end("Klaar"), chain("Begin", "Taak", "Klaar"), *inside, **told)


def through(node: str, key: str, *inside: str, **told: Any) -> list[tuple[str, str]]:
    """The findings on a process that leads from its start through one node to its end."""
    return judge(start("Begin"), node, end("Klaar"), chain("Begin", key, "Klaar"), *inside, **told)

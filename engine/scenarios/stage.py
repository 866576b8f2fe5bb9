"""Stage: the processes that scenarios are played on. What is compiled to play one serves all that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from engine import forms
from engine.dialect.folder import ProcessFiles
from engine.errors import ScenarioFailed
from engine.scenarios.needing import folders_for
from engine.versions.folders import compile_folders
from engine.workflow import Compiled


class Stage(Mapping[str, ProcessFiles]):
    """The folders themselves, by process, which stay unchanged; with what was compiled and read from them."""

    def __init__(self, folders: Mapping[str, ProcessFiles]) -> None:
        self._folders = folders
        self._compiled: dict[str, Compiled] = {}
        self._forms: dict[tuple[str, str], forms.Form] = {}

    @classmethod
    def of(cls, folders: Mapping[str, ProcessFiles]) -> Self:
        return folders if isinstance(folders, cls) else cls(folders)

    def __getitem__(self, process_id: str) -> ProcessFiles:
        return self._folders[process_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def compile(self, process_id: str) -> Compiled:
        """The specifications to play a process with. Raises: ScenarioFailed: a process that it calls is missing."""
        if process_id not in self._compiled:
            self._compiled[process_id] = compile_folders(process_id, folders_for(process_id, self._folders))
        return self._compiled[process_id]

    def form(self, process_id: str, form_id: str) -> forms.Form:
        """Raises: ScenarioFailed: there is no such form. DiagramRefused: it cannot be read."""
        if (process_id, form_id) not in self._forms:
            files = self._folders[process_id].forms
            if form_id not in files:
                raise ScenarioFailed(f"form {form_id} is not there", code="no_form", form=form_id, process=process_id)
            self._forms[process_id, form_id] = forms.read_form(files[form_id], form_id)
        return self._forms[process_id, form_id]

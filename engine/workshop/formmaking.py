"""Form making: finding a form in the files of a process, and making new ones, with unused names and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine import editing
from engine.editing import JsonSource
from engine.errors import EditRefused
from engine.tidying import free_name, name_for


def find_form(files: Mapping[str, bytes], form_id: str) -> tuple[str, JsonSource]:
    """The file that contains a form. Raises: EditRefused: no readable file has it."""
    for name in sorted(files):
        if name.endswith(".form"):
            try:
                source = editing.read_json_source(files[name])
            except EditRefused:
                continue
            told = source.value(source.root)
            if str(told.get("id") or name.removeprefix("forms/").removesuffix(".form")) == form_id:
                return name, source
    raise EditRefused("no_form", form_id)


def make_form(files: Mapping[str, bytes], title: str) -> tuple[str, dict[str, bytes]]:
    """A new form for a task, with one question, and the id that the form got."""
    form_id = _free_id(files, title)
    empty = editing.read_json_source(editing.new_form(form_id, title.strip()))
    first = editing.add_field(empty, "textarea", f"toelichting_{form_id.replace('-', '_')}"[:60], "Toelichting")
    return form_id, {f"forms/{form_id}.form": first.data}


def write_form(
    files: Mapping[str, bytes], name: str, components: Sequence[Mapping[str, Any]], title: str = ""
) -> tuple[str, dict[str, bytes]]:
    """A new form with these components, each of which gets an id, and the id of the form itself."""
    form_id = _free_id(files, name)
    told = [{"id": f"Veld_{one.get('key', 'uitleg')}", **one} for one in components]
    return form_id, {f"forms/{form_id}.form": editing.new_form(form_id, title or name.strip(), told)}


def _free_id(files: Mapping[str, bytes], title: str) -> str:
    return free_name(name_for(title) or "formulier", lambda key: f"forms/{key}.form" in files)


def free_key(files: Mapping[str, bytes], key: str) -> str:
    """A name for an answer that no form uses yet."""
    return free_name(key, lambda one: any(forms_that_ask(files, "", one)), "_")


def forms_that_ask(files: Mapping[str, bytes], besides: str, key: str) -> Iterator[str]:
    """The titles of other forms with a question of this name: an expression cannot tell which one is meant."""
    for name in sorted(files):
        if not name.endswith(".form"):
            continue
        try:
            source = editing.read_json_source(files[name])
            form_id = str(source.value(source.root).get("id") or name.removeprefix("forms/").removesuffix(".form"))
            asks = form_id != besides and any(one.key == key for one in editing.read_fields(source))
        except EditRefused:
            continue
        if asks:
            yield editing.form_title(source) or form_id

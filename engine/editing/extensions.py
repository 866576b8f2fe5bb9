"""Extensions: editing what an element has in the zeebe namespace, including our own properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.dialect import bpmn, naming
from engine.dialect.elements import IoMapping
from engine.dialect.extensions import HOSTS
from engine.dialect.xml import ZEEBE
from engine.editing.done import Done, Edited, edited
from engine.editing.order import add_child, called, extensions_of, with_extensions
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, set_attribute
from engine.errors import EditRefused

Row = Mapping[str, str | None]


def set_extension(source: Source, element: str, extension: str, attribute: str, value: str | None) -> Edited:
    """Set one attribute of an extension, such as `candidateGroups` of `assignmentDefinition`; None removes it.

    An extension that becomes empty is removed too.

    Raises: EditRefused: no such element, or the extension has no meaning on elements of its kind.
    """
    _require_host(source, element, extension)
    node = _find(source, element, extension)
    before = (node.get(attribute) if node is not None else None) or ""
    after = (value or "").strip() or None
    done = Done("extension", element, name_of(source, element), f"{extension}.{attribute}", before, after or "")
    if node is not None:
        if after is None and set(node.attributes) <= {attribute} and not node.children:
            return edited(source, _take_out(source, node), done)
        return edited(source, source.splice(set_attribute(source, node, attribute, after)), done)
    if after is None:
        return edited(source, source, done)
    written = with_extensions(source, element)
    xml = write(called(written, ZEEBE, extension), {attribute: after})
    return edited(source, _put_in(written, element, extension, xml), done)


def set_property(source: Source, element: str, name: str, value: str | None) -> Edited:
    """Set one of `zeebe:properties`; None or an empty text removes it."""
    rows = _rows(_find(source, element, "properties"), "property")
    before = next((row.get("value") or "" for row in rows if row.get("name") == name), "")
    after = value.strip() if value else ""
    told: list[Row] = [{"name": row.get("name"), "value": row.get("value")} for row in rows]
    if after:
        if any(row["name"] == name for row in told):
            told = [{**row, "value": after} if row["name"] == name else row for row in told]
        else:
            told.append({"name": name, "value": after})
    else:
        told = [row for row in told if row["name"] != name]
    result = _set_rows(source, element, "properties", "property", told)
    return edited(source, result, Done("property", element, name_of(source, element), name, before, after))


def set_headers(source: Source, element: str, headers: Mapping[str, str]) -> Edited:
    """Set the headers of a job. Raises: EditRefused: the element is no job."""
    _require_host(source, element, "taskHeaders")
    before = _rows(_find(source, element, "taskHeaders"), "header")
    result = _set_rows(
        source, element, "taskHeaders", "header", [{"key": key, "value": value} for key, value in headers.items()]
    )
    told = ", ".join(f"{row.get('key')}: {row.get('value')}" for row in before)
    after = ", ".join(f"{key}: {value}" for key, value in headers.items())
    return edited(source, result, Done("headers", element, name_of(source, element), "", told, after))


def set_mappings(source: Source, element: str, direction: str, mappings: Sequence[IoMapping]) -> Edited:
    """The inputs or outputs of an activity, in order. `direction` is "input" or "output"."""
    before = _rows(_find(source, element, "ioMapping"), direction)
    rows: list[Row] = [{"source": one.source, "target": one.target} for one in mappings]
    result = _set_rows(source, element, "ioMapping", direction, rows)
    told = ", ".join(f"{row.get('target')} {row.get('source')}" for row in before)
    after = ", ".join(f"{one.target} {one.source}" for one in mappings)
    return edited(source, result, Done(f"{direction}s", element, name_of(source, element), "", told, after))


def name_of(source: Source, element: str) -> str:
    """The name by which people know an element."""
    name = " ".join((source.element(element).get("name") or "").split())
    if name:
        return name
    for process in bpmn.read(source.encode(), "").processes:
        if element in process.elements:
            return naming.call(process.elements[element])
    return element


def _require_host(source: Source, element: str, extension: str) -> None:
    kind = source.element(element).local
    if extension in HOSTS and kind not in HOSTS[extension]:
        raise EditRefused("not_on_this_kind", element, extension)


def _find(source: Source, element: str, extension: str) -> Node | None:
    holder = extensions_of(source, element)
    return holder.child(ZEEBE + extension) if holder is not None else None


def _rows(node: Node | None, tag: str) -> list[Node]:
    return node.all(ZEEBE + tag) if node is not None else []


def _set_rows(source: Source, element: str, extension: str, tag: str, rows: Sequence[Row]) -> Source:
    """Set the rows of an extension, row by row, so that an unchanged row stays as written."""
    node = _find(source, element, extension)
    if node is None:
        if not rows:
            return source
        source = with_extensions(source, element)
        written = [write(called(source, ZEEBE, tag), row) for row in rows]
        return _put_in(source, element, extension, write(called(source, ZEEBE, extension), {}, *written))
    old = _rows(node, tag)
    if not rows and len(old) == len(node.children):
        return _take_out(source, node)
    old, rows, kept = _same_ends(old, rows)
    splices = []
    for row, told in zip(old, rows, strict=False):
        for name, value in told.items():
            splices += set_attribute(source, row, name, value)
    splices += remove(source, *old[len(rows) :])
    new = [write(called(source, ZEEBE, tag), row) for row in rows[len(old) :]]
    if new:
        splices += insert(source, node, "\n".join(new), after=old[-1] if old else kept or _last_before(node, tag))
    return source.splice(splices)


def _same_ends(old: list[Node], rows: Sequence[Row]) -> tuple[list[Node], Sequence[Row], Node | None]:
    """What remains between the unchanged rows at the beginning and at the end, and the last of the former."""
    first = 0
    while first < min(len(old), len(rows)) and _says(old[first], rows[first]):
        first += 1
    last = 0
    while last < min(len(old), len(rows)) - first and _says(old[-1 - last], rows[-1 - last]):
        last += 1
    return old[first : len(old) - last], rows[first : len(rows) - last], old[first - 1] if first else None


def _says(node: Node, row: Row) -> bool:
    return all(node.get(name) == value for name, value in row.items())


def _last_before(node: Node, tag: str) -> Node | None:
    """Outputs come after inputs; other rows have nothing before them."""
    return node.children[-1] if tag == "output" and node.children else None


def _put_in(source: Source, element: str, extension: str, xml: str) -> Source:
    holder = extensions_of(source, element)
    assert holder is not None  # noqa: S101 - with_extensions has seen to it
    return add_child(source, holder, extension, xml)


def _take_out(source: Source, node: Node) -> Source:
    holder = node.parent
    if holder is not None and holder.local == "extensionElements" and len(holder.children) == 1:
        node = holder
    return source.splice(remove(source, node))

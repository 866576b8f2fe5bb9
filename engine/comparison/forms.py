"""Forms: field by field: what is asked, whether it must be answered, what can be chosen, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.comparison.difference import ADDED, CHANGED, MOVED, REMOVED, Edit, FieldChange, FormChange
from engine.comparison.ordering import longest_run
from engine.comparison.wording import tell_change
from engine.forms import DOCUMENTS, ENDINGS, PICTURES, Form, FormField, FormPage, Option, Rows

KINDS: Mapping[str, str] = {
    "textfield": "een korte tekst",
    "textarea": "een lange tekst",
    "number": "een getal",
    "select": "een keuzelijst",
    "radio": "één antwoord",
    "checkbox": "een vinkje",
    "checklist": "meer antwoorden",
    "date": "een datum",
    "text": "een uitleg",
    "email": "een e-mailadres",
    "phone": "een telefoonnummer",
    "list": "een lijst met regels",
    "files": "bestanden",
}
VALUES: Mapping[str, str] = {
    "description": "De toelichting",
    "min": "Het laagste getal",
    "max": "Het hoogste getal",
    "min_length": "Het kleinste aantal tekens",
    "max_length": "Het grootste aantal tekens",
    "pattern": "Het patroon",
    "decimals": "Het aantal decimalen",
    "personal": "De soort persoonsgegeven",
    "hide": "De voorwaarde om over te slaan",
    "default": "Het antwoord dat er al staat",
    "text": "De tekst",
    "prefix": "Wat voor het antwoord staat",
    "suffix": "Wat achter het antwoord staat",
}
FLAGS: Mapping[str, tuple[str, str]] = {
    "required": ("{} moet nu worden beantwoord.", "{} hoeft nu niet meer te worden beantwoord."),
    "not_past": ("Bij {} kan een dag die voorbij is nu niet meer.", "Bij {} kan nu ook een dag die voorbij is."),
    "internal": ("{} ziet de indiener nu niet meer.", "{} ziet de indiener nu wel."),
}
FILES: Mapping[frozenset[str], str] = {
    PICTURES: "alleen foto’s",
    DOCUMENTS: "alleen pdf",
    PICTURES | DOCUMENTS: "foto’s en pdf",
}
COUNTS: Mapping[str, str] = {
    "first": "Het aantal regels dat er al staat",
    "least": "Het kleinste aantal regels",
    "most": "Het grootste aantal regels",
}


def compare_forms(old: Mapping[str, tuple[str, Form]], new: Mapping[str, tuple[str, Form]]) -> Iterator[FormChange]:
    """What happened to each form; both by id, with the file that contains it."""
    for key, (file, form) in new.items():
        if key not in old:
            edit = Edit(f"Het formulier *{_title(form)}* is nieuw.")
            yield FormChange(ADDED, file, key, _title(form), (edit,), tuple(_new_fields(form)))
        else:
            yield from _compare(*old[key], file, form)
    for key, (file, form) in old.items():
        if key not in new:
            edit = Edit(f"Het formulier *{_title(form)}* is er niet meer.")
            yield FormChange(REMOVED, file, key, _title(form), (edit,))


def _title(form: Form) -> str:
    return form.title or form.id


def _new_fields(form: Form) -> Iterator[FieldChange]:
    for page in form.pages:
        for field in page.fields:
            yield FieldChange(ADDED, field.key, _label(field), (Edit(_asks(field)),))


def _label(field: FormField) -> str:
    return field.label or field.text.strip().split("\n")[0][:80] or field.key


def _asks(field: FormField) -> str:
    return f"De vraag *{_label(field)}* is nieuw: {KINDS.get(field.kind, field.kind)}."


def _compare(old_file: str, old: Form, file: str, new: Form) -> Iterator[FormChange]:
    of = f"*{_title(new)}*"
    edits: list[Edit] = []
    if old_file != file:
        edits.append(Edit(f"Het formulier {of} staat nu in {file}. Dat was {old_file}.", old_file, file))
    if old.title != new.title:
        edits.append(tell_change("De titel", f"het formulier {of}", old.title, new.title))
    edits += _compare_pages(old, new, of)
    fields = tuple(_compare_fields(old, new))
    if edits or fields:
        yield FormChange(CHANGED, file, new.id, _title(new), tuple(edits), fields)


def _compare_pages(old: Form, new: Form, of: str) -> Iterator[Edit]:
    for number in range(max(len(old.pages), len(new.pages))):
        was = old.pages[number] if number < len(old.pages) else None
        now = new.pages[number] if number < len(new.pages) else None
        page = f"pagina {number + 1} van {of}"
        if was is None or now is None:
            yield Edit(f"{page[0].upper()}{page[1:]} is {'nieuw' if was is None else 'er niet meer'}.")
            continue
        for label, attribute in (
            ("De kop", "label"), ("De toelichting", "description"), ("De voorwaarde om over te slaan", "hide"),
        ):  # fmt: skip
            one, two = getattr(was, attribute), getattr(now, attribute)
            if (one or "") != (two or ""):
                yield tell_change(label, page, one, two)


def _compare_fields(old: Form, new: Form) -> Iterator[FieldChange]:
    was, now = _fields(old), _fields(new)
    places = {key: number for number, key in enumerate(was)}
    stayed = set(longest_run([places[key] for key in now if key in places]))
    for key, (page, field) in now.items():
        if key not in was:
            yield FieldChange(ADDED, key, _label(field), (Edit(_asks(field)), *_settings(field)))
            continue
        before_page, before = was[key]
        edits = [*_compare_field(before, field)]
        mark = CHANGED if edits else MOVED
        if places[key] not in stayed:
            edits.append(Edit(f"*{_label(field)}* staat nu op een andere plaats in het formulier."))
        elif _place(before_page) != _place(page):
            edits.append(Edit(f"*{_label(field)}* staat nu op een andere pagina.", _place(before_page), _place(page)))
        if edits:
            yield FieldChange(mark, key, _label(field), tuple(edits))
    for key, (_, field) in was.items():
        if key not in now:
            yield FieldChange(REMOVED, key, _label(field), (Edit(f"De vraag *{_label(field)}* is er niet meer."),))


def _place(page: FormPage) -> str:
    return page.key


def _fields(form: Form) -> dict[str, tuple[FormPage, FormField]]:
    return {field.key: (page, field) for page in form.pages for field in page.fields}


def _settings(field: FormField) -> Iterator[Edit]:
    """What matters of a new question: whether it must be answered, who sees it, and what can be chosen."""
    yield from (Edit(yes.format(f"*{_label(field)}*")) for name, (yes, _) in FLAGS.items() if getattr(field, name))
    yield from _compare_options((), field.options, f"*{_label(field)}*")
    if field.kind == "files":
        yield Edit(f"Bij *{_label(field)}* kunnen {_name_files(field)}, {_count_files(field)}.")
    for column in field.rows.columns if field.rows is not None else ():
        yield Edit(_asks_in_rows(column, field))
        yield from _settings(column)


def _asks_in_rows(column: FormField, field: FormField) -> str:
    kind = KINDS.get(column.kind, column.kind)
    return f"In elke regel van *{_label(field)}* wordt *{_label(column)}* gevraagd: {kind}."


def _compare_field(old: FormField, new: FormField) -> Iterator[Edit]:
    of = f"*{_label(new)}*"
    if old.kind != new.kind:
        yield tell_change("De soort vraag", of, KINDS.get(old.kind, old.kind), KINDS.get(new.kind, new.kind))
    if old.label != new.label:
        yield Edit(f"De vraag *{old.label}* is nu *{new.label}*.", old.label, new.label)
    for attribute, label in VALUES.items():
        one, two = _text(getattr(old, attribute)), _text(getattr(new, attribute))
        if one != two:
            yield tell_change(label, of, one, two)
    for attribute, (yes, no) in FLAGS.items():
        if getattr(old, attribute) != getattr(new, attribute):
            yield Edit((yes if getattr(new, attribute) else no).format(of))
    yield from _compare_options(old.options, new.options, of)
    yield from _compare_files(old, new, of)
    yield from _compare_rows(old, new)


def _compare_files(old: FormField, new: FormField, of: str) -> Iterator[Edit]:
    if new.kind != "files":
        return
    was = (_name_files(old), _count_files(old)) if old.kind == "files" else ("", "")
    now = (_name_files(new), _count_files(new))
    for one, two in zip(was, now, strict=True):
        if one != two:
            before = f" Eerst: {one}." if one else ""
            verb = "kan" if two.startswith("één") else "kunnen"
            yield Edit(f"Bij {of} {verb} nu {two}.{before}", one, two)


def _name_files(field: FormField) -> str:
    asked = frozenset(field.accept) or frozenset(ENDINGS)
    return FILES.get(asked) or f"alleen {', '.join(ENDINGS[kind][0] for kind in sorted(asked))}"


def _count_files(field: FormField) -> str:
    return "één bestand" if field.most == 1 else f"hooguit {field.most} bestanden"


def _compare_rows(old: FormField, new: FormField) -> Iterator[Edit]:
    """What happened to the rows of a list, and to each question in them."""
    if new.rows is None:
        return
    if old.rows is None:
        yield from (Edit(_asks_in_rows(column, new)) for column in new.rows.columns)
        return
    yield from _compare_repeats(old.rows, new.rows, f"*{_label(new)}*")
    yield from _compare_columns(old.rows, new.rows, new)


def _compare_repeats(old: Rows, new: Rows, of: str) -> Iterator[Edit]:
    """How many rows there are, and who decides that."""
    for attribute, label in COUNTS.items() if old.grows and new.grows else ():
        one, two = str(getattr(old, attribute)), str(getattr(new, attribute))
        if one != two:
            yield tell_change(label, of, one, two)
    before, each = old.for_each or "", new.for_each or ""
    if each and old.for_each != new.for_each:
        yield Edit(f"Bij {of} is er nu een regel voor ieder van ‘{each}’.", before, each)
    elif old.for_each != new.for_each:
        yield Edit(f"Bij {of} is er geen regel meer voor ieder van ‘{before}’.", before, each)
    if old.grows != new.grows:
        now_can = "regels toevoegen en weghalen" if new.grows else "geen regels meer toevoegen of weghalen"
        yield Edit(f"Bij {of} kan wie invult nu {now_can}.")


def _compare_columns(old: Rows, new: Rows, listed: FormField) -> Iterator[Edit]:
    """What happened to each question in the rows of a list, and to their order."""
    of = f"*{_label(listed)}*"
    was, now = ({column.key: column for column in columns} for columns in (old.columns, new.columns))
    for key, column in now.items():
        if key not in was:
            yield Edit(_asks_in_rows(column, listed))
            yield from _settings(column)
        else:
            yield from _compare_field(was[key], column)
    for key, column in was.items():
        if key not in now:
            yield Edit(f"In de regels van {of} wordt *{_label(column)}* niet meer gevraagd.")
    if [key for key in was if key in now] != [key for key in now if key in was]:
        yield Edit(f"De vragen in de regels van {of} staan in een andere volgorde.")


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "aan" if value else "uit"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _compare_options(old: tuple[Option, ...], new: tuple[Option, ...], of: str) -> Iterator[Edit]:
    was, now = {o.value: o.label for o in old}, {o.value: o.label for o in new}
    for value, label in now.items():
        if value not in was:
            yield Edit(f"Bij {of} kan nu ook ‘{label}’ worden gekozen.", "", label)
        elif was[value] != label:
            yield Edit(f"Bij {of} heet ‘{was[value]}’ nu ‘{label}’.", was[value], label)
    for value, label in was.items():
        if value not in now:
            yield Edit(f"Bij {of} kan ‘{label}’ niet meer worden gekozen.", label, "")
    if [v for v in was if v in now] != [v for v in now if v in was]:
        yield Edit(
            f"De keuzes bij {of} staan in een andere volgorde.", ", ".join(was.values()), ", ".join(now.values())
        )

"""Contents: expressions, timers, forms, decision tables and mails, each read as it will be when it runs."""

from __future__ import annotations

from collections.abc import Iterator

from engine import forms
from engine.checking.finding import Finding, make
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.timers import is_timer_text
from engine.errors import DiagramRefused
from engine.names import READ_ONLY


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file = folder.source
    for element in folder.process.elements.values():
        yield from _check_expressions(file, element)
        yield from _check_timers(file, element)
        yield from _check_targets(file, element)
    yield from _check_forms(folder)
    for name, model in folder.decisions.items():
        for problem in model.check():
            yield make("decision_finding", f"{file}/{name}", detail=str(problem))


def _check_forms(folder: ProcessFiles) -> Iterator[Finding]:
    read: dict[str, forms.Form] = {}
    for form_id, told in folder.forms.items():
        try:
            read[form_id] = forms.read_form(told, form_id)
        except DiagramRefused as error:
            yield make("form_refused", f"{folder.source}/forms/{form_id}.form", detail=error.message)
    for element in folder.process.elements.values():
        form = read.get(element.form_id or "")
        for field in form.fields if form is not None else ():
            if field.key in READ_ONLY:
                yield make("reserved_variable", folder.source, element, detail=field.key)
            if field.internal and _is_for_submitter(element):
                yield make("internal_to_submitter", folder.source, element, detail=field.key)


def _is_for_submitter(element: Element) -> bool:
    groups = (element.candidate_groups or "") + "," + element.properties.get("startableBy", "")
    return bool({"indiener", "iedereen"} & {group.strip() for group in groups.split(",")})


def expressions_of(element: Element) -> Iterator[tuple[str, str]]:
    """(attribute as people read it, text) of all that may hold FEEL."""
    loop, event = element.loop, element.event
    told = [
        ("De voorwaarde", element.condition),
        ("De groep", element.candidate_groups),
        ("De persoon", element.assignee),
        ("De termijn", element.due_date),
        ("De herinnering", element.follow_up_date),
        ("De prioriteit", element.priority),
        ("De uitdrukking", element.script),
        ("De timer", event.expression if event is not None else None),
        ("De sleutel van het bericht", event.correlation_key if event is not None else None),
        ("De invoerlijst", loop.input_collection if loop is not None else None),
        ("De uitvoerwaarde", loop.output_element if loop is not None else None),
        ("De voorwaarde om te stoppen", loop.completion_condition if loop is not None else None),
        ("De tekst bij de status", element.properties.get("publishedText")),
        *((f"De invoer {m.target}", m.source) for m in element.inputs),
        *((f"De uitvoer {m.target}", m.source) for m in element.outputs),
        *((f"De kopregel {key}", value) for key, value in element.headers.items()),
    ]
    return ((attribute, text) for attribute, text in told if text)


def _check_expressions(file: str, element: Element) -> Iterator[Finding]:
    for attribute, text in expressions_of(element):
        if text.startswith("="):
            try:
                feel.parse(text[1:])
            except feel.FeelError as error:
                yield make("not_feel", file, element, attribute=attribute, detail=error)


def _check_timers(file: str, element: Element) -> Iterator[Finding]:
    event = element.event
    if event is not None and event.kind == "timer":
        if event.timer_kind == "cycle":
            yield make("timer_cycle", file, element)
        elif not event.expression:
            yield make("no_expression", file, element, detail="tijd")
        elif not event.expression.startswith("=") and not is_timer_text(event.expression):
            yield make("timer_value", file, element, detail=event.expression)
    for text in (element.due_date, element.follow_up_date):
        if text and not text.startswith("=") and not is_timer_text(text):
            yield make("timer_value", file, element, detail=text)


def _check_targets(file: str, element: Element) -> Iterator[Finding]:
    loop = element.loop
    targets = [element.result_variable, *(m.target for m in (*element.inputs, *element.outputs))]
    if loop is not None:
        targets += [loop.input_element, loop.output_collection]
    for target in targets:
        if target in READ_ONLY:
            yield make("reserved_variable", file, element, detail=target)

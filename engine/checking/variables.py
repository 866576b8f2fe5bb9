"""Variables: every name that an expression reads can have a value by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from engine.checking.contents import expressions_of
from engine.checking.finding import WARNING, Finding, make
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.mails import DEFERRED
from engine.names import READ_ONLY


def check(folder: ProcessFiles, sources: Sources) -> Iterator[Finding]:
    process_id = folder.process.id
    is_open = sources.is_open(process_id)
    for element in folder.process.elements.values():
        known = sources.names(process_id, element) | READ_ONLY
        for attribute, names in _read_by(folder, element, sources):
            for name in sorted(names - known):
                yield from _tell(folder, element, attribute, name, known, sources, is_open)
        yield from _check_call(folder, element, sources)


def _read_by(folder: ProcessFiles, element: Element, sources: Sources) -> Iterator[tuple[str, frozenset[str]]]:
    """(what people call the expression, the names that it reads) of an element and of the files that it names."""
    for attribute, text in expressions_of(element):
        # What a call hands over is read in the called process, see _check_call.
        if text.startswith("=") and not (element.kind == "callActivity" and attribute.startswith("De uitvoer ")):
            yield attribute, names_of(text[1:])
    if element.job_type == "mail" and (mail := folder.mails.get(element.headers.get("template", ""))) is not None:
        for expression in mail.expressions:
            yield f"Het bericht {element.headers['template']}", names_of(expression) - DEFERRED
    if element.kind == "businessRuleTask":
        for model in folder.decisions.values():
            decision = model.decisions.get(element.decision_id or "")
            if decision is not None:
                yield f"De beslissing {decision.name}", frozenset(decision.inputs)
    form = sources.forms[folder.process.id].get(element.form_id or "")
    if form is not None:
        asked = frozenset(field.key for field in form.fields)
        parts = [(page.label, page.hide) for page in form.pages]
        parts += [(field.label or field.key, field.hide) for page in form.pages for field in page.fields]
        for label, hide in parts:
            if hide:
                yield f"De voorwaarde bij '{label}' in het formulier", names_of(hide) - asked


def _check_call(folder: ProcessFiles, call: Element, sources: Sources) -> Iterator[Finding]:
    """What a call hands over is read among the variables of the process that it called."""
    called = call.called_process or ""
    if call.kind != "callActivity" or called not in sources.folders:
        return
    known = sources.names(called, None) | READ_ONLY
    for mapping in call.outputs:
        for name in sorted(names_of(mapping.source.removeprefix("=")) - known):
            attribute = f"De uitvoer {mapping.target}"
            yield from _tell(folder, call, attribute, name, known, sources, sources.is_open(called))


def names_of(text: str) -> frozenset[str]:
    """The variables that an expression surely reads; none for what is no FEEL, which is told elsewhere."""
    try:
        return feel.parse(text).names
    except feel.FeelError:
        return frozenset()


def _tell(
    folder: ProcessFiles,
    element: Element,
    attribute: str,
    name: str,
    known: Iterable[str],
    sources: Sources,
    is_open: bool,
) -> Iterator[Finding]:
    near = get_close_matches(name, sorted({*known, *feel.BUILTIN_NAMES}), n=1, cutoff=0.75)
    advice = f"Bedoelt u *{near[0]}*?" if near else "Verbeter de naam, of vraag de waarde in een formulier."
    if not is_open:
        yield make("unknown_variable", folder.source, element, attribute=attribute, other=name, detail=advice)
    elif name not in sources.rehearsed(folder.process.id):
        yield make(
            "foreign_variable", folder.source, element, attribute=attribute, other=name, detail=advice, severity=WARNING
        )

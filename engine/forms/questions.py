"""Questions: from one component of a form-js schema to a field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .component import LIST, Component
from .files import ENDINGS, MOST, read_accept
from .filling import LONGEST_LABEL, LONGEST_TEXT
from .form import PERSONAL, FormField, Option
from .patterns import PatternRefused, compile_pattern
from .typed import DEFAULT_LENGTHS, MAX_DECIMALS, TypedRefused, clean_text, parse_date

MAX_LENGTH = 20_000
"""The longest answer that a form may ask for, in characters."""
MAX_OPTIONS = 500
"""The most options that a question may have."""
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_KINDS = {
    "textfield": "textfield",
    "textarea": "textarea",
    "number": "number",
    "select": "select",
    "radio": "radio",
    "checkbox": "checkbox",
    "checklist": "checklist",
    "datetime": "date",
    "filepicker": "files",
}
_LAYOUT = frozenset({"separator", "spacer"})
_CHOICES = frozenset({"select", "radio", "checklist"})
_TEXTS = frozenset({"textfield", "textarea", "email", "phone"})
_PROPERTIES = frozenset({"personal", "internal"})
_RULES = {
    "required": frozenset({*_KINDS.values(), "email", "phone"}),
    "minLength": _TEXTS,
    "maxLength": _TEXTS,
    "pattern": frozenset({"textfield", "textarea"}),
    "validationType": _TEXTS,
    "min": frozenset({"number"}),
    "max": frozenset({"number"}),
}
"""For each rule of `validate`, the kinds of field that can have it."""


def read_field(component: Component) -> Iterator[FormField]:
    """The field of a component; none for pure layout. Raises: DiagramRefused."""
    if component.kind in _LAYOUT:
        return
    if component.kind == "text":
        text = component.text("text", LONGEST_TEXT, places=True)
        if not text:
            raise component.refused("the text is empty; write it, or remove the component")
        yield FormField(_read_id(component), "text", "", text=text, hide=component.condition())
        return
    if component.kind not in _KINDS:
        supported = ", ".join(sorted({*_KINDS, *_LAYOUT, "text", "group", LIST}))
        raise component.refused(f"this type is not supported; use one of {supported}")
    yield _read_question(component)


def _read_id(component: Component) -> str:
    found = component.raw.get("id")
    return found if isinstance(found, str) and KEY.fullmatch(found) else ""


def _read_question(component: Component) -> FormField:
    raw = component.raw
    key = raw.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise component.refused("the key must be a name of at most 60 letters, digits and _, such as titel_idee")
    label = component.text("label", LONGEST_LABEL, places=True) or component.text("dateLabel", LONGEST_LABEL)
    if not label:
        raise component.refused("a field needs a label: without one it cannot be read aloud")
    if component.kind == "datetime" and raw.get("subtype") != "date":
        raise component.refused('only dates can be asked; set "subtype" to "date"')
    personal, internal = read_properties(component)
    kind = _kind_of(component, personal)
    rules = component.mapping("validate")
    for rule, value in rules.items():
        if rule not in _RULES:
            raise component.refused(f"the rule validate.{rule} is not known; use one of {', '.join(_RULES)}")
        if kind not in _RULES[rule] and value not in (None, "", False):
            raise component.refused(f"the rule validate.{rule} does not apply to this type")
    options = _read_options(component) if kind in _CHOICES else ()
    appearance = component.mapping("appearance")
    field = FormField(
        key=key,
        kind=kind,
        label=label,
        description=component.text("description", 1000),
        required=_read_required(component, rules),
        min=component.number("validate.min", rules.get("min")),
        max=component.number("validate.max", rules.get("max")),
        min_length=component.count("validate.minLength", rules.get("minLength"), MAX_LENGTH),
        max_length=component.count("validate.maxLength", rules.get("maxLength"), MAX_LENGTH)
        or DEFAULT_LENGTHS.get(kind),
        pattern=_read_pattern(component, rules.get("pattern")),
        decimals=component.count("decimalDigits", raw.get("decimalDigits"), MAX_DECIMALS),
        options=options,
        personal=personal,
        not_past=kind == "date" and raw.get("disallowPassedDates") is True,
        internal=internal,
        hide=component.condition(),
        default=_read_default(component, kind, options),
        prefix=_read_adorner(component, appearance.get("prefixAdorner")),
        suffix=_read_adorner(component, appearance.get("suffixAdorner")),
        accept=_read_accept(component) if kind == "files" else (),
        most=_read_most(component) if kind == "files" else 0,
    )
    if field.min is not None and field.max is not None and field.min > field.max:
        raise component.refused(f"no number is at least {field.min} and at most {field.max}")
    if (field.min_length or 0) > (field.max_length or MAX_LENGTH):
        raise component.refused(f"no text has at least {field.min_length} and at most {field.max_length} characters")
    return field


def _kind_of(component: Component, personal: str | None) -> str:
    kind = _KINDS[component.kind]
    validation = component.mapping("validate").get("validationType")
    if validation not in (None, "", "custom", "email", "phone"):
        raise component.refused("validate.validationType is email, phone or custom")
    named = {wanted for wanted in (validation, personal) if wanted in ("email", "phone")}
    if not named:
        return kind
    if kind != "textfield" or len(named) > 1:
        raise component.refused("an e-mail address or telephone number is asked in a textfield of its own")
    return str(named.pop())


def read_properties(component: Component, known: frozenset[str] = _PROPERTIES) -> tuple[str | None, bool]:
    """From our own properties, of which `known` are read: which personal datum it is, and whether it is internal.

    Raises: DiagramRefused.
    """
    properties = component.mapping("properties")
    # A typing error here would send personal data to a place where it cannot be erased.
    if unknown := set(properties) - known:
        use = " or ".join(sorted(known, reverse=True))
        raise component.refused(f"the property {min(unknown)!r} is not known; use {use}")
    personal, internal = properties.get("personal") or None, properties.get("internal", False)
    if personal is not None and (personal not in tuple(PERSONAL) or component.kind not in ("textfield", "textarea")):
        raise component.refused(f"personal is one of {', '.join(sorted(PERSONAL))}, on a textfield or textarea")
    if internal not in (True, False, "true", "false", ""):
        raise component.refused('internal is "true" or "false"')
    return personal, internal in (True, "true")


def _read_options(component: Component) -> tuple[Option, ...]:
    values = component.raw.get("values")
    if not isinstance(values, list) or not values or len(values) > MAX_OPTIONS:
        raise component.refused(f'it needs between 1 and {MAX_OPTIONS} options under "values"')
    options: list[Option] = []
    for item in values:
        value, label = (item.get("value"), item.get("label")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(value, str) or not isinstance(label, str) or not value.strip() or not label.strip():
            raise component.refused("every option needs a value and a label, both a text")
        try:
            unchanged = clean_text(value, 200, lines=False) == value
            label = clean_text(label, 500, lines=False)
        except TypedRefused:
            unchanged = False
        if not unchanged or not label:
            raise component.refused(
                f"the option {value[:60]!r} is too long, has space around it, or characters that cannot be shown"
            )
        if value in {option.value for option in options}:
            raise component.refused(f"the option {value!r} is there twice; give each a value of its own")
        options.append(Option(value, label))
    return tuple(options)


def _read_required(component: Component, rules: Mapping[str, Any]) -> bool:
    required = rules.get("required", False)
    if not isinstance(required, bool):
        raise component.refused("validate.required is true or false; use conditional.hide for what depends on answers")
    return required


def _read_pattern(component: Component, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise component.refused("validate.pattern must be a text")
    try:
        compile_pattern(value)
    except PatternRefused as error:
        raise component.refused(f"validate.pattern: {error}") from error
    return value


def _read_adorner(component: Component, value: Any) -> str:
    if value is None:
        return ""
    try:
        text = clean_text(value, 20, lines=False) if isinstance(value, str) else "="
    except TypedRefused:
        text = "="
    if text.startswith("="):
        raise component.refused("what stands before or after the input is a text of at most 20 characters")
    return text


def _read_accept(component: Component) -> tuple[str, ...]:
    found = read_accept(component.text("accept", 500))
    if found is None:
        endings = ", ".join(ending for told in ENDINGS.values() for ending in told)
        raise component.refused(f"accept names a kind of file that is not taken; use {endings}, or leave it empty")
    return found


def _read_most(component: Component) -> int:
    several = component.raw.get("multiple", False)
    if not isinstance(several, bool):
        raise component.refused("multiple is true or false; it cannot be computed here")
    return MOST if several else 1


def _read_default(component: Component, kind: str, options: tuple[Option, ...]) -> Any:
    value = component.raw.get("defaultValue")
    if value is None or value == "":
        return None
    allowed = {option.value for option in options}
    if kind == "checkbox" and isinstance(value, bool):
        return value
    if kind == "number":
        return component.number("defaultValue", value)
    if kind == "checklist" and isinstance(value, list) and all(isinstance(v, str) and v in allowed for v in value):
        return list(value)
    if kind in ("select", "radio") and isinstance(value, str) and value in allowed:
        return value
    if kind == "date" and isinstance(value, str):
        try:
            return parse_date(value)
        except TypedRefused as error:
            raise component.refused("defaultValue must be a date, such as 2026-03-02") from error
    if kind in _TEXTS and isinstance(value, str):
        return component.text("defaultValue", MAX_LENGTH)
    raise component.refused("defaultValue is not an answer that this field takes")

"""Context functions (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from ..errors import MISSING_ENTRY, WRONG_ARGUMENT, Fault
from ..limits import Run
from ..registry import builtin
from ..values import Value

_LONGEST_KEY = 1_000


@builtin("get value", "m: context, key: string")
def _get_value(run: Run, context: dict[str, Value], key: str) -> Value:
    if key not in context:
        raise Fault(f"the context has no entry {key!r}", MISSING_ENTRY)
    return context[key]


@builtin("get value", "m: context, keys: list")
def _get_value_at(run: Run, context: dict[str, Value], keys: list[Value]) -> Value:
    value: Value = context
    if not keys:
        raise Fault("'keys' is empty", WRONG_ARGUMENT)
    for key in keys:
        if not isinstance(key, str):
            raise Fault("'keys' is a list of texts", WRONG_ARGUMENT)
        if not isinstance(value, dict) or key not in value:
            raise Fault(f"the context has no entry {key!r}", MISSING_ENTRY)
        value = value[key]
    return value


@builtin("get entries", "m: context")
def _get_entries(run: Run, context: dict[str, Value]) -> Value:
    run.admit_list(len(context))
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


def _admit_key(key: str) -> None:
    if len(key) > _LONGEST_KEY:
        raise Fault(f"a key has at most {_LONGEST_KEY} characters", WRONG_ARGUMENT)


@builtin("context", "entries: list")
def _context(run: Run, entries: list[Value]) -> Value:
    run.admit_list(len(entries))
    context: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise Fault("an entry is a context with a key, which is a text, and a value", WRONG_ARGUMENT)
        if entry["key"] in context:
            raise Fault(f"the key {entry['key']!r} occurs twice", WRONG_ARGUMENT)
        _admit_key(entry["key"])
        context[entry["key"]] = entry["value"]
    return context


@builtin("context put", "context: context, key: string, value: any")
def _put(run: Run, context: dict[str, Value], key: str, value: Value) -> Value:
    run.spend(len(context) + 1)
    _admit_key(key)
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any")
def _put_at(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Fault("'keys' is a list of at least one text", WRONG_ARGUMENT)
    _admit_key(keys[0])
    run.spend(len(context) + 1)
    first, rest = keys[0], keys[1:]
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if not isinstance(inner, dict):
        raise Fault(f"the context has no context {first!r} within", MISSING_ENTRY)
    return {**context, first: _put_at(run, inner, rest, value)}


@builtin("context merge", "contexts: list")
def _merge(run: Run, contexts: list[Value]) -> Value:
    merged: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Fault("only contexts can be merged", WRONG_ARGUMENT)
        run.spend(len(context) + 1)
        merged.update(context)
    return merged

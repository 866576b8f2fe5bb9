"""Event definitions: what an event waits for or throws, including definitions that are outside the processes."""

from __future__ import annotations

from engine.dialect.elements import THROWING, UNREAD, Event
from engine.dialect.xml import BPMN, ZEEBE, Node, local, text_of

DEFINITION = "EventDefinition"
"""How the tag of a definition ends, as in `timerEventDefinition`."""
TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class EventDefinitions:
    """What any event of one file can refer to by id: messages, signals, errors, escalations, and whole definitions."""

    def __init__(self, root: Node) -> None:
        self._names = {
            str(n.get("id")): n.get("name") or ""
            for kind in ("message", "signal", "error", "escalation")
            for n in root.findall(BPMN + kind)
        }
        self._keys = {
            str(n.get("id")): s.get("correlationKey")
            for n in root.findall(BPMN + "message")
            for s in n.iter(ZEEBE + "subscription")
        }
        self._codes = {
            str(n.get("id")): n.get(f"{kind}Code") or n.get("name")
            for kind in ("error", "escalation")
            for n in root.findall(BPMN + kind)
        }
        self._codeless = {
            str(n.get("id"))
            for kind in ("error", "escalation")
            for n in root.findall(BPMN + kind)
            if not n.get(f"{kind}Code")
        }
        self._shared = {str(n.get("id")): n for n in root if local(n).endswith(DEFINITION)}

    def read(self, node: Node) -> Event | None:
        """What an element waits for or throws; None if it does neither."""
        if local(node) in {"receiveTask", "sendTask"}:
            return self._message(node.get("messageRef"))  # These tasks name the message themselves.
        if not local(node).endswith("Event"):
            return None
        found = [child for child in node if local(child).endswith((DEFINITION, "eventDefinitionRef"))]
        if not found:
            return None
        if len(found) > 1:
            return Event("multiple")
        definition = found[0]
        if local(definition) == "eventDefinitionRef":
            definition = self._shared.get((definition.text or "").strip())
        if definition is None:
            return Event(UNREAD)
        return self._read_definition(definition, catches=local(node) not in THROWING)

    def _read_definition(self, definition: Node, *, catches: bool) -> Event:
        kind = local(definition).removesuffix(DEFINITION)
        if kind == "message":
            return self._message(definition.get("messageRef"))
        if kind == "timer":
            return _read_timer(definition)
        if kind == "conditional":
            return Event(kind, expression=text_of(definition, "condition"))
        if kind == "compensate":
            waits = definition.get("waitForCompletion") != "false"
            return Event(kind, activity=definition.get("activityRef"), waits=waits)
        reference = definition.get(f"{kind}Ref") or definition.get("name")
        if catches and reference in self._codeless:
            return Event(kind)  # A catching event without a code catches any (clause 10.5.5), whatever its name.
        name, code = self._names.get(reference or "", reference), self._codes.get(reference or "")
        return Event(kind, reference=name, code=code)

    def _message(self, reference: str | None) -> Event:
        if reference is None:
            return Event("message")
        return Event("message", reference=self._names.get(reference, ""), correlation_key=self._keys.get(reference))


def _read_timer(definition: Node) -> Event:
    for part, kind in TIMER_KINDS.items():
        if (text := text_of(definition, part)) is not None:
            return Event("timer", timer_kind=kind, expression=text)
    return Event("timer")

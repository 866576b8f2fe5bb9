"""Mails: reading the template of a mail or letter and filling it in. Pure; knows neither addresses nor SMTP.

A template is a text file: `Onderwerp: …`, an empty line, the text. `{{ expression }}` is FEEL. The names in DEFERRED
are personal, secret or a setting: they are filled in when the mail is delivered, and never stored with the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.dialect import feel
from engine.dialect.saying import join_texts
from engine.errors import DiagramRefused

LINK = "link"
"""The secret link to one's own idea. It is in no letter, since letters are kept as they were sent."""
OBJECTING, SIGNED = "bezwaar_maken", "ondertekening"
"""How to object to a decision, and who took it (Awb 3:45 and 10:10): the same in every announcement of one."""
PLACE = "gemeente"
"""The name of the municipality."""
TO_WRITE = "Vul hier de tekst in."
"""The text of a new mail or letter until somebody writes it."""
DEFERRED = frozenset({LINK, "aanhef", "contact", PLACE, OBJECTING, SIGNED})
_OPEN, _CLOSE = "{{", "}}"
_CUT = "…"
_MARK = "\x00"
"""Encloses a deferred name in a filled mail. No answer can contain it, so no answer can ask for a secret."""


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """A subject and a text, each with placeholders."""

    subject: str
    text: str

    @property
    def expressions(self) -> tuple[str, ...]:
        return (*self.of_subject, *_expressions_in(self.text))

    @property
    def of_subject(self) -> tuple[str, ...]:
        """The expressions in the subject alone."""
        return tuple(_expressions_in(self.subject))


def _expressions_in(text: str) -> Iterator[str]:
    return (part for is_expression, part in parts_of(text) if is_expression)


def parts_of(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, in order: (False, words) and (True, the expression of a placeholder).

    Not with a regular expression, which searches for an end after each opening: for a file of nothing but openings that
    took minutes.
    """
    at = 0
    while (begin := text.find(_OPEN, at)) >= 0 and (end := text.find(_CLOSE, begin + len(_OPEN))) >= 0:
        yield False, text[at:begin]
        yield True, text[begin + len(_OPEN) : end].strip()
        at = end + len(_CLOSE)
    yield False, text[at:]


def read_text(data: bytes) -> tuple[str, str]:
    """Subject and text of a template, as far as it has them, whatever its contents."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    first, _, body = text.partition("\n")
    word, colon, subject = first.partition(":")
    if word.strip().lower() == "onderwerp" and colon:
        return subject.strip(), body.strip("\n")
    return "", text.strip("\n")


def title_of(subject: str) -> str:
    """The name by which people know a template: its subject, without what is filled in for each recipient."""
    shown = (_CUT if is_expression else part for is_expression, part in parts_of(subject))
    said = " ".join("".join(shown).split())
    return said.rstrip(f" :;,-–([{_CUT})]").strip() if _CUT in said else said


def read_mail(text: str, source: str) -> MailTemplate:
    """Read a template; every placeholder must be FEEL.

    Raises:
        DiagramRefused: no subject line, no text, or a placeholder that is not FEEL (with its line).
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[0].lower().startswith("onderwerp:") or not lines[0].partition(":")[2].strip():
        raise DiagramRefused("the first line must be 'Onderwerp: …'", source=source, line=1)
    body = "\n".join(lines[1:]).strip()
    if not body:
        raise DiagramRefused("the mail has no text", source=source, line=2)
    template = MailTemplate(lines[0].partition(":")[2].strip(), body)
    for expression in template.expressions:
        try:
            feel.parse(expression)
        except feel.FeelError as error:
            at = next((n for n, line in enumerate(lines, 1) if expression in line), 1)
            raise DiagramRefused(f"{{{{ {expression} }}}}: {error}", source=source, line=at) from error
    return template


def fill(template: MailTemplate, evaluate: Callable[[str], str]) -> tuple[str, str]:
    """Subject and text with every placeholder filled in, except the deferred names."""

    def fill_in(text: str) -> str:
        return join_texts(parts_of(text), lambda expression: _say(expression, evaluate))

    return " ".join(fill_in(template.subject).split()), fill_in(template.text)


def _say(expression: str, evaluate: Callable[[str], str]) -> str:
    if expression in DEFERRED:
        return f"{_MARK}{expression}{_MARK}"
    return evaluate(expression).replace(_MARK, "")


def is_asked(name: str, text: str) -> bool:
    """Whether a filled text still contains a deferred name."""
    return f"{_MARK}{name}{_MARK}" in text


def finish(text: str, values: Mapping[str, str]) -> str:
    """A filled text with the deferred names filled in too."""
    for name in DEFERRED:
        text = text.replace(f"{_MARK}{name}{_MARK}", values.get(name, ""))
    return text

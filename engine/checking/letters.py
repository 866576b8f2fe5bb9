"""Letters: whether a task that writes a letter, or sends a mail that may go by post, has a text and an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finding import WARNING, Finding, make
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.mails import DEFERRED, LINK, TO_WRITE, MailTemplate
from engine.names import BY_POST, LETTER_TO, LETTER_TO_ALL, VISITORS


def check(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """What is wrong with a task that writes a letter, apart from missing headers."""
    template, to = element.headers.get("template", ""), element.headers.get("to", "")
    letter = folder.letters.get(template)
    if template.startswith("="):
        yield make("letter_computed", folder.source, element, detail=template)
    elif template and letter is None:
        yield make("unknown_letter", folder.source, element, detail=template)
    elif letter is not None and LINK in letter.expressions:
        yield make("letter_link", folder.source, element, detail=template)
    elif letter is not None and (named := sorted(DEFERRED.intersection(letter.of_subject))):
        # Only those who have contact with submitters read a letter; its subject is on the case page for all.
        yield make("letter_subject", folder.source, element, detail=template, other=" en ".join(named))
    if letter is not None:
        yield from check_text(folder, element, letter)
    if element.headers.get("address"):
        return
    if to and to not in LETTER_TO:
        yield make("no_address", folder.source, element, other=", ".join(LETTER_TO))
    elif to and not any(_asks(form, "address") for one in others.values() for form in one.forms.values()):
        yield make("address_not_asked", folder.source, element, severity=WARNING)


def check_text(folder: ProcessFiles, element: Element, text: MailTemplate) -> Iterator[Finding]:
    """Whether somebody wrote the text of a new mail or letter."""
    if TO_WRITE in text.text:
        yield make("text_not_written", folder.source, element, severity=WARNING)


def check_submitter(folder: ProcessFiles, element: Element) -> Iterator[Finding]:
    """Whether a mail to the submitter can ever arrive: visitors are known only by what a form asks of them."""
    begun_by = ",".join(one.properties.get("startableBy", "") for one in folder.process.elements.values())
    by_visitors = VISITORS.intersection(group.strip() for group in begun_by.split(","))
    if by_visitors and not any(_asks(form, "email") for form in folder.forms.values()):
        yield make("email_not_asked", folder.source, element, severity=WARNING)


def check_mail(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """What is wrong with a mail that goes by post to a submitter who has no e-mail address."""
    post = element.headers.get("post", "")
    if not post:
        return
    if post not in BY_POST:
        yield make("post_value", folder.source, element, detail=post, other=", ".join(BY_POST))
    elif element.headers.get("to") != LETTER_TO_ALL:
        yield make("post_to_others", folder.source, element, severity=WARNING)
    elif not any(_asks(form, "address") for one in others.values() for form in one.forms.values()):
        yield make("address_not_asked", folder.source, element, severity=WARNING)


def _asks(component: Any, kind: str) -> bool:
    """Whether a form, or something inside it, asks this of the submitter."""
    if not isinstance(component, dict):
        return False
    told = component.get("properties")
    if isinstance(told, dict) and told.get("personal") == kind:
        return True
    inside = component.get("components")
    return isinstance(inside, list) and any(_asks(one, kind) for one in inside)

"""Letters: whether a task that writes one, or sends a mail that may go by post, has a text and an address for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.finding import WARNING, Finding, make
from engine.dialect.elements import Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.mails import DEFERRED, LINK
from engine.names import BY_POST, LETTER_TO, LETTER_TO_ALL


def check(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """What is wrong with a task that writes a letter, beside headers that are not there."""
    template, to = element.headers.get("template", ""), element.headers.get("to", "")
    letter = folder.letters.get(template)
    if template.startswith("="):
        yield make("letter_computed", folder.source, element, detail=template)
    elif template and letter is None:
        yield make("unknown_letter", folder.source, element, detail=template)
    elif letter is not None and LINK in letter.expressions:
        yield make("letter_link", folder.source, element, detail=template)
    elif letter is not None and (named := sorted(DEFERRED.intersection(letter.of_subject))):
        # Only who has contact with submitters reads a letter; its subject stands on the page of the case for all.
        yield make("letter_subject", folder.source, element, detail=template, other=" en ".join(named))
    if element.headers.get("address"):
        return
    if to and to not in LETTER_TO:
        yield make("no_address", folder.source, element, other=", ".join(LETTER_TO))
    elif to and not any(_asks_address(form) for one in others.values() for form in one.forms.values()):
        yield make("address_not_asked", folder.source, element, severity=WARNING)


def check_mail(folder: ProcessFiles, element: Element, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """What is wrong with a mail that goes by post to a submitter who has no e-mail address."""
    post = element.headers.get("post", "")
    if not post:
        return
    if post not in BY_POST:
        yield make("post_value", folder.source, element, detail=post, other=", ".join(BY_POST))
    elif element.headers.get("to") != LETTER_TO_ALL:
        yield make("post_to_others", folder.source, element, severity=WARNING)
    elif not any(_asks_address(form) for one in others.values() for form in one.forms.values()):
        yield make("address_not_asked", folder.source, element, severity=WARNING)


def _asks_address(component: Any) -> bool:
    """Whether a form, or what stands in it, asks where somebody lives."""
    if not isinstance(component, dict):
        return False
    told = component.get("properties")
    if isinstance(told, dict) and told.get("personal") == "address":
        return True
    inside = component.get("components")
    return isinstance(inside, list) and any(_asks_address(one) for one in inside)

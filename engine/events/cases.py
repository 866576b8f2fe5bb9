"""What happens to a case as a whole: how it begins and ends, stops and goes on, and goes to another version."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class CaseStarted(Event):
    """A case began: by a form, of which the answers are stored apart, by a message, or from another case.

    `fields_given` are the names of what was given, `digest` a salted digest of it.
    """

    process_id: str
    reference: str
    fields_given: tuple[str, ...]
    digest: str
    linked_case: str | None = None
    answered: bool = True
    """Whether a form was filled in, so that there is an answer that the digest is of. A message leaves none."""
    received: str | None = None
    """The day on which it came in, if staff entered it on a later day: its statutory term counts from then."""


@dataclass(frozen=True, slots=True)
class CaseTakenOver(Event):
    """A case that already ran elsewhere, such as in a spreadsheet, went on here from this step; `reason` says why.

    What happened to it before is not in this history. `since` is the day from which the step's own terms count.
    """

    process_id: str
    element_id: str
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(Event):
    """The submitter, or staff for them, withdrew the case. The reason is stored apart, as an answer."""

    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class AsideBegun(Event):
    """Somebody began something beside the tasks of a case, by its form. What they filled in is stored apart."""

    process_id: str
    element_id: str
    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CaseEnded(Event):
    """A case came to its end event, which says what that means by law and for how long the case is kept."""

    process_id: str
    element_id: str
    outcome: str | None
    legal_effect: str | None
    retention_class: str | None


@dataclass(frozen=True, slots=True)
class CaseErased(Event):
    """An operator erased what people gave in a case, and said why. The proof of it stays.

    `erased` names what was removed as the history has it: answers and explanations by digest, letters by id.
    `destruction_list` is the number of the list that named it, empty where somebody asked for it. `files` are the ids
    of the removed files: an answer in another case may still name one.
    """

    erased: tuple[str, ...]
    reason: str
    destruction_list: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsenceFound(Event):
    """What was already gone when the history began to record erasing, named as in `CaseErased` (migration 0016)."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkResent(Event):
    """Staff had the link of the case mailed to its submitter once more. `job` is the mail, `digest`, salted, of it."""

    job: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class LinkAsked(Event):
    """Somebody gave the submitter's e-mail address on the site, and had the link mailed there. As `LinkResent`."""

    job: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class LinkRenewed(Event):
    """The case got another secret link, since the server has another key. See `LinksRenewed`."""


@dataclass(frozen=True, slots=True)
class CaseFound(Event):
    """What the rows of a case contained when the history began to have digests of them (migration 0025).

    `texts` are the digests of what its submitter had read, one for each status, in order; empty where that was erased.
    """

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactCorrected(Event):
    """Who the submitter is or how to reach them was corrected (AVG art. 16). `fields` says which data: `name`, `email`,
    `phone`, `address`; never the old or new value."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentRaised(Event):
    process_id: str
    element_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class IncidentResolved(Event):
    """An operator let a case try again, after correcting the variables in `names`, and said why."""

    names: tuple[str, ...]
    digest: str
    """Of the new values, which are stored apart; empty when there were none."""
    reason: str


@dataclass(frozen=True, slots=True)
class CaseMigrated(Event):
    """A running case went to another version of its process. `mapping` says which steps replaced which."""

    process_id: str
    from_version: int
    to_version: int
    mapping: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CaseMigrationReversed(Event):
    """A case went back to the version from which it had come; nothing had happened in it since."""

    process_id: str
    from_version: int
    to_version: int


@dataclass(frozen=True, slots=True)
class TokenMoved(Event):
    """An operator let a case go on from `went_to` instead of from where it waited, and said why."""

    process_id: str
    element_id: str
    went_to: str
    reason: str

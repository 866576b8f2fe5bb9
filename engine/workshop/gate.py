"""The gate: why a change may not come into use: `check` findings, a scenario, too little coverage, or nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.checking import ERROR, Finding, check_folders
from engine.dialect.folder import ProcessFiles
from engine.models import Change, ChangePart, HistoryEvent
from engine.municipality import here, reading
from engine.scenarios import Report, explain, rehearse
from engine.versions import definitions
from engine.workshop.parts import Sources, hash_part, parts_beside_in_use, parts_of, sources_of


@dataclass(frozen=True, slots=True)
class Weighed:
    """The gate's verdict on a change, and the fingerprint of what it looked at."""

    reasons: tuple[str, ...]
    """Dutch sentences: what must be done first. Empty: the change may go through."""
    findings: tuple[Finding, ...]
    """Errors that `check` finds."""
    warnings: tuple[Finding, ...]
    report: Report | None
    """How the scenarios went; None where they cannot be played yet."""
    fingerprint: tuple[object, ...]

    @property
    def is_open(self) -> bool:
        return not self.reasons and not self.findings


def weigh(change_id: str) -> Weighed:
    """Check and rehearse a change beside the processes in use. Takes seconds, so never in a write transaction.

    Raises: NotFound.
    """
    with reading() as session:
        # Taken first: if something changes during the rest, this is outdated, and the gate looks again.
        mark = fingerprint(session, change_id)
        sources = sources_of(session, change_id)
        in_use = definitions.in_use_files(session)
        told = tuple(_tell_standing(session, change_id))
    return judge(sources, in_use, told, mark)


def judge(
    sources: Sources,
    in_use: Mapping[str, ProcessFiles],
    told: tuple[str, ...] = (),
    fingerprint: tuple[object, ...] = (),
) -> Weighed:
    """What `check` and the stories find in changed processes beside those in use; `told` are reasons already known."""
    found = check_folders(sources.folders)
    errors = (*sources.unreadable, *_caused(sources, in_use, [f for f in found if f.severity == ERROR]))
    warnings = tuple(f for f in found if f.severity != ERROR and _is_about(f, sources))
    # A process with errors can do anything when played, so its scenarios prove nothing.
    report = None if errors else rehearse(sources.folders, sources.changed)
    reasons = (*told, *(_tell_rehearsal(report, sources) if report is not None else ()))
    return Weighed(reasons, errors, warnings, report, fingerprint)


def fingerprint(session: Session, change_id: str) -> tuple[object, ...]:
    """A digest of all that the gate looks at: while it stays the same, the verdict does too."""
    columns = ChangePart.process_id, ChangePart.revision, ChangePart.base_id
    query = select(*columns).where(ChangePart.change_id == change_id).order_by(ChangePart.process_id)
    in_use = definitions.in_use_files(session)
    return (*map(tuple, session.execute(query)), *sorted((name, files.content_hash) for name, files in in_use.items()))


def contents_of(session: Session, change_id: str) -> dict[str, str]:
    """The content hash of each process of a change, for the history: what was approved is what was offered."""
    return {part.process_id: hash_part(part) for part in parts_of(session, change_id)}


def _caused(sources: Sources, in_use: Mapping[str, ProcessFiles], errors: list[Finding]) -> list[Finding]:
    """Errors in a process of the change, and those elsewhere that do not exist without the change."""
    elsewhere = [finding for finding in errors if not _is_about(finding, sources)]
    if not elsewhere:
        return errors
    known = set(check_folders(in_use))
    return [finding for finding in errors if finding not in elsewhere or finding not in known]


def _is_about(finding: Finding, sources: Sources) -> bool:
    """Whether a finding is about a process of the change, and not about another one in use."""
    folder = finding.file.partition("/")[0]
    return any(folder in (name, sources.folders[name].source) for name in sources.changed if name in sources.folders)


def _tell_standing(session: Session, change_id: str) -> Iterator[str]:
    if not _is_as_offered(session, change_id):
        yield (
            "De bestanden zijn niet meer wat is aangeboden: iemand heeft ze daarna in de database veranderd. "
            "Vraag de beheerder wie dat was, kijk de wijziging na, en bied haar opnieuw aan."
        )
    news = 0
    for part, current in parts_beside_in_use(session, change_id):
        if current is not None and current.id != part.base_id:
            yield (
                f"Van ‘{current.name}’ is intussen versie {current.version} in gebruik genomen. "
                "Vergelijk die met uw wijziging, neem over wat u nodig hebt, en ga dan verder vanaf die versie."
            )
        news += current is None or definitions.unpack(current.files) != definitions.unpack(part.files)
    if not news:
        yield "Er is niets veranderd: de bestanden zijn gelijk aan wat in gebruik is."


def _is_as_offered(session: Session, change_id: str) -> bool:
    """Whether a change that waits to come into use is still what was offered, according to the history."""
    if session.get_one(Change, change_id).state not in ("offered", "approved"):
        return True
    offered = select(HistoryEvent.facts).where(
        HistoryEvent.case_id.is_(None),
        HistoryEvent.kind == "change_offered",
        HistoryEvent.facts["change_id"].as_string() == change_id,
    )
    facts = session.scalar(offered.order_by(HistoryEvent.sequence.desc()).limit(1))
    return facts is not None and facts["contents"] == contents_of(session, change_id)


def _named(process_id: str, sources: Sources) -> str:
    return f"‘{sources.folders[process_id].process.name or process_id}’"


def _tell_rehearsal(report: Report, sources: Sources) -> Iterator[str]:
    for outcome in report.failed:
        told = explain(outcome.error, sources.known) if outcome.error is not None else ""
        yield f"Het verhaal ‘{outcome.name}’ loopt niet meer zoals het is opgeschreven. {told}"
    threshold = here().settings.coverage_threshold
    for coverage in report.coverage:
        if coverage.percent < threshold:
            missed = ", ".join(f"‘{coverage.names[key]}’" for key in coverage.missed[:5])
            more = f" en nog {len(coverage.missed) - 5}" if len(coverage.missed) > 5 else ""
            yield (
                f"De verhalen komen bij {coverage.percent} % van de einden en keuzes van "
                f"{_named(coverage.process, sources)}; {threshold} % is nodig. "
                f"Geen verhaal komt bij: {missed}{more}. Maak daar een verhaal voor."
            )

"""Combinations: what `check` says of versions that would be played together, but not of those in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from engine.checking import ERROR, check_folder
from engine.dialect.folder import ProcessFiles
from engine.municipality import here
from engine.versions import definitions

Wrong = tuple[str, str, str]
"""File, code and element of an error: these identify it in another combination."""


def find_misfits(
    session: Session,
    before: Mapping[str, str],
    after: Mapping[str, str],
    drawn: Mapping[str, tuple[str, ProcessFiles]] | None = None,
) -> list[str]:
    """Why versions cannot be played together, in sentences: the errors that only `after` has.

    Errors that the versions in use also have, or those in `before` that the case is on, are no reason to refuse.
    `drawn` holds files that are not a version yet, by process, with the id that represents them in `after`: they count
    as in use.
    """
    written = dict((drawn or {}).values())
    in_use = {**definitions.list_in_use(session), **{name: version for name, (version, _) in (drawn or {}).items()}}
    if all(in_use.get(name) == version for name, version in after.items()):
        return []
    found = _errors_of(session, in_use, after, written)
    known = _errors_of(session, in_use, {name: in_use[name] for name in after if name in in_use}, written)
    known = {**known, **_errors_of(session, in_use, before, written)}
    return [reason for wrong, reason in found.items() if wrong not in known]


def _errors_of(
    session: Session, in_use: Mapping[str, str], bound: Mapping[str, str], written: Mapping[str, ProcessFiles]
) -> Mapping[Wrong, str]:
    """The errors in the bound processes, beside all others in use. Checked once per set of versions."""
    together = {**in_use, **bound}
    known, key = here().known.misfits, (frozenset(together.items()), frozenset(bound))
    if key not in known:
        known[key] = dict(_check(session, together, bound, written))
    return known[key]


def _check(
    session: Session, together: Mapping[str, str], bound: Mapping[str, str], written: Mapping[str, ProcessFiles]
) -> Iterator[tuple[Wrong, str]]:
    folders = {
        name: written[version] if version in written else definitions.files_of(session, version)
        for name, version in together.items()
    }
    for name in sorted(bound):
        for finding in check_folder(folders[name], folders):
            if finding.severity == ERROR:
                yield (finding.file, finding.code, finding.element_id or ""), finding.reason

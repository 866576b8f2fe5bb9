"""Combinations: what `check` says of versions that would be played together, and not of those that are in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from engine import definitions
from engine.checking import ERROR, check_folder
from engine.dialect.folder import ProcessFiles
from engine.municipality import here

Wrong = tuple[str, str, str]
"""File, code and element of an error: what makes it the same one in another combination."""


def find_misfits(
    session: Session,
    before: Mapping[str, str],
    after: Mapping[str, str],
    drawn: Mapping[str, ProcessFiles] | None = None,
) -> list[str]:
    """Why versions cannot be played together, in sentences: the errors of `after` that are nobody's yet.

    Those of the versions in use, and of `before`, which the case lives with, are no reason to stay behind. `drawn` are
    the files of processes in `after` that are no version yet.
    """
    in_use = definitions.list_in_use(session)
    if all(in_use.get(name) == version for name, version in after.items()):
        return []
    found = dict(_check(session, {**in_use, **after}, after, drawn)) if drawn else _errors_of(session, in_use, after)
    known = _errors_of(session, in_use, {name: in_use[name] for name in after if name in in_use})
    known = {**known, **_errors_of(session, in_use, before)}
    return [reason for wrong, reason in found.items() if wrong not in known]


def _errors_of(session: Session, in_use: Mapping[str, str], bound: Mapping[str, str]) -> Mapping[Wrong, str]:
    """The errors in the bound processes, beside all others in use. Checked once per set of versions."""
    together = {**in_use, **bound}
    key = "checked:" + ",".join(f"{name}={together[name]}" for name in sorted(together)) + "|" + ",".join(sorted(bound))
    cache = here().definitions
    if key not in cache:
        cache[key] = dict(_check(session, together, bound))
    errors: Mapping[Wrong, str] = cache[key]
    return errors


def _check(
    session: Session,
    together: Mapping[str, str],
    bound: Mapping[str, str],
    drawn: Mapping[str, ProcessFiles] | None = None,
) -> Iterator[tuple[Wrong, str]]:
    folders = {
        name: drawn[name] if drawn and name in drawn else definitions.files_of(session, version)
        for name, version in together.items()
    }
    for name in sorted(bound):
        for finding in check_folder(folders[name], folders):
            if finding.severity == ERROR:
                yield (finding.file, finding.code, finding.element_id or ""), finding.reason

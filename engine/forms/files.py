"""Files: what an answer says of an uploaded file. The file itself is stored elsewhere and is never in an answer.

An answer is a list of references with the names that Camunda 8 uses for documents, so that expressions read the same:
`fotos[1].metadata.fileName`. The hash is part of what the history proves of an answer, and so proves the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .typed import TypedRefused

ID, HASH, METADATA = "documentId", "contentHash", "metadata"
NAME, TYPE, SIZE = "fileName", "contentType", "size"
MOST = 10
"""Most files for one question that takes several."""
PICTURES = frozenset({"image/jpeg", "image/png"})
DOCUMENTS = frozenset({"application/pdf"})
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/pdf": (".pdf",),
}
"""The accepted types, with the file name extensions of each."""
Reference = Mapping[str, Any]
Files = Mapping[str, Reference]
"""References by their id: the files that answers may name."""


def reference(document_id: str, digest: str, name: str, media_type: str, size: int) -> dict[str, Any]:
    """What an answer says of a file. `digest` is the SHA-256 of its bytes, in hexadecimal digits."""
    return {ID: document_id, HASH: digest, METADATA: {NAME: name, TYPE: media_type, SIZE: size}}


def read_reference(told: Reference) -> tuple[Any, ...]:
    """The arguments that `reference` was given, in that order; None for what is missing."""
    about = told[METADATA]
    return told[ID], told.get(HASH), about.get(NAME), about.get(TYPE), about.get(SIZE)


def is_reference(value: Any) -> bool:
    """Whether a value is what an answer says of one file."""
    return isinstance(value, Mapping) and isinstance(value.get(ID), str) and isinstance(value.get(METADATA), Mapping)


def references_in(value: Any) -> list[Reference]:
    """The references in one answer of the kind `files`; none in any other value."""
    return [one for one in value if is_reference(one)] if isinstance(value, list | tuple) else []


def in_names(value: Any) -> Any:
    """A value as stories and people have it: files as their names; any other unchanged."""
    found = references_in(value)
    return [str(one[METADATA].get(NAME, "")) for one in found] if found and len(found) == len(value) else value


class Examples(Mapping[str, Reference]):
    """Files for stories and trials, where nothing is uploaded: for each name a reference, as if the file existed."""

    def __getitem__(self, name: str) -> Reference:
        """Raises: KeyError: not the name of a file that could be uploaded."""
        found = next((kind for kind, endings in ENDINGS.items() if name.lower().endswith(endings)), None)
        if found is None or not 4 < len(name) <= 200:
            raise KeyError(name)
        return reference(name, "", name, found, 100_000)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


EXAMPLES = Examples()


def could_be(name: str, accept: Collection[str]) -> bool:
    """Whether a file with this name can be uploaded where files of these types are asked for."""
    found = EXAMPLES.get(name)
    return found is not None and (not accept or found[METADATA][TYPE] in accept)


def read_accept(text: str) -> tuple[str, ...] | None:
    """The media types that a question takes, from form-js: extensions and types separated by commas.

    An empty tuple for an empty text, and None if it names what is never accepted.
    """
    found: list[str] = []
    for told in filter(None, (part.strip().lower() for part in text.split(","))):
        meant = [kind for kind, endings in ENDINGS.items() if told in (kind, *endings) or told == f"{kind[:6]}*"]
        if not meant:
            return None
        found += meant
    return tuple(sorted(set(found)))


def find_references(ids: Collection[str], allowed: Files, accept: Collection[str], most: int) -> list[Reference]:
    """The references that an answer names by id. Raises: TypedRefused: too_many_files, no_such_file, wrong_type."""
    named = list(dict.fromkeys(one for one in ids if one))
    if len(named) > most:
        raise TypedRefused("too_many_files", most, len(named))
    found = []
    for one in named:
        try:
            found.append(allowed[one])
        except KeyError:
            raise TypedRefused("no_such_file") from None
    if accept and any(one[METADATA][TYPE] not in accept for one in found):
        raise TypedRefused("wrong_type")
    return found

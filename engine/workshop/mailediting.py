"""Mail editing: from a subject and a text as they were typed to the file of a mail."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checking.wording import in_dutch
from engine.dialect.mails import read_mail
from engine.editing import Done
from engine.errors import DiagramRefused, EditRefused, FieldProblem, FieldsRefused


def edit_mail(
    files: Mapping[str, bytes], mail: str, typed: Mapping[str, str]
) -> tuple[Mapping[str, bytes], tuple[Done, ...]]:
    """The file keeps its line ends, and whether it ends with one.

    Raises: EditRefused: there is no such mail. FieldsRefused: no subject or text, or what is between {{ }} is no FEEL.
    """
    name = f"mails/{mail}.md"
    if name not in files:
        raise EditRefused("no_mail", mail)
    before = files[name].decode("utf-8", "replace")
    subject = " ".join(typed.get("subject", "").split())
    body = typed.get("text", "").replace("\r\n", "\n").strip("\n")
    missing = {
        key: FieldProblem("required") for key, told in (("subject", subject), ("text", body)) if not told.strip()
    }
    if missing:
        raise FieldsRefused(missing)
    text = f"Onderwerp: {subject}\n\n{body}\n"
    try:
        read_mail(text, name)
    except DiagramRefused as error:
        raise FieldsRefused({"text": FieldProblem("not_feel", in_dutch(error.message))}) from error
    text = text if before.endswith("\n") else text.rstrip("\n")
    after = text.replace("\n", "\r\n") if "\r\n" in before else text
    return ({}, ()) if after == before else ({name: after.encode()}, (Done("mail", mail, mail),))


def read_text(data: bytes) -> tuple[str, str]:
    """Subject and text of a mail, as far as it has them."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    first, _, body = text.partition("\n")
    word, colon, subject = first.partition(":")
    if word.strip().lower() == "onderwerp" and colon:
        return subject.strip(), body.strip("\n")
    return "", text.strip("\n")

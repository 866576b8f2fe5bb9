"""Mail editing: from a subject and a text as typed to the file of a mail or letter."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checking.wording import in_dutch
from engine.dialect.folder import LETTERS, MAILS
from engine.dialect.mails import TO_WRITE, read_mail, title_of
from engine.editing import Done
from engine.errors import DiagramRefused, EditRefused, FieldProblem, FieldsRefused
from engine.tidying import free_name, name_for

BLANK = "Onderwerp: {}\n\n{{{{ aanhef }}}},\n\n" + TO_WRITE + "\n\nMet vriendelijke groet,\n\n{{{{ contact }}}}\n"


def edit_mail(
    files: Mapping[str, bytes], mail: str, typed: Mapping[str, str], folder: str = MAILS
) -> tuple[Mapping[str, bytes], tuple[Done, ...]]:
    """The file keeps its line ends, and whether it ends with one. Letters are in another folder than mails.

    Raises: EditRefused: there is no such file. FieldsRefused: no subject or text, or the text in {{ }} is not FEEL.
    """
    name, is_letter = f"{folder}/{mail}.md", folder == LETTERS
    if name not in files:
        raise EditRefused("no_letter", mail) if is_letter else EditRefused("no_mail", mail)
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
    title = title_of(subject) or mail
    done = Done("letter", mail, title) if is_letter else Done("mail", mail, title)
    text = text if before.endswith("\n") else text.rstrip("\n")
    after = text.replace("\n", "\r\n") if "\r\n" in before else text
    return ({}, ()) if after == before else ({name: after.encode()}, (done,))


def make_letter(files: Mapping[str, bytes], title: str) -> tuple[str, dict[str, bytes]]:
    """A new letter for a step, with a text to fill in, and the name that the letter got."""
    return _make(files, LETTERS, title, "brief", BLANK.format(title.strip() or "brief"))


def make_mail(files: Mapping[str, bytes], title: str) -> tuple[str, dict[str, bytes]]:
    """A new mail for a step, with a text to fill in, and the name that the mail got."""
    return _make(files, MAILS, title, "mail", BLANK.format(title.strip() or "mail"))


def write_mail(files: Mapping[str, bytes], title: str, subject: str, text: str) -> tuple[str, dict[str, bytes]]:
    """A new mail with this text, and the name that the mail got."""
    return _make(files, MAILS, title, "mail", f"Onderwerp: {subject}\n\n{text}\n")


def _make(files: Mapping[str, bytes], folder: str, title: str, usual: str, text: str) -> tuple[str, dict[str, bytes]]:
    stem = name_for(title) or usual
    made = free_name(stem, lambda key: f"{folder}/{key}.md" in files)
    return made, {f"{folder}/{made}.md": text.encode()}

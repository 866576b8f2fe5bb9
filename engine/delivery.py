"""Delivery: sending a mail, by SMTP or as a file in a folder. Knows no case and no database."""

from __future__ import annotations

import errno
import os
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.dialect import mails
from engine.settings import Settings

TIMEOUT = 20
"""Seconds that a mail server may take; one that hangs must not delay the rest."""
UNREACHED = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH})
"""Error numbers of a system that cannot reach a server now; Python has no exception for these."""

GONE = (ConnectionError, TimeoutError, socket.gaierror, ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""A server that is unreachable, says nothing, or breaks off, which is another error within TLS."""
SPEAKS_PLAINLY = frozenset(
    {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"}
)
"""How TLS fails where the other side greets in plain text; which of these depends on the version of OpenSSL."""
IMPLICIT_PORT = 465


class NoGreeting(smtplib.SMTPServerDisconnected):
    """A server that accepted the connection and said nothing, as one does that expects TLS from the first byte."""


def compose(settings: Settings, *, key: str, to: str, subject: str, body: str, at: datetime) -> EmailMessage:
    """A mail with a Message-ID that is the same each time it is composed, so that a second delivery can be recognised.

    `at` is when it is sent: the term for objecting to its decision counts from the day after (Awb 6:8).
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(settings.mail_from)
    # A bare address says little to the recipient, and looks like what people are warned about.
    name = name or f"De Smederijen van {settings.municipality}"
    message["From"] = Address(name, addr_spec=address)
    message["To"] = to
    message["Date"] = at
    message["Subject"] = " ".join(subject.split())[:300]
    domain = address.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '', key)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    message["Content-Language"] = "nl"  # Set after the content, which adds headers of its own and removes others.
    return message


def fixed_texts(settings: Settings, reference: str) -> dict[str, str]:
    """What mails and letters of a case say in the same words, by the name that a template uses for it."""
    return {
        "contact": settings.contact,
        mails.PLACE: settings.municipality,
        mails.OBJECTING: settings.explain_objecting(reference),
        mails.SIGNED: settings.signature,
    }


def deliver(settings: Settings, message: EmailMessage) -> None:
    """Give a mail to the mail server, or write it to the mail folder.

    Raises: OSError, smtplib.SMTPException.
    """
    if settings.smtp_host:
        with connect(settings) as server:
            server.send_message(message)
    else:
        _write(settings.mail_dir, message)


def may_pass(error: Exception) -> bool:
    """Whether the reason a mail was not accepted is temporary: no server answered, or it said to come back later.

    Of a server's answers, 4yz is temporary and 5yz is not (RFC 5321 clause 4.2.1).
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code < 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code < 500
    if isinstance(error, (smtplib.SMTPServerDisconnected, *GONE)):
        return True
    return isinstance(error, OSError) and error.errno in UNREACHED


def is_of_recipient(error: Exception) -> bool:
    """Whether a mail may have been refused because of whom it is for, so that others can still get theirs."""
    reasons = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)
    return isinstance(error, reasons)


@contextmanager
def connect(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The mail server of the settings, signed in and ready for a mail.

    Raises: OSError, smtplib.SMTPException, of which NoGreeting.
    """
    place = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls == "implicit":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        try:
            server = smtplib.SMTP(*place, timeout=TIMEOUT)
        except smtplib.SMTPServerDisconnected as error:
            raise NoGreeting(str(error)) from error
    try:
        if settings.smtp_tls == "starttls":
            # Imported only when needed: reading whom the machine trusts costs more than the rest of a failing attempt.
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
    finally:
        # A mail that was accepted is sent, whatever the answer to a goodbye: otherwise it would be sent again.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def quote(error: Exception) -> str:
    """What a mail server said, or what the system said about it."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(error)


def tell_fault(settings: Settings, error: Exception) -> str | None:
    """What is wrong with the mail server or folder, and what to do, in Dutch; None where it may be the mail's fault.

    Nothing in it is of a mail: no address, and no word of its text.
    """
    if is_of_recipient(error) or not isinstance(error, (OSError, smtplib.SMTPException)):
        return None
    if not settings.smtp_host:
        return f"{settings.mail_dir}: de map voor e-mails doet het niet ({type(error).__name__})."
    return tell(settings, error)


def tell(settings: Settings, error: Exception) -> str:
    """That the mail server of the settings does not work, what it said, and what an operator can do, in Dutch."""
    place = f"{settings.smtp_host}, poort {settings.smtp_port}"
    return f"{place}: de mailserver doet het niet ({quote(error)}). {explain(settings, error)}"


def explain(settings: Settings, error: Exception) -> str:
    """What an operator can do about this error of a mail server, in Dutch."""
    how, port = settings.smtp_tls, settings.smtp_port
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"Het certificaat klopt niet met {settings.smtp_host}, is verlopen of is op deze machine niet bekend. "
            "Zet in smtp_host de naam die in het certificaat staat, of maak wie het uitgaf bekend op de machine."
        )
    if how == "implicit" and isinstance(error, ssl.SSLError) and error.reason in SPEAKS_PLAINLY:
        return f"Op poort {port} is de verbinding niet vanaf het begin versleuteld. Zet smtp_tls op starttls."
    if isinstance(error, NoGreeting):
        if port == IMPLICIT_PORT:
            return f"Op poort {port} is de verbinding vanaf het begin versleuteld. Zet smtp_tls op implicit."
        return "Is de verbinding op die poort vanaf het begin versleuteld, zet dan smtp_tls op implicit."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return (
            "De mailserver kent dit account niet, of het wachtwoord klopt niet. Kijk naar smtp_user en smtp_password."
        )
    if isinstance(error, smtplib.SMTPNotSupportedError) and how == "starttls":
        return "Kent de mailserver geen STARTTLS, kies dan poort 465 met smtp_tls op implicit."
    if isinstance(error, smtplib.SMTPNotSupportedError) and how == "off":
        return "Wil de mailserver het wachtwoord alleen versleuteld, zet dan smtp_tls op starttls."
    return "Kijk naar smtp_host, smtp_port, smtp_tls en smtp_user."


def _write(folder: Path, message: EmailMessage) -> None:
    """Write to a file named by the Message-ID, whole or not at all: a second delivery makes the same file again."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9.-]", "_", str(message["Message-ID"]).strip("<>").partition("@")[0])
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(bytes(message))
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, folder / f"{name}.eml")

"""Who uses the system. Personal data live here, and in letters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.models.base import Base, new_id


class Person(Base):
    """Personal data of a submitter or an account; the id is the pseudonym that the rest of the database uses."""

    __tablename__ = "persons"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(50))
    address: Mapped[str | None] = mapped_column(String(500))
    salt: Mapped[str] = mapped_column(String(32), server_default="")
    """Of the digest that the history has of a submitter, or of an account; empty for an account from before that."""
    created_at: Mapped[datetime]


class Account(Base):
    """With what somebody signs in; who that is, is in the `Person` of the same id."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20), default="medewerker")
    active: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[str] = mapped_column(String(10), default="daily")
    """How often a mail tells which tasks wait: daily, weekly or never."""
    digested_at: Mapped[datetime | None]
    """The moment up to which such mails have reported."""
    person: Mapped[Person] = relationship(lazy="joined")
    groups: Mapped[list[AccountGroup]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class AccountGroup(Base):
    __tablename__ = "account_groups"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)


class Leave(Base):
    """That somebody is absent for some days, now or later. A past absence has no row: the history records it.

    The reason is asked nowhere: that somebody is ill is nobody's business here (AVG art. 9).
    """

    __tablename__ = "leaves"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    replacement_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    """Who gets what they had claimed when it begins, as far as this person may do it too."""
    begun: Mapped[bool] = mapped_column(default=False)
    """Whether that has been done."""
    revision: Mapped[int] = mapped_column(default=0)
    """Incremented with each change, so that if two change it the second sees what the first did."""


class SignedInSession(Base):
    """A session on the server: it can be revoked. Only the hash of its token is stored."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    by_service: Mapped[bool] = mapped_column(default=False)
    """Whether a sign-in service said who it is, and not a password."""


class AccountIdentity(Base):
    """How a sign-in service identifies an account. The service never gives a subject to anybody else."""

    __tablename__ = "account_identities"
    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    linked_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("issuer", "account_id", name="uq_account_identities_issuer_account_id"),)


class FailedSignIn(Base):
    """A failure to sign in, by the hash of what was tried; it slows the next attempt down."""

    __tablename__ = "failed_sign_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)

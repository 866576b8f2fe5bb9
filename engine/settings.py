"""Settings: what an operator may set, from environment variables and one TOML file, checked once at start."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engine.errors import ConfigurationRefused

PREFIX = "SMEDERIJ_"


def installed_workflows() -> Path:
    """The stock of processes that came with the program; it stands beside this package."""
    return Path(__file__).resolve().parent.parent / "workflows"


class Settings(BaseModel):
    """Everything that can be set. The description of each field is its documentation (`docs/beheer.md`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    data_dir: Path = Field(Path("smederij-data"), description="Folder for the SQLite database, keys and mails.")
    database_url: str = Field("", description="SQLAlchemy address of the database; empty: SQLite in data_dir.")
    secret_key: str = Field("", description="Signs cookies; empty: made once and kept in data_dir/secret_key.")
    municipality: str = Field("Hoogeveen", description="Name of the municipality, as people read it.")
    timezone: str = Field("Europe/Amsterdam", description="Zone in which people read and enter times.")
    base_url: str = Field("http://127.0.0.1:8000", description="Address of the site, for links in mails.")
    trusted_hosts: list[str] = Field([], description="Host names the site answers to; empty: that of base_url.")
    behind_proxy: int = Field(0, ge=0, le=5, description="Number of reverse proxies whose headers are trusted.")
    smtp_host: str = Field("", description="SMTP server; empty: mails become files in data_dir/mail.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server.")
    smtp_user: str = Field("", description="Account at the SMTP server; empty: none.")
    smtp_password: str = Field("", description="Password at the SMTP server.")
    smtp_tls: bool = Field(True, description="Whether to use STARTTLS.")
    mail_from: str = Field("smederijen@voorbeeld.invalid", description="Sender of mails.")
    workflows: Path = Field(default_factory=installed_workflows, description="Folder with the stock of processes.")
    cookie_secure: bool = Field(False, description="Cookies over https only. Must be on when the site is public.")
    session_hours: int = Field(10, ge=1, le=72, description="Hours after which an unused session ends.")
    demo: bool = Field(False, description="Show demo accounts on the sign-in page and the mails that were sent.")
    demo_password: str = Field("smederij", description="Password of every demo account.")
    extra_holidays: list[str] = Field([], description="Days (JJJJ-MM-DD) that count as public holiday as well.")
    no_holidays: list[str] = Field([], description="Public holidays (JJJJ-MM-DD) on which is worked all the same.")
    coverage_threshold: int = Field(
        100, ge=0, le=100, description="Percent of ends and choices that stories must reach before a change is in use."
    )
    worker_seconds: float = Field(1.0, ge=0.1, le=60, description="Pause between two looks for due work.")
    worker_threads: int = Field(4, ge=1, le=64, description="Jobs that one worker carries out at the same time.")
    worker_silence: float = Field(
        60, ge=1, le=3600, description="Seconds after which a silent worker is taken for dead."
    )
    contact_address: str = Field("Raadhuisplein 24, Hoogeveen", description="Visiting address on the help page.")
    contact_phone: str = Field("14 0528", description="Telephone number on the help page.")
    contact_email: str = Field("", description="E-mail address on the help page; empty: none.")
    contact_hours: str = Field(
        "maandag tot en met vrijdag 9.00–17.00 uur", description="Opening days and hours, as people read them."
    )
    return_address: str = Field("", description="Address for returned letters; empty: contact_address.")
    decided_by: str = Field(
        "het college van burgemeester en wethouders", description="Who decides by law, as decisions are signed."
    )
    objections_to: str = Field(
        "", description="Where objections go, as people read it; empty: that authority with contact_address."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        told = (
            "must be empty (SQLite), or begin with postgresql:// or sqlite:///, such as postgresql://user@host/smederij"
        )
        try:
            kind = make_url(value).drivername if value else "sqlite"
        except (ArgumentError, ValueError) as error:
            raise ValueError(told) from error
        if kind not in {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}:
            raise ValueError(told)
        return value

    @field_validator("extra_holidays", "no_holidays")
    @classmethod
    def _days(cls, value: list[str]) -> list[str]:
        for day in value:
            if not _is_day(day):
                raise ValueError(f"{day!r} is not a day; write JJJJ-MM-DD, such as 2026-12-31")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is not the name of a time zone, such as Europe/Amsterdam") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    def tell_origin(self, name: str) -> str:
        """A setting and where its value comes from, as operators read it."""
        return f"Instelling {name} (uit {origin})" if (origin := self._origins.get(name)) else f"Instelling {name}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The address in use, with SQLite in the data folder for none."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'smederij.sqlite').resolve()}"

    @property
    def contact(self) -> str:
        """How to reach the municipality, as it stands below mails and letters."""
        lines = [self.contact_address, f"{self.contact_phone} ({self.contact_hours})", self.contact_email]
        return "\n".join(line for line in lines if line)

    @property
    def signature(self) -> str:
        """On whose behalf a decision is announced (Awb 10:10)."""
        return f"Namens {self.decided_by} van {self.municipality},\nDe Smederijen"

    def explain_objecting(self, reference: str) -> str:
        """How to object to a decision: who can, until when and where (Awb 3:45), and what to write (6:5, 6:7)."""
        where = self.objections_to or f"{self.decided_by} van {self.municipality}, {self.contact_address}"
        return (
            "Bent u het niet eens met dit besluit? U kunt bezwaar maken. Doe dat binnen zes weken na de dag waarop wij "
            f"dit hebben verstuurd. Schrijf aan {where}. Zet erin wat uw naam en adres is, om welk besluit het gaat "
            f"({reference}), en waarom u het er niet mee eens bent. Zet de datum en uw handtekening eronder."
        )

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    def read_secret_key(self) -> str:
        """The key that signs cookies: set, or made at first use and kept readable for the owner only."""
        if self.secret_key:
            return self.secret_key
        self.data_dir.mkdir(parents=True, exist_ok=True)
        path = self.data_dir / "secret_key"
        if not path.exists():
            # Written in full before it gets its name: of two servers that start at once, neither reads half a key.
            with NamedTemporaryFile("w", dir=self.data_dir, prefix="secret_key.") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                with suppress(FileExistsError):
                    os.link(file.name, path)
        return path.read_text().strip()


def load_settings(environ: Mapping[str, str], file: Path | None = None, **given: Any) -> Settings:
    """Settings from, in rising order: defaults, the TOML file, `SMEDERIJ_…` variables, `given`.

    The file is `file`, else the one that SMEDERIJ_CONFIG names, else none.

    Raises:
        ConfigurationRefused: an unknown or wrong setting, or an unreadable file. Says which, from where, and why.
    """
    path = file or (Path(environ[PREFIX + "CONFIG"]) if environ.get(PREFIX + "CONFIG") else None)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    origins: dict[str, str] = {}
    if path is not None:
        values.update(_read_toml(path))
        sources.update(dict.fromkeys(values, str(path)))
        origins.update(sources)
    for name, text in environ.items():
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG":
            key = name.removeprefix(PREFIX).lower()
            is_list = key in Settings.model_fields and Settings.model_fields[key].annotation == list[str]
            values[key] = [part.strip() for part in text.split(",") if part.strip()] if is_list else text
            sources[key] = f"environment variable {name}"
            origins[key] = name
    for key, value in given.items():
        if value is not None:
            values[key] = value
            sources[key] = "command line"
            origins[key] = "het commando"
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems = []
        for problem in error.errors():
            key = str(problem["loc"][0]) if problem["loc"] else "?"
            reason = problem["msg"].removeprefix("Value error, ")
            if problem["type"] == "extra_forbidden":
                reason = "is not a setting. Known are: " + ", ".join(sorted(Settings.model_fields))
            problems.append(f"{key} (from {sources.get(key, 'default')}): {reason}")
        raise ConfigurationRefused("\n".join(problems)) from error
    settings._origins.update(origins)
    return settings


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text  # It also reads 20261231, which is not what we ask for.
    except ValueError:
        return False


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationRefused(f"{path}: this settings file does not exist") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationRefused(f"{path}: cannot be read: {error}") from error

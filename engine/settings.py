"""Settings: what an operator may set, checked once at start."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationInfo, field_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engine.names import GROUPS

PREFIX = "SMEDERIJ_"
STYLE = "stijl.css"
YES, NO = frozenset({"true", "1", "on", "yes", "t", "y"}), frozenset({"false", "0", "off", "no", "f", "n"})


def installed_workflows() -> Path:
    """The stock of processes that came with the program; it lies beside this package."""
    return Path(__file__).resolve().parent.parent / "workflows"


class Settings(BaseModel):
    """Everything that can be set. The description of each field is its documentation (`docs/beheer.md`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    data_dir: Path = Field(
        Path("smederij-data"), description="Map voor de database (SQLite), de sleutel, concepten en e-mails."
    )
    database_url: str = Field("", description="Adres van de database; leeg: SQLite in data_dir.")
    secret_key: str = Field(
        "", description="Sleutel van cookies en geheime links; leeg: eenmaal gemaakt, in data_dir/secret_key."
    )
    municipality: str = Field("Hoogeveen", description="Naam van de gemeente, zoals mensen die lezen.")
    group_names: dict[str, str] = Field({}, description="Hoe groepen bij u heten, zoals domesta=Uw woningcorporatie.")
    house_style: Path | None = Field(None, description="Map met stijl.css: uw kleuren en logo; leeg: die van Smederij.")
    timezone: str = Field("Europe/Amsterdam", description="Tijdzone waarin mensen tijden lezen en invullen.")
    base_url: str = Field("http://127.0.0.1:8000", description="Adres van de site, voor links in e-mails.")
    trusted_hosts: list[str] = Field([], description="Namen waarop de site antwoordt; leeg: die van base_url.")
    behind_proxy: int = Field(
        0, ge=0, le=5, description="Aantal proxy’s ervoor, waarvan de kopregels worden vertrouwd."
    )
    smtp_host: str = Field("", description="Mailserver (SMTP); leeg: e-mails worden bestanden in data_dir/mail.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Poort van de mailserver.")
    smtp_user: str = Field("", description="Account bij de mailserver; leeg: geen.")
    smtp_password: str = Field("", description="Wachtwoord bij de mailserver.")
    smtp_tls: str = Field(
        "starttls",
        pattern="^(starttls|implicit|off)$",
        description="Hoe e-mail is versleuteld: starttls (poort 587), implicit (vanaf het begin, poort 465) of off.",
    )
    mail_from: str = Field("smederijen@voorbeeld.invalid", description="Afzender van e-mails.")
    workflows: Path = Field(
        default_factory=installed_workflows, description="Map met de stappenplannen waarmee een lege gemeente begint."
    )
    cookie_secure: bool = Field(False, description="Cookies alleen over https. Moet aan bij een openbare site.")
    session_hours: int = Field(10, ge=1, le=72, description="Uren waarna iemand die niets doet, is uitgelogd.")
    sso_issuer: str = Field(
        "", description="Adres (issuer) van de inlogdienst van de gemeente, met OpenID Connect; leeg: geen."
    )
    sso_client_id: str = Field(
        "", validate_default=True, description="Naam waaronder Smederij bij de inlogdienst bekend is (client id)."
    )
    sso_client_secret: str = Field("", description="Geheim van Smederij bij de inlogdienst (client secret).")
    sso_claim: str = Field(
        "preferred_username", description="Gegeven van de inlogdienst waarin de gebruikersnaam staat (claim)."
    )
    sso_name: str = Field("uw account van de gemeente", description="Hoe de inlogdienst heet op de pagina Inloggen.")
    password_sign_in: bool = Field(True, description="Inloggen met een wachtwoord van Smederij mag.")
    demo: bool = Field(False, description="Accounts van de demo tonen bij het inloggen, en e-mails aan medewerkers.")
    demo_password: str = Field("smederij", description="Wachtwoord van elk account van de demo.")
    digests: bool = Field(True, description="Mensen een e-mail sturen over de taken die op hen wachten.")
    digest_hour: int = Field(
        7,
        ge=0,
        le=23,
        description="Uur vanaf wanneer e-mails over taken, en bewijzen voor auditors, op een werkdag gaan.",
    )
    seal_mails: str = Field(
        "weekly",
        pattern="^(daily|weekly|never)$",
        description="Hoe vaak auditors een bewijs van de geschiedenis per e-mail krijgen: daily, weekly of never.",
    )
    viewings_days: int = Field(
        730,
        ge=90,
        le=3650,
        description="Dagen dat wordt bewaard wie persoonsgegevens bekeek; daarna wist Smederij het.",
    )
    extra_holidays: list[str] = Field([], description="Dagen (JJJJ-MM-DD) die ook als feestdag tellen.")
    no_holidays: list[str] = Field([], description="Feestdagen (JJJJ-MM-DD) waarop toch wordt gewerkt.")
    coverage_threshold: int = Field(
        100,
        ge=0,
        le=100,
        description="Procent van einden en keuzes dat verhalen moeten bereiken voordat iets in gebruik komt.",
    )
    worker_seconds: float = Field(1.0, ge=0.1, le=60, description="Seconden tussen twee keer kijken of er werk is.")
    worker_threads: int = Field(4, ge=1, le=64, description="Opdrachten die één werker tegelijk doet.")
    worker_silence: float = Field(
        60, ge=1, le=3600, description="Seconden waarna een stille werker als uitgevallen telt."
    )
    contact_address: str = Field("Raadhuisplein 24, Hoogeveen", description="Bezoekadres, onder elke pagina en e-mail.")
    contact_phone: str = Field("14 0528", description="Telefoonnummer, onder elke pagina en e-mail.")
    contact_email: str = Field("", description="E-mailadres, onder elke pagina en e-mail; leeg: geen.")
    contact_hours: str = Field(
        "maandag tot en met vrijdag 9.00–17.00 uur",
        description="Dagen en uren waarop u open bent, zoals mensen die lezen.",
    )
    return_address: str = Field("", description="Adres voor brieven die terugkomen; leeg: contact_address.")
    decided_by: str = Field(
        "het college van burgemeester en wethouders",
        description="Wie volgens de wet besluit, zoals onder een besluit staat.",
    )
    objections_to: str = Field(
        "", description="Waar een bezwaar heen moet, zoals mensen het lezen; leeg: decided_by, op contact_address."
    )
    privacy_contact: str = Field("", description="Hoe mensen de functionaris gegevensbescherming bereiken; leeg: geen.")
    accessibility_statement: str = Field(
        "", description="Webadres van uw toegankelijkheidsverklaring in het register van de overheid; leeg: geen."
    )
    security_contact: str = Field(
        "", description="Waar iemand een zwakke plek meldt: https://… of mailto:…, in security.txt; leeg: nergens."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Hoeveel er in het log komt: DEBUG, INFO, WARNING of ERROR.",
    )

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        told = (
            "moet leeg zijn (SQLite), of beginnen met postgresql:// of sqlite:///, "
            "zoals postgresql://gebruiker@server/smederij"
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
                raise ValueError(f"moet uit dagen bestaan, en {day!r} is er geen. Schrijf JJJJ-MM-DD, zoals 2026-12-31")
        return value

    @field_validator("house_style")
    @classmethod
    def _has_style(cls, value: Path | None) -> Path | None:
        if value is not None and not (value / STYLE).is_file():
            raise ValueError(f"moet een map zijn met {STYLE} erin")
        return value

    @field_validator("group_names")
    @classmethod
    def _known_groups(cls, value: dict[str, str]) -> dict[str, str]:
        for group, name in value.items():
            if group not in GROUPS:
                raise ValueError(f"kent de groep {group} niet. Kies uit: {', '.join(sorted(GROUPS))}")
            if not name:
                raise ValueError(f"geeft de groep {group} geen naam")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("moet de naam van een tijdzone zijn, zoals Europe/Amsterdam") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("moet beginnen met http:// of https://")
        return value.rstrip("/")

    @field_validator("accessibility_statement", "security_contact")
    @classmethod
    def _told_to_everybody(cls, value: str, told: ValidationInfo) -> str:
        begins = ("https://", "mailto:") if told.field_name == "security_contact" else ("https://",)
        if value and (not value.startswith(begins) or not value.isprintable() or " " in value):
            raise ValueError(f"moet beginnen met {' of '.join(begins)}, zonder spaties")
        return value

    @field_validator("smtp_tls", mode="before")
    @classmethod
    def _as_it_was_said(cls, value: object) -> object:
        """It was yes or no before there was a third way, and still is in the settings of many."""
        said = str(value).strip().lower()
        return "starttls" if said in YES else "off" if said in NO else value

    @field_validator("smtp_user", "smtp_password")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not value.isascii():
            raise ValueError("mag geen letters met een accent of andere bijzondere tekens bevatten")
        return value

    @field_validator("sso_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        on_this_machine = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if value and not on_this_machine and (parts.scheme != "https" or not parts.hostname):
            raise ValueError("moet beginnen met https://")
        if parts.query or parts.fragment:
            raise ValueError("mag geen ? of # bevatten")
        return value

    @field_validator("sso_client_id")
    @classmethod
    def _known_client(cls, value: str, told: ValidationInfo) -> str:
        if told.data.get("sso_issuer") and not value:
            raise ValueError("moet zijn ingevuld als er een sso_issuer is")
        return value

    @field_validator("password_sign_in")
    @classmethod
    def _some_way_in(cls, value: bool, told: ValidationInfo) -> bool:
        if not value and not told.data.get("sso_issuer"):
            raise ValueError("mag alleen false zijn als er een sso_issuer is: anders kan niemand inloggen")
        return value

    def tell_origin(self, name: str) -> str:
        """A setting and where its value comes from, as operators read it."""
        return f"Instelling {name} (uit {origin})" if (origin := self._origins.get(name)) else f"Instelling {name}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The address in use; where none is set, SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'smederij.sqlite').resolve()}"

    @property
    def contact(self) -> str:
        """How to reach the municipality, as printed below mails and letters."""
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

    @property
    def has_secret_key(self) -> bool:
        """Whether there is a key already, set or made."""
        return bool(self.secret_key) or (self.data_dir / "secret_key").exists()

    def read_secret_key(self) -> str:
        """The key that signs cookies: set, or made at first use and kept readable for the owner only."""
        if self.secret_key:
            return self.secret_key
        self.data_dir.mkdir(0o700, parents=True, exist_ok=True)
        path = self.data_dir / "secret_key"
        if not path.exists():
            # Written completely before it gets its name: if two servers start at once, neither reads half a key.
            with NamedTemporaryFile("w", dir=self.data_dir, prefix="secret_key.") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                with suppress(FileExistsError):
                    os.link(file.name, path)
        return path.read_text().strip()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text  # It also reads 20261231, which is not what we ask for.
    except ValueError:
        return False

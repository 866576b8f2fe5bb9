"""Settings: where they come from, and that a wrong one is named with its source and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine


def test_an_environment_variable_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "smederij.toml"
    file.write_text('municipality = "Uit het bestand"\nsmtp_port = 25\n')

    settings = engine.load_settings({"SMEDERIJ_MUNICIPALITY": "Uit de omgeving"}, file)

    assert (settings.municipality, settings.smtp_port) == ("Uit de omgeving", 25)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SMEDERIJ_SMTP_PORT": "veel"}, "smtp_port (uit SMEDERIJ_SMTP_PORT) moet een geheel getal zijn."),
        ({"SMEDERIJ_SMTP_PORT": "0"}, "smtp_port (uit SMEDERIJ_SMTP_PORT) moet minstens 1 zijn."),
        (
            {"SMEDERIJ_SMTP_PASSWORD": "gehëim"},
            "smtp_password (uit SMEDERIJ_SMTP_PASSWORD) mag geen letters met een accent",
        ),
        ({"SMEDERIJ_SMTP_TLS": "ssl"}, "smtp_tls (uit SMEDERIJ_SMTP_TLS) moet starttls, implicit of off zijn."),
        ({"SMEDERIJ_BEHIND_PROXY": "9"}, "behind_proxy (uit SMEDERIJ_BEHIND_PROXY) mag hoogstens 5 zijn."),
        ({"SMEDERIJ_COOKIE_SECURE": "jazeker"}, "cookie_secure (uit SMEDERIJ_COOKIE_SECURE) moet true of false zijn."),
        ({"SMEDERIJ_LOG_LEVEL": "veel"}, "SMEDERIJ_LOG_LEVEL) moet DEBUG, INFO, WARNING of ERROR zijn."),
        ({"SMEDERIJ_TIMEZONE": "Europe/Hogeveen"}, "moet de naam van een tijdzone zijn"),
        ({"SMEDERIJ_SMPT_HOST": "x"}, "smpt_host (uit SMEDERIJ_SMPT_HOST) bestaat niet. Bedoelde u smtp_host?"),
        ({"SMEDERIJ_WACHTWOORD_VAN_DE_KOE": "x"}, "bestaat niet. Bekend zijn: accessibility_statement, base_url, "),
        ({"SMEDERIJ_BASE_URL": "hoogeveen"}, "moet beginnen met http:// of https://"),
        ({"SMEDERIJ_DATABASE_URL": "mysql://x"}, "database_url (uit SMEDERIJ_DATABASE_URL) moet leeg zijn"),
        ({"SMEDERIJ_DATABASE_URL": "zomaar iets"}, "beginnen met postgresql:// of sqlite:///"),
        ({"SMEDERIJ_EXTRA_HOLIDAYS": "2026-12-24,31-12-2026"}, "'31-12-2026' is er geen. Schrijf JJJJ-MM-DD"),
        ({"SMEDERIJ_NO_HOLIDAYS": "20261231"}, "no_holidays (uit SMEDERIJ_NO_HOLIDAYS)"),
        ({"SMEDERIJ_CONFIG": "/nergens/te/vinden.toml"}, "/nergens/te/vinden.toml is er niet"),
    ],
)
def test_a_wrong_setting_is_named_with_its_source(environ: dict[str, str], said: str) -> None:
    with pytest.raises(engine.ConfigurationRefused) as refusal:
        engine.load_settings(environ)

    assert said in str(refusal.value)


def test_a_wrong_address_of_the_database_is_told_without_its_password() -> None:
    with pytest.raises(engine.ConfigurationRefused) as refusal:
        engine.load_settings({"SMEDERIJ_DATABASE_URL": "mysql://olga:geheim@host/x"})

    assert "geheim" not in str(refusal.value)


def test_a_setting_tells_where_its_value_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "smederij.toml"
    file.write_text('data_dir = "gegevens"\n')

    settings = engine.load_settings({"SMEDERIJ_DATABASE_URL": "sqlite:///x"}, file)

    assert settings.tell_origin("database_url") == "Instelling database_url (uit SMEDERIJ_DATABASE_URL)"
    assert settings.tell_origin("data_dir") == f"Instelling data_dir (uit {file})"
    assert settings.tell_origin("timezone") == "Instelling timezone"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("municipality = 5", "municipality (uit {file}) moet tekst zijn, tussen aanhalingstekens."),
        ('trusted_hosts = "een.voorbeeld"', 'trusted_hosts (uit {file}) moet een lijst zijn, zoals ["het een"'),
        ("smtp_port = 2.5", "smtp_port (uit {file}) moet een geheel getal zijn."),
        ("worker_seconds = [1]", "worker_seconds (uit {file}) moet een getal zijn."),
        ("data_dir = 5", "data_dir (uit {file}) moet een map zijn, tussen aanhalingstekens."),
    ],
)
def test_a_value_of_another_kind_in_the_file_is_told_in_dutch(line: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "smederij.toml"
    file.write_text(line + "\n")

    with pytest.raises(engine.ConfigurationRefused) as refusal:
        engine.load_settings({}, file)

    assert said.format(file=file) in str(refusal.value)


def test_a_value_can_stand_in_a_file_of_its_own_so_that_no_environment_has_it(tmp_path: Path) -> None:
    (tmp_path / "wachtwoord").write_text("heel geheim\n")

    settings = engine.load_settings({"SMEDERIJ_SMTP_PASSWORD_FILE": str(tmp_path / "wachtwoord")})

    assert settings.smtp_password == "heel geheim"
    assert settings.tell_origin("smtp_password") == "Instelling smtp_password (uit SMEDERIJ_SMTP_PASSWORD_FILE)"


def test_a_file_with_a_value_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(engine.ConfigurationRefused, match="SMEDERIJ_SECRET_KEY_FILE noemt het bestand"):
        engine.load_settings({"SMEDERIJ_SECRET_KEY_FILE": str(tmp_path / "weg")})


@pytest.mark.parametrize(("said", "meant"), [("true", "starttls"), ("1", "starttls"), ("false", "off"), ("no", "off")])
def test_how_mail_is_kept_from_others_may_still_be_said_by_yes_or_no(said: str, meant: str, tmp_path: Path) -> None:
    """As it was before TLS from the first byte could be chosen."""
    (tmp_path / "smederij.toml").write_text(f"smtp_tls = {str(meant != 'off').lower()}\n")

    by_variable = engine.load_settings({"SMEDERIJ_SMTP_TLS": said})
    by_file = engine.load_settings({}, tmp_path / "smederij.toml")

    assert (by_variable.smtp_tls, by_file.smtp_tls) == (meant, meant)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "smederij.toml"
    file.write_text("dit is = geen toml = echt")

    with pytest.raises(engine.ConfigurationRefused, match=r"smederij\.toml"):
        engine.load_settings({}, file)


def test_a_list_is_written_with_commas() -> None:
    settings = engine.load_settings({"SMEDERIJ_TRUSTED_HOSTS": "een.voorbeeld, twee.voorbeeld"})

    assert settings.trusted_hosts == ["een.voorbeeld", "twee.voorbeeld"]


def test_a_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    settings = engine.load_settings({}, data_dir=tmp_path)

    first, second = settings.read_secret_key(), settings.read_secret_key()

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0

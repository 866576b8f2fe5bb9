"""Configuring: reading settings from variables and one TOML file, and saying what is wrong with a setting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.errors import ConfigurationRefused
from engine.settings import Settings

PREFIX = "SMEDERIJ_"


def load_settings(environ: Mapping[str, str], file: Path | None = None, **given: Any) -> Settings:
    """Settings from, in rising order of precedence: defaults, the TOML file, `SMEDERIJ_…` variables, `given`.

    The file is `file`, else the one that SMEDERIJ_CONFIG names, else none. A variable whose name ends in _FILE names a
    file that holds the value.

    Raises:
        ConfigurationRefused: an unknown or wrong setting, or an unreadable file. Says which, from where, and why.
    """
    path = file or (Path(environ[PREFIX + "CONFIG"]) if environ.get(PREFIX + "CONFIG") else None)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    if path is not None:
        values.update(_read_toml(path))
        origins.update(dict.fromkeys(values, str(path)))
    for name, text in environ.items():
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG":
            key = name.removeprefix(PREFIX).lower()
            if key not in Settings.model_fields and key.removesuffix("_file") in Settings.model_fields:
                key, text = key.removesuffix("_file"), _read_secret(Path(text), name)
            values[key] = _read_text(key, text)
            origins[key] = name
    for key, value in given.items():
        if value is not None:
            values[key] = value
            origins[key] = "het commando"
    try:
        settings = Settings(**values)
    except ValidationError as error:
        told = (_tell_problem(problem, origins) for problem in error.errors(include_input=False, include_url=False))
        raise ConfigurationRefused("\n".join(told)) from error
    settings._origins.update(origins)
    return settings


REASONS: Mapping[str, str] = {
    "bool_parsing": "moet true of false zijn",
    "bool_type": "moet true of false zijn",
    "dict_type": "moet bestaan uit groep=naam, met komma’s ertussen",
    "float_parsing": "moet een getal zijn",
    "float_type": "moet een getal zijn",
    "greater_than_equal": "moet minstens {ge} zijn",
    "int_from_float": "moet een geheel getal zijn",
    "int_parsing": "moet een geheel getal zijn",
    "int_type": "moet een geheel getal zijn",
    "less_than_equal": "mag hoogstens {le} zijn",
    "list_type": 'moet een lijst zijn, zoals ["het een", "het ander"]',
    "path_type": "moet een map zijn, tussen aanhalingstekens",
    "string_type": "moet tekst zijn, tussen aanhalingstekens",
}
"""Why a value is refused, by the type of pydantic's error."""


def _tell_problem(problem: ErrorDetails, origins: Mapping[str, str]) -> str:
    """What is wrong with one setting. Never includes its value: that may be a password."""
    key = str(problem["loc"][0]) if problem["loc"] else "?"
    origin = f" (uit {origins[key]})" if key in origins else ""
    if problem["type"] == "extra_forbidden":
        known = sorted(Settings.model_fields)
        meant = get_close_matches(key, known, 1)
        remedy = f"Bedoelde u {meant[0]}?" if meant else f"Bekend zijn: {', '.join(known)}."
        return f"Instelling {key}{origin} bestaat niet. {remedy}"
    if problem["type"] == "string_pattern_mismatch":
        choices = str(problem["ctx"]["pattern"]).strip("^$()").split("|")
        return f"Instelling {key}{origin} moet {', '.join(choices[:-1])} of {choices[-1]} zijn."
    reason = REASONS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    return f"Instelling {key}{origin} {reason.format(**problem.get('ctx', {}))}."


def _read_secret(path: Path, name: str) -> str:
    """A value held in a file, so that no environment contains it: a docker secret, a systemd credential."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "geen leesbare tekst"
        raise ConfigurationRefused(f"{name} noemt het bestand {path}, en dat is niet te lezen: {told}.") from error


def _read_text(key: str, text: str) -> Any:
    """The value of a variable. Some settings are a list, or names with values, separated by commas."""
    kind = Settings.model_fields[key].annotation if key in Settings.model_fields else str
    if kind not in (list[str], dict[str, str]):
        return text
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if kind == list[str]:
        return parts
    pairs = [part.partition("=") for part in parts]
    # What is not a pair is left as it is, and refused with the rest.
    return {name.strip(): value.strip() for name, _, value in pairs} if all(equals for _, equals, _ in pairs) else text


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationRefused(
            f"Het bestand met instellingen {path} is er niet. Kijk naar --config en SMEDERIJ_CONFIG."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationRefused(f"Het bestand met instellingen {path} is niet te lezen: {error}") from error

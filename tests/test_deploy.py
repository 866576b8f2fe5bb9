"""What `deploy/` starts really starts: it is run, found healthy, and stopped as an operator does."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

import engine
from tests.processes import PROGRAM, answers, free_port, running, stop, wait_for

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
INSTALLED = "/opt/smederij/.venv/bin/smederij"
GIVEN = {
    "POSTGRES_PASSWORD": "made-up",
    "SMEDERIJ_SECRET_KEY": "not secret in tests",
    "SMEDERIJ_BASE_URL": "http://127.0.0.1",
}

pytestmark = pytest.mark.postgres
Command = tuple[list[str], dict[str, str]]
"""What is started, and with which settings."""


UNITS = ("smederij-migrate.service", "smederij-web@.service", "smederij-worker@.service", "smederij-backup.service")


def unit(name: str) -> Mapping[str, Mapping[str, str]]:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    # Names in a unit are case-sensitive.
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string((DEPLOY / "systemd" / name).read_text(encoding="utf-8"))
    return read


def variables(name: str) -> dict[str, str]:
    rows = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return dict(row.split("=", 1) for row in rows if row and not row.startswith("#"))


def of_unit(name: str, instance: str = "") -> Command:
    words = shlex.split(unit(name)["Service"]["ExecStart"].replace("%i", instance))
    assert words[0] == INSTALLED
    return [*PROGRAM, *words[1:]], variables("systemd/smederij.env")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def of_service(name: str, port: str = "") -> Command:
    service = compose()["services"][name]
    words = [port if port and word == "8000" else word for word in service["command"]]
    return [*PROGRAM, *words], {key: fill_in(value) for key, value in service["environment"].items()}


def fill_in(value: str) -> str:
    """A value with its variables, as compose does."""

    def told(match: re.Match[str]) -> str:
        name, default = match["name"], match["default"]
        return GIVEN[name] if default is None else GIVEN.get(name, default)

    return re.sub(r"\$\{(?P<name>\w+):(?:-(?P<default>[^}]*)|\?)\}", told, value)


def by_systemd(ports: list[str]) -> tuple[Command, list[Command], list[Command]]:
    """The commands that prepare, serve pages and run workers, as the target names them."""
    wanted = (DEPLOY / "systemd/smederij.target").read_text(encoding="utf-8")
    assert len(re.findall(r"smederij-web@\d+\.service", wanted)) == len(ports)
    workers = re.findall(r"smederij-worker@(\d+)\.service", wanted)
    pages = [of_unit("smederij-web@.service", port) for port in ports]
    return of_unit("smederij-migrate.service"), pages, [of_unit("smederij-worker@.service", n) for n in workers]


def by_compose(ports: list[str]) -> tuple[Command, list[Command], list[Command]]:
    services = compose()["services"]
    assert services["web"]["deploy"]["replicas"] == len(ports)
    pages = [of_service("web", port) for port in ports]
    return of_service("migrate"), pages, [of_service("worker")] * services["worker"]["deploy"]["replicas"]


def read_health(port: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    return told


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "commands",
    [pytest.param(by_systemd, id="the units of systemd"), pytest.param(by_compose, id="the services of compose")],
)
def test_two_servers_and_two_workers_start_are_healthy_and_stop(
    commands: Callable[[list[str]], tuple[Command, list[Command], list[Command]]],
    empty_postgres_url: str,
    tmp_path: Path,
) -> None:
    ports = [str(free_port()), str(free_port())]
    prepare, pages, workers = commands(ports)
    here = {
        "SMEDERIJ_DATABASE_URL": empty_postgres_url,
        "SMEDERIJ_DATA_DIR": str(tmp_path),
        "SMEDERIJ_WORKER_SECONDS": "0.2",
    }
    with running(prepare[0], tmp_path / "prepare.log", {**prepare[1], **here}) as preparing:
        prepared = preparing.wait(60)

    with ExitStack() as stack:
        together = [
            stack.enter_context(running(command, tmp_path / f"{number}.log", {**told, **here}))
            for number, (command, told) in enumerate([*pages, *workers])
        ]
        wait_for(lambda: all(answers(f"http://127.0.0.1:{port}/health") for port in ports))
        wait_for(lambda: [read_health(port)["workers"] for port in ports] == [2, 2])
        health = [read_health(port) for port in ports]
        ended = [stop(process) for process in together]

    assert (prepared, ended) == (0, [0, 0, 0, 0])
    assert [(one["ok"], one["database"], one["failed_jobs"]) for one in health] == [(True, True, 0)] * 2
    for number in range(4):
        assert "Traceback" not in (tmp_path / f"{number}.log").read_text()


@pytest.mark.parametrize("name", ["smederij-migrate.service", "smederij-web@.service", "smederij-worker@.service"])
def test_a_unit_of_systemd_waits_longer_than_the_program_needs_to_stop(name: str) -> None:
    service = unit(name)["Service"]

    assert service["User"] == "smederij"
    assert service.get("Type") == "oneshot" or int(service["TimeoutStopSec"]) > 30


@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_of_systemd_writes_is_for_its_user_alone(name: str) -> None:
    service = unit(name)["Service"]

    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_of_systemd_has_no_more_rights_than_it_needs(name: str) -> None:
    service = unit(name)["Service"]

    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["CapabilityBoundingSet"]) == (
        "yes",
        "strict",
        "",
    )
    assert service["SystemCallFilter"] == "@system-service"


@pytest.mark.parametrize("name", ["smederij-migrate.service", "smederij-web@.service", "smederij-worker@.service"])
def test_a_unit_of_systemd_goes_on_trying_while_the_database_is_away(name: str) -> None:
    found = unit(name)

    assert (found["Unit"]["StartLimitIntervalSec"], found["Service"]["Restart"]) == ("0", "on-failure")
    assert "Requires" not in found["Unit"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_reads_every_unit_without_a_remark(tmp_path: Path) -> None:
    for file in (DEPLOY / "systemd").glob("smederij*.*"):
        text = file.read_text(encoding="utf-8").replace(INSTALLED, "/bin/true")
        (tmp_path / file.name.replace("@.", "@1.")).write_text(text, encoding="utf-8")
    units = [str(file) for file in sorted(tmp_path.iterdir()) if file.suffix != ".env"]

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)

    assert (done.returncode, [row for row in done.stderr.splitlines() if "smederij" in row]) == (0, [])


def test_a_command_is_given_with_the_user_and_settings_of_the_units() -> None:
    told = (DEPLOY / "systemd/smederij").read_text(encoding="utf-8")
    service = unit("smederij-web@.service")["Service"]

    assert f"--uid={service['User']} " in told
    assert f"--property=EnvironmentFile={service['EnvironmentFile']} " in told
    assert f'{INSTALLED} "$@"' in told
    assert subprocess.run(["sh", "-n", DEPLOY / "systemd/smederij"], check=False).returncode == 0


def test_a_backup_is_made_each_night_where_the_unit_may_write() -> None:
    service, timer = unit("smederij-backup.service")["Service"], unit("smederij-backup.timer")["Timer"]
    command, folder, *rest = shlex.split(service["ExecStart"])[1:]

    assert (command, folder, rest) == ("backup", service["ReadWritePaths"], ["--keep", "14"])
    assert timer["Persistent"] == "yes"


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_a_container_of_ours_writes_only_where_it_must_and_has_no_rights_of_root(name: str) -> None:
    service = compose()["services"][name]

    assert (service["read_only"], service["tmpfs"], service["cap_drop"]) == (True, ["/tmp"], ["ALL"])  # noqa: S108
    assert service["volumes"] == ["data:/data", "${OWN_FILES:-./eigen}:/eigen:ro"]


@pytest.mark.parametrize("name", ["db", "migrate", "web", "worker", "proxy"])
def test_no_container_gains_rights_or_fills_the_disk_with_its_log(name: str) -> None:
    service = compose()["services"][name]

    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"max-size", "max-file"} <= service["logging"]["options"].keys()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_container_waits_longer_than_the_program_needs_to_stop(name: str) -> None:
    assert int(compose()["services"][name]["stop_grace_period"].removesuffix("s")) > 30


@pytest.mark.parametrize("name", ["compose.env", "systemd/smederij.env"])
def test_an_example_of_settings_names_settings_only(name: str) -> None:
    told = {key: value for key, value in variables(name).items() if key.startswith("SMEDERIJ_")}

    settings = engine.load_settings(told)

    assert settings.model_fields_set == {key.removeprefix("SMEDERIJ_").lower() for key in told}


def test_what_compose_asks_for_is_in_its_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    said = re.findall(r"^#?(\w+)=", (DEPLOY / "compose.env").read_text(encoding="utf-8"), re.MULTILINE)

    assert asked - set(said) == set()


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_every_setting_in_the_file_that_an_operator_fills_in_reaches_the_containers(name: str) -> None:
    """Also those that compose.yaml does not mention, such as how to reach the municipality."""
    service = compose()["services"][name]
    held = {key for key, value in service["environment"].items() if key.startswith("SMEDERIJ_") and "$" not in value}

    assert service["env_file"] == [".env"]
    assert held == {"SMEDERIJ_DATABASE_URL", "SMEDERIJ_DATA_DIR"}


def test_the_proxy_stays_while_the_servers_of_pages_are_replaced() -> None:
    """Compose removes whatever depends on what it replaces, until that is healthy again."""
    assert "depends_on" not in compose()["services"]["proxy"]
    assert "set $pages web:8000;" in (DEPLOY / "nginx-compose.conf").read_text(encoding="utf-8")


def test_a_password_of_the_database_may_have_any_sign_in_it() -> None:
    settings = compose()["services"]["web"]["environment"]

    assert "$" not in settings["SMEDERIJ_DATABASE_URL"]
    assert settings["PGPASSWORD"] == "${POSTGRES_PASSWORD:?}"


def test_the_passwords_that_an_operator_fills_in_come_in_no_image() -> None:
    """A pattern without `**/` only matches at the top of the repository, and the file is in deploy/."""
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert {"**/.env", "deploy/eigen"} <= set(ignored)


def test_the_image_is_built_from_what_is_in_the_repository() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [row.split()[1:-1] for row in text.splitlines() if row.startswith("COPY") and "--from" not in row]

    assert 'ENTRYPOINT ["smederij"]' in text
    assert all((DEPLOY.parent / name).exists() for names in copied for name in names)

"""Command line of the site: adds `smederij serve` to the commands of the engine."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]

import engine
from engine.cli.commands import entered, main, make_data_dir, refusals
from web import WORKER, create_app
from web.refusals import register_broken_off
from web.serving.patience import PatientWorker

__all__ = ["main"]

STARTER = engine.User("systeem", "Smederij", frozenset({"beheerder"}))
"""The user in whose name the command checks whether any process is in use yet."""
HANDED_OVER = ("GUNICORN_FD", "LISTEN_FDS")
"""Variables through which gunicorn receives listening sockets, from its predecessor or from systemd."""


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADRES", help="Op welk adres; 0.0.0.0 voor alle."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), metavar="POORT", help="Op welke poort."
)
@click.option("--demo", "as_demo", is_flag=True, help="Een lege gemeente vullen met een demo, en de accounts tonen.")
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 200), metavar="AANTAL", help="Verzoeken tegelijk."
)
@click.option("--work/--no-work", default=True, show_default=True, help="Ook het werk op de achtergrond doen, of niet.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, as_demo: bool, threads: int, work: bool) -> None:
    """De pagina’s tonen, tot u het stopt. De gegevens staan in de map van de instelling data_dir."""
    with refusals():
        settings = choose_settings(ctx.obj, host, port, as_demo)
        require_port(host, port)
        prepare(settings)
    click.echo(f"\nSmederij van {settings.municipality}: {settings.base_url}")
    if settings.demo:
        _show_accounts(settings)
    click.echo("Stoppen: Ctrl+C\n")
    Server(settings, host, port, threads, work).run()


def require_port(host: str, port: int) -> None:
    """Continue only if the port is free to listen on: gunicorn would find out seconds after we printed the address.

    Raises: ConfigurationRefused.
    """
    if any(os.environ.get(name) for name in HANDED_OVER):
        return
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # As gunicorn does.
            trial.bind(address)
    except OSError as error:
        told = (
            f"Op {host}, poort {port}, kan niet worden geluisterd ({error.strerror}). Kies een ander --host of --port."
        )
        if error.errno == errno.EADDRINUSE:
            told = (
                f"Poort {port} op {host} is al in gebruik. Stop wat daar draait, of kies een andere poort met --port."
            )
        raise engine.ConfigurationRefused(told) from error


def choose_settings(config: Path | None, host: str, port: int, as_demo: bool) -> engine.Settings:
    """The settings; where no site address was set, it is the address that the server listens on."""
    given: dict[str, Any] = {"demo": True if as_demo else None}
    settings = engine.load_settings(os.environ, config, **given)
    if "base_url" in settings.model_fields_set:
        return settings
    name = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else f"[{host}]" if ":" in host else host  # noqa: S104
    return engine.load_settings(os.environ, config, **given, base_url=f"http://{name}:{port}")


def prepare(settings: engine.Settings) -> None:
    """Make an empty folder ready for use: tables, and the stock of processes or a whole demo."""
    make_data_dir(settings)
    with entered(settings) as municipality:
        if engine.has_other_key():
            click.echo("LET OP: de geheime links zijn met een andere sleutel gemaakt. Kijk: smederij doctor", err=True)
        if engine.list_definitions(STARTER):
            return
        if settings.demo and not engine.is_demo_filled():
            click.echo("De demo wordt gevuld. Dit duurt ongeveer een minuut …")
            count = engine.fill_demo(municipality)
            click.echo(f"{count} ideeën en vragen doorlopen.")
        elif settings.workflows.is_dir():
            try:
                done = engine.install_stock(settings.workflows)
            except engine.Conflict:
                return  # Another server, started at the same moment, was first.
            click.echo(f"{len(done.deployed)} stappenplannen in gebruik genomen uit {settings.workflows}")


def _show_accounts(settings: engine.Settings) -> None:
    click.echo(f"\nInloggen op {settings.base_url}/inloggen met wachtwoord ‘{settings.demo_password}’ als:")
    with entered(settings):
        names = engine.group_names()
        for username, name, groups in engine.list_demo_accounts():
            click.echo(f"  {username:<18} {name} ({', '.join(names.get(group, group) for group in groups)})")
    click.echo("")


class SameLog(Logger):  # type: ignore[misc]
    """Writes what gunicorn logs in the same way as all other logs of the program, as lines of JSON."""

    def setup(self, cfg: Any) -> None:
        """Called when gunicorn starts, in the process that supervises the one with the pages."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads. On SIGTERM it accepts no new requests, finishes those it has, then stops the worker."""

    def __init__(self, settings: engine.Settings, host: str, port: int, threads: int, work: bool) -> None:
        self._settings = settings
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._threads = threads
        self._work = work
        self._app: Any = None
        self._municipality: engine.Municipality | None = None
        engine.set_up_logs(settings.log_level)
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self._bind,
            "worker_class": PatientWorker,
            # One process: SQLite has one writer, and the demo's worker lives in it. More threads, not more processes.
            "workers": 1,
            "threads": self._threads,
            "graceful_timeout": 30,
            "timeout": 60,
            "keepalive": 5,
            "loglevel": "warning",
            "logger_class": SameLog,
            # A control socket, in the home directory of whoever runs it: two servers of one user would share it, a
            # system user has no home, and the operator has signals and systemd for the same purpose.
            "control_socket_disable": True,
            "accesslog": None,
            "proc_name": "smederij",
            "worker_exit": lambda arbiter, worker: self.leave(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called in the process that handles requests: connections are opened there and not inherited across a fork."""
        self._municipality = engine.open_municipality(self._settings)
        self._app = create_app(self._municipality, worker=self._work)
        register_broken_off(self._app, ParseException)
        return self._app

    def leave(self) -> None:
        """Finish the worker's current job and close the database."""
        if self._app is not None and (worker := self._app.extensions[WORKER]) is not None:
            worker.stop()
        if self._municipality is not None:
            self._municipality.close()


if __name__ == "__main__":
    main()

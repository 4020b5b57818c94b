"""What holds for every test: no network, a home folder of its own, one clock zone, one locale.

pytest-socket (in addopts) refuses every socket but Unix ones. Hypothesis is random while developing and
repeatable in CI (HYPOTHESIS_PROFILE=ci).
"""

import os
import time
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))

# Before any test imports anything that reads them.
FIXED = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "OMP_WAIT_POLICY": "passive"}
# A developer's terminal must not change what is drawn.
UNSET = ("LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONPATH", "GOVPLAN_HOME")
os.environ.update(FIXED)
for _name in UNSET:
    os.environ.pop(_name, None)
time.tzset()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that GOVPLAN_HOME names; the person's own home folder is out of reach too."""
    outside = tmp_path / "person"
    outside.mkdir()
    monkeypatch.setenv("HOME", str(outside))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "govplan-home"
    monkeypatch.setenv("GOVPLAN_HOME", str(home))
    return home

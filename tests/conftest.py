"""What every test gets: a home of its own, and none of the settings of the person running it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SETTINGS = (
    *("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "ROLEQUIZ_PACK", "COLUMNS", "LINES"),
    *("PYTHONIOENCODING", "TTY_COMPATIBLE", "TTY_INTERACTIVE"),
)

# no test fails because a machine is slow or busy
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Let commands get signals that the tests themselves ignore, as under `nohup`.

    A started program inherits that a signal is ignored, but not a handler that does nothing.
    """
    by_python = {getattr(signal, name, None) for name in ("SIGPIPE", "SIGXFSZ")}
    for number in signal.valid_signals() - by_python:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, which the program uses during the test."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PYTHONUTF8", "1")
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return folder

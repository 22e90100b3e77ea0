"""What conftest.py promises every test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")
def test_the_tests_can_run_with_signals_ignored() -> None:
    """As with `nohup … &`: what they start can still be interrupted."""
    test = f"{TESTS}/cli/test_score.py::test_ctrl_c_while_it_waits_leaves_whole_lines"
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    ignoring = ["sh", "-c", "trap '' HUP INT QUIT TERM; exec \"$@\"", "sh", *argv]
    ended = subprocess.run(ignoring, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout

"""`rolequiz form` as a page: where it goes, and to which addresses it may send."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from command import COMMAND, TINY, run
from rolequiz.browser import form_page
from rolequiz.pack import read_pack, shipped_pack


@pytest.mark.parametrize("name", ["quiz.html", "quiz.htm", "quiz"])
def test_a_file_without_another_ending_is_the_page(name: str, tmp_path: Path) -> None:
    """A page is written unless --format or the ending of the file says otherwise."""
    ended = run("form", "--pack", TINY, "-o", tmp_path / name)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8") == form_page(read_pack(TINY))


def test_a_pipe_gets_the_page() -> None:
    """Standard output carries the whole page of our quiz."""
    ended = run("form")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == form_page(shipped_pack())


def test_a_terminal_does_not_get_the_page() -> None:
    """A page is not written to a terminal, which it would flood; the message says what to do."""
    ours, theirs = pty.openpty()
    ended = subprocess.run([*COMMAND, "form"], stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert ended.returncode == 2
    assert b"rolequiz form -o quiz.html" in ended.stderr


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://example.org",
            "http://192.168.1.5:8000/answers",
            "https://example.org/a?b=c&d=%20",
        ),
        "https://EXAMPLE.org/",
    ],
)
def test_answers_may_go_to_a_web_address(url: str, tmp_path: Path) -> None:
    """The page may connect to the address's origin, and to nothing else."""
    assert run("form", "--pack", TINY, "--to", url, "-o", tmp_path / "quiz.html").code == 0
    page = (tmp_path / "quiz.html").read_text("utf-8")
    [policy] = re.findall('Content-Security-Policy" content="(.*?)"', page)
    [allowed] = re.findall("connect-src ([^;]*);", policy)
    assert url.startswith(allowed)
    assert allowed.count("/") == 2


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "javascript:alert(1)", "ftp://example.org", "https://", "http:///a"),
        *("https://user:word@example.org", "http://[::1", "http://a:99999", "https://a b.org"),
        *(
            "https://a.org;script-src *",
            "https://a.org/\x1b[2J",
            "https://bücher.example",
            "http://[::1]/",
        ),
        *("https://a.org,https://b.org", "https://a.org'", 'https://a.org"><script>', "https://*"),
        *("https://256.1.1.1/", "https://10.0.1/", "http://1.2.3.4.5", "https://a.0x"),
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """An address that a page can't send to, or that would change its policy, is refused."""
    ended = run("form", "--pack", TINY, "--to", url)
    ended.refused(2, "is not an address to send answers to", "https://example.org/answers")
    assert "\x1b" not in ended.err


def test_the_quiz_is_not_written_over() -> None:
    """The page can't overwrite the quiz that it is made from."""
    ended = run("form", "--pack", TINY, "--format", "html", "-o", TINY / "questions.yaml")
    ended.refused(2, "the quiz is in it")

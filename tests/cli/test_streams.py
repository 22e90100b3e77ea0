"""Where results and messages go, and what happens when they cannot."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz.disk import replace_file

Spoil = Callable[..., Path]

SCORED = ("take", "--pack", TINY, "--answers", TINY / "answers.json")

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell and POSIX files")


def mode(path: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


# --- Standard output --------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("command", [SCORED, ("schema", "result"), ("--help",)])
def test_a_closed_pipe_is_quiet(command: tuple[str | Path, ...]) -> None:
    """If the reader stops reading, that is no error and gives no message."""
    ended = run(*command, shell='{ "$@"; echo "$?" >&2; } | :')
    assert ended.err == "0\n"


@posix
@pytest.mark.parametrize("command", [SCORED, ("roles",)])
def test_a_closed_output_is_said(command: tuple[str | Path, ...]) -> None:
    """If nobody can get the result, the command fails."""
    run(*command, shell='"$@" >&-').refused(2, "standard output is closed")


def test_an_encoding_without_our_signs_gets_others() -> None:
    """In ASCII every line is still there, drawn with other signs."""
    ended = run(*SCORED, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.isascii()
    assert "-> Strategy" in ended.out
    missing = run("take", "--answers", "Müller.json", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    missing.refused(4, "M?ller.json: missing-file")


def test_colour_is_for_terminals_and_those_who_ask() -> None:
    """A pipe gets colour only with FORCE_COLOR; NO_COLOR and --plain count more."""
    assert "\x1b[" not in run(*SCORED).out
    assert "\x1b[" in run(*SCORED, FORCE_COLOR="1").out
    assert "\x1b[" not in run(*SCORED, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" not in run(*SCORED, "--plain", FORCE_COLOR="1").out
    assert run(*SCORED, "--json").out == run(*SCORED, "--json", FORCE_COLOR="1").out


@pytest.mark.parametrize(
    ("value", "plain"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_accessible_is_set_unless_it_is_zero_or_empty(value: str, plain: bool) -> None:
    """It then means the same as --plain."""
    drawn, words = run(*SCORED).out, run(*SCORED, "--plain").out
    assert run(*SCORED, ACCESSIBLE=value).out == (words if plain else drawn)
    assert drawn != words


def test_text_from_a_pack_and_a_person_is_only_text(spoil: Spoil, tmp_path: Path) -> None:
    """Markup is shown and control characters are not obeyed, in every format and the cards."""
    spoil("The roadmap", '"[bold]road[/] \\e[2J\\a"')
    spoil("Portfolio manager", '"[red]Port\\e]0;x\\a"')
    pack = spoil("Chooses which", '"Chooses [link=x]\\e[1A which"  #')
    answers = json.loads((TINY / "answers.json").read_text(encoding="utf-8"))
    answers["respondent"] = "[red]Bob\x1b[2J"
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    for form in ("text", "markdown", "json"):
        common = ("--pack", pack, "--format", form)
        for command in (("take", "--answers", tmp_path / "answers.json"), ("roles",)):
            ended = run(*command, *common)
            assert (ended.code, ended.err) == (0, "")
            assert not {char for char in ended.out if ord(char) < 32} - {"\n"}
    text = run("take", "--answers", tmp_path / "answers.json", "--pack", pack).out
    assert "“[bold]road[/] \ufffd[2J\ufffd”" in text
    assert "[red]Port\ufffd]0;x\ufffd" in text


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--save", "-o"])
def test_a_file_that_cannot_be_written_is_refused(option: str, tmp_path: Path) -> None:
    """A missing folder, a folder or an impossible name is reported before anything else is done."""
    said = "can't be written"
    run(*SCORED, option, tmp_path / "no" / "x").refused(2, said, f"there is no folder {tmp_path}")
    run(*SCORED, option, tmp_path).refused(2, said, "it is a folder")
    run(*SCORED, option, tmp_path / ("a" * 300)).refused(2, said, "too long")
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Answers and results are private, even if the file that they replace was open to all."""
    saved, page = tmp_path / "answers.json", tmp_path / "page.txt"
    page.write_text("old")
    page.chmod(0o644)
    ended = run(*SCORED, "--save", saved, "-o", page)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (mode(saved), mode(page)) == (0o600, 0o600)
    assert page.read_text(encoding="utf-8") == run(*SCORED).out
    assert run("take", "--pack", TINY, "--answers", saved).out == run(*SCORED).out


@posix
def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    """If the disk is too full, the old file stays, and no part of the new one is left."""
    page = tmp_path / "page.txt"
    page.write_text("old")
    full = run(*SCORED, "-o", page, shell='ulimit -f 0; "$@"')
    full.refused(2, "page.txt can't be written", "File too large")
    assert page.read_text() == "old"
    assert list(tmp_path.iterdir()) == [page]


@posix
def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    """The file at the end of a link is written, not the link."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    run(*SCORED, "-o", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == run(*SCORED).out


as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make others' files"
)
STRANGER = 12345  # a user id


@as_root
@pytest.mark.parametrize("option", ["--save", "-o"])
@pytest.mark.parametrize("target", ["file", "missing", "pipe"])
def test_a_link_that_another_user_has_made_leads_nowhere(
    tmp_path: Path, option: str, target: str
) -> None:
    """Whoever plants a link where a result will be written gets nothing, and loses us nothing."""
    file, link = tmp_path / target, tmp_path / "link"
    if target == "file":
        file.write_text("old")
    elif target == "pipe":
        os.mkfifo(file)
    link.symlink_to(file)
    os.lchown(link, STRANGER, -1)
    run(*SCORED, option, link).refused(2, "link can't be written", "belongs to another user")
    (tmp_path / "mine").symlink_to(link)
    run(*SCORED, option, tmp_path / "mine").refused(2, "belongs to another user")
    assert target != "file" or file.read_text() == "old"
    assert target != "missing" or not file.exists()
    assert link.is_symlink()


@as_root
def test_a_link_into_another_user_s_folder_is_not_followed(tmp_path: Path) -> None:
    """Nobody puts answers by mistake where somebody else can read them."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder / "file")
    assert run(*SCORED, "-o", tmp_path / "link").code == 0
    (folder / "file").unlink()
    os.chown(folder, STRANGER, -1)
    run(*SCORED, "-o", tmp_path / "link").refused(2, "a link into another user's folder")
    assert list(folder.iterdir()) == []


@as_root
def test_planted_last_answers_are_not_followed(home: Path, tmp_path: Path) -> None:
    """The file of the last answers is protected like files that people name."""
    state = home / "state" / "rolequiz"
    state.mkdir(parents=True, mode=0o700)
    (state / "last-answers.json").symlink_to(tmp_path / "theirs")
    os.lchown(state / "last-answers.json", STRANGER, -1)
    lines = "1\n2\n4\n1\n"
    ended = run("take", "--pack", TINY, "--plain", stdin=lines, XDG_STATE_HOME=str(home / "state"))
    assert ended.code == 0
    assert "--answers" not in ended.err
    assert not (tmp_path / "theirs").exists()


NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount", "true"]
mounting = pytest.mark.skipif(
    shutil.which("unshare") is None or subprocess.run(NAMESPACE, check=False).returncode != 0,
    reason="nothing can be mounted here",
)


@mounting
@pytest.mark.parametrize("folder", ["rw", "ro"])
def test_a_mounted_file_is_written_where_it_is(tmp_path: Path, folder: str) -> None:
    """A file that can't be replaced, as in a container, gets the result in its place."""
    (tmp_path / "box").mkdir()
    page, inside = tmp_path / "page.json", tmp_path / "box" / "page.json"
    page.write_text("old, and longer than what comes" * 1000)
    inside.write_text("")
    mount = f"mount --bind -o {folder} box box && mount --bind page.json box/page.json"
    shell = f"""unshare -rm sh -c 'cd {tmp_path} && {mount} && exec "$@"' sh "$@" """
    ended = run(*SCORED, "--json", "-o", inside, shell=shell)
    assert (ended.code, ended.err) == (0, "")
    assert page.read_text() == run(*SCORED, "--json").out
    assert mode(page) == 0o600
    assert list(inside.parent.iterdir()) == [inside]


@mounting
def test_a_mounted_file_without_room_stays_as_it_was(tmp_path: Path) -> None:
    """If the result does not fit, the old content is put back."""
    page, small = tmp_path / "page.json", tmp_path / "small"
    page.write_text("")
    small.mkdir()
    room = f"mount -t tmpfs -o size=8k none {small} && echo old > {small}/page"
    mount = f"{room} && mount --bind {small}/page {page}"
    shell = f"""unshare -rm sh -c '{mount} && "$@"; echo $?; cat {page}' sh "$@" """
    answers = Path(__file__).parents[2] / "docs" / "example-answers.json"
    ended = run("take", "--answers", answers, "--json", "-o", page, shell=shell)
    assert "page.json can't be written: No space left on device" in ended.err
    assert ended.out == "2\nold\n"
    assert sorted(tmp_path.iterdir()) == [page, small]


@posix
@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP, errno.EIO])
def test_a_file_system_that_knows_no_syncing_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """Where syncing is unknown the file is written; where the disk fails, that is an error."""

    def refuse(file: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="error") if error == errno.EIO else nullcontext():
        replace_file(tmp_path / "answers.json", "{}")
    assert (tmp_path / "answers.json").exists() is (error != errno.EIO)


@posix
def test_a_device_is_written_to() -> None:
    """A pipe, for example, is written to rather than replaced."""
    assert run(*SCORED, "-o", "/dev/null").code == 0
    both = ("score", TINY / "answers.json", "--pack", TINY, "-o", "/dev/null")
    assert run(*both, "--errors", "/dev/null").code == 0
    assert run(*SCORED, "-o", "/dev/stdout", shell='"$@" | cat').out == run(*SCORED).out


@posix
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_by_name_is_appended_to(name: str, tmp_path: Path) -> None:
    """A file after `>>` is never replaced: two results follow each other."""
    log = tmp_path / "log"
    log.write_text("before\n")
    ended = run(*SCORED, "--json", "--save", name, "-o", name, shell=f'"$@" >> {log}')
    assert (ended.code, ended.err) == (0, "")
    text = log.read_text()
    assert text.startswith('before\n{\n  "respondent"')
    assert text.count("portfolio-manager") > 1


@posix
def test_a_link_in_a_circle_is_replaced(tmp_path: Path) -> None:
    """A link to itself can be replaced: no file is lost."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert run(*SCORED, "--json", "-o", loop).code == 0
    assert json.loads(loop.read_text())["verdict"] == "clear"


@posix
@pytest.mark.parametrize(
    "command",
    [
        ("take", "--answers", TINY / "answers.json"),
        ("score", TINY / "answers.json"),
        ("report", TINY / "answers.json", "--show-small"),
        ("roles",),
        ("check", "--quick"),
    ],
    ids=lambda command: command[0],
)
def test_a_result_takes_no_quiz_s_place(
    command: tuple[str | Path, ...], spoil: Spoil, tmp_path: Path
) -> None:
    """A quiz is not replaced by what is made from it, under its own name or another."""
    folder = spoil()
    (tmp_path / "link").symlink_to(folder / "roles.yaml")
    for output in (folder / "questions.yaml", tmp_path / "link"):
        run(*command, "--pack", folder, "-o", output).refused(2, "the quiz is in it")


@posix
def test_a_result_takes_not_the_place_of_standard_input(tmp_path: Path) -> None:
    """Answers that the shell has opened are protected, too."""
    answers = tmp_path / "answers.json"
    shutil.copy(TINY / "answers.json", answers)
    for command in ("take", "--answers", "-"), ("score", "-"):
        argv = (*command, "--pack", TINY, "-o", answers)
        run(*argv, shell=f'"$@" < {answers}').refused(2, "the answers are in it")


def test_a_result_takes_no_answers_place(tmp_path: Path) -> None:
    """Naming one file for the result and the answers is refused, or the answers would be lost."""
    answers = tmp_path / "answers.json"
    answers.write_bytes((TINY / "answers.json").read_bytes())
    command = ("take", "--pack", TINY, "--answers", answers)
    run(*command, "-o", answers).refused(2, "the answers are in it")
    run(*command, "--save", tmp_path / "x", "-o", tmp_path / "x").refused(2, "answers are in it")
    assert answers.read_bytes() == (TINY / "answers.json").read_bytes()


def test_documents_are_utf_8_whatever_the_stream() -> None:
    """Markdown and schemas are kept whole where the stream's encoding can't hold them."""
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert "→ Strategy →" in run(*SCORED, "--format", "markdown", **ascii_only).out
    assert run("schema", "questions", **ascii_only).out == run("schema", "questions").out


@posix
def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is synced first, then the file is put in its place."""
    done: list[str] = []
    sync, put = os.fsync, os.replace

    def synced(file: int) -> None:
        done.append("synced")
        sync(file)

    def named(old: str, new: str) -> None:
        done.append("named")
        put(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", named)
    replace_file(tmp_path / "answers.json", "{}")
    assert done == ["synced", "named"]

"""Packs that are broken in every way we know: each gives its codes at their places, in one run.

One process diagnoses all of them, so that its memory and its time can be measured too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from command import TINY

Content = str | bytes | None
QUESTIONS = (TINY / "questions.yaml").read_text(encoding="utf-8")
ROLES = (TINY / "roles.yaml").read_text(encoding="utf-8")
HEAD = QUESTIONS[: QUESTIONS.index("questions:")]
TITLE = "Four questions about how you like to work"
MEMORY = 200  # MB
SECONDS = 2  # for a single pack


def q(old: str, new: str, text: str = QUESTIONS) -> tuple[str, str]:
    """The tiny pack with one change in its questions."""
    assert old in text
    return text.replace(old, new, 1), ROLES


def r(old: str, new: str) -> tuple[str, str]:
    """The tiny pack with one change in its roles."""
    assert old in ROLES
    return QUESTIONS, ROLES.replace(old, new, 1)


def whole(questions: Content, roles: Content = ROLES) -> tuple[Content, Content]:
    """A pack of these two files; None is no file at all."""
    return questions, roles


def title(text: str) -> tuple[str, str]:
    """The tiny pack with another title."""
    return q(TITLE, text)


def weight(text: str) -> tuple[str, str]:
    """The tiny pack with another weight of its first question, line 13."""
    return q("weight: 2", f"weight: {text}")


def question_id(text: str) -> tuple[str, str]:
    """The tiny pack with another id of its second question, line 18."""
    return q("id: proud", f"id: {text}")


def added(text: str) -> tuple[str, str]:
    """The tiny pack with something added to its questions' file, from line 32 on."""
    return QUESTIONS + text, ROLES


MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{to}: &{to} {{<<: [{', '.join([f'*{of}'] * 9)}]}}\n"
    for of, to in zip("abcdefgh", "bcdefghi", strict=True)
)
ALIAS_BOMB = "a: &a [x, x]\n" + "".join(
    f"{to}: &{to} [{', '.join([f'*{of}'] * 9)}]\n"
    for of, to in zip("abcdefgh", "bcdefghi", strict=True)
)
STEPS = f"steps: [{', '.join('abcdefghijklmnopqrstu')}]"

# what is wrong → the files, and every error: file, line, column (none for the whole file) and code
BROKEN: dict[str, tuple[tuple[Content, Content], str]] = {
    # files
    "no file of questions": (whole(None), "q missing-file"),
    "no files": (whole(None, None), "q missing-file, r missing-file"),
    "both empty": (whole("", ""), "q empty-file, r empty-file"),
    "only a comment": (whole("# soon\n"), "q empty-file"),
    "only white space": (whole(" \n\n"), "q empty-file"),
    "only dashes": (whole("---\n"), "q:2:1 empty"),
    "huge file": (whole(QUESTIONS + "#" * (1 << 20)), "q too-large"),
    "huge roles": (whole(QUESTIONS, ROLES + "#" * (1 << 20)), "r too-large"),
    "endless list": (whole("- x\n" * 60_000), "q:50000:3 too-large"),
    # encodings and characters
    "BOM, then a mistake": (whole("\ufeff" + q("title", "titel")[0]),
                            "q:1:1 unknown-key, q:1:1 missing-key"),
    "UTF-16 little end first": (whole(b"\xff\xfe" + QUESTIONS.encode("utf-16-le")),
                                "q:1:1 not-utf-8"),
    "UTF-16 big end first": (whole(b"\xfe\xff" + QUESTIONS.encode("utf-16-be")),
                             "q:1:1 not-utf-8"),
    "UTF-16 without a mark": (whole(QUESTIONS.encode("utf-16-le")), "q:1:1 not-utf-8"),
    "UTF-16 roles": (whole(QUESTIONS, ROLES.encode("utf-16-be")), "r:1:1 not-utf-8"),
    "UTF-32": (whole(QUESTIONS.encode("utf-32")), "q:1:1 not-utf-8"),
    "Latin-1": (whole(q("Execution", "Ausführung")[0].encode("latin-1")), "q:5:14 not-utf-8"),
    "Windows-1252": (whole(q("Execution", "Let’s go")[0].encode("cp1252")), "q:5:13 not-utf-8"),
    "NUL": (q("Execution", "Exe\0cution"), "q:5:13 bad-character"),
    "bell and escape": (q("Execution", "\a\x1b[2J"), "q:5:10 bad-character, q:5:11 bad-character"),
    "C1 control": (r("Product", "P\x9broduct"), "r:3:12 bad-character"),
    "not a character": (q("Execution", "Exe\ufffecution"), "q:5:13 bad-character"),
    "half a character": (title('"\\ud800"'), "q:1:11 bad-yaml|q:1:8 bad-text"),
    "CRLF, then a mistake": (whole(q("weight", "wieght")[0].replace("\n", "\r\n")),
                             "q:13:5 unknown-key"),
    "lone CR, then a mistake": (whole(q("weight", "wieght")[0].replace("\n", "\r")),
                                "q:13:5 unknown-key"),
    "tab indents": (q("    weight", "\tweight"), "q:13:1 bad-yaml"),
    "tab indents a dimension": (q("  focus:", "\tfocus:"), "q:4:1 bad-yaml"),
    # bombs
    "merge bomb": (whole(MERGE_BOMB), "q:1:4 anchor, " + ", ".join(
        f"q:{i}:4 anchor, q:{i}:8 merge-key" for i in range(2, 10))),
    "alias bomb": (whole(ALIAS_BOMB), ", ".join(f"q:{i}:4 anchor" for i in range(1, 10))),
    "brackets": (whole("[" * 30_000), "q:1:33 too-deep"),
    "brackets in a quiz": (added("x: " + "[" * 30_000), "q:32:35 too-deep"),
    "closed brackets": (whole("[" * 30_000 + "]" * 30_000), "q:1:33 too-deep"),
    "braces": (whole("{" * 30_000), "q:1:33 too-deep"),
    "dashes": (whole("- " * 30_000), "q:1:65 too-deep"),
    "question marks": (whole("? " * 30_000), "q:1:65 too-deep"),
    "deep block": (whole("\n".join(" " * i + "a:" for i in range(300))), "q:32:32 too-deep"),
    "huge title": (title("x" * 900_000), "q:1:8 too-long"),
    "huge quoted title": (title('"' + "x " * 400_000 + '"'), "q:1:8 too-long"),
    "huge id": (question_id("a" * 900_000), "q:18:9 too-long"),
    "huge number": (weight("9" * 900_000), "q:13:13 wrong-type"),
    "huge key": (added("? " + "x" * 900_000), "q:32:3 unknown-key"),
    "many steps": (q("type: scale", f"type: scale\n    {STEPS}"), "q:26:5 too-long"),
    # more than values
    "anchor": (title("&a b"), "q:1:8 anchor"),
    "alias": (title("*a"), "q:1:8 alias"),
    "merge key": (added("<<: {a: 1}\n"), "q:32:1 merge-key"),
    "tag": (weight("!!int 2"), "q:13:13 tag"),
    "Python tag": (title("!!python/object/apply:os.system [ls]"), "q:1:8 tag"),
    "include of itself": (title("!include questions.yaml"), "q:1:8 tag"),
    "include as a file": (whole("!include questions.yaml\n", "!include roles.yaml\n"),
                          "q:1:1 tag, r:1:1 tag"),
    "two documents": (added("---\n" + QUESTIONS), "q:32:1 second-document"),
    "text after the end": (added("...\nx: 1\n"), "q:33:1 bad-yaml"),
    "YAML 3.0": (whole("%YAML 3.0\n---\n" + QUESTIONS), "q:1:1 bad-yaml"),
    "YAML without dashes": (whole("%YAML 1.1\n" + QUESTIONS), "q:2:1 bad-yaml"),
    # scalars of other minds, where a number is wanted
    "weight no": (weight("no"), "q:13:13 wrong-type"),
    "weight 12:30": (weight("12:30"), "q:13:13 wrong-type"),
    "weight is a date": (weight("2024-05-01"), "q:13:13 wrong-type"),
    "weight .nan": (weight(".nan"), "q:13:13 wrong-type"),
    "weight .inf": (weight("-.inf"), "q:13:13 wrong-type"),
    "weight 010": (weight("010"), "q:13:13 wrong-type"),
    "weight 0x10": (weight("0x10"), "q:13:13 wrong-type"),
    "weight 1e3": (weight("1e3"), "q:13:13 wrong-type"),
    "weight 1_000": (weight("1_000"), "q:13:13 wrong-type"),
    "weight in quotes": (weight("'2'"), "q:13:13 wrong-type"),
    "weight of nothing": (weight(""), "q:13:12 empty"),
    "weight null": (weight("~"), "q:13:13 empty"),
    "weight 0": (weight("0"), "q:13:13 out-of-range"),
    "weight is a list": (weight("[2]"), "q:13:13 wrong-type"),
    "score .nan": (q("focus: 2}", "focus: .nan}"), "q:15:68 wrong-type"),
    "score 3": (q("focus: 2}", "focus: 3}"), "q:15:68 out-of-range"),
    # … and where an id is
    "id 12:30": (question_id("12:30"), "q:18:9 bad-id"),
    "id .nan": (question_id(".nan"), "q:18:9 bad-id"),
    "id 010": (question_id("010"), "q:18:9 bad-id"),
    "id null": (question_id("null"), "q:18:9 empty"),
    "id empty": (question_id("''"), "q:18:9 empty"),
    "id of two words": (question_id("Be Proud"), "q:18:9 bad-id"),
    # keys
    "key twice": (weight("2\n    weight: 3"), "q:14:5 duplicate-key"),
    "title twice": (whole("title: a\n" + QUESTIONS), "q:2:1 duplicate-key"),
    "role twice": (r("project-manager:", "product-manager:"), "r:6:3 duplicate-key"),
    "key is a list": (added("[a, b]: 1\n"), "q:32:1 bad-key"),
    "key is a mapping": (added("{a: b}: 1\n"), "q:32:1 bad-key"),
    "key is a number": (added("1.5: 1\n"), "q:32:1 unknown-key"),
    "key is null": (added("~: 1\n"), "q:32:1 unknown-key"),
    "key is no": (added("no: 1\n"), "q:32:1 unknown-key"),
    "unknown key": (q("weight:", "wieght:"), "q:13:5 unknown-key"),
    "key of a scale": (q("weight: 2", "steps: [a, b]"), "q:13:5 misplaced-key"),
    "comma in a text": (q("The problem behind", "A problem, behind"), "q:15:40 unquoted-comma"),
    "commas in a text": (q("The problem behind it", "a, b, c"),
                         "q:15:32 unquoted-comma"),
    "no space after a colon": (q("low: Execution", "low:Execution"), "q:5:8 bad-yaml"),
    "no space after a later colon": (q("text: What makes", "text:What makes"), "q:19:9 bad-yaml"),
    "no space after a colon in {}": (q("{id: date", "{id:date"), "q:16:12 bad-yaml"),
    "no space before {}": (q("- {id: date", "-{id: date"), "q:16:7 bad-yaml"),
    "a # inside {}": (q("The date it is", "The date #it is"), "q:16:35 bad-yaml"),
    "line separator": (title("a\u2028b"), "q:1:9 bad-character"),
    "no-break space in front": (q("    low: Exec", "    \u00a0low: Exec"), "q:5:5 bad-character"),
    "a time behind a comma": (q("The problem behind it", "The shift, 12:30 to 17:00"),
                              "q:15:40 unquoted-comma"),
    "a colon below a time": (title("The meeting is\n  12:30 and: nobody comes"), "q:2:12 bad-yaml"),
    "a # in quotes inside {}": (q("text: The problem behind it, scores", 'text: "Room # 1" scores'),
                                "q:15:9 bad-yaml"),
    "no space after a dash": (q("- id: proud", "-id: proud"), "q:18:3 bad-yaml"),
    "role id is a number": (r("portfolio-manager:", "42:"), "r:10:3 bad-id"),
    # YAML
    "open quote": (title('"a'), "q:1:8 bad-yaml"),
    "open bracket": (title("[a"), "q:1:8 bad-yaml"),
    "colon in a text": (title("a: b"), "q:1:9 bad-yaml"),
    "at sign": (title("@a"), "q:1:8 bad-yaml"),
    "unknown escape": (title('"\\q"'), "q:1:9 bad-yaml|q:1:10 bad-yaml"),
    # wrong types
    "file is a text": (whole("hello", "hello"), "q:1:1 wrong-type, r:1:1 wrong-type"),
    "file is a list": (whole("- a\n", "- b\n"), "q:1:1 wrong-type, r:1:1 wrong-type"),
    "title is a list": (title("[a]"), "q:1:8 wrong-type"),
    "title is a mapping": (title("{a: b}"), "q:1:8 wrong-type"),
    "dimensions are a list": (whole(HEAD.replace("dimensions:", "dimensions: []\nx:") +
                                    "questions: [{id: a, text: b, type: scale, scores: {}}]\n"),
                              "q:3:13 wrong-type, q:4:1 unknown-key"),
    "questions are a mapping": (whole(HEAD + "questions: {a: b}\n"), "q:10:12 wrong-type"),
    "questions are a number": (whole(HEAD + "questions: 3\n"), "q:10:12 wrong-type"),
    "question is a text": (whole(HEAD + "questions: [hello]\n"), "q:10:13 wrong-type"),
    "no questions": (whole(HEAD + "questions: []\n"), "q:10:1 too-few"),
    "roles are a list": (whole(QUESTIONS, "roles:\n  - name: a\n"), "r:2:3 wrong-type"),
    "role is a text": (whole(QUESTIONS, "roles: {a: b, c: d}\n"),
                       "r:1:12 wrong-type, r:1:18 wrong-type"),
    "profile is a list": (r("{focus: 2, horizon: 2}", "[2, 2]"), "r:5:14 wrong-type"),
    "card is a mapping": (r("name: Product manager", "name: a\n    week: {a: b}"),
                          "r:4:11 wrong-type"),
    # sense
    "ids of questions": (question_id("first-hour"), "q:18:9 duplicate-id"),
    "ids of options": (q("id: date", "id: problem"), "q:16:14 duplicate-id"),
    "unknown dimension": (q("{focus: 1}", "{focsu: 1}"), "q:26:14 unknown-dimension"),
    "unknown dimension of a role": (r("{focus: 2,", "{focsu: 2,"), "r:5:15 unknown-dimension"),
    "unknown type": (q("type: scale", "type: slider"), "q:25:11 unknown-value"),
    "same poles": (q("high: Strategy", "high: Execution"), "q:6:11 same-poles"),
    "confused with nobody": (r("name: Product manager", "name: a\n    confused_with: {b: c}"),
                             "r:4:21 unknown-role"),
    "confused with itself": (
        r("name: Product manager", "name: a\n    confused_with: {product-manager: c}"),
        "r:4:21 same-role"),
    "one role": (whole(QUESTIONS, ROLES[: ROLES.index("  project-manager")]), "r:1:1 too-few"),
    "mistakes in both files": (
        (QUESTIONS.replace("version: 1\n", "").replace("weight: 2", "weight: two")
         .replace("id: week", "id: proud"),
         ROLES.replace("nam", "nmae: x\n    nam", 1).replace("horizon: -2", "horizon: 5, x: 1")),
        "q:1:1 missing-key, q:12:13 wrong-type, q:26:9 duplicate-id, "
        "r:3:5 unknown-key, r:10:35 out-of-range, r:10:38 unknown-dimension"),
}  # fmt: skip

# what could be taken for something else, and is what its author wrote
SOUND: dict[str, tuple[Content, Content]] = {
    "as it is": (QUESTIONS, ROLES),
    "BOM": whole("\ufeff" + QUESTIONS),
    "a long decimal": whole(QUESTIONS.replace("weight: 2", f"weight: 1.{33 * chr(51)}")),
    "spaces that are text": whole(
        QUESTIONS.replace("\n", "\nintro: |\n  \u3000Paragraph\n  \u3000and another\n", 1).replace(
            "The problem behind it", '"The\n          \u00a0: problem"'
        )
    ),
    "CRLF": whole(QUESTIONS.replace("\n", "\r\n"), ROLES.replace("\n", "\r\n")),
    "lone CR": whole(QUESTIONS.replace("\n", "\r")),
    "dashes and dots": whole("%YAML 1.2\n---\n" + QUESTIONS + "...\n"),
    **{
        f"id {text}": question_id(text) for text in ("no", "yes", "on", "1e3", "0x10", "2024-05-01")
    },
    **{f"title {text}": title(text) for text in ("no", "12:30", "2024-05-01", ".nan", ".inf")},
    **{f"title {text}": title(text) for text in ("010", "0x10", "1e3", "true", "a,b", "'<<'")},
}

DIAGNOSE = """
import json, resource, sys, time
from pathlib import Path
from rolequiz.pack import diagnose
for folder in map(Path, sys.argv[1:]):
    start = time.perf_counter()
    problems = diagnose(folder).problems
    places = [(each.source, each.line, each.column, each.code, each.severity) for each in problems]
    print(json.dumps([places, time.perf_counter() - start]))
if sys.platform == "linux":  # where what getrusage says begins with the memory of whoever forked
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope="module")
def diagnosed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All packs, diagnosed by one process: name → its problems and seconds; "memory" in MB."""
    cases = {name: files for name, (files, _) in BROKEN.items()} | SOUND
    folders = []
    for files in cases.values():
        folder = tmp_path_factory.mktemp("pack")
        folders.append(folder)
        for name, content in zip(("questions", "roles"), files, strict=True):
            if content is not None:
                written = content.encode() if isinstance(content, str) else content
                (folder / f"{name}.yaml").write_bytes(written)
    ended = subprocess.run(
        [sys.executable, "-c", DIAGNOSE, *folders], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    *lines, memory = ended.stdout.splitlines()
    found: dict[str, Any] = dict(zip(cases, map(json.loads, lines), strict=True))
    kilobytes = int(memory) / (1024 if sys.platform == "darwin" else 1)
    return {**found, "memory": kilobytes / 1024}


def errors(places: list[Any]) -> str:
    """Write the errors among problems as the table does."""
    return ", ".join(
        ":".join(map(str, filter(None, (Path(source).name[0], line, column)))) + f" {code}"
        for source, line, column, code, severity in places
        if severity == "error"
    )


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it cannot measure memory")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pack_gives_its_codes_at_their_places(diagnosed: dict[str, Any], name: str) -> None:
    """Every mistake is one error with its code, file, line and column, soon, and no other is."""
    places, seconds = diagnosed[name]
    wanted = BROKEN[name][1]  # after | what the parser without libyaml says
    assert errors(places) in wanted.split("|")
    assert seconds < SECONDS


@pytest.mark.parametrize("name", SOUND)
def test_text_that_looks_like_something_else_is_text(diagnosed: dict[str, Any], name: str) -> None:
    """What YAML might take for a truth, a time or a number is no error where a text is wanted."""
    assert errors(diagnosed[name][0]) == ""


def test_broken_packs_take_little_memory(diagnosed: dict[str, Any]) -> None:
    """The process that has met all bombs has never used much memory."""
    assert len(BROKEN) >= 60
    assert diagnosed["memory"] < MEMORY

"""Read a folder with questions.yaml and roles.yaml: a Pack, or every problem of both files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rolequiz.model import Card, Dimension, Family, Option, Pack, Question, Role
from rolequiz.problems import PackError, Problem, by_place, fault
from rolequiz.schemas.document import Document, KeyOf, Steps

Data = dict[str, Any]
QUIZ_FILES = ("questions.yaml", "roles.yaml")
DEFAULT_STEPS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


class Diagnosis(NamedTuple):
    """A pack, None where it cannot be used, and all that is wrong or could be better."""

    pack: Pack | None
    problems: tuple[Problem, ...]
    """Errors and warnings of both files, in their order."""


class _Files(NamedTuple):
    """Both files of a pack, and their data, which is valid where they have no problem."""

    asked: Document
    questions: Data
    recommended: Document
    roles: Data

    @property
    def problems(self) -> list[Problem]:
        return self.asked.problems + self.recommended.problems


def read_pack(folder: Path) -> Pack:
    """Read the pack in a folder; raises PackError with all problems of both its files."""
    questions, roles = read_data(folder)
    return make_pack(questions, roles, digest(questions, roles))


def read_data(folder: Path) -> tuple[Data, Data]:
    """Return the data of both files of a pack, which is valid; raises PackError."""
    files = _read_files(folder)
    if files.problems:
        raise PackError(files.problems)
    return files.questions, files.roles


def diagnose(folder: Path) -> Diagnosis:
    """Read the pack in a folder, with every error and warning of both its files; never raises."""
    from rolequiz.pack.advice import advise  # noqa: PLC0415 - reading a pack needs none

    try:
        files = _read_files(folder)
    except PackError as error:
        return Diagnosis(None, error.problems)
    asked, questions, recommended, roles = files
    valid = not files.problems
    pack = make_pack(questions, roles, digest(questions, roles)) if valid else None
    asked_soundly, recommended_soundly = asked.sound("questions"), recommended.sound("roles")
    sound_questions = {
        index: _question(each)
        for index, each in enumerate(questions.get("questions", ()))
        if index in asked_soundly
    }
    sound_roles = [
        _role(id, each) for id, each in roles.get("roles", {}).items() if id in recommended_soundly
    ]
    advise(asked, recommended, sound_questions, sound_roles, pack)
    return Diagnosis(pack, by_place(files.problems))


def _read_files(folder: Path) -> _Files:
    """Read both files of a pack; raises PackError where there is no folder for them."""
    if not os.path.isdir(folder):  # never raises, however long the name
        a_file = os.path.exists(folder)
        missing = fault("no-such-folder.file") if a_file else fault("no-such-folder")
        raise PackError([Problem(str(folder), missing)])
    asked, questions = _read(folder / "questions.yaml", "questions")
    recommended, roles = _read(folder / "roles.yaml", "roles")
    _check_questions(asked, questions)
    _check_roles(recommended, roles, questions.get("dimensions", {}))
    return _Files(asked, questions, recommended, roles)


def _read(path: Path, schema_name: str) -> tuple[Document, Data]:
    from rolequiz.schemas.yaml_nodes import read_yaml  # noqa: PLC0415 - ours is compiled already

    return read_yaml(path, schema_name)


# --- What the schemas cannot say --------------------------------------------------------------


def _check_questions(document: Document, data: Data) -> None:
    dimensions = data.get("dimensions", {})
    for id, dimension in dimensions.items():
        _check_poles(document, dimension, ("dimensions", id))
    questions = data.get("questions", [])
    for at, id, first in _repeated(questions):
        duplicate = fault("duplicate-id.question", first=first, id=id)
        document.add(duplicate, ("questions", at, "id"))
    for index, question in enumerate(questions):
        here: Steps = ("questions", index)
        for at, id, first in _repeated(question.get("options", ())):
            duplicate = fault("duplicate-id.option", first=first, id=id)
            document.add(duplicate, (*here, "options", at, "id"))
        for path, scores in _all_scores(question, here):
            _check_dimensions(document, scores, dimensions, path)


def _check_roles(document: Document, data: Data, dimensions: Data) -> None:
    roles, families = data.get("roles", {}), data.get("families", {})
    for id, role in roles.items():
        here: Steps = ("roles", id)
        family = role.get("family")
        if family and family not in families:
            document.add_unknown("unknown-family", family, families, (*here, "family"))
        _check_dimensions(document, role.get("profile", {}), dimensions, (*here, "profile"))
        for other in role.get("confused_with", {}):
            path = (*here, "confused_with", other)
            if other not in roles:
                document.add_unknown("unknown-role.confused", other, roles, KeyOf(path))
            elif other == id:
                document.add(fault("same-role", role=id), KeyOf(path))


def _check_poles(document: Document, dimension: Data, path: Steps) -> None:
    low, high = dimension.get("low"), dimension.get("high")
    if low and high and low.casefold() == high.casefold():
        document.add(fault("same-poles", dimension=path[-1], pole=high), (*path, "high"))


def _repeated(items: Iterable[Data]) -> Iterator[tuple[int, str, int]]:
    """Yield the index of each item with a repeated id, that id, and its first number, from 1."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        id = item.get("id")
        if id and first.setdefault(id, index) != index:
            yield index, id, first[id] + 1


def _check_dimensions(
    document: Document, loadings: Iterable[str], dimensions: Data, path: Steps
) -> None:
    for id in loadings if dimensions else ():  # without any, the file has a worse problem
        if id not in dimensions:
            document.add_unknown("unknown-dimension", id, dimensions, KeyOf((*path, id)))


def _all_scores(question: Data, path: Steps) -> Iterator[tuple[Steps, Data]]:
    yield (*path, "scores"), question.get("scores", {})
    for index, option in enumerate(question.get("options", ())):
        yield (*path, "options", index, "scores"), option.get("scores", {})


# --- Valid data → the pack --------------------------------------------------------------------


def make_pack(questions: Data, roles: Data, hash: str) -> Pack:
    """Return the pack that the data of both its files make."""
    return Pack(
        title=questions["title"],
        version=questions["version"],
        intro=questions.get("intro", ""),
        dimensions=tuple(Dimension(id, **each) for id, each in questions["dimensions"].items()),
        questions=tuple(_question(each) for each in questions["questions"]),
        roles=tuple(_role(id, each) for id, each in roles["roles"].items()),
        hash=hash,
        evidence=questions.get("evidence", ""),
        families=tuple(Family(id, **each) for id, each in roles.get("families", {}).items()),
    )


def _question(data: Data) -> Question:
    type = data.get("type", "choice")
    options = OPTIONS_OF[type](data)
    return Question(data["id"], data["text"], options, data.get("weight", 1.0), type)


def _role(id: str, data: Data) -> Role:
    card: Data = {
        "try_next" if key == "try" else key: _texts(value)
        for key, value in data.items()
        if key not in {"name", "summary", "profile", "family"}
    }
    parts = data["name"], data["summary"], data["profile"], Card(**card), data.get("family", "")
    return Role(id, *parts)


def _texts(value: str | list[str] | dict[str, str]) -> tuple[str, ...] | dict[str, str]:
    if isinstance(value, dict):  # confused_with
        return value
    return (value,) if isinstance(value, str) else tuple(value)


def digest(questions: Data, roles: Data) -> str:
    """Return `sha256:…` of the pack in a canonical form."""
    import hashlib  # noqa: PLC0415 - it loads OpenSSL; our compiled quiz has its hash already

    pack = make_pack(questions, roles, "")
    text = json.dumps(pack, default=_fields, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _fields(part: Any) -> Data:
    """Return the fields of a part that hold something, so that a new field changes no hash."""
    fields = {name: getattr(part, name) for name in part.__slots__}
    return {name: value for name, value in fields.items() if value or value == 0}


# --- Types of question ------------------------------------------------------------------------


def choice(question: Data) -> tuple[Option, ...]:
    """Return the options that the pack's author wrote."""
    return tuple(
        Option(option["id"], option["text"], option.get("scores", {}))
        for option in question["options"]
    )


def scale(question: Data) -> tuple[Option, ...]:
    """Return steps 1…n; step i loads the scores times 2(i−1)/(n−1) − 1.

    docs/method.md, "Terms".
    """
    labels = question.get("steps", DEFAULT_STEPS)
    options = []
    for step, label in enumerate(labels):
        factor = 2 * step / (len(labels) - 1) - 1
        loadings = {d: score * factor + 0.0 for d, score in question["scores"].items()}  # no −0
        options.append(Option(step + 1, label, loadings))
    return tuple(options)


OPTIONS_OF: Mapping[str, Callable[[Data], tuple[Option, ...]]] = {"choice": choice, "scale": scale}
"""Each type of question → its options; its keys are in schemas/questions.json."""

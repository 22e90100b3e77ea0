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

    questions_file: Document
    questions: Data
    roles_file: Document
    roles: Data

    @property
    def problems(self) -> list[Problem]:
        return self.questions_file.problems + self.roles_file.problems


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
    questions_file, questions, roles_file, roles = files
    valid = not files.problems
    pack = make_pack(questions, roles, digest(questions, roles)) if valid else None
    sound_indices, sound_ids = questions_file.sound("questions"), roles_file.sound("roles")
    sound_questions = {
        index: _question(question)
        for index, question in enumerate(questions.get("questions", ()))
        if index in sound_indices
    }
    sound_roles = [
        _role(id, role) for id, role in roles.get("roles", {}).items() if id in sound_ids
    ]
    advise(questions_file, roles_file, sound_questions, sound_roles, pack)
    return Diagnosis(pack, by_place(files.problems))


def _read_files(folder: Path) -> _Files:
    """Read both files of a pack; raises PackError if there is no folder for them."""
    from rolequiz.schemas.yaml_nodes import read_yaml  # noqa: PLC0415 - ours is compiled already

    if not os.path.isdir(folder):  # never raises, however long the name
        a_file = os.path.exists(folder)
        missing = fault("no-such-folder.file") if a_file else fault("no-such-folder")
        raise PackError([Problem(str(folder), missing)])
    questions_file, questions = read_yaml(folder / "questions.yaml", "questions")
    roles_file, roles = read_yaml(folder / "roles.yaml", "roles")
    _check_questions(questions_file, questions)
    _check_roles(roles_file, roles, questions.get("dimensions", {}))
    return _Files(questions_file, questions, roles_file, roles)


# --- What the schemas cannot say --------------------------------------------------------------


def _check_questions(document: Document, data: Data) -> None:
    dimensions = data.get("dimensions", {})
    for id, dimension in dimensions.items():
        _check_poles(document, dimension, ("dimensions", id))
    questions = data.get("questions", [])
    for index, id, first in _repeated(questions):
        duplicate = fault("duplicate-id.question", first=first, id=id)
        document.add(duplicate, ("questions", index, "id"))
    for index, question in enumerate(questions):
        path: Steps = ("questions", index)
        for number, id, first in _repeated(question.get("options", ())):
            duplicate = fault("duplicate-id.option", first=first, id=id)
            document.add(duplicate, (*path, "options", number, "id"))
        for scores_path, scores in _all_scores(question, path):
            _check_dimensions(document, scores, dimensions, scores_path)


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
        dimensions=tuple(Dimension(id, **data) for id, data in questions["dimensions"].items()),
        questions=tuple(map(_question, questions["questions"])),
        roles=tuple(_role(id, data) for id, data in roles["roles"].items()),
        hash=hash,
        evidence=questions.get("evidence", ""),
        families=tuple(Family(id, **data) for id, data in roles.get("families", {}).items()),
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
    return Role(
        id, data["name"], data["summary"], data["profile"], Card(**card), data.get("family", "")
    )


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
        scores = question["scores"].items()
        loadings = {dimension: score * factor + 0.0 for dimension, score in scores}  # no −0
        options.append(Option(step + 1, label, loadings))
    return tuple(options)


OPTIONS_OF: Mapping[str, Callable[[Data], tuple[Option, ...]]] = {"choice": choice, "scale": scale}
"""Each type of question → its options; its keys are in schemas/questions.json."""

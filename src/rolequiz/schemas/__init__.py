"""The JSON Schemas we publish, and reading a tree by one: plain data, or problems with places.

The schema files alone say what a file may look like: editors check by them, and so do we.
The reader knows the part of JSON Schema (draft-07) that our files use: type, properties, required,
propertyNames, additionalProperties, minProperties, maxProperties, items, minItems, maxItems,
uniqueItems, pattern with maxLength, enum, the bounds of numbers, $ref to definitions, allOf
branches of if/then on one key, and {"not": {}} for a key that has no place. Titles and descriptions
become part of the messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from functools import cache
from math import inf
from operator import ge, gt, le
from pkgutil import get_data
from typing import Any

from rolequiz.problems import cut, fault
from rolequiz.schemas.document import Document, KeyOf, Mapping, Node, Scalar, Sequence, Steps

SCHEMAS = (
    "questions", "roles", "answers",
    "result", "why", "what-if", "cards", "diff", "report", "mapping",
)  # fmt: skip

Schema = Map[str, Any]

_DIGITS = r"[-+]?(?:0|[1-9][0-9]{0,14})"  # longer ones Python may refuse to read
_INTEGER = re.compile(_DIGITS + r"(?:\.0+)?")
_NUMBER = re.compile(_DIGITS + r"(?:\.[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WITHIN = {"minimum": ge, "maximum": le, "exclusiveMinimum": gt}
_STAND_IN: Map[str, type] = {"object": dict, "array": list}


def schema_text(name: str) -> str:
    """Return the JSON Schema of that name as text; raises KeyError for a name not in SCHEMAS."""
    if name not in SCHEMAS:
        raise KeyError(name)
    return (get_data(__name__, f"{name}.json") or b"").decode()  # it may be in a zip


def read_shape(document: Document, schema_name: str) -> dict[str, Any]:
    """Return a parsed document as plain data of the schema's shape; add its problems to it.

    A value of a wrong type becomes an empty dict or list, or None, so that later checks can look
    at the rest. Numbers become floats, integers ints.
    """
    if document.root is None:
        return {}
    schema = _schema(schema_name)
    data: dict[str, Any] = _Shape(document, schema).read(document.root, schema, ())
    return data


class _Shape:
    """Reads the nodes of one document by one schema."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self.document = document
        self.definitions: Schema = schema.get("definitions", {})

    def read(self, node: Node, schema: Schema, path: Steps) -> Any:
        """Return what a node says, read as the first of the schema's types that it can be."""
        schema = self._resolved(schema)
        types = _types(schema)
        for kind in types:
            if _can_be(node, kind):
                return _READERS[kind](self, node, schema, path)
        self._wrong_type(node, types, schema, path)
        return _STAND_IN.get(types[0], type(None))()

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref")
        return self.definitions[reference.removeprefix("#/definitions/")] if reference else schema

    # --- One reader for each type -------------------------------------------------------------

    def _object(self, mapping: Mapping, schema: Schema, path: Steps) -> dict[str, Any]:
        schema = _with_branches(mapping, schema)
        properties = schema.get("properties", {})
        others = schema["additionalProperties"]
        names = self._resolved(schema["propertyNames"]) if "propertyNames" in schema else None
        data: dict[str, Any] = {}
        torn = _torn_texts(mapping, properties) if mapping.flow else {}
        for key, value in mapping.pairs:
            here: Steps = (*path, key.text)
            wanted = properties.get(key.text, others)
            if wanted is False:
                self._unknown_key(here, key.text, schema, torn.get(key.text))
            elif "not" in wanted:
                title, about = schema["title"], wanted["description"]
                misplaced = fault("misplaced-key", key=key.text, title=title, about=about)
                self.document.add(misplaced, KeyOf(here))
            else:
                if names and key.text not in properties:
                    self._pattern(key.text, names, KeyOf(here))
                data[key.text] = self.read(value, wanted, here)
        self._complete(mapping, data, schema, path)
        return data

    def _array(self, sequence: Sequence, schema: Schema, path: Steps) -> list[Any]:
        number = len(sequence.items)
        if number < (least := schema.get("minItems", 0)):
            self.document.add(fault("too-few", path=path, least=least), KeyOf(path))
        if number > (most := schema.get("maxItems", inf)):
            too_long = fault("too-long.items", path=path, number=number, most=most)
            self.document.add(too_long, KeyOf(path))
        items = [
            self.read(item, schema["items"], (*path, index))
            for index, item in enumerate(sequence.items)
        ]
        earlier = set()
        for index, item in enumerate(items if schema.get("uniqueItems") else ()):
            if item is not None and item in earlier:
                self.document.add(fault("duplicate-item", item=item), (*path, index))
            earlier.add(item)
        return items

    def _string(self, scalar: Scalar, schema: Schema, path: Steps) -> str:
        if "enum" in schema and scalar.text not in schema["enum"]:
            known = schema["enum"]
            self.document.add_unknown("unknown-value", scalar.text, known, path, key=str(path[-1]))
        if "pattern" in schema:
            self._pattern(scalar.text, schema, path)
        if not scalar.text.isascii() and _SURROGATE.search(scalar.text):
            self.document.add(fault("bad-text", path=path), path)
        return scalar.text

    def _number(self, scalar: Scalar, schema: Schema, path: Steps) -> float:
        number = float(scalar.text) + 0.0  # + 0.0: no minus zero
        bounds = {name: schema[name] for name in _WITHIN if name in schema}
        if not all(_WITHIN[name](number, bound) for name, bound in bounds.items()):
            out_of_range = fault("out-of-range", path=path, number=scalar.text, bounds=bounds)
            self.document.add(out_of_range, path)
        return int(number) if "integer" in _types(schema) else number

    # --- What can be wrong --------------------------------------------------------------------

    def _wrong_type(self, node: Node, types: tuple[str, ...], schema: Schema, path: Steps) -> None:
        wanted = [kind for kind in types if kind != "null"]
        wrong_type = fault("wrong-type", path=path, wanted=wanted, found=_type_and_text(node))
        if not isinstance(node, Scalar):
            if types[0] == "string":
                wrong_type = wrong_type.hinted("quotes")
        elif node.empty:
            wrong_type = fault("empty", path=path, wanted=wanted)
        elif "string" in types:
            wrong_type = wrong_type.hinted("about", about=schema.get("description", ""))
        elif types[0] in {"number", "integer"}:
            wrong_type = wrong_type.hinted("digits")
        self.document.add(wrong_type, path)

    def _pattern(self, text: str, schema: Schema, at: Steps | KeyOf) -> None:
        most, path = schema["maxLength"], None if isinstance(at, KeyOf) else at
        if len(text) > most:
            self.document.add(fault("too-long", path=path, number=len(text), most=most), at)
        elif not _compiled(schema["pattern"]).search(text):
            about = schema.get("description", "")
            if text.strip():
                bad_id = fault("bad-id", text=text, title=schema["title"], about=about)
                self.document.add(bad_id, at)
            else:
                self.document.add(fault("empty.text", path=path, about=about), at)

    def _complete(self, mapping: Mapping, data: Map[str, Any], schema: Schema, path: Steps) -> None:
        for name in schema.get("required", ()):
            if name not in data:
                title, key = schema["title"], schema["properties"][name]
                about = key.get("description") or self._resolved(key).get("description", "")
                self.document.add(fault("missing-key", title=title, key=name, about=about), path)
        number = len(mapping.pairs)
        if number < (least := schema.get("minProperties", 0)):
            self.document.add(fault("too-few.entries", path=path, least=least), KeyOf(path))
        if number > (most := schema.get("maxProperties", inf)):
            too_long = fault("too-long.entries", path=path, number=number, most=most)
            self.document.add(too_long, KeyOf(path))

    def _unknown_key(self, path: Steps, name: str, schema: Schema, torn: str | None) -> None:
        if torn:
            self.document.add(fault("unquoted-comma", key=name, text=torn), KeyOf(path))
        elif torn is None:
            known = [key for key, value in schema["properties"].items() if "not" not in value]
            title = schema["title"]
            self.document.add_unknown("unknown-key", name, known, KeyOf(path), title=title)


# not in the class: bound methods would tie each instance to itself
_READERS: Map[str, Callable[[_Shape, Any, Schema, Steps], Any]] = {
    "object": _Shape._object,
    "array": _Shape._array,
    "string": _Shape._string,
    "number": _Shape._number,
    "integer": _Shape._number,
    "boolean": lambda shape, node, *_: node.text == "true",
    "null": lambda *_: None,
}


def _torn_texts(mapping: Mapping, properties: Map[str, Any]) -> dict[str, str]:
    """Return the keys that are really the rest of a text: `b` and `c` of `{text: a, b, c}`.

    The first maps to the whole text in quotes, the others to nothing.
    """
    torn: dict[str, str] = {}
    text = first = ""
    for key, value in mapping.pairs:
        if key.text not in properties and text and isinstance(value, Scalar) and value.empty:
            first = first or key.text
            if text == cut(text):  # else nobody will see more of it
                text = f"{text}, {key.text}"
            torn[key.text] = ""
            torn[first] = _in_quotes(text)
        else:
            first, text = "", value.text if isinstance(value, Scalar) else ""
    return torn


def _in_quotes(text: str) -> str:
    """Return a text as YAML takes it whole, and in the plainest quotes that hold it."""
    text = text.removeprefix('"').removesuffix('"')
    if '"' not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _with_branches(mapping: Mapping, schema: Schema) -> Schema:
    """Return a schema joined with the `then` of every branch whose `if` the mapping meets."""
    for branch in schema.get("allOf", ()):
        if _meets(mapping, branch["if"]):
            then = branch["then"]
            schema = {
                **schema,
                **then,
                "required": [*schema["required"], *then["required"]],
                "properties": schema["properties"] | then["properties"],
            }
    return schema


def _meets(mapping: Mapping, condition: Schema) -> bool:
    """Return whether the one key that a condition asks for has the value it asks for."""
    ((wanted_key, wanted),) = condition["properties"].items()
    for key, value in mapping.pairs:
        if key.text == wanted_key:
            return isinstance(value, Scalar) and value.text == wanted["const"]
    return "required" not in condition


def _can_be(node: Node, kind: str) -> bool:
    if not isinstance(node, Scalar):
        return kind == ("object" if isinstance(node, Mapping) else "array")
    if kind == "null":
        return node.empty
    if kind == "string":
        return node.style != "bare" and not node.empty
    if node.style == "text":
        return False
    if kind == "boolean":
        return node.text in {"true", "false"}
    pattern = {"integer": _INTEGER, "number": _NUMBER}.get(kind)
    return pattern is not None and pattern.fullmatch(node.text) is not None


def _type_and_text(node: Node) -> tuple[str, str]:
    """Return a node's type and text; the type is empty for a bare value, which may be any."""
    if not isinstance(node, Scalar):
        return ("object" if isinstance(node, Mapping) else "array"), ""
    return ("string" if node.style == "text" else ""), node.text


def _types(schema: Schema) -> tuple[str, ...]:
    types = schema["type"]
    return (types,) if isinstance(types, str) else tuple(types)


@cache
def _schema(name: str) -> Schema:
    schema: Schema = json.loads(schema_text(name))
    return schema


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("$", r"\Z"))  # what $ means in JSON Schema's dialect

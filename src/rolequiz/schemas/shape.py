"""Reading a tree by a JSON Schema: what fits becomes plain data, what does not a located problem.

It knows the part of JSON Schema (draft-07) that our files use: type, properties, required,
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
from typing import Any

from rolequiz.problems import cut, quote
from rolequiz.schemas import schema_text
from rolequiz.schemas.document import Document, KeyOf, Mapping, Node, Scalar, Sequence, Steps

Schema = Map[str, Any]

_DIGITS = r"[-+]?(?:0|[1-9][0-9]{0,14})"  # longer ones Python may refuse to read
_INTEGER = re.compile(_DIGITS + r"(?:\.0+)?")
_NUMBER = re.compile(_DIGITS + r"(?:\.[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CALLED = {
    "object": "a set of “key: value” pairs",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}
_BOUNDS = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than"}
_STAND_IN: Map[str, type] = {"object": dict, "array": list}


def read_shape(document: Document, schema_name: str) -> dict[str, Any]:
    """Return a parsed document as plain data of the schema's shape, adding what is wrong to it.

    What is of a wrong type becomes an empty dict or list, or None, so that later checks can look
    at the rest. Numbers become floats, integers ints.
    """
    if document.root is None:
        return {}
    schema = _schema(schema_name)
    data: dict[str, Any] = _Shape(document, schema).read(document.root, schema, ())
    return data


class _Shape:
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
                message = f"{schema['title']} has no {quote(key.text)}"
                self.document.add("misplaced-key", message, wanted["description"], KeyOf(here))
            else:
                if names and key.text not in properties:
                    self._pattern(key.text, names, KeyOf(here))
                data[key.text] = self.read(value, wanted, here)
        self._complete(mapping, data, schema, path)
        return data

    def _array(self, sequence: Sequence, schema: Schema, path: Steps) -> list[Any]:
        least = schema.get("minItems", 0)
        if len(sequence.items) < least:
            self._too_few(path, least, "items")
        self._at_most(path, len(sequence.items), schema.get("maxItems"), "items")
        items = [
            self.read(item, schema["items"], (*path, index))
            for index, item in enumerate(sequence.items)
        ]
        seen = set()
        for index, item in enumerate(items if schema.get("uniqueItems") else ()):
            if item is not None and item in seen:
                message = f"{quote(item)} is in this list twice"
                self.document.add("duplicate-item", message, at=(*path, index))
            seen.add(item)
        return items

    def _string(self, scalar: Scalar, schema: Schema, path: Steps) -> str:
        if "enum" in schema and scalar.text not in schema["enum"]:
            what = f"a {path[-1]}"
            self.document.add_unknown("unknown-value", scalar.text, what, schema["enum"], path)
        if "pattern" in schema:
            self._pattern(scalar.text, schema, path)
        if not scalar.text.isascii() and _SURROGATE.search(scalar.text):
            message = f"{_named(path)} holds half a character"
            hint = "Write the character itself instead of its \\u codes."
            self.document.add("bad-text", message, hint, path)
        return scalar.text

    def _number(self, scalar: Scalar, schema: Schema, path: Steps) -> float:
        whole = "integer" in _types(schema)
        number = float(scalar.text) + 0.0  # + 0.0: no minus zero
        number = int(number) if whole else number
        wanted = {said: schema[name] for name, said in _BOUNDS.items() if name in schema}
        within = {"at least": number.__ge__, "at most": number.__le__, "more than": number.__gt__}
        if not all(within[said](bound) for said, bound in wanted.items()):
            bounds = " and ".join(f"{said} {bound}" for said, bound in wanted.items())
            message = f"{_named(path)} is {scalar.text}, and must be {bounds}"
            self.document.add("out-of-range", message, at=path)
        return number

    # --- What can be wrong --------------------------------------------------------------------

    def _wrong_type(self, node: Node, types: tuple[str, ...], schema: Schema, path: Steps) -> None:
        wanted = " or ".join(_CALLED[kind] for kind in types if kind != "null")
        code, hint = "wrong-type", ""
        message = f"{_named(path)} must be {wanted}, not {_found(node)}"
        if isinstance(node, Scalar) and node.empty:
            code, message, hint = "empty", f"{_named(path)} is empty", f"It must be {wanted}."
        elif isinstance(node, Scalar) and "string" in types:
            hint = schema.get("description", "")
        elif isinstance(node, Scalar) and types[0] in {"number", "integer"}:
            hint = "Write plain digits without quotes or other signs: 2, -1 or 0.5."
        elif types[0] == "string" and not isinstance(node, Scalar):
            hint = "Put the text in quotes."
        self.document.add(code, message, hint, path)

    def _pattern(self, text: str, schema: Schema, at: Steps | KeyOf) -> None:
        most = schema["maxLength"]
        if len(text) > most:
            what = "this key" if isinstance(at, KeyOf) else _named(at)
            message = f"{what} has {len(text)} characters, and may have {most}"
            self.document.add("too-long", message, at=at)
            return
        if not _compiled(schema["pattern"]).search(text):
            if text.strip():
                code, message = "bad-id", f"{quote(text)} is not {schema['title']}"
            else:
                code = "empty"
                message = f"{'this key' if isinstance(at, KeyOf) else _named(at)} is empty"
            self.document.add(code, message, schema.get("description", ""), at)

    def _complete(self, mapping: Mapping, data: Map[str, Any], schema: Schema, path: Steps) -> None:
        for name in schema.get("required", ()):
            if name not in data:
                title, about = schema["title"], schema["properties"][name]
                hint = about.get("description") or self._resolved(about).get("description", "")
                self.document.add("missing-key", f"{title} needs {quote(name)}", hint, path)
        least = schema.get("minProperties", 0)
        if len(mapping.pairs) < least:
            self._too_few(path, least, "entries")
        self._at_most(path, len(mapping.pairs), schema.get("maxProperties"), "entries")

    def _at_most(self, path: Steps, number: int, most: int | None, things: str) -> None:
        if most is not None and number > most:
            message = f"{_named(path)} has {number} {things}, and may have {most}"
            self.document.add("too-long", message, at=KeyOf(path))

    def _too_few(self, path: Steps, least: int, things: str) -> None:
        things = things if least > 1 else {"items": "item", "entries": "entry"}[things]
        message = f"{_named(path)} needs at least {least} {things}"
        self.document.add("too-few", message, at=KeyOf(path))

    def _unknown_key(self, path: Steps, name: str, schema: Schema, torn: str | None) -> None:
        if torn:
            message = f"the comma before {quote(name)} ends the text and makes a key of the rest"
            self.document.add("unquoted-comma", message, torn, KeyOf(path))
        elif torn is None:
            known = [key for key, each in schema["properties"].items() if "not" not in each]
            what = f"a key of {schema['title']}"
            self.document.add_unknown("unknown-key", name, what, known, KeyOf(path))


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
    """Return keys that are no keys but the rest of a text: `b` and `c` of `{text: a, b, c}`.

    The first of a text says how to mend it, the others say nothing.
    """
    torn: dict[str, str] = {}
    text = first = ""
    for key, value in mapping.pairs:
        if key.text not in properties and text and isinstance(value, Scalar) and value.empty:
            first = first or key.text
            if text == cut(text):  # else nobody will see more of it
                text = f"{text}, {key.text}"
            torn[key.text] = ""
            torn[first] = f"Put the whole text in quotes: {cut(_in_quotes(text))}."
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
    said = [value for key, value in mapping.pairs if key.text == wanted_key]
    if not said:
        return "required" not in condition
    return isinstance(said[0], Scalar) and said[0].text == wanted["const"]


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


def _found(node: Node) -> str:
    if not isinstance(node, Scalar):
        return _CALLED["object" if isinstance(node, Mapping) else "array"]
    return f"the text {quote(node.text)}" if node.style == "text" else quote(node.text)


def _named(path: Steps) -> str:
    """Name the value that a path leads to: “weight”, item 2 of “options”, the file."""
    if not path:
        return "the file"
    last = path[-1]
    return quote(last) if isinstance(last, str) else f"item {last + 1} of {_named(path[:-1])}"


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

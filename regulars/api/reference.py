"""docs/api.md: what the API's own description says, for reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

HEAD = """\
# API

Written by the code, not by hand: `python -m regulars.config.documents`. The same, to be tried out, is at `/api/docs`.
"""


def page() -> str:
    from regulars.api.urls import api

    described = api.get_openapi_schema(path_prefix="/api/")
    shapes = described["components"]["schemas"]
    lines = [HEAD, api.description]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            lines += [f"## {method.upper()} {path}", "", *_operation(operation, shapes), ""]
    lines += ["# Shapes", ""]
    for name, shape in sorted(shapes.items()):
        if not name.startswith("PageOf_"):
            lines += [f"## {name}", "", *_said(shape), *_fields(shape), ""]
    return "\n".join(lines).rstrip() + "\n"


def _operation(operation: Schema, shapes: Schema) -> Iterator[str]:
    yield f"**{operation['summary']}.** {operation.get('description', '')}".strip()
    asked = [each for each in operation.get("parameters", []) if each["in"] == "query"]
    if asked:
        yield ""
        yield from (
            _field(each["name"], {**each["schema"], **each}, is_needed=each.get("required", False)) for each in asked
        )
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield from ("", f"Send {_type(content['schema'])} as `{kind}`.")
        yield from _fields(content["schema"])
    for status, answer in operation["responses"].items():
        if status == "default":  # a problem, as the introduction says
            continue
        content = answer.get("content", {}).values()
        yield from (
            "",
            f"Answers {status}"
            + "".join(f" with {_type(each['schema'])}" for each in content if each.get("schema"))
            + ".",
        )


def _said(shape: Schema) -> list[str]:
    return [shape["description"], ""] if shape.get("description") else []


def _fields(shape: Schema) -> Iterator[str]:
    needed = shape.get("required", [])
    for name, field in shape.get("properties", {}).items():
        yield _field(name, field, is_needed=name in needed)


def _field(name: str, field: Schema, *, is_needed: bool) -> str:
    said = f": {field['description']}" if field.get("description") else ""
    default = (
        f", {field['default']!r} if left out"
        if not is_needed and field.get("default") not in (None, "", [], {})
        else ""
    )
    return f"- `{name}` {_type(field)}{'' if is_needed else ' (may be left out' + default + ')'}{said}"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        row = name.removeprefix("PageOf_").removesuffix("_")
        return f"[{row}](#{row.lower()})" if row == name else f"a page of [{row}](#{row.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return schema.get("format", "").replace("date-time", "time") or str(schema.get("type", "anything"))

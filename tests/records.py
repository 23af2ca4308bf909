"""Hypothesis strategies: records that are right, drawn from their schemas, and records with one thing wrong in them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from rugctl.diagnostics import Pointer
from rugctl.model.schema import schema

_CONTROL = "\x00\x85\u2028\u2029\ufeff"
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters=_CONTROL, exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12
)
WORDS = TEXT | st.sampled_from(
    ["no", "on", "12:30", "010", "2024-06-05", "null", "~", "1_000", "- a", "a: b", "a #b", "'", '"', "é", "名前", "👩‍🔬", "a\n\nb\n"]
)
_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3000),
    st.sampled_from([1.0, 0.0, 2.0, 60.0, 1.5, -0.0, 1e300, 10**30]),
    WORDS,
    st.sampled_from(
        ["", " ", "\n", "held\n", "2024-06-05\n", " x", "x ", "x\n", "a--b", "A", "é", "2023-02-29", "2024-13-01", "24:00", "http://", "٣"]
    ),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just([None]),
    st.just({"person": "x", "organization": "none"}),
    st.lists(st.sampled_from(["a", 1, None, "A"]), max_size=3),
    st.dictionaries(
        st.sampled_from(["person", "title", "text", "mapping", "list", "(text)", ""]), st.sampled_from(["x", 1, None]), max_size=2
    ),
)


def records(kind: str) -> st.SearchStrategy[Any]:
    """Draw records that their schema accepts."""
    whole = schema(kind)
    return _values(whole, whole["definitions"], 0)


def _values(node: dict[str, Any], definitions: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if "$ref" in node:
        return _values(definitions[node["$ref"].rsplit("/", 1)[1]], definitions, depth)
    if "anyOf" in node or "oneOf" in node:
        return st.one_of([_values(child, definitions, depth) for child in [*node.get("anyOf", ()), *node.get("oneOf", ())]])
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    match node["type"]:
        case "string":
            return st.from_regex(node["pattern"].removesuffix("$") + r"\Z") if "pattern" in node else WORDS
        case "integer":
            low = node.get("minimum", 0)
            numbers = st.integers(low, node.get("maximum", low + 1000))
            return numbers | numbers.map(float)
        case "array":
            return _lists(node, definitions, depth)
        case "object":
            return _mappings(node, definitions, depth)
        case _:
            return {"boolean": st.booleans(), "null": st.none()}[node["type"]]


def _lists(node: dict[str, Any], definitions: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if isinstance(node["items"], list):
        return st.tuples(*(_values(child, definitions, depth + 1) for child in node["items"])).map(list)
    return st.lists(_values(node["items"], definitions, depth + 1), min_size=node.get("minItems", 0), max_size=2 if depth < 4 else 1)


def _mappings(node: dict[str, Any], definitions: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if "patternProperties" in node:
        ((pattern, child),) = node["patternProperties"].items()
        return st.dictionaries(st.from_regex(pattern.removesuffix("$") + r"\Z"), _values(child, definitions, depth + 1), max_size=3)
    children = {key: _later(child, definitions, depth + 1) for key, child in node["properties"].items()}
    required = {key: value for key, value in children.items() if key in node["required"]}
    return st.fixed_dictionaries(required, optional={key: value for key, value in children.items() if key not in required})


def _later(node: dict[str, Any], definitions: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: _values(node, definitions, depth))


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """Draw the same record with one thing in it replaced, removed, added, or misspelt."""
    value = copy.deepcopy(value)
    pointer = draw(st.sampled_from(list(pointers(value))))
    if not pointer:
        return draw(_JUNK)
    parent = value
    for part in pointer[:-1]:
        parent = parent[part]
    last: Any = pointer[-1]
    how = draw(st.sampled_from(["replace", "remove", "add", "misspell", "bend"]))
    if how == "remove":
        del parent[last]
    elif how == "add" and isinstance(parent, dict):
        parent[draw(WORDS)] = draw(_JUNK)
    elif how == "add":
        parent.insert(last, draw(_JUNK))
    elif how == "misspell" and isinstance(parent, dict):
        parent[draw(st.sampled_from([f"{last}s", last[:-1], last.upper(), f"{last}\n"]))] = parent.pop(last)
    elif how == "bend" and isinstance(parent[last], str):
        parent[last] = draw(
            st.sampled_from([f"{parent[last]}\n", f" {parent[last]}", parent[last].upper(), parent[last][1:], f"{parent[last]}é"])
        )
    else:
        parent[last] = draw(_JUNK)
    return value


def pointers(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    """List the way to every value inside a value."""
    yield pointer
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in children:
        yield from pointers(child, (*pointer, part))

# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Fields taken out of a document, each once."""

import pytest

from trust.document import Fields, kind_of
from trust.errors import DocumentError, PodError


def fields(value: object, path: str = "spec") -> Fields:
    return Fields(value, path=path, error=PodError)


@pytest.mark.parametrize("value", [None, [], "x", 1, True, {1: "a"}, {"a": 1, None: 2}])
def test_what_is_no_object_is_an_error_of_the_given_kind(value: object) -> None:
    with pytest.raises(PodError, match=r"^spec: must be an object, not "):
        fields(value)
    with pytest.raises(PodError, match=r"^document: must be an object, not "):
        fields(value, path="")


def test_a_field_is_taken_once() -> None:
    found = fields({"a": "x"})
    assert found.has("a")
    assert found.take("a", str) == "x"
    assert not found.has("a")
    with pytest.raises(PodError, match=r"^spec\.a: is required$"):
        found.take("a", str)


@pytest.mark.parametrize("value", [{}, {"a": None}])
def test_what_is_absent_or_null_gives_its_default(value: object) -> None:
    assert fields(value).take("a", str, "d") == "d"
    assert fields(value).take("a", bool, False) is False
    assert fields(value).strings("a") == ()
    assert fields(value).fields("a", optional=True).rest() == {}
    assert fields(value).choice("a", ("x",), "x") == "x"
    assert not fields(value).has("a")
    fields(value).end()
    with pytest.raises(PodError, match="is required"):
        fields(value).take("a", str)
    with pytest.raises(PodError, match="is required"):
        fields(value).choice("a", ("x",))
    with pytest.raises(PodError, match="is required"):
        fields(value).fields("a")


@pytest.mark.parametrize(
    ("value", "kind", "problem"),
    [
        (1, str, "must be a string, not a whole number"),
        (True, int, "must be a whole number, not true or false"),
        (1, bool, "must be true or false, not a whole number"),
        ("x", list, "must be a list, not a string"),
        ([], dict, "must be an object, not a list"),
        (1.5, int, "must be a whole number, not float"),
    ],
)
def test_another_type_is_an_error_that_names_both(value: object, kind: type, problem: str) -> None:
    with pytest.raises(PodError, match=rf"^spec\.a: {problem}$"):
        fields({"a": value}).take("a", kind)


def test_false_and_empty_values_are_values() -> None:
    found = fields({"a": False, "b": "", "c": [], "d": 0})
    assert found.take("a", bool, True) is False
    assert found.take("b", str, "d") == ""
    assert found.take("c", list, [1]) == []
    assert found.take("d", int, 5) == 0


@pytest.mark.parametrize("items", [[""], ["a", 1], ["a", None], [["a"]]])
def test_a_list_of_strings_names_the_item_that_is_none(items: list[object]) -> None:
    with pytest.raises(PodError, match=rf"^spec\.a\[{len(items) - 1}\]: must be a string"):
        fields({"a": items}).strings("a")


def test_a_choice_is_closed() -> None:
    assert fields({"a": "x"}).choice("a", ("x", "y")) == "x"
    for wrong in ("X", "", "z"):
        with pytest.raises(PodError, match=r"^spec\.a: must be one of x, y, not "):
            fields({"a": wrong}).choice("a", ("x", "y"))


def test_paths_grow_and_the_top_has_none() -> None:
    inner = fields({"a": {"b": {}}}).fields("a").fields("b")
    assert inner.at("c") == "spec.a.b.c"
    assert str(inner.fail("c", "is wrong")) == "spec.a.b.c: is wrong"
    assert fields({}, path="").at("c") == "c"


def test_what_is_left_over_is_an_error_unless_keys_are_free() -> None:
    found = fields({"b": 1, "a": 2, "null": None})
    with pytest.raises(
        DocumentError, match=r"^spec\.a: is not a field of this document$"
    ) as caught:
        found.end()
    assert (caught.value.path, caught.value.problem) == (
        "spec.a",
        "is not a field of this document",
    )
    assert found.rest() == {"b": 1, "a": 2}
    found.end()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        ("", "a string"),
        (True, "true or false"),
        (1, "a whole number"),
        ([], "a list"),
        ({}, "an object"),
        (1.5, "float"),
    ],
)
def test_types_are_named_for_people(value: object, name: str) -> None:
    assert kind_of(value) == name

# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The mapping that one thread changes and many read."""

from cluster.store import Store


def test_a_change_shows_in_the_next_reading_and_not_in_an_earlier_one() -> None:
    store: Store[int] = Store()
    store.put("a", 1)
    before = store.values()
    store.put("b", 2)
    assert dict(before) == {"a": 1}
    assert dict(store.values()) == {"a": 1, "b": 2}


def test_an_equal_value_changes_nothing() -> None:
    store: Store[int] = Store()
    store.put("a", 1)
    values, revision = store.values(), store.revision
    store.put("a", 1)
    store.put("absent", None)
    store.replace({"a": 1})
    assert store.values() is values
    assert store.revision == revision


def test_a_new_set_drops_what_is_gone() -> None:
    store: Store[int] = Store()
    store.put("a", 1)
    store.replace({"b": 2})
    assert dict(store.values()) == {"b": 2}
    store.put("b", None)
    assert dict(store.values()) == {}
    assert store.revision == 3

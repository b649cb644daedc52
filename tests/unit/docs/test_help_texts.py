# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Help texts in the README: a changed one is found, and put right without touching the rest."""

import pytest

from docs.help_texts import differing, help_of, renewed

TAGS = ["tags", "tags issue", "tags show", "tags verify", "tags revoke"]
VERBS = [
    "",
    "webhook",
    "extender",
    "hub",
    "certs",
    "check",
    "issuer",
    "nodes",
    "preflight",
    "status",
    "identities",
    "identities import",
    *TAGS,
]


def block(verb: str, text: str) -> str:
    name = f"bondstone {verb}".strip()
    return f"<!-- help: {name} -->\n```text\n{text}```\n"


def readme(**texts: str) -> str:
    """Return a README with every help text; keywords replace that of a verb."""
    blocks = [block(verb, texts.get(verb or "program", help_of(verb))) for verb in VERBS]
    return "# A title\n\n" + "\nSome prose.\n\n".join(blocks) + "\n```sh\nls\n```\n"


def test_the_real_texts_pass() -> None:
    assert differing(readme()) == []


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("old", "new"),
    [("--help", "--hilfe"), ("Show", "Shows"), ("Options:\n", "Options:\n\n"), ("\n", " \n")],
)
def test_a_changed_text_is_found_and_put_right(verb: str, old: str, new: str) -> None:
    real = help_of(verb)
    changed = readme(**{verb or "program": real.replace(old, new, 1)})
    name = f"bondstone {verb}".strip()
    assert differing(changed) == [f"README.md: the help of `{name}` differs: run make readme"]
    assert renewed(changed) == readme()


def test_each_changed_text_is_named() -> None:
    assert len(differing(readme(hub="", webhook="usage\n"))) == 2


def test_a_verb_that_is_gone_is_found() -> None:
    gone = readme() + block("broker", "Usage: bondstone broker [OPTIONS]\n")
    assert differing(gone) == ["README.md: the help of `bondstone broker` differs: run make readme"]


def test_a_verb_that_is_not_shown_is_found() -> None:
    text = readme().replace("<!-- help: bondstone hub -->", "")
    assert differing(text) == ["README.md: the help of `bondstone hub` is missing"]


@pytest.mark.parametrize("text", ["", "# A title\n", "<!-- help: bondstone -->\nno block\n"])
def test_a_readme_without_help_texts_is_found(text: str) -> None:
    assert len(differing(text)) == len(VERBS)
    assert renewed(text) == text


def test_a_real_text_shows_options_and_their_variables() -> None:
    assert help_of("hub").startswith("Usage: bondstone hub [OPTIONS]\n")
    assert "BONDSTONE_HUB_KUBECONFIG" in help_of("hub")

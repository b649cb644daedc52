# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The start: settings alone decide, and one that is hopeless ends instead of looping."""

from collections.abc import Callable
from pathlib import Path

import pytest

from localcluster.errors import LocalClusterError
from tests.integration.serving.conftest import Served

ROOT = Path(__file__).parents[3]


def test_a_component_that_cannot_start_ends_the_process(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    (tmp_path / "hopeless").touch()
    with pytest.raises(LocalClusterError, match="ended with 3") as caught:
        start()
    assert "there is no hope" in str(caught.value)


def test_nothing_but_the_settings_has_an_effect(
    start: Callable[..., Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gunicorn.conf.py").write_text("raise SystemExit('read')\n")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--bind 127.0.0.1:1 --workers 3 --preload")
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.chdir(tmp_path)
    served = start()
    pid = served.process.pid
    assert served.post("/echo")[0] == 200
    assert served.post("/fail")[0] == 500
    assert len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()) == 1


def test_without_a_client_ca_no_certificate_is_asked_for(start: Callable[..., Served]) -> None:
    served = start(client_ca=None, client_names=[])
    assert served.post("/echo", client=None)[0] == 200

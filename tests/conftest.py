"""What every test gets: no network, repeatable random cases, and the folder of shared cases if there is one."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("project", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may reach another machine: a test that tries fails."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        here = isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
        if self.family in (socket.AF_INET, socket.AF_INET6) and not here:
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared cases: beside the project, or where LEARNING_SHARED says."""
    folder = Path(os.environ.get("LEARNING_SHARED") or ROOT.parent / "shared")
    if not (folder / "instances").is_dir():
        pytest.skip(f"the shared cases are not there ({folder}); LEARNING_SHARED names another folder")
    return folder

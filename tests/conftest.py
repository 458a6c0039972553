"""The hypothesis profile of the whole suite, worker processes that start once, pictures as dots."""

import base64
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def processes() -> Iterator[Executor]:
    """Two workers that know no more than what is sent to them; a start takes a second each."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool


DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@pytest.fixture
def dots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a dot in place of each picture of a report, where a test is about the words."""
    from kadmcdm.report import pictures

    monkeypatch.setattr(pictures, "drawn", lambda *_, **__: (DOT, "a dot"))

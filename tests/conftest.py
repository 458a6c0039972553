"""The hypothesis profile of the whole suite, and worker processes that start once."""

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

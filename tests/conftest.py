"""What every test may use: the reference files beside the checkout, and the record of what passed."""

from pathlib import Path

import pytest

from support import capabilities

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference files; a test that needs it is skipped, and says so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the reference files (../shared) are not here; this extra check was not run")
    return SHARED


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    capabilities.note(report)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workerinput"):
        return
    capabilities.verdict(session, exitstatus)

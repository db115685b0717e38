import os

import pytest

from support.diary import charley, folder  # noqa: F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL (``make test-postgres``) what is said of SQLite's own file is not asked."""
    if os.environ.get("CHARLEY_DATABASE"):
        for item in items:
            if item.get_closest_marker("embedded"):
                item.add_marker(pytest.mark.skip(reason="is about the file of the embedded database"))

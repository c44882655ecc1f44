"""With ``CI=true`` a skipped test is a failed one, so that a green run has run everything."""

import os
from collections.abc import Generator
from typing import Any

import pytest


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true":
        return
    if report.skipped or hasattr(report, "wasxfail"):
        # pytest calls an expected failure skipped too, and shows any report with this mark as expected.
        if hasattr(report, "wasxfail"):
            del report.wasxfail
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} did not count: nothing may be skipped or expected to fail when CI=true"
        )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """Turn the report of a skipped test, or of one expected to fail, into a failure."""
    report: pytest.TestReport = yield
    _refuse(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    """Turn the report of a skipped file into a failure."""
    report: pytest.CollectReport = yield
    _refuse(report)
    return report

"""In CI nothing is skipped: the guard of tests/no_skips.py is tried on runs of its own."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Playwright's plugin does not like to run inside a run of itself.
ALONE = ["-p", "tests.no_skips", "-p", "no:playwright", "--continue-on-collection-errors"]

MARKED = "import pytest\n\n@pytest.mark.{mark}\ndef test_one():\n    assert {holds}\n"
SKIPS = {
    "a_skipped_test": MARKED.format(mark='skip(reason="later")', holds=True),
    "a_skip_on_a_condition": MARKED.format(mark='skipif(True, reason="not here")', holds=True),
    "a_skip_inside": "import pytest\n\ndef test_one():\n    pytest.skip('no browser')\n",
    "a_skipped_file": "import pytest\n\npytest.skip('no office', allow_module_level=True)\n",
    "a_missing_library": "import pytest\n\npytest.importorskip('nosuchlibrary')\n",
    "an_expected_failure": MARKED.format(mark="xfail", holds=False),
    "an_unexpected_success": MARKED.format(mark="xfail", holds=True),
    "an_empty_list_of_cases": MARKED.format(mark='parametrize("x", [])', holds=True).replace("()", "(x)"),
}
ORDINARY = "def test_one():\n    assert True\n"


@pytest.mark.parametrize("ci", ["true", ""])
def test_what_does_not_run_fails_in_ci_and_only_there(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(**SKIPS, an_ordinary_test=ORDINARY)

    run = pytester.inline_run(*ALONE, *(f"{name}.py" for name in (*SKIPS, "an_ordinary_test")))

    failed = {report.nodeid.split(".py")[0] for report in run.getfailures()}
    assert failed == (set(SKIPS) if ci else set())
    assert (run.ret == 0) is not bool(ci)


def test_in_ci_ordinary_tests_pass(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makepyfile(ORDINARY)

    assert pytester.inline_run(*ALONE).ret == 0


def test_a_long_test_runs_only_when_it_is_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makefile(".cfg", setup=(ROOT / "setup.cfg").read_text(encoding="utf-8"))
    source = ORDINARY + "\n\n" + MARKED.format(mark="long", holds=True).replace("one", "long")
    pytester.makepyfile(**{"tests/test_both": source})

    def run(*asked: str) -> list[str]:
        reports = pytester.inline_run("-p", "no:playwright", *asked).getreports("pytest_runtest_logreport")
        return [report.nodeid.split("::")[1] for report in reports if report.when == "call"]

    assert run() == ["test_one"]
    assert run("-m", "long") == ["test_long"]

"""README and docs say what the code does: tables, settings, commands, links and the words on buttons."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from motionflow import cli
from motionflow.domain.flow import (
    MOVES,
    OUTCOMES,
    BodyKind,
    Ending,
    Move,
    Need,
    Outcome,
    Route,
    StepState,
    Votes,
)
from motionflow.domain.roles import TABLE, Relation, Role
from motionflow.domain.routes import ROUTES
from motionflow.i18n import words
from motionflow.labels import name_of
from motionflow.services.cases import MOVE_ACTIONS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
}
PICTURES = ROOT / "docs" / "pictures"
BYTES_IN_A_PICTURE = 250_000

# Read by tests/databases.py, not by motionflow.
OF_THE_TESTS = {"MOTIONFLOW_TEST_DATABASE"}
SETTING = re.compile(r"\bMOTIONFLOW_[A-Z]+(?:_[A-Z]+)*\b")

NEEDS = {
    Need.REASON: "a reason",
    Need.MEETING: "a meeting",
    Need.TEXT: "the text",
    Need.NEXT_BODY: "the next body and the decision proposed to it",
    Need.COVERING_LINK: "the case or link that covers it",
    Need.SENDER: "someone to go back to",
    Need.OUTCOME: "an outcome and the day",
}
VOTES = {Votes.CARRY: "carry it", Votes.DO_NOT_CARRY: "do not carry it", Votes.FREE: "–"}
ENGLISH = words("en")


def _named(codes: Iterable[StrEnum]) -> str:
    return ", ".join(name_of(code, language=ENGLISH) for code in codes)


def _coded(code: StrEnum) -> str:
    return f"{name_of(code, language=ENGLISH)} (`{code.value}`)"


def _in_order(kind: type[StrEnum], some: Iterable[StrEnum]) -> list[StrEnum]:
    return [member for member in kind if member in set(some)]


def _needs(needs: Iterable[Need]) -> str:
    return ", ".join(NEEDS[need] for need in needs) or "–"


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _who(move: Move) -> str:
    grants = TABLE[MOVE_ACTIONS[move.name]]
    own, followed = (
        _named(_in_order(Role, {role for role, held in grants if held is relation}))
        for relation in (Relation.OWN, Relation.FOLLOWED)
    )
    return own + (f"; *{followed}*" if followed else "")


def moves_as_table() -> str:
    """Return the table of moves as README shall hold it."""
    rows = [
        [
            _coded(move.name),
            _named(_in_order(StepState, move.sources)),
            _named([move.target]) if move.target else "as the outcome says",
            _who(move),
            _needs(move.needs),
        ]
        for move in MOVES.values()
    ]
    return _table(["move", "from", "to", "who may", "needs"], rows)


def _where(ending: Ending) -> str:
    if None not in ending.routes:
        return f"by {_named(_in_order(Route, {each for each in ending.routes if each}))}"
    return _named(_in_order(BodyKind, ending.bodies)) if ending.bodies else "anywhere"


def ways_as_table() -> str:
    """Return the table of ways into the council as README shall hold it."""
    rows = [
        [
            _coded(way.route),
            _named(way.needs),
            _named([way.actor]),
            _named([way.due]),
            _named(_in_order(Outcome, way.ends_in)).lower(),
        ]
        for way in ROUTES.values()
    ]
    return _table(["way", "needs", "who", "by when", "can end as"], rows)


def outcomes_as_table() -> str:
    """Return the table of outcomes as README shall hold it."""
    rows = [
        [
            _coded(ending.outcome),
            _named([ending.leads_to]),
            _needs(ending.needs),
            VOTES[ending.votes],
            _where(ending),
        ]
        for ending in OUTCOMES.values()
    ]
    return _table(["outcome", "leads to", "needs", "recorded votes must", "where"], rows)


@pytest.mark.parametrize(
    "table", [moves_as_table(), outcomes_as_table(), ways_as_table()], ids=["moves", "outcomes", "ways"]
)
def test_readme_shows_the_road_as_the_code_has_it(table: str) -> None:
    if table not in README:
        pytest.fail(f"Put this in place of the table under «The road of a motion» in README.md:\n\n{table}\n")


def test_readme_lists_every_setting_and_no_other() -> None:
    source = (ROOT / "motionflow" / "config.py").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(MOTIONFLOW_\w+)`", README, flags=re.MULTILINE)

    assert sorted(listed) == sorted(set(SETTING.findall(source)))


def test_pages_name_only_settings_that_are_read() -> None:
    source = (ROOT / "motionflow" / "config.py").read_text(encoding="utf-8")
    known = {*SETTING.findall(source), *OF_THE_TESTS}

    named = {(page, name) for page, text in PAGES.items() for name in SETTING.findall(text)}

    assert {one for one in named if one[1] not in known} == set()


def _help(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def _commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    found = re.findall(r"^    ([a-z][a-z-]*)(?: |$)", _help(capsys), flags=re.MULTILINE)
    return {"db upgrade" if name == "db" else name for name in found}


def _options(text: str) -> set[str]:
    return set(re.findall(r"--[a-z-]+", text)) - {"--help"}


def test_readme_lists_every_command_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    rows = re.findall(r"^\| `motionflow ([^`]+)` \|", README, flags=re.MULTILINE)
    listed = {re.split(r" (?=--|[A-Z])", row)[0]: _options(row) for row in rows}

    assert listed == {name: _options(_help(capsys, *name.split())) for name in _commands(capsys)}


def test_pages_name_only_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    commands = {name.split()[0] for name in _commands(capsys)}
    named = {
        (page, name)
        for page, text in PAGES.items()
        for code in re.findall(r"^```.*?^```|`[^`\n]+`", text, flags=re.MULTILINE | re.DOTALL)
        for name in re.findall(r"(?:^|[`/])motionflow ([a-z-]+)", code, flags=re.MULTILINE)
    }

    assert {one for one in named if one[1] not in commands} == set()
    assert {page for page, _ in named} >= {"README.md", "docs/running.md"}


def test_pages_name_only_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = {(page, name) for page, text in PAGES.items() for name in re.findall(r"\bmake ([a-z]+)`", text)}

    assert {one for one in named if one[1] not in targets} == set()
    assert {name for _, name in named} >= {"run", "test", "bench", "help"}


def _links() -> Iterator[tuple[Path, str]]:
    for page, text in PAGES.items():
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not target.startswith("https://"):
                yield (ROOT / page).parent, target


def test_links_and_pictures_are_there() -> None:
    assert [target for folder, target in _links() if not (folder / target).exists()] == []


def test_every_picture_is_shown_and_small() -> None:
    shown = {(folder / target).resolve() for folder, target in _links()}
    pictures = list(PICTURES.iterdir())

    assert [file.name for file in pictures if file not in shown] == []
    assert {file.name: size for file in pictures if (size := file.stat().st_size) > BYTES_IN_A_PICTURE} == {}
    assert pictures


def test_the_grid_names_only_modules_that_exist() -> None:
    grid = re.search(r"^\| subject \|.*?\n\n", PAGES["docs/architecture.md"], flags=re.MULTILINE | re.DOTALL)
    assert grid is not None
    head, _, *rows = [line.strip("|").split("|") for line in grid[0].strip().splitlines()]
    named = {
        f"motionflow/{layer.strip(' `')}/{name}.py"
        for row in rows
        for layer, cell in list(zip(head, row, strict=True))[1:]
        for name in re.findall(r"`(\w+)`", cell)
    }

    assert {path for path in named if not (ROOT / path).exists()} == set()
    assert len(named) > len(rows)


def _said_in_bokmal() -> set[str]:
    with (ROOT / "motionflow" / "translations" / "nb.po").open("rb") as file:
        catalogue = read_po(file, locale="nb")
    forms = ([each.string] if isinstance(each.string, str) else each.string for each in catalogue if each.id)
    return set(chain.from_iterable(forms))


@pytest.mark.parametrize("file", ["README.md", "docs/user-guide.nb.md"])
def test_what_is_quoted_is_what_the_pages_say(file: str) -> None:
    """Everything in «…» is something to look for on a page in bokmål."""
    quoted = set(re.findall(r"«([^»]+)»", " ".join(PAGES[file].split())))

    assert quoted - _said_in_bokmal() == set()
    assert quoted

"""Codes of municipal accounts, and the years in which each is valid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle


class CodeList(StrEnum):
    """Which list a code is from: what the money is for, or what it buys."""

    FUNCTION = "function"
    ART = "art"


# What belongs to one of the two accounts alone; every other code can stand in both. From the state's own
# check of what municipalities report (guide §4.1).
ONLY_INVESTMENT = {CodeList.FUNCTION: frozenset({"841"}), CodeList.ART: frozenset[str]()}
ONLY_OPERATIONS = {
    CodeList.FUNCTION: frozenset({"800", "840", "850", "860"}),
    CodeList.ART: frozenset(
        {
            *("070", "080", "110", "114", "240", "509", "570", "590", "600", "629", "630", "640", "800"),
            *(str(code) for code in range(870, 880)),
            *("909", "990"),
        }
    ),
}


@dataclass(frozen=True)
class Kostra:
    """A code with its name; ``until`` 0 is for one that has been retired in a year that is not known."""

    code: str
    name: str
    group: str
    since: int | None = None
    until: int | None = None
    replaced_by: tuple[str, ...] = ()

    def is_valid_in(self, year: int) -> bool:
        """Return whether the code can be used in a budget year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def read_rows(rows: Iterable[Mapping[str, str]], *, group: str) -> tuple[Kostra, ...]:
    """Return the codes of a list as it is shipped; ``group`` is the name of its column of groups."""

    def year(text: str) -> int | None:
        return None if not text else int(text) if text.isdecimal() else 0

    return tuple(
        Kostra(
            row["kode"],
            row["navn"],
            row[group],
            year(row["gyldig_fra"]),
            year(row["gyldig_til"]),
            tuple(each for each in row["erstattet_av"].split(";") if each),
        )
        for row in rows
    )


def code_obstacles(
    text: str, *, among: Sequence[Kostra], year: int | None, field: CodeList
) -> list[Obstacle]:
    """Return why a code cannot be used in a budget year, and what took its place; none for no code."""
    code = text.strip().partition(" ")[0]
    if not code:
        return []
    found = [each for each in among if each.code == code]
    if not found:
        return [Obstacle(Code.CODE_UNKNOWN, field, {"number": code})]
    if year is None or any(each.is_valid_in(year) for each in found):
        return []
    params: dict[str, object] = {"number": code, "name": found[-1].name, "year": str(year)}
    if found[-1].replaced_by and found[-1].until is not None and year > found[-1].until:
        return [Obstacle(Code.CODE_REPLACED, field, params | {"by": ", ".join(found[-1].replaced_by)})]
    if found[-1].since is not None and year < found[-1].since:
        return [Obstacle(Code.CODE_NOT_YET, field, params | {"since": str(found[-1].since)})]
    return [Obstacle(Code.CODE_RETIRED, field, params)]


def account_obstacles(text: str, *, is_investment: bool, field: CodeList) -> list[Obstacle]:
    """Return why a code cannot stand in the account a line is in: operations, or investments."""
    code = text.strip().partition(" ")[0]
    if not is_investment and code in ONLY_INVESTMENT[field]:
        return [Obstacle(Code.CODE_ONLY_INVESTMENT, field, {"number": code})]
    if is_investment and code in ONLY_OPERATIONS[field]:
        return [Obstacle(Code.CODE_ONLY_OPERATIONS, field, {"number": code})]
    return []


def suggested(words: str, *, among: Sequence[Kostra], year: int, most: int = 8) -> list[Kostra]:
    """Return the codes valid in a year whose number or name has what was typed, the closest first."""
    wanted = words.casefold().split()
    valid = [each for each in among if each.is_valid_in(year)]
    hits = [
        (sum(not f" {each.name.casefold()}".count(f" {word}") for word in wanted), each.code, each)
        for each in valid
        if all(word in f"{each.code} {each.name} {each.group}".casefold() for word in wanted)
    ]
    return [each for _, _, each in sorted(hits, key=lambda hit: hit[:2])][:most] if wanted else valid

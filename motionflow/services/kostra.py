"""The lists of KOSTRA codes that ship with motionflow."""

import csv
from functools import cache

from motionflow.domain.kostra import CodeList, Kostra, read_rows
from motionflow.paths import DATA

_FILES = {CodeList.FUNCTION: ("kostra_functions.csv", "gruppe"), CodeList.ART: ("kostra_arts.csv", "slag")}
NOTICE = (
    "Contains data under the Norwegian licence for Open Government data (NLOD) 2.0 distributed by Lovdata"
)


@cache
def codes_of(which: CodeList) -> tuple[Kostra, ...]:
    """Return all codes of a list, retired ones among them, read once per process."""
    name, group = _FILES[which]
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return read_rows(csv.DictReader(file), group=group)


def name_of_code(which: CodeList, code: str) -> str:
    """Return a code with its name, or the code alone where it is not in the list."""
    names = [each.name for each in codes_of(which) if each.code == code]
    return f"{code} {names[-1]}" if names else code

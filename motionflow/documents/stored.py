"""The facts of a paper as JSON, and how a person is taken out of them."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from motionflow.documents.facts import PAPERS, Facts
from motionflow.domain.papers import PaperKind

Json = dict[str, Any]


def as_json(facts: Facts) -> Json:
    """Return the facts as plain JSON values; ``from_json`` gives back the same facts."""
    written: Json = _written(facts)
    return written


def from_json(kind: PaperKind | str, data: Json) -> Facts:
    """Return the facts that ``as_json`` wrote.

    Fields that have come to a dataclass since are given their default; fields it no longer has are
    refused with ``TypeError``, so that a paper is never made from half of its facts.
    """
    facts: Facts = _read(PAPERS[PaperKind(kind)], data)
    return facts


def people_in(data: Json) -> frozenset[str]:
    """Return the ids of the people that stored facts name."""
    return frozenset(found["person"] for found in _people(data))


def without_person(data: Json, *, person: str, word: str) -> Json:
    """Return stored facts with a person's name replaced by a word and her address emptied.

    Only where she is named as a person; what others wrote about her in free text stays.
    """
    replaced: Json = _replaced(data, person, word)
    return replaced


def _written(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _written(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    return value


def _read(wanted: Any, value: Any) -> Any:
    if get_origin(wanted) in (Union, UnionType):
        if value is None:
            return None
        wanted = next(one for one in get_args(wanted) if one is not NoneType)
    if get_origin(wanted) is tuple:
        return tuple(_read(get_args(wanted)[0], one) for one in value)
    if isinstance(wanted, type) and dataclasses.is_dataclass(wanted):
        types = _types(wanted)
        unknown = value.keys() - types.keys()
        if unknown:
            raise TypeError(f"{wanted} has no {', '.join(sorted(unknown))}")
        made: Any = wanted
        return made(**{name: _read(types[name], one) for name, one in value.items()})
    if wanted in (date, datetime):
        return wanted.fromisoformat(value)
    if issubclass(wanted, Enum):
        return wanted(value)
    return value


@cache
def _types(of: Any) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(of)}
    return {name: hint for name, hint in get_type_hints(of).items() if name in names}


def _people(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.keys() >= {"person", "name"}:
            yield value
        for one in value.values():
            yield from _people(one)
    elif isinstance(value, list):
        for one in value:
            yield from _people(one)


def _replaced(value: Any, person: str, word: str) -> Any:
    if isinstance(value, dict):
        made = {key: _replaced(one, person, word) for key, one in value.items()}
        if made.get("person") == person and "name" in made:
            made["name"] = word
            if "email" in made:
                made["email"] = ""
        return made
    if isinstance(value, list):
        return [_replaced(one, person, word) for one in value]
    return value

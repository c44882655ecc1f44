"""What a database holds, read past SQLAlchemy: many tests ask for all of it, before and after."""

import hashlib
import marshal
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from motionflow.db import Base, db


def fingerprints(*, without: Collection[str] = ()) -> Mapping[str, str]:
    """Return a fingerprint of every table's rows, by the table's name. Needs an application context."""
    names = tuple(sorted(Base.metadata.tables.keys() - set(without)))
    driver: Any = db.session.connection().connection.driver_connection
    if db.engine.dialect.name == "postgresql":
        return dict(driver.execute(_all_in_one(names), prepare=True))
    return {name: _of_rows(driver.execute(f'SELECT * FROM "{name}"')) for name in names}


@cache
def _all_in_one(names: tuple[str, ...]) -> str:
    each = (
        f"SELECT '{name}', md5(string_agg(row::text, E'\\n' ORDER BY row::text COLLATE \"C\"))"
        f' FROM "{name}" AS row'
        for name in names
    )
    return " UNION ALL ".join(each)


def _of_rows(rows: Any) -> str:
    found = hashlib.sha256()
    for row in sorted(marshal.dumps(row, 2) for row in rows):  # the second version knows no references
        found.update(row)
    return found.hexdigest()

"""What can be searched: one row for each text, decision, recommendation and paper.

The words of ``title`` and ``content`` are kept once more by the database itself, so that they are found
quickly: on SQLite in an FTS5 table, on PostgreSQL in a column of its own (``migrations/``).
"""

from datetime import date

from sqlalchemy import DDL, ForeignKey, Integer, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from motionflow.db import Base, Id
from motionflow.domain.searching import EntryKind


class SearchEntry(Base):
    """A text that is searched, at its step; ``is_inside`` where only those inside its body may see it.

    Numbers grow with time, so that the newest are found first.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[EntryKind]
    subject_id: Mapped[str] = mapped_column(Id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    is_inside: Mapped[bool]
    on: Mapped[date]
    title: Mapped[str]
    content: Mapped[str]


# The same statements stand in the migration that made them. The vector is kept and not worked out anew,
# because PostgreSQL then chooses well between the newest first and the index of words.
_WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_words USING fts5(title, content, content='search_entries',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN"
        " INSERT INTO search_words(rowid, title, content) VALUES (new.id, new.title, new.content); END",
        "CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN"
        " INSERT INTO search_words(search_words, rowid, title, content)"
        " VALUES ('delete', old.id, old.title, old.content); END",
        "CREATE TRIGGER search_entries_changed AFTER UPDATE ON search_entries BEGIN"
        " INSERT INTO search_words(search_words, rowid, title, content)"
        " VALUES ('delete', old.id, old.title, old.content);"
        " INSERT INTO search_words(rowid, title, content) VALUES (new.id, new.title, new.content); END",
    ),
    "postgresql": (
        "ALTER TABLE search_entries ADD COLUMN words tsvector GENERATED ALWAYS AS"
        " (setweight(to_tsvector('norwegian', title), 'A')"
        " || setweight(to_tsvector('norwegian', content), 'B')) STORED",
        "CREATE INDEX ix_search_entries_words ON search_entries USING gin (words)",
    ),
}
for _dialect, _statements in _WORDS.items():
    for _statement in _statements:
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(SearchEntry.__table__, "after_create", _made)
_gone = DDL("DROP TABLE IF EXISTS search_words")  # type: ignore[no-untyped-call]
event.listen(SearchEntry.__table__, "before_drop", _gone.execute_if(dialect="sqlite"))

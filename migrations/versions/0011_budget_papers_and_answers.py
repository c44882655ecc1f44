"""The paper of a group's budget proposal, and the mail by which a councillor answers for a case."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _allow("mails", "mailkind", added=("answer_asked",))
    _allow("papers", "paperkind", added=("budget",))


def downgrade() -> None:
    op.execute("DELETE FROM paper_people WHERE paper_id IN (SELECT id FROM papers WHERE kind = 'budget')")
    _allow("papers", "paperkind", removed=("budget",))
    _allow("mails", "mailkind", removed=("answer_asked",))


def _allow(table: str, enum: str, *, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> None:
    """Let a table's ``kind`` have more values, or fewer; rows with those removed go."""
    name = f"ck_{table}_{enum}"
    before = next(
        str(check["sqltext"])
        for check in sa.inspect(op.get_bind()).get_check_constraints(table)
        if check["name"] == name
    )
    values = [each for each in re.findall(r"'([a-z_-]+)'", before) if each not in removed]
    listed = ", ".join(f"'{each}'" for each in [*values, *added])
    if removed:
        gone = ", ".join(f"'{each}'" for each in removed)
        op.execute(f"DELETE FROM {table} WHERE kind IN ({gone})")
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, name, f"kind IN ({listed})")
    else:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (kind IN ({listed}))")


def _make_anew(table: str, name: str, condition: str) -> None:
    """Give a table of SQLite another CHECK: made anew, since it cannot be altered.

    Other tables point to its rows. So the rows are put back into a table of the same name (a renamed one
    would not do), and what points to them is looked at when the transaction ends.
    """
    bind = op.get_bind()
    made = [
        str(row[0])
        for row in bind.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC", (table,)
        )
    ]
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute(f"CREATE TEMPORARY TABLE kept_rows AS SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    pattern = rf"CONSTRAINT {name} CHECK \(kind IN \([^)]*\)\)"
    for statement in made:
        changed = re.sub(pattern, f"CONSTRAINT {name} CHECK ({condition})", statement)
        bind.exec_driver_sql(changed)
    op.execute(f"INSERT INTO {table} SELECT * FROM kept_rows")
    op.execute("DROP TABLE kept_rows")

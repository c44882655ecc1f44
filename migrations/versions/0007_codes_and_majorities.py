"""A code to check in by, a room for every meeting, and three more majority rules."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OLD = "'ordinary', 'ordinary_with_blanks', 'simple', 'absolute', 'two_thirds', 'council', 'council_election'"
_NEW = (
    "'ordinary', 'ordinary_with_blanks', 'simple', 'absolute', 'two_thirds', 'two_thirds_without_blanks', "
    "'of_present', 'election', 'council', 'council_election'"
)
_NAMED = (("rule_sets", "majority"), ("vote_events", "rule_name"), ("polls", "rule_name"))


def upgrade() -> None:
    _allow(_NEW)
    with op.batch_alter_table("meeting_rooms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("needs_code", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting_rooms", schema=None) as batch_op:
        batch_op.alter_column("needs_code", server_default=None)
    _give_rooms()


def downgrade() -> None:
    for table, column in _NAMED:
        rows = sa.table(table, sa.column(column))
        renamed = {"two_thirds_without_blanks": "two_thirds", "of_present": "absolute", "election": "ordinary"}
        for new, old in renamed.items():
            op.execute(rows.update().where(rows.c[column] == new).values({column: old}))
    with op.batch_alter_table("meeting_rooms", schema=None) as batch_op:
        batch_op.drop_column("needs_code")
    _allow(_OLD)


def _allow(names: str) -> None:
    for table, column in _NAMED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = batch_op.f(f"ck_{table}_rulename")
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, sa.text(f"{column} IN ({names})"))


def _give_rooms() -> None:
    connection = op.get_bind()
    meetings = sa.table("meetings", sa.column("id"))
    rooms = sa.table(
        "meeting_rooms",
        *(sa.column(name) for name in ("meeting_id", "live_key", "screen_key", "code_key", "news")),
        sa.column("needs_code", sa.Boolean()),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    without = sa.select(meetings.c.id).where(meetings.c.id.not_in(sa.select(rooms.c.meeting_id)))
    for meeting_id in connection.execute(without).scalars().all():
        connection.execute(
            rooms.insert().values(
                meeting_id=meeting_id,
                live_key=secrets.token_urlsafe(16),
                screen_key=secrets.token_urlsafe(16),
                code_key=secrets.token_urlsafe(24),
                news=1,
                needs_code=False,
                made_at=datetime.now(UTC),
            )
        )

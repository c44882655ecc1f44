"""Rolls are found by person: every vote and every form asks whether its sender is on an open secret one

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_poll_roll_person_id"), "poll_roll", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_poll_roll_person_id"), table_name="poll_roll")

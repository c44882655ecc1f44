"""A poll may be about an amendment."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amendment_id", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_polls_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_polls_amendment_id"), "amendments", ["amendment_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_polls_amendment_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_polls_amendment_id"))
        batch_op.drop_column("amendment_id")

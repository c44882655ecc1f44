"""What people on the roll of an open secret poll are to be told waits without a name until it is counted"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_COLUMNS = ("motion_id", "body_id", "but_id")


def upgrade() -> None:
    op.create_table(
        "held_tellings",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "followers",
                "secretaries",
                "movers",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=True),
        sa.Column("but_id", sa.String(length=16), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motions.id"], name=op.f("fk_held_tellings_motion_id")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_held_tellings_body_id")),
        sa.ForeignKeyConstraint(["but_id"], ["people.id"], name=op.f("fk_held_tellings_but_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_tellings")),
    )
    for name in _COLUMNS:
        op.create_index(op.f(f"ix_held_tellings_{name}"), "held_tellings", [name])


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.drop_index(op.f(f"ix_held_tellings_{name}"), table_name="held_tellings")
    op.drop_table("held_tellings")

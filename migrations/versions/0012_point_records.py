"""What the council did with a budget proposal's own text points; words of cases are found by the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WORDS = """\
UPDATE motions SET search_text = lower(coalesce((
  SELECT t.title || ' ' || t.proposed_decision || ' ' || t.grounds FROM motion_texts t
  WHERE t.motion_id = motions.id ORDER BY t.version DESC LIMIT 1), title))"""


def upgrade() -> None:
    op.create_table(
        "point_records",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("point_id", sa.String(length=16), nullable=False),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("source_title != ''", name=op.f("ck_point_records_has_source")),
        sa.CheckConstraint(
            "(votes_for IS NULL) = (votes_against IS NULL)", name=op.f("ck_point_records_votes_together")
        ),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0", name=op.f("ck_point_records_votes_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["proposal_points.id"], name=op.f("fk_point_records_point_id_proposal_points")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_point_records_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_records")),
    )
    op.create_index(op.f("ix_point_records_point_id"), "point_records", ["point_id"])
    op.drop_column("motions", "search_text")


def downgrade() -> None:
    # With a default, since others point to these rows and SQLite would have to make the table anew.
    op.add_column("motions", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    op.execute(_WORDS)
    op.drop_index(op.f("ix_point_records_point_id"), table_name="point_records")
    op.drop_table("point_records")

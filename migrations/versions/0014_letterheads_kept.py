"""Every letterhead that was in use is kept, and one that is sent in can be looked at first."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_COPY = """\
INSERT INTO letterhead_versions (id, body_id, name, content, sha256, size, sent_at, sent_by_id, used_at)
SELECT :id, body_id, name, content, sha256, size, kept_at, kept_by_id, kept_at
FROM letterheads WHERE body_id = :body_id"""


def upgrade() -> None:
    op.create_table(
        "letterhead_versions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.String(length=16), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letterhead_versions_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_letterhead_versions_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead_versions")),
        sa.UniqueConstraint("body_id", "sha256", name=op.f("uq_letterhead_versions_body_id_sha256")),
    )
    bodies = op.get_bind().execute(sa.text("SELECT body_id FROM letterheads")).scalars().all()
    for body_id in bodies:
        op.get_bind().execute(sa.text(_COPY), {"id": secrets.token_hex(8), "body_id": body_id})


def downgrade() -> None:
    op.drop_table("letterhead_versions")

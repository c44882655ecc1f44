"""What each body calls its people: a name learnt by one body is not shown to another that knows the address."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_as",
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("name != ''", name=op.f("ck_known_as_name_not_empty")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_known_as_body_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_known_as_person_id")),
        sa.PrimaryKeyConstraint("person_id", "body_id", name=op.f("pk_known_as")),
    )
    with op.batch_alter_table("known_as", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_as_body_id"), ["body_id"], unique=False)
    # Each body goes on calling its people what it has called them.
    op.execute(
        "INSERT INTO known_as (person_id, body_id, name) "
        "SELECT DISTINCT memberships.person_id, memberships.body_id, people.name FROM memberships "
        "JOIN people ON people.id = memberships.person_id WHERE people.name IS NOT NULL AND people.name != ''"
    )


def downgrade() -> None:
    op.drop_table("known_as")

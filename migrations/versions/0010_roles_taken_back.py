"""A role that is taken back on its first day was held on no day: it ends the day before it begins."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAME = "ck_memberships_period_in_order"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    day_before = "date(from_on, '-1 day')" if is_sqlite else "from_on - 1"
    _check(f"until_on IS NULL OR until_on >= {day_before}")


def downgrade() -> None:
    # Ending with the day is the nearest that could be said before.
    op.execute("UPDATE memberships SET until_on = from_on WHERE until_on < from_on")
    _check("until_on IS NULL OR until_on >= from_on")


def _check(promise: str) -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_NAME), type_="check")
        batch_op.create_check_constraint(op.f(_NAME), sa.text(promise))

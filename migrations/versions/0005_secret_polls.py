"""Secret polls: tellers, tokens issued, sealed ballots and the published file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('secret_polls',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('key_name', sa.Text(), nullable=True),
    sa.Column('check_in', sa.Integer(), nullable=False),
    sa.Column('header', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('check_in > 0', name=op.f('ck_secret_polls_check_in_positive')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_secret_polls_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_secret_polls'))
    )
    op.create_table('issued',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('blinded', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_issued_person_id')),
    sa.ForeignKeyConstraint(['poll_id'], ['secret_polls.poll_id'], name=op.f('fk_issued_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'person_id', name=op.f('pk_issued')),
    sqlite_with_rowid=False
    )
    op.create_table('paper_voters',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_paper_voters_person_id')),
    sa.ForeignKeyConstraint(['poll_id'], ['secret_polls.poll_id'], name=op.f('fk_paper_voters_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'person_id', name=op.f('pk_paper_voters')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_tellers',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint('number BETWEEN 1 AND 3', name=op.f('ck_poll_tellers_number_of_three')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_poll_tellers_person_id')),
    sa.ForeignKeyConstraint(['poll_id'], ['secret_polls.poll_id'], name=op.f('fk_poll_tellers_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'number', name=op.f('pk_poll_tellers')),
    sa.UniqueConstraint('poll_id', 'person_id', name=op.f('uq_poll_tellers_poll_id_person_id'))
    )
    op.create_table('published_polls',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['secret_polls.poll_id'], name=op.f('fk_published_polls_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_published_polls'))
    )
    op.create_table('sealed_ballots',
    sa.Column('poll_id', sa.String(length=16), nullable=False),
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['secret_polls.poll_id'], name=op.f('fk_sealed_ballots_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'token', name=op.f('pk_sealed_ballots')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('sealed_ballots')
    op.drop_table('published_polls')
    op.drop_table('poll_tellers')
    op.drop_table('paper_voters')
    op.drop_table('issued')
    op.drop_table('secret_polls')

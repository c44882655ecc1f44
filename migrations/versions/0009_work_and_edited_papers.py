"""Work for the worker, versions of papers that were edited by hand, and bodies' own letterheads."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('letterheads',
    sa.Column('body_id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kept_by_id', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_letterheads_body_id')),
    sa.ForeignKeyConstraint(['kept_by_id'], ['people.id'], name=op.f('fk_letterheads_kept_by_id')),
    sa.PrimaryKeyConstraint('body_id', name=op.f('pk_letterheads'))
    )
    op.create_table('jobs',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.Enum('pdf', 'booklet', 'dossier', name='jobkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=16), nullable=False),
    sa.Column('asked_by_id', sa.String(length=16), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('paper_id', sa.String(length=16), nullable=True),
    sa.CheckConstraint("content IS NULL OR failure = ''", name=op.f('ck_jobs_made_or_failed')),
    sa.CheckConstraint("finished_at IS NOT NULL OR (content IS NULL AND failure = '')", name=op.f('ck_jobs_ends_last')),
    sa.CheckConstraint('done >= 0 AND done <= total', name=op.f('ck_jobs_done_of_total')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_jobs_asked_by_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_jobs_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    op.create_index(op.f('ix_jobs_asked_by_id'), 'jobs', ['asked_by_id'], unique=False)
    op.create_index('ix_jobs_finished_at_asked_at', 'jobs', ['finished_at', 'asked_at'], unique=False)
    op.create_table('paper_edits',
    sa.Column('paper_id', sa.String(length=16), nullable=False),
    sa.Column('from_paper_id', sa.String(length=16), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_by_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint('paper_id != from_paper_id', name=op.f('ck_paper_edits_not_from_itself')),
    sa.ForeignKeyConstraint(['edited_by_id'], ['people.id'], name=op.f('fk_paper_edits_edited_by_id')),
    sa.ForeignKeyConstraint(['from_paper_id'], ['papers.id'], name=op.f('fk_paper_edits_from_paper_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['papers.id'], name=op.f('fk_paper_edits_paper_id')),
    sa.PrimaryKeyConstraint('paper_id', name=op.f('pk_paper_edits'))
    )
    op.create_index(op.f('ix_paper_edits_from_paper_id'), 'paper_edits', ['from_paper_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_paper_edits_from_paper_id'), table_name='paper_edits')
    op.drop_table('paper_edits')
    op.drop_index('ix_jobs_finished_at_asked_at', table_name='jobs')
    op.drop_index(op.f('ix_jobs_asked_by_id'), table_name='jobs')
    op.drop_table('jobs')
    op.drop_table('letterheads')

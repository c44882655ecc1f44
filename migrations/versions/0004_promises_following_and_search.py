"""Promises and their reminders, figures over time, following, what is left over, and search."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MAILS = (
    "case_taken_off",
    "case_objected",
    "commitment_reported",
    "reminder",
    "digest",
    "annex_ready",
)
PAPERS = ("annex",)

WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_words USING fts5(title, content, content='search_entries',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN"
        " INSERT INTO search_words(rowid, title, content) VALUES (new.id, new.title, new.content); END",
        "CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN"
        " INSERT INTO search_words(search_words, rowid, title, content)"
        " VALUES ('delete', old.id, old.title, old.content); END",
        "CREATE TRIGGER search_entries_changed AFTER UPDATE ON search_entries BEGIN"
        " INSERT INTO search_words(search_words, rowid, title, content)"
        " VALUES ('delete', old.id, old.title, old.content);"
        " INSERT INTO search_words(rowid, title, content) VALUES (new.id, new.title, new.content); END",
    ),
    "postgresql": (
        "ALTER TABLE search_entries ADD COLUMN words tsvector GENERATED ALWAYS AS"
        " (setweight(to_tsvector('norwegian', title), 'A')"
        " || setweight(to_tsvector('norwegian', content), 'B')) STORED",
        "CREATE INDEX ix_search_entries_words ON search_entries USING gin (words)",
    ),
}


def upgrade() -> None:
    _allow("mails", "mailkind", added=MAILS)
    _allow("papers", "paperkind", added=PAPERS)
    op.create_table('calendar_addresses',
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('nonce', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calendar_addresses_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_calendar_addresses'))
    )
    op.create_table('mail_choices',
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('quiet_from', sa.Integer(), nullable=False),
    sa.Column('quiet_until', sa.Integer(), nullable=False),
    sa.Column('gathers', sa.Boolean(), nullable=False),
    sa.CheckConstraint('quiet_from BETWEEN 0 AND 23', name=op.f('ck_mail_choices_quiet_from_is_hour')),
    sa.CheckConstraint('quiet_until BETWEEN 0 AND 23', name=op.f('ck_mail_choices_quiet_until_is_hour')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mail_choices_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_mail_choices'))
    )
    op.create_table('subscriptions',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('body_id', sa.String(length=16), nullable=True),
    sa.Column('theme', sa.Enum('health', 'school', 'children', 'culture', 'welfare', 'transport', 'environment', 'planning', 'business', 'water', 'safety', 'economy', 'staff', 'democracy', 'organisation', name='theme', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(body_id IS NULL) != (theme IS NULL)', name=op.f('ck_subscriptions_body_or_theme')),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_subscriptions_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_subscriptions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('person_id', 'body_id', name=op.f('uq_subscriptions_person_id_body_id')),
    sa.UniqueConstraint('person_id', 'theme', name=op.f('uq_subscriptions_person_id_theme'))
    )
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subscriptions_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscriptions_theme'), ['theme'], unique=False)

    op.create_table('news_items',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mail_id', sa.String(length=16), nullable=True),
    sa.ForeignKeyConstraint(['mail_id'], ['mails.id'], name=op.f('fk_news_items_mail_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_news_items_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_news_items'))
    )
    with op.batch_alter_table('news_items', schema=None) as batch_op:
        batch_op.create_index('ix_news_items_mail_id_person_id', ['mail_id', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_news_items_person_id'), ['person_id'], unique=False)

    op.create_table('indicators',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('motion_id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('lower_is_better', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint("name != ''", name=op.f('ck_indicators_name_not_empty')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_indicators_made_by_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_indicators_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicators'))
    )
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicators_motion_id'), ['motion_id'], unique=False)

    op.create_table('motion_themes',
    sa.Column('motion_id', sa.String(length=16), nullable=False),
    sa.Column('theme', sa.Enum('health', 'school', 'children', 'culture', 'welfare', 'transport', 'environment', 'planning', 'business', 'water', 'safety', 'economy', 'staff', 'democracy', 'organisation', name='theme', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_motion_themes_motion_id')),
    sa.PrimaryKeyConstraint('motion_id', 'theme', name=op.f('pk_motion_themes'))
    )
    with op.batch_alter_table('motion_themes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_motion_themes_theme'), ['theme'], unique=False)

    op.create_table('joinings',
    sa.Column('step_id', sa.String(length=16), nullable=False),
    sa.Column('into_step_id', sa.String(length=16), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_by_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint('step_id != into_step_id', name=op.f('ck_joinings_not_itself')),
    sa.ForeignKeyConstraint(['into_step_id'], ['steps.id'], name=op.f('fk_joinings_into_step_id')),
    sa.ForeignKeyConstraint(['joined_by_id'], ['people.id'], name=op.f('fk_joinings_joined_by_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_joinings_step_id')),
    sa.PrimaryKeyConstraint('step_id', name=op.f('pk_joinings'))
    )
    with op.batch_alter_table('joinings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_joinings_into_step_id'), ['into_step_id'], unique=False)

    op.create_table('left_overs',
    sa.Column('meeting_id', sa.String(length=16), nullable=False),
    sa.Column('step_id', sa.String(length=16), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_off_by_id', sa.String(length=16), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("taken_off_at IS NULL OR reason != ''", name=op.f('ck_left_overs_taken_off_has_reason')),
    sa.CheckConstraint('(taken_off_at IS NULL) = (taken_off_by_id IS NULL)', name=op.f('ck_left_overs_taken_off_has_person')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_left_overs_meeting_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_left_overs_step_id')),
    sa.ForeignKeyConstraint(['taken_off_by_id'], ['people.id'], name=op.f('fk_left_overs_taken_off_by_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'step_id', name=op.f('pk_left_overs'))
    )
    with op.batch_alter_table('left_overs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_left_overs_step_id'), ['step_id'], unique=False)

    op.create_table('readings',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('indicator_id', sa.String(length=16), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('hundredths', sa.BigInteger(), nullable=False),
    sa.Column('out_of', sa.Integer(), nullable=True),
    sa.Column('source_title', sa.Text(), nullable=False),
    sa.Column('source_link', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint("source_title != ''", name=op.f('ck_readings_has_source')),
    sa.CheckConstraint('out_of > 0', name=op.f('ck_readings_out_of_positive')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_readings_indicator_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_readings_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_readings')),
    sa.UniqueConstraint('indicator_id', 'on', name=op.f('uq_readings_indicator_id_on'))
    )
    op.create_table('search_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('text', 'decision', 'recommendation', 'paper', name='entrykind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=16), nullable=False),
    sa.Column('motion_id', sa.String(length=16), nullable=False),
    sa.Column('step_id', sa.String(length=16), nullable=False),
    sa.Column('is_inside', sa.Boolean(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_search_entries_motion_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_search_entries_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entries')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_search_entries_kind_subject_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('search_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_entries_motion_id'), ['motion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_entries_step_id'), ['step_id'], unique=False)

    op.create_table('commitments',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('motion_id', sa.String(length=16), nullable=False),
    sa.Column('decision_id', sa.String(length=16), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('body_id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=True),
    sa.Column('target', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("unit != ''", name=op.f('ck_commitments_unit_not_empty')),
    sa.CheckConstraint("what != ''", name=op.f('ck_commitments_what_not_empty')),
    sa.CheckConstraint('target > 0', name=op.f('ck_commitments_target_positive')),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_commitments_body_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_commitments_decision_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_commitments_made_by_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_commitments_motion_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_commitments_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments'))
    )
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitments_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitments_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitments_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitments_motion_id'), ['motion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitments_person_id'), ['person_id'], unique=False)

    op.create_table('objections',
    sa.Column('decision_id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('objected_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('step_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint("text != ''", name=op.f('ck_objections_text_not_empty')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_objections_decision_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_objections_person_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_objections_step_id')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_objections'))
    )
    op.create_table('commitment_reports',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('commitment_id', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('not_started', 'under_way', 'partly_done', 'done', 'delayed', 'stopped', 'lapsed', name='followupstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('reached', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('is_final', sa.Boolean(), nullable=False),
    sa.Column('source_title', sa.Text(), nullable=False),
    sa.Column('source_link', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.String(length=16), nullable=False),
    sa.CheckConstraint("(status = 'delayed') = (new_due_on IS NOT NULL)", name=op.f('ck_commitment_reports_delay_has_new_date')),
    sa.CheckConstraint("source_title != ''", name=op.f('ck_commitment_reports_has_source')),
    sa.CheckConstraint("status != 'partly_done' OR (reached IS NOT NULL AND reached > 0)", name=op.f('ck_commitment_reports_part_has_number')),
    sa.CheckConstraint("status NOT IN ('delayed', 'stopped', 'lapsed') OR reason != ''", name=op.f('ck_commitment_reports_giving_up_has_reason')),
    sa.CheckConstraint('reached >= 0', name=op.f('ck_commitment_reports_reached_not_negative')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_commitment_reports_commitment_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_commitment_reports_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_reports')),
    sa.UniqueConstraint('commitment_id', 'number', name=op.f('uq_commitment_reports_commitment_id_number'))
    )
    with op.batch_alter_table('commitment_reports', schema=None) as batch_op:
        batch_op.create_index('uq_commitment_reports_one_delay', ['commitment_id'], unique=True, sqlite_where=sa.text("status = 'delayed'"), postgresql_where=sa.text("status = 'delayed'"))

    op.create_table('reminder_stops',
    sa.Column('commitment_id', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_reminder_stops_commitment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reminder_stops_person_id')),
    sa.PrimaryKeyConstraint('commitment_id', 'person_id', name=op.f('pk_reminder_stops'))
    )
    op.create_table('reminders',
    sa.Column('commitment_id', sa.String(length=16), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('rung', sa.Enum('before', 'after', 'body', name='rung', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.String(length=16), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_reminders_commitment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reminders_person_id')),
    sa.PrimaryKeyConstraint('commitment_id', 'due_on', 'rung', 'person_id', name=op.f('pk_reminders'))
    )
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")

    op.drop_table('reminders')
    op.drop_table('reminder_stops')
    with op.batch_alter_table('commitment_reports', schema=None) as batch_op:
        batch_op.drop_index('uq_commitment_reports_one_delay', sqlite_where=sa.text("status = 'delayed'"), postgresql_where=sa.text("status = 'delayed'"))

    op.drop_table('commitment_reports')
    op.drop_table('objections')
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitments_person_id'))
        batch_op.drop_index(batch_op.f('ix_commitments_motion_id'))
        batch_op.drop_index(batch_op.f('ix_commitments_due_on'))
        batch_op.drop_index(batch_op.f('ix_commitments_decision_id'))
        batch_op.drop_index(batch_op.f('ix_commitments_body_id'))

    op.drop_table('commitments')
    with op.batch_alter_table('search_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_entries_step_id'))
        batch_op.drop_index(batch_op.f('ix_search_entries_motion_id'))

    op.drop_table('search_entries')
    op.drop_table('readings')
    with op.batch_alter_table('left_overs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_left_overs_step_id'))

    op.drop_table('left_overs')
    with op.batch_alter_table('joinings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_joinings_into_step_id'))

    op.drop_table('joinings')
    with op.batch_alter_table('motion_themes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_motion_themes_theme'))

    op.drop_table('motion_themes')
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicators_motion_id'))

    op.drop_table('indicators')
    with op.batch_alter_table('news_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_news_items_person_id'))
        batch_op.drop_index('ix_news_items_mail_id_person_id')

    op.drop_table('news_items')
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subscriptions_theme'))
        batch_op.drop_index(batch_op.f('ix_subscriptions_body_id'))

    op.drop_table('subscriptions')
    op.drop_table('mail_choices')
    op.drop_table('calendar_addresses')
    op.execute("DELETE FROM paper_people WHERE paper_id IN (SELECT id FROM papers WHERE kind = 'annex')")
    _allow("papers", "paperkind", removed=PAPERS)
    _allow("mails", "mailkind", removed=MAILS)


def _allow(table: str, enum: str, *, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> None:
    """Let a table's ``kind`` have more values, or fewer; rows with those removed go."""
    name = f"ck_{table}_{enum}"
    before = next(
        str(check["sqltext"])
        for check in sa.inspect(op.get_bind()).get_check_constraints(table)
        if check["name"] == name
    )
    values = [each for each in re.findall(r"'([a-z_-]+)'", before) if each not in removed]
    listed = ", ".join(f"'{each}'" for each in [*values, *added])
    if removed:
        gone = ", ".join(f"'{each}'" for each in removed)
        op.execute(f"DELETE FROM {table} WHERE kind IN ({gone})")
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, name, f"kind IN ({listed})")
    else:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (kind IN ({listed}))")


def _make_anew(table: str, name: str, condition: str) -> None:
    """Give a table of SQLite another CHECK: made anew, since it cannot be altered.

    Other tables point to its rows. So the rows are put back into a table of the same name (a renamed one
    would not do), and what points to them is looked at when the transaction ends.
    """
    bind = op.get_bind()
    made = [
        str(row[0])
        for row in bind.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC", (table,)
        )
    ]
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute(f"CREATE TEMPORARY TABLE kept_rows AS SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    pattern = rf"CONSTRAINT {name} CHECK \(kind IN \([^)]*\)\)"
    for statement in made:
        changed = re.sub(pattern, f"CONSTRAINT {name} CHECK ({condition})", statement)
        bind.exec_driver_sql(changed)
    op.execute(f"INSERT INTO {table} SELECT * FROM kept_rows")
    op.execute("DROP TABLE kept_rows")

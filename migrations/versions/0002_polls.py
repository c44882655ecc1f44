"""Polls, rolls and the room they are held in; what a quorum was of; since when one is a member."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dues",
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_dues_year_plausible")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_dues_body_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_dues_person_id")),
        sa.PrimaryKeyConstraint("body_id", "person_id", "year", name=op.f("pk_dues")),
    )
    op.create_table(
        "meeting_delegates",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("is_substitute", sa.Boolean(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("steps_in_for_id", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "is_substitute OR steps_in_for_id IS NULL",
            name=op.f("ck_meeting_delegates_only_substitutes_step_in"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_delegates_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_delegates_person_id")),
        sa.ForeignKeyConstraint(
            ["steps_in_for_id"], ["people.id"], name=op.f("fk_meeting_delegates_steps_in_for_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_delegates")),
        sa.UniqueConstraint(
            "meeting_id", "steps_in_for_id", name=op.f("uq_meeting_delegates_meeting_id_steps_in_for_id")
        ),
    )
    op.create_table(
        "poll_rules",
        sa.Column("rule_set_id", sa.String(length=16), nullable=False),
        sa.Column(
            "roll",
            sa.Enum(
                "members", "delegates", name="rollkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "dues",
            sa.Enum(
                "none",
                "this_year",
                "this_or_last_year",
                "this_and_last_year",
                name="duesrule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quorum", sa.Text(), nullable=True),
        sa.Column("quorum_is_strict", sa.Boolean(), nullable=False),
        sa.Column("quorum_refuses", sa.Boolean(), nullable=False),
        sa.Column("secret_when_asked", sa.Boolean(), nullable=False),
        sa.Column("names_kept_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("names_kept_days >= 0", name=op.f("ck_poll_rules_names_kept_days_not_negative")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_sets.id"], name=op.f("fk_poll_rules_rule_set_id")),
        sa.PrimaryKeyConstraint("rule_set_id", name=op.f("pk_poll_rules")),
    )
    op.create_table(
        "meeting_rooms",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("live_key", sa.Text(), nullable=False),
        sa.Column("screen_key", sa.Text(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("news", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("news > 0", name=op.f("ck_meeting_rooms_news_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_meeting_rooms_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_rooms_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_rooms")),
        sa.UniqueConstraint("live_key", name=op.f("uq_meeting_rooms_live_key")),
        sa.UniqueConstraint("screen_key", name=op.f("uq_meeting_rooms_screen_key")),
    )
    op.create_table(
        "polls",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "for_against",
                "pair",
                "alternatives",
                "en_bloc",
                "acclamation",
                name="pollkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "secrecy",
            sa.Enum("open", "secret", name="secrecy", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "prepared",
                "check_in",
                "open",
                "closed",
                "counted",
                "annulled",
                "fallen_away",
                name="pollstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("may_change_vote", sa.Boolean(), nullable=False),
        sa.Column("takes_online", sa.Boolean(), nullable=False),
        sa.Column("takes_hands", sa.Boolean(), nullable=False),
        sa.Column("takes_paper", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("first_round_id", sa.String(length=16), nullable=True),
        sa.Column("replaces_id", sa.String(length=16), nullable=True),
        sa.Column("needs_id", sa.String(length=16), nullable=True),
        sa.Column("needs_carried", sa.Boolean(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.String(length=16), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annul_reason", sa.Text(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("roll_count", sa.Integer(), nullable=True),
        sa.Column("roll_hash", sa.Text(), nullable=True),
        sa.Column("tie_option", sa.Text(), nullable=True),
        sa.Column("result_option", sa.Text(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "carried",
                "carried_by_chair",
                "carried_by_lot",
                "fell",
                "fell_at_tie",
                "fell_by_chair",
                "fell_by_lot",
                "undecided_at_tie",
                "no_votes",
                "no_quorum",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("result_votes", sa.Integer(), nullable=True),
        sa.Column("result_base", sa.Integer(), nullable=True),
        sa.Column("ballots_salt", sa.Text(), nullable=True),
        sa.Column("ballots_hash", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "rule_name",
            sa.Enum(
                "ordinary",
                "ordinary_with_blanks",
                "simple",
                "absolute",
                "two_thirds",
                "council",
                "council_election",
                name="rulename",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "base",
            sa.Enum(
                "cast",
                "cast_without_blanks",
                "present",
                "entitled",
                name="base",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("threshold", sa.Text(), nullable=True),
        sa.Column("is_strict", sa.Boolean(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "falls",
                "chair_decides",
                "lot",
                "new_round",
                name="tie",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("allows_blanks", sa.Boolean(), nullable=False),
        sa.Column("quorum", sa.Text(), nullable=True),
        sa.Column(
            "quorum_of",
            sa.Enum("cast", "present", name="quorumof", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("quorum_is_strict", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'annulled') = (annul_reason != '')", name=op.f("ck_polls_annulled_has_reason")
        ),
        sa.CheckConstraint(
            "(state = 'counted') = (verdict IS NOT NULL)", name=op.f("ck_polls_counted_has_result")
        ),
        sa.CheckConstraint(
            "(state IN ('closed', 'counted')) = (closed_at IS NOT NULL) OR state = 'annulled'",
            name=op.f("ck_polls_closed_says_when"),
        ),
        sa.CheckConstraint("question != ''", name=op.f("ck_polls_question_not_empty")),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed', 'counted') OR opened_at IS NOT NULL",
            name=op.f("ck_polls_opened_says_when"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed', 'counted') OR roll_hash IS NOT NULL",
            name=op.f("ck_polls_opened_has_roll"),
        ),
        sa.CheckConstraint(
            "closes_at IS NULL OR closes_at > opened_at", name=op.f("ck_polls_closes_after_opening")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_polls_number_positive")),
        sa.CheckConstraint("roll_count <= entitled", name=op.f("ck_polls_roll_within_entitled")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_polls_at_most_two_rounds")),
        sa.ForeignKeyConstraint(["first_round_id"], ["polls.id"], name=op.f("fk_polls_first_round_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_polls_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_polls_meeting_id")),
        sa.ForeignKeyConstraint(["needs_id"], ["polls.id"], name=op.f("fk_polls_needs_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["people.id"], name=op.f("fk_polls_planned_by_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["polls.id"], name=op.f("fk_polls_replaces_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_polls_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_polls_meeting_id_number")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_polls_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_polls_step_id"), ["step_id"], unique=False)

    op.create_table(
        "roll_exclusions",
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "own_accounts",
                "disqualified",
                "own_wish",
                name="exclusionreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_roll_exclusions_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roll_exclusions_person_id")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_roll_exclusions")),
    )
    op.create_table(
        "poll_cases",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_poll_cases_item_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_cases_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "item_id", name=op.f("pk_poll_cases")),
    )
    op.create_table(
        "poll_options",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("key != ''", name=op.f("ck_poll_options_key_not_empty")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "key", name=op.f("pk_poll_options")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_options_poll_id_position")),
    )
    op.create_table(
        "poll_requests",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "poll", "secret", name="requestkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_requests_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_requests_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", "kind", name=op.f("pk_poll_requests")),
    )
    op.create_table(
        "poll_roll",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_poll_roll_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_roll_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_poll_roll")),
    )
    op.create_table(
        "roll_admissions",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("first_by_id", sa.String(length=16), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by_id", sa.String(length=16), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(second_by_id IS NULL) = (second_at IS NULL)", name=op.f("ck_roll_admissions_second_says_when")
        ),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id != first_by_id", name=op.f("ck_roll_admissions_by_two")
        ),
        sa.ForeignKeyConstraint(["first_by_id"], ["people.id"], name=op.f("fk_roll_admissions_first_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roll_admissions_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_roll_admissions_poll_id")),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["people.id"], name=op.f("fk_roll_admissions_second_by_id")
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_roll_admissions")),
    )
    op.create_table(
        "open_ballots",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "option"],
            ["poll_options.poll_id", "poll_options.key"],
            name=op.f("fk_open_ballots_poll_id_option"),
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "person_id"],
            ["poll_roll.poll_id", "poll_roll.person_id"],
            name=op.f("fk_open_ballots_poll_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_open_ballots")),
    )
    op.create_table(
        "poll_counts",
        sa.Column("poll_id", sa.String(length=16), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "hands",
                "paper",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("counted_by_id", sa.String(length=16), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_poll_counts_votes_not_negative")),
        sa.ForeignKeyConstraint(["counted_by_id"], ["people.id"], name=op.f("fk_poll_counts_counted_by_id")),
        sa.ForeignKeyConstraint(
            ["poll_id", "option"],
            ["poll_options.poll_id", "poll_options.key"],
            name=op.f("fk_poll_counts_poll_id_option"),
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_counts_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "channel", "option", name=op.f("pk_poll_counts")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_since", sa.Date(), nullable=True))

    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "quorum_of",
                sa.Enum(
                    "cast", "present", name="quorumof", native_enum=False, create_constraint=True, length=40
                ),
                nullable=False,
                server_default="cast",
            )
        )
        batch_op.add_column(
            sa.Column("quorum_is_strict", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # Only the votes that are there already needed to be told.
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.alter_column("quorum_of", server_default=None)
        batch_op.alter_column("quorum_is_strict", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_vote_events_quorumof"), type_="check")
        batch_op.drop_column("quorum_is_strict")
        batch_op.drop_column("quorum_of")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("member_since")

    op.drop_table("poll_counts")
    op.drop_table("open_ballots")
    op.drop_table("roll_admissions")
    op.drop_table("poll_roll")
    op.drop_table("poll_requests")
    op.drop_table("poll_options")
    op.drop_table("poll_cases")
    op.drop_table("roll_exclusions")
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_polls_step_id"))
        batch_op.drop_index(batch_op.f("ix_polls_item_id"))

    op.drop_table("polls")
    op.drop_table("meeting_rooms")
    op.drop_table("poll_rules")
    op.drop_table("meeting_delegates")
    op.drop_table("dues")

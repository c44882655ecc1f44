"""The first tables: bodies, people, meetings, motions, votes, papers, events and mail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answered_forms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answered_forms")),
    )
    with op.batch_alter_table("answered_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answered_forms_answered_at"), ["answered_at"], unique=False)

    op.create_table(
        "bodies",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "branch",
                "municipal_party",
                "county_party",
                "council_group",
                "committee",
                "executive_committee",
                "council",
                name="bodykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.String(length=16), nullable=True),
        sa.Column("is_hosted", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_bodies_language_of_papers")),
        sa.CheckConstraint("name != ''", name=op.f("ck_bodies_name_not_empty")),
        sa.CheckConstraint("slug != ''", name=op.f("ck_bodies_slug_not_empty")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id != id", name=op.f("ck_bodies_not_own_parent")),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_bodies_seats_positive")),
        sa.ForeignKeyConstraint(["parent_id"], ["bodies.id"], name=op.f("fk_bodies_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("name", name=op.f("uq_bodies_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_bodies_slug")),
    )
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bodies_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('nb', 'nn', 'en')", name=op.f("ck_people_language_known")),
        sa.CheckConstraint(
            "(erased_at IS NULL) = (name IS NOT NULL)", name=op.f("ck_people_erased_has_no_name")
        ),
        sa.CheckConstraint(
            "erased_at IS NULL OR address IS NULL", name=op.f("ck_people_erased_has_no_address")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("address", name=op.f("uq_people_address")),
    )
    op.create_table(
        "body_follows",
        sa.Column("external_body_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("external_body_id != body_id", name=op.f("ck_body_follows_not_itself")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_follows_body_id")),
        sa.ForeignKeyConstraint(
            ["external_body_id"], ["bodies.id"], name=op.f("fk_body_follows_external_body_id")
        ),
        sa.PrimaryKeyConstraint("external_body_id", "body_id", name=op.f("pk_body_follows")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_chain_heads_body_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "events",
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_events_number_positive")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_events_body_id")),
        sa.PrimaryKeyConstraint("body_id", "number", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign_in",
                "case_received",
                "case_decided",
                "case_returned",
                "case_declined",
                "case_followed_up",
                name="mailkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_mails_sent_or_given_up")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mails_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index("ix_mails_due_at", ["sent_at", "given_up_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mails_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annual",
                "extraordinary",
                "members",
                "group",
                "board",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by_id", sa.String(length=16), nullable=True),
        sa.Column("is_recorded_later", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("guests", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(called_at IS NULL) = is_recorded_later", name=op.f("ck_meetings_called_or_recorded_later")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_meetings_ended_was_opened")
        ),
        sa.CheckConstraint("entitled >= 0", name=op.f("ck_meetings_entitled_not_negative")),
        sa.CheckConstraint("guests >= 0", name=op.f("ck_meetings_guests_not_negative")),
        sa.CheckConstraint("present <= entitled", name=op.f("ck_meetings_present_at_most_entitled")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_meetings_body_id")),
        sa.ForeignKeyConstraint(["called_by_id"], ["people.id"], name=op.f("fk_meetings_called_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_body_id"), ["body_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "secretary",
                "chair",
                "teller",
                "board",
                "drafting_committee",
                "councillor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role != 'councillor' OR party IS NOT NULL", name=op.f("ck_memberships_councillor_has_party")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_memberships_period_in_order")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_memberships_body_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_memberships_person_id_body_id", ["person_id", "body_id"], unique=False)

    op.create_table(
        "rule_sets",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("motion_days", sa.Integer(), nullable=True),
        sa.Column("papers_days", sa.Integer(), nullable=True),
        sa.Column(
            "majority",
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
        sa.Column("membership_days", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("motion_days >= 0", name=op.f("ck_rule_sets_motion_days_not_negative")),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_rule_sets_notice_days_not_negative")),
        sa.CheckConstraint("papers_days >= 0", name=op.f("ck_rule_sets_papers_days_not_negative")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_rule_sets_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_sets")),
        sa.UniqueConstraint("body_id", "valid_from", name=op.f("uq_rule_sets_body_id_valid_from")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_reusable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_links")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_uploads_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_web_sessions_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_sessions")),
    )
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= came_at", name=op.f("ck_attendance_left_after_coming")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", "came_at", name=op.f("uq_attendance_meeting_id_person_id_came_at")
        ),
    )
    op.create_table(
        "meeting_officers",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "chair",
                "secretary",
                "teller",
                "signer",
                "drafting_committee",
                name="officerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_officers_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_officers_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", "kind", name=op.f("pk_meeting_officers")),
    )
    op.create_table(
        "motions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("founding_body_id", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("original_id", sa.String(length=16), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_motions_number_positive")),
        sa.ForeignKeyConstraint(
            ["founding_body_id"], ["bodies.id"], name=op.f("fk_motions_founding_body_id")
        ),
        sa.ForeignKeyConstraint(["original_id"], ["uploads.id"], name=op.f("fk_motions_original_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motions")),
        sa.UniqueConstraint(
            "founding_body_id", "year", "number", name=op.f("uq_motions_founding_body_id_year_number")
        ),
    )
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.create_index("ix_motions_started_at_id", ["started_at", "id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "under_way",
                "partly_done",
                "done",
                "delayed",
                "stopped",
                "lapsed",
                name="followupstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("source_link", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("source_title != ''", name=op.f("ck_follow_ups_has_source")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_follow_ups_motion_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_follow_ups_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_motion_id"), ["motion_id"], unique=False)

    op.create_table(
        "followers",
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_followers_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_followers_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_followers")),
    )
    op.create_table(
        "motion_texts",
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("proposed_decision", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "proposed_decision != ''", name=op.f("ck_motion_texts_proposed_decision_not_empty")
        ),
        sa.CheckConstraint("title != ''", name=op.f("ck_motion_texts_title_not_empty")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_motion_texts_motion_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_motion_texts_written_by_id")),
        sa.PrimaryKeyConstraint("motion_id", "version", name=op.f("pk_motion_texts")),
    )
    op.create_table(
        "movers",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=True),
        sa.Column("body_id", sa.String(length=16), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) != (body_id IS NULL)", name=op.f("ck_movers_person_or_body")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_movers_body_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_movers_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_movers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movers")),
        sa.UniqueConstraint("motion_id", "body_id", name=op.f("uq_movers_motion_id_body_id")),
        sa.UniqueConstraint("motion_id", "person_id", name=op.f("uq_movers_motion_id_person_id")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.String(length=16), nullable=True),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("title != ''", name=op.f("ck_sources_title_not_empty")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_sources_added_by_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_sources_motion_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_sources_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_motion_id"), ["motion_id"], unique=False)

    op.create_table(
        "steps",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "inbox",
                "accepted",
                "listed",
                "treated",
                "postponed",
                "returned",
                "declined",
                "decided",
                name="stepstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "route",
            sa.Enum(
                "budget_figures",
                "budget_text",
                "budget_change",
                "listed_case",
                "interpellation",
                "question",
                "sent_over",
                "inhabitants",
                "administrative",
                "programme",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "arrival",
            sa.Enum(
                "handed_in",
                "forwarded",
                "returned",
                "resubmitted",
                name="arrival",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.String(length=16), nullable=False),
        sa.Column("from_step_id", sa.String(length=16), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=16), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("archive_number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('returned', 'declined', 'decided')) = (ended_at IS NOT NULL)",
            name=op.f("ck_steps_ended_has_moment"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'declined') OR ended_reason != ''",
            name=op.f("ck_steps_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_steps_ended_has_person")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_steps_body_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_steps_ended_by_id")),
        sa.ForeignKeyConstraint(["from_step_id"], ["steps.id"], name=op.f("fk_steps_from_step_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_steps_motion_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people.id"], name=op.f("fk_steps_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("motion_id", "number", name=op.f("uq_steps_motion_id_number")),
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index("ix_steps_body_id_state", ["body_id", "state"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("leave_given", sa.Boolean(), nullable=False),
        sa.CheckConstraint("title != ''", name=op.f("ck_agenda_items_title_not_empty")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_agenda_items_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_items_meeting_id_number")),
        sa.UniqueConstraint("meeting_id", "step_id", name=op.f("uq_agenda_items_meeting_id_step_id")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_step_id"), ["step_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("agenda_number", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "adopted",
                "adopted_with_changes",
                "fallen",
                "dismissed",
                "withdrawn",
                "postponed",
                "sent_back",
                "sent_on",
                "noted",
                "acknowledged",
                "covered",
                "answered",
                "lapsed",
                "recommended",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("operative_text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("covering_motion_id", sa.String(length=16), nullable=True),
        sa.Column("covering_link", sa.Text(), nullable=False),
        sa.Column("next_body_id", sa.String(length=16), nullable=True),
        sa.Column("proposed_decision", sa.Text(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("source_link", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "next_body_id IS NULL OR proposed_decision != ''", name=op.f("ck_decisions_sent_on_has_text")
        ),
        sa.CheckConstraint(
            "outcome != 'covered' OR covering_link != '' OR covering_motion_id IS NOT NULL",
            name=op.f("ck_decisions_covered_has_link"),
        ),
        sa.CheckConstraint(
            "outcome != 'sent_on' OR next_body_id IS NOT NULL",
            name=op.f("ck_decisions_sent_on_has_next_body"),
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('adopted', 'adopted_with_changes', 'answered', 'recommended') OR operative_text != ''",
            name=op.f("ck_decisions_adopted_has_text"),
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('dismissed', 'sent_back', 'covered', 'lapsed') OR reason != ''",
            name=op.f("ck_decisions_refusal_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["covering_motion_id"], ["motions.id"], name=op.f("fk_decisions_covering_motion_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["next_body_id"], ["bodies.id"], name=op.f("fk_decisions_next_body_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_decisions_recorded_by_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_decisions_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("step_id", "number", name=op.f("uq_decisions_step_id_number")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "motion",
                "notice",
                "booklet",
                "minutes",
                "extract",
                "letter",
                "proposal",
                "record",
                "decision-notice",
                "status",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=True),
        sa.Column("step_id", sa.String(length=16), nullable=True),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.String(length=16), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_papers_language_of_papers")),
        sa.CheckConstraint(
            "(content IS NULL) = (destroyed_at IS NOT NULL)", name=op.f("ck_papers_destroyed_has_no_bytes")
        ),
        sa.CheckConstraint(
            "(facts IS NULL) = (destroyed_at IS NOT NULL)", name=op.f("ck_papers_destroyed_has_no_facts")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_papers_version_positive")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_papers_body_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_papers_made_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_papers_meeting_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_papers_motion_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_papers_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("subject_id", "kind", "version", name=op.f("uq_papers_subject_id_kind_version")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_motion_id"), ["motion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_step_id"), ["step_id"], unique=False)

    op.create_table(
        "recommendations",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "board",
                "drafting_majority",
                "drafting_minority",
                "executive_committee",
                name="recommendationby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verb",
            sa.Enum(
                "adopt",
                "adopt_with_changes",
                "reject",
                "send_on",
                "covered",
                "withdrawn",
                name="verb",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "verb != 'adopt_with_changes' OR text != ''", name=op.f("ck_recommendations_changes_have_text")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_recommendations_given_by_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_recommendations_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
    )
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendations_step_id"), ["step_id"], unique=False)

    op.create_table(
        "paper_people",
        sa.Column("paper_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_people_paper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_paper_people_person_id")),
        sa.PrimaryKeyConstraint("paper_id", "person_id", name=op.f("pk_paper_people")),
    )
    with op.batch_alter_table("paper_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_events",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("blanks", sa.Integer(), nullable=False),
        sa.Column("deciding_option", sa.Text(), nullable=False),
        sa.Column("tie_option", sa.Text(), nullable=True),
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
            nullable=False,
        ),
        sa.Column("result_votes", sa.Integer(), nullable=False),
        sa.Column("result_base", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "allows_blanks OR blanks = 0", name=op.f("ck_vote_events_blanks_only_where_allowed")
        ),
        sa.CheckConstraint("blanks >= 0", name=op.f("ck_vote_events_blanks_not_negative")),
        sa.CheckConstraint("entitled >= 0", name=op.f("ck_vote_events_entitled_not_negative")),
        sa.CheckConstraint(
            "present IS NULL OR entitled IS NULL OR present <= entitled",
            name=op.f("ck_vote_events_present_fits"),
        ),
        sa.CheckConstraint("result_votes <= result_base", name=op.f("ck_vote_events_share_at_most_whole")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_vote_events_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_events")),
        sa.UniqueConstraint("decision_id", "round", name=op.f("uq_vote_events_decision_id_round")),
    )
    op.create_table(
        "vote_counts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("vote_event_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("option != ''", name=op.f("ck_vote_counts_option_not_empty")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_vote_counts_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["vote_event_id"], ["vote_events.id"], name=op.f("fk_vote_counts_vote_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_counts")),
        sa.UniqueConstraint(
            "vote_event_id", "option", "party", name=op.f("uq_vote_counts_vote_event_id_option_party")
        ),
    )


def downgrade() -> None:
    op.drop_table("vote_counts")
    op.drop_table("vote_events")
    with op.batch_alter_table("paper_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_people_person_id"))

    op.drop_table("paper_people")
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendations_step_id"))

    op.drop_table("recommendations")
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_papers_step_id"))
        batch_op.drop_index(batch_op.f("ix_papers_motion_id"))
        batch_op.drop_index(batch_op.f("ix_papers_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_papers_body_id"))

    op.drop_table("papers")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_meeting_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_step_id"))

    op.drop_table("agenda_items")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index("ix_steps_body_id_state")

    op.drop_table("steps")
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sources_motion_id"))

    op.drop_table("sources")
    op.drop_table("movers")
    op.drop_table("motion_texts")
    op.drop_table("followers")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_ups_motion_id"))

    op.drop_table("follow_ups")
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.drop_index("ix_motions_started_at_id")

    op.drop_table("motions")
    op.drop_table("meeting_officers")
    op.drop_table("attendance")
    with op.batch_alter_table("web_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_sessions_person_id"))

    op.drop_table("web_sessions")
    op.drop_table("uploads")
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_person_id"))

    op.drop_table("sign_in_links")
    op.drop_table("rule_sets")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_person_id_body_id")
        batch_op.drop_index(batch_op.f("ix_memberships_body_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_body_id"))

    op.drop_table("meetings")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_person_id"))
        batch_op.drop_index("ix_mails_due_at")

    op.drop_table("mails")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_subject_id"))

    op.drop_table("events")
    op.drop_table("chain_heads")
    op.drop_table("body_follows")
    op.drop_table("people")
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bodies_parent_id"))

    op.drop_table("bodies")
    with op.batch_alter_table("answered_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answered_forms_answered_at"))

    op.drop_table("answered_forms")

"""Money of cases, budget proposals, and the council as the party knows it: seats, days, routes, records."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_proposals",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("council_id", sa.String(length=16), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("mover_id", sa.String(length=16), nullable=True),
        sa.Column("reserve_before", sa.BigInteger(), nullable=True),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("copied_from_id", sa.String(length=16), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.String(length=16), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_by_id", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("base != ''", name=op.f("ck_budget_proposals_base_not_empty")),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (handed_in_by_id IS NULL)",
            name=op.f("ck_budget_proposals_handed_in_has_person"),
        ),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (handed_in_on IS NULL)",
            name=op.f("ck_budget_proposals_handed_in_has_day"),
        ),
        sa.CheckConstraint(
            "copied_from_id IS NULL OR copied_from_id != id",
            name=op.f("ck_budget_proposals_not_its_own_copy"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_budget_proposals_body_id")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["budget_proposals.id"], name=op.f("fk_budget_proposals_copied_from_id")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["bodies.id"], name=op.f("fk_budget_proposals_council_id")),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["people.id"], name=op.f("fk_budget_proposals_handed_in_by_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_budget_proposals_made_by_id")),
        sa.ForeignKeyConstraint(["mover_id"], ["people.id"], name=op.f("fk_budget_proposals_mover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_proposals")),
    )
    with op.batch_alter_table("budget_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_proposals_body_id"), ["body_id"], unique=False)

    op.create_table(
        "council_meetings",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "sitting",
            sa.Enum(
                "ordinary",
                "budget_change",
                "budget",
                "constituent",
                name="sitting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_link", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_council_meetings_body_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_council_meetings_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_meetings")),
        sa.UniqueConstraint("body_id", "held_on", name=op.f("uq_council_meetings_body_id_held_on")),
    )
    op.create_table(
        "council_periods",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_council_periods_body_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_council_periods_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_periods")),
    )
    with op.batch_alter_table("council_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_periods_body_id"), ["body_id"], unique=False)

    op.create_table(
        "route_deadlines",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("body_id", sa.String(length=16), nullable=False),
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
            nullable=False,
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_route_deadlines_days_not_negative")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_route_deadlines_body_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_route_deadlines_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_deadlines")),
    )
    with op.batch_alter_table("route_deadlines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_deadlines_body_id"), ["body_id"], unique=False)

    op.create_table(
        "party_seats",
        sa.Column("period_id", sa.String(length=16), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("party != ''", name=op.f("ck_party_seats_party_not_empty")),
        sa.CheckConstraint("seats > 0", name=op.f("ck_party_seats_seats_positive")),
        sa.ForeignKeyConstraint(["period_id"], ["council_periods.id"], name=op.f("fk_party_seats_period_id")),
        sa.PrimaryKeyConstraint("period_id", "party", name=op.f("pk_party_seats")),
    )
    op.create_table(
        "proposal_parties",
        sa.Column("proposal_id", sa.String(length=16), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("party != ''", name=op.f("ck_proposal_parties_party_not_empty")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["budget_proposals.id"], name=op.f("fk_proposal_parties_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "party", name=op.f("pk_proposal_parties")),
    )
    op.create_table(
        "proposal_points",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("proposal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=True),
        sa.CheckConstraint("text != ''", name=op.f("ck_proposal_points_text_not_empty")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_proposal_points_motion_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["budget_proposals.id"], name=op.f("fk_proposal_points_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_points")),
    )
    with op.batch_alter_table("proposal_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_points_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "route_plans",
        sa.Column("motion_id", sa.String(length=16), nullable=False),
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
            nullable=False,
        ),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["people.id"], name=op.f("fk_route_plans_chosen_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["council_meetings.id"], name=op.f("fk_route_plans_meeting_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_route_plans_motion_id")),
        sa.PrimaryKeyConstraint("motion_id", name=op.f("pk_route_plans")),
    )
    op.create_table(
        "answer_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answer_links_person_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_answer_links_step_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_answer_links")),
    )
    with op.batch_alter_table("answer_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_links_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_links_step_id"), ["step_id"], unique=False)

    op.create_table(
        "budget_lines",
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("covers_id", sa.String(length=16), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cost",
                "cover",
                "subsidy",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("art", sa.Text(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("amount_1", sa.BigInteger(), nullable=False),
        sa.Column("amount_2", sa.BigInteger(), nullable=False),
        sa.Column("amount_3", sa.BigInteger(), nullable=False),
        sa.Column("amount_4", sa.BigInteger(), nullable=False),
        sa.Column("is_lasting", sa.Boolean(), nullable=False),
        sa.Column("is_investment", sa.Boolean(), nullable=False),
        sa.Column(
            "cover_by",
            sa.Enum(
                "reserve",
                "bound_fund",
                "reduced_frame",
                "income",
                "loan",
                "from_operations",
                name="coverby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'cover') = (cover_by IS NOT NULL)", name=op.f("ck_budget_lines_cover_has_origin")
        ),
        sa.CheckConstraint(
            "is_investment OR cover_by IS NULL OR cover_by NOT IN ('loan', 'from_operations')",
            name=op.f("ck_budget_lines_loan_only_invests"),
        ),
        sa.CheckConstraint(
            "kind != 'cost' OR covers_id IS NULL", name=op.f("ck_budget_lines_cost_covers_nothing")
        ),
        sa.CheckConstraint("measure != ''", name=op.f("ck_budget_lines_measure_not_empty")),
        sa.CheckConstraint(
            "amount_1 + amount_2 + amount_3 + amount_4 > 0", name=op.f("ck_budget_lines_has_amount")
        ),
        sa.CheckConstraint(
            "amount_1 >= 0 AND amount_2 >= 0 AND amount_3 >= 0 AND amount_4 >= 0",
            name=op.f("ck_budget_lines_amounts_not_negative"),
        ),
        sa.ForeignKeyConstraint(["covers_id"], ["budget_lines.id"], name=op.f("fk_budget_lines_covers_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_budget_lines_step_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_budget_lines_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
    )
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_lines_step_id"), ["step_id"], unique=False)

    op.create_table(
        "money_records",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "granted", "spent", name="moneykind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("source_link", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "(kind = 'granted') = (step_id IS NOT NULL)", name=op.f("ck_money_records_granted_by_a_body")
        ),
        sa.CheckConstraint("source_title != ''", name=op.f("ck_money_records_has_source")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_money_records_amount_not_negative")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_money_records_motion_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_money_records_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_money_records_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_records")),
    )
    with op.batch_alter_table("money_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_money_records_motion_id"), ["motion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_money_records_step_id"), ["step_id"], unique=False)

    op.create_table(
        "council_answers",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "not_yet",
                "treated",
                "moved",
                name="answerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'moved') = (moved_to IS NOT NULL)", name=op.f("ck_council_answers_moved_has_day")
        ),
        sa.CheckConstraint(
            "(kind = 'treated') = (decision_id IS NOT NULL)",
            name=op.f("ck_council_answers_treated_has_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_council_answers_decision_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_council_answers_person_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_council_answers_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_answers")),
    )
    with op.batch_alter_table("council_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_answers_step_id"), ["step_id"], unique=False)

    op.create_table(
        "decision_corrections",
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("corrected_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_decision_corrections_has_reason")),
        sa.CheckConstraint("decision_id != corrected_id", name=op.f("ck_decision_corrections_not_itself")),
        sa.ForeignKeyConstraint(
            ["corrected_id"], ["decisions.id"], name=op.f("fk_decision_corrections_corrected_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_corrections_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_corrections")),
        sa.UniqueConstraint("corrected_id", name=op.f("uq_decision_corrections_corrected_id")),
    )
    op.create_table(
        "decision_sources",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.String(length=16), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "link != '' OR upload_id IS NOT NULL", name=op.f("ck_decision_sources_link_or_file")
        ),
        sa.CheckConstraint("title != ''", name=op.f("ck_decision_sources_title_not_empty")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_decision_sources_added_by_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_sources_decision_id")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_decision_sources_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_sources")),
    )
    with op.batch_alter_table("decision_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_sources_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "other_records",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=16), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.String(length=16), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (holds IS NULL)", name=op.f("ck_other_records_settled_says_which")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_other_records_settled_has_person")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_other_records_decision_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_other_records_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_other_records_settled_by_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_other_records_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_records")),
    )
    with op.batch_alter_table("other_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_records_step_id"), ["step_id"], unique=False)

    op.create_table(
        "proposal_lines",
        sa.Column("proposal_id", sa.String(length=16), nullable=False),
        sa.Column("motion_id", sa.String(length=16), nullable=True),
        sa.Column("from_line_id", sa.String(length=16), nullable=True),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cost",
                "cover",
                "subsidy",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("art", sa.Text(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("amount_1", sa.BigInteger(), nullable=False),
        sa.Column("amount_2", sa.BigInteger(), nullable=False),
        sa.Column("amount_3", sa.BigInteger(), nullable=False),
        sa.Column("amount_4", sa.BigInteger(), nullable=False),
        sa.Column("is_lasting", sa.Boolean(), nullable=False),
        sa.Column("is_investment", sa.Boolean(), nullable=False),
        sa.Column(
            "cover_by",
            sa.Enum(
                "reserve",
                "bound_fund",
                "reduced_frame",
                "income",
                "loan",
                "from_operations",
                name="coverby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'cover') = (cover_by IS NOT NULL)", name=op.f("ck_proposal_lines_cover_has_origin")
        ),
        sa.CheckConstraint(
            "is_investment OR cover_by IS NULL OR cover_by NOT IN ('loan', 'from_operations')",
            name=op.f("ck_proposal_lines_loan_only_invests"),
        ),
        sa.CheckConstraint("measure != ''", name=op.f("ck_proposal_lines_measure_not_empty")),
        sa.CheckConstraint(
            "amount_1 + amount_2 + amount_3 + amount_4 > 0", name=op.f("ck_proposal_lines_has_amount")
        ),
        sa.CheckConstraint(
            "amount_1 >= 0 AND amount_2 >= 0 AND amount_3 >= 0 AND amount_4 >= 0",
            name=op.f("ck_proposal_lines_amounts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["from_line_id"], ["budget_lines.id"], name=op.f("fk_proposal_lines_from_line_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_proposal_lines_motion_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["budget_proposals.id"], name=op.f("fk_proposal_lines_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_lines")),
        sa.UniqueConstraint(
            "proposal_id", "from_line_id", name=op.f("uq_proposal_lines_proposal_id_from_line_id")
        ),
    )
    with op.batch_alter_table("proposal_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_lines_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "tabled_proposals",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("name != ''", name=op.f("ck_tabled_proposals_name_not_empty")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_tabled_proposals_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tabled_proposals")),
        sa.UniqueConstraint("decision_id", "name", name=op.f("uq_tabled_proposals_decision_id_name")),
    )


def downgrade() -> None:

    op.drop_table("tabled_proposals")
    with op.batch_alter_table("proposal_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_lines_proposal_id"))

    op.drop_table("proposal_lines")
    with op.batch_alter_table("other_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_other_records_step_id"))

    op.drop_table("other_records")
    with op.batch_alter_table("decision_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_sources_decision_id"))

    op.drop_table("decision_sources")
    op.drop_table("decision_corrections")
    with op.batch_alter_table("council_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_answers_step_id"))

    op.drop_table("council_answers")
    with op.batch_alter_table("money_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_money_records_step_id"))
        batch_op.drop_index(batch_op.f("ix_money_records_motion_id"))

    op.drop_table("money_records")
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_lines_step_id"))

    op.drop_table("budget_lines")
    with op.batch_alter_table("answer_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_links_step_id"))
        batch_op.drop_index(batch_op.f("ix_answer_links_person_id"))

    op.drop_table("answer_links")
    op.drop_table("route_plans")
    with op.batch_alter_table("proposal_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_points_proposal_id"))

    op.drop_table("proposal_points")
    op.drop_table("proposal_parties")
    op.drop_table("party_seats")
    with op.batch_alter_table("route_deadlines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_deadlines_body_id"))

    op.drop_table("route_deadlines")
    with op.batch_alter_table("council_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_periods_body_id"))

    op.drop_table("council_periods")
    op.drop_table("council_meetings")
    with op.batch_alter_table("budget_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_proposals_body_id"))

    op.drop_table("budget_proposals")

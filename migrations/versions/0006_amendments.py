"""Amendments with their votes, and recommendations that are drafted, published and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OLD_RECOMMENDERS = ("board", "drafting_majority", "drafting_minority", "executive_committee")
_RECOMMENDERS = (
    "board",
    "executive_committee",
    "drafting_committee",
    "drafting_majority",
    "drafting_minority",
)
_MAILS = (
    "sign_in",
    "case_received",
    "case_decided",
    "case_returned",
    "case_declined",
    "case_followed_up",
    "case_taken_off",
    "case_objected",
    "commitment_reported",
    "reminder",
    "digest",
    "annex_ready",
)
_NEW_MAILS = ("recommended", "recommendation_answered")
_PROMISES = {
    "answer_has_moment": "(answer IS NULL) = (answered_at IS NULL)",
    "answer_has_person": "(answer IS NULL) = (answered_by_id IS NULL)",
    "answered_was_published": "answer IS NULL OR published_at IS NOT NULL",
    "comment_has_answer": "answer IS NOT NULL OR answer_comment = ''",
}


def upgrade() -> None:
    op.create_table(
        "amending",
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("motion_grounds", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(made_at IS NULL) = (text = '')", name=op.f("ck_amending_made_has_text")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_amending_closed_has_person")
        ),
        sa.CheckConstraint(
            "(made_at IS NULL) = (made_by_id IS NULL)", name=op.f("ck_amending_made_has_person")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_amending_closed_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_amending_made_by_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_amending_step_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_amending")),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "scope",
            sa.Enum(
                "motion",
                "decision",
                "alternative",
                "amendment",
                "postponement",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.String(length=16), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                "dismissed",
                "carried",
                "fallen",
                "fallen_away",
                name="amendmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("base_text", sa.Text(), nullable=False),
        sa.Column("base_motion_grounds", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("motion_grounds", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=True),
        sa.Column("body_id", sa.String(length=16), nullable=True),
        sa.Column("mover_name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("authored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.String(length=16), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fell_for_id", sa.String(length=16), nullable=True),
        sa.Column("vote_position", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN mover_name = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_amendments_one_mover"),
        ),
        sa.CheckConstraint(
            "(scope = 'amendment') = (parent_id IS NOT NULL)", name=op.f("ck_amendments_parent_by_scope")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (handed_in_at IS NULL)", name=op.f("ck_amendments_handed_in_has_moment")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (number IS NULL)", name=op.f("ck_amendments_handed_in_has_number")
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'submitted')) = (settled_at IS NULL)",
            name=op.f("ck_amendments_settled_has_moment"),
        ),
        sa.CheckConstraint(
            "state != 'dismissed' OR reason != ''", name=op.f("ck_amendments_refusal_has_reason")
        ),
        sa.CheckConstraint("text != ''", name=op.f("ck_amendments_text_not_empty")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_amendments_settled_has_person")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_amendments_number_positive")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id != id", name=op.f("ck_amendments_not_own_parent")),
        sa.CheckConstraint(
            "scope = 'postponement' OR text != base_text OR motion_grounds != base_motion_grounds",
            name=op.f("ck_amendments_changes_something"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_amendments_body_id")),
        sa.ForeignKeyConstraint(["fell_for_id"], ["amendments.id"], name=op.f("fk_amendments_fell_for_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["amendments.id"], name=op.f("fk_amendments_parent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_amendments_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_amendments_settled_by_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_amendments_step_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_amendments_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("step_id", "number", name=op.f("uq_amendments_step_id_number")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_step_id"), ["step_id"], unique=False)

    op.create_table(
        "recommenders",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("recommendation_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=True),
        sa.Column("body_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_recommenders_person_or_body_or_name"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_recommenders_body_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recommenders_person_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_recommenders_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommenders")),
        sa.UniqueConstraint(
            "recommendation_id", "position", name=op.f("uq_recommenders_recommendation_id_position")
        ),
    )
    with op.batch_alter_table("recommenders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommenders_person_id"), ["person_id"], unique=False)

    _upgrade_recommendations()
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amendment_id", sa.String(length=16), nullable=True))
        batch_op.alter_column("decision_id", existing_type=sa.String(length=16), nullable=True)
        batch_op.create_unique_constraint(
            batch_op.f("uq_vote_events_amendment_id_round"), ["amendment_id", "round"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_vote_events_amendment_id"), "amendments", ["amendment_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_vote_events_on_decision_or_amendment"),
            "(decision_id IS NULL) != (amendment_id IS NULL)",
        )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amendment_id", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_polls_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_polls_amendment_id"), "amendments", ["amendment_id"], ["id"]
        )
    _change_codes("mails", "kind", "mailkind", (*_MAILS, *_NEW_MAILS))


def _upgrade_recommendations() -> None:
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amendment_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("target", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answer", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("answer_comment", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_by_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    # Until now a recommendation stood for all to see from the moment it was given.
    op.execute("UPDATE recommendations SET published_at = given_at")
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        for name, kind in (("target", sa.Text()), ("answer_comment", sa.Text()), ("version", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        batch_op.create_index(batch_op.f("ix_recommendations_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_recommendations_answered_by_id"), "people", ["answered_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_recommendations_amendment_id"), "amendments", ["amendment_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_recommendations_answer"), "answer IN ('accepts', 'keeps', 'withdraws')"
        )
        for name, promise in _PROMISES.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_recommendations_{name}"), promise)
    _change_codes("recommendations", "by", "recommendationby", _RECOMMENDERS)


def _change_codes(table: str, column: str, name: str, after: tuple[str, ...]) -> None:
    """Let a column hold other codes: its CHECK is taken away and written anew."""
    listed = ", ".join(f"'{code}'" for code in after)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), f"{_quoted(column)} IN ({listed})")


def _quoted(column: str) -> str:
    # BY is a word of SQL's own.
    return f'"{column}"' if column == "by" else column


def downgrade() -> None:
    op.execute("DELETE FROM mails WHERE kind IN ('recommended', 'recommendation_answered')")
    _change_codes("mails", "kind", "mailkind", _MAILS)
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_polls_amendment_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_polls_amendment_id"))
        batch_op.drop_column("amendment_id")
    _downgrade_votes()
    _downgrade_recommendations()
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendments_step_id"))
        batch_op.drop_index(batch_op.f("ix_amendments_person_id"))

    op.drop_table("amendments")
    op.drop_table("amending")


def _downgrade_votes() -> None:
    on_amendments = "SELECT id FROM vote_events WHERE amendment_id IS NOT NULL"
    op.execute(f"DELETE FROM vote_counts WHERE vote_event_id IN ({on_amendments})")
    op.execute("DELETE FROM vote_events WHERE amendment_id IS NOT NULL")
    with op.batch_alter_table("vote_events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_vote_events_on_decision_or_amendment"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_vote_events_amendment_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_vote_events_amendment_id_round"), type_="unique")
        batch_op.alter_column("decision_id", existing_type=sa.String(length=16), nullable=False)
        batch_op.drop_column("amendment_id")


def _downgrade_recommendations() -> None:
    with op.batch_alter_table("recommenders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommenders_person_id"))

    op.drop_table("recommenders")
    # Drafts, advice on amendments and undivided committees are not known before this; a draft is nobody's word yet.
    op.execute("DELETE FROM recommendations WHERE amendment_id IS NOT NULL OR published_at IS NULL")
    op.execute("UPDATE recommendations SET \"by\" = 'drafting_majority' WHERE \"by\" = 'drafting_committee'")
    _change_codes("recommendations", "by", "recommendationby", _OLD_RECOMMENDERS)
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        for name in ("answer", *_PROMISES):
            batch_op.drop_constraint(batch_op.f(f"ck_recommendations_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_recommendations_amendment_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_recommendations_answered_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_recommendations_amendment_id"))
        for name in ("version", "answered_by_id", "answered_at", "answer_comment", "answer"):
            batch_op.drop_column(name)
        for name in ("published_at", "target", "amendment_id"):
            batch_op.drop_column(name)

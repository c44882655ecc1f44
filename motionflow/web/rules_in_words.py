"""A body's rules in plain sentences: deadlines, majority, ties, blanks, voting right."""

from motionflow.i18n import Words
from motionflow.labels import name_of
from motionflow.services.bodies import Rules
from motionflow.web.session import current_words


def sentences_of(rules: Rules, *, with_day: bool = True) -> list[str]:
    """Return the rules in the reader's language, one sentence each, the day they began among them."""
    _ = current_words()
    majority = rules.majority
    said = [
        *(_deadlines(rules, _) or [_("No deadlines of its own are set.")]),
        name_of(majority.name, language=_) + ".",
        _("When the votes are equal, {what}.", what=name_of(majority.tie, language=_)),
        _("Blank votes are allowed.") if majority.allows_blanks else _("Blank votes are not allowed."),
    ]
    if rules.membership_days:
        said.append(
            _.plural(
                "One can vote after {n} day of membership.",
                "One can vote after {n} days of membership.",
                rules.membership_days,
            )
        )
    if with_day and rules.valid_from is not None:
        said.append(_("In force from {date}.", date=_.date(rules.valid_from)))
    if rules.source:
        said.append(_("Source: {source}.", source=rules.source.rstrip(".")))
    return said


def _deadlines(rules: Rules, _: Words) -> list[str]:
    periods = rules.periods
    said = []
    if periods.notice_days is not None:
        said.append(
            _.plural(
                "A meeting is called at least {n} day before.",
                "A meeting is called at least {n} days before.",
                periods.notice_days,
            )
        )
    if periods.motion_days is not None:
        said.append(
            _.plural(
                "Motions must be handed in at least {n} day before.",
                "Motions must be handed in at least {n} days before.",
                periods.motion_days,
            )
        )
    if periods.papers_days is not None:
        said.append(
            _.plural(
                "Papers are sent out at least {n} day before.",
                "Papers are sent out at least {n} days before.",
                periods.papers_days,
            )
        )
    return said

"""A body's rules in plain sentences: deadlines, majority, ties, blanks, voting right, its votes."""

from motionflow.domain.rolls import DuesRule, RollKind, VotingRules
from motionflow.i18n import N_, Words
from motionflow.labels import name_of
from motionflow.services.bodies import Rules
from motionflow.web.session import current_words

QUORUMS = {
    "1/3": N_("at least a third of those entitled to vote"),
    "1/2": N_("at least half of those entitled to vote"),
    "1/2 more": N_("more than half of those entitled to vote"),
    "2/3": N_("at least two thirds of those entitled to vote"),
}


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
    said += _voters(rules.voting, _) + _votes(rules.voting, _)
    if with_day and rules.valid_from is not None:
        said.append(_("In force from {date}.", date=_.date(rules.valid_from)))
    if rules.source:
        said.append(_("Source: {source}.", source=rules.source.rstrip(".")))
    return said


def sentences_on_voters(rules: Rules) -> list[str]:
    """Return who can vote in the body's meetings, one sentence each."""
    _ = current_words()
    return _voters(rules.voting, _) or [_("All members can vote from their first day.")]


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


def _voters(voting: VotingRules, _: Words) -> list[str]:
    said = []
    if voting.roll is RollKind.DELEGATES:
        said.append(_("Delegates vote, and substitutes in their place."))
    elif voting.membership_days:
        said.append(
            _.plural(
                "One can vote after {n} day of membership.",
                "One can vote after {n} days of membership.",
                voting.membership_days,
            )
        )
    if voting.roll is RollKind.MEMBERS and voting.dues is not DuesRule.NONE:
        said.append(_("To vote, dues must be: {what}.", what=name_of(voting.dues, language=_).lower()))
    return said


def _votes(voting: VotingRules, _: Words) -> list[str]:
    said = []
    if voting.quorum is not None:
        key = f"{voting.quorum} more" if voting.quorum_is_strict else str(voting.quorum)
        share = _(QUORUMS[key]) if key in QUORUMS else key
        said.append(_("To vote, there must be {share}.", share=share))
        if not voting.quorum_refuses:
            said.append(_("Where fewer are there, the chair is warned."))
    if voting.secret_when_asked:
        said.append(_("A vote is secret when one of those who can vote asks for it."))
    if voting.names_kept_days is not None:
        said.append(
            _.plural(
                "Who voted for what is deleted {n} day after the meeting.",
                "Who voted for what is deleted {n} days after the meeting.",
                voting.names_kept_days,
            )
        )
    return said

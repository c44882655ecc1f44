"""The form of a body's rules."""

from fractions import Fraction

from wtforms import BooleanField, SelectField, StringField

from motionflow.domain.rolls import DuesRule, RollKind, VotingRules
from motionflow.domain.voting import RuleName, Tie
from motionflow.i18n import N_
from motionflow.services.bodies import Rules
from motionflow.services.rules import RulesGiven
from motionflow.web.forms import Form, NorwegianDate, WholeNumber, choices_of, reader_of
from motionflow.web.rules_in_words import QUORUMS
from motionflow.web.session import current_words


class RulesForm(Form):
    """A body's rules from a day on: deadlines, majority, and what holds for its votes."""

    valid_from = NorwegianDate(
        N_("In force from"), description=N_("Meetings before that day keep the rules they had.")
    )
    replaces = BooleanField(N_("They replace the rules that were set from that day"))
    notice_days = WholeNumber(N_("Notice of the meeting"))
    motion_days = WholeNumber(N_("Motions"))
    papers_days = WholeNumber(N_("Papers"))
    majority = SelectField(N_("Majority rule"), coerce=reader_of(RuleName), validate_choice=False)
    tie = SelectField(N_("When the votes are equal"), coerce=reader_of(Tie), validate_choice=False)
    allows_blanks = BooleanField(N_("Blank votes are allowed"))
    roll = SelectField(N_("Who can vote"), coerce=reader_of(RollKind), validate_choice=False)
    membership_days = WholeNumber(
        N_("Days of membership before one can vote"),
        description=N_("Leave it empty where new members can vote at once."),
    )
    dues = SelectField(N_("Dues"), coerce=reader_of(DuesRule), validate_choice=False)
    quorum = SelectField(N_("How many must be there"), validate_choice=False)
    quorum_refuses = BooleanField(
        N_("No vote is opened where fewer are there"),
        description=N_("Otherwise the chair is warned, and can let the meeting vote all the same."),
    )
    secret_when_asked = BooleanField(N_("A vote is secret when one of those who can vote asks for it"))
    names_kept_days = WholeNumber(
        N_("Days after the meeting that it is kept who voted for what"),
        description=N_("Leave it empty where it is kept as long as the meeting itself."),
    )
    source = StringField(
        N_("Where the rules stand"),
        description=N_("Such as «the statutes § 7»."),
    )

    def fill(self, rules: Rules, *, majorities: tuple[RuleName, ...]) -> None:
        """Offer what can be chosen; what is in force stands in the form from the beginning."""
        words = current_words()
        self.majority.choices = choices_of(majorities)
        self.tie.choices = choices_of(Tie)
        self.roll.choices = choices_of(RollKind)
        self.dues.choices = choices_of(DuesRule)
        kept = quorum_key(rules.voting)
        names = {"": N_("no number is set"), **QUORUMS}
        self.quorum.choices = [(key, words(text)) for key, text in names.items()]
        if kept not in names:  # set by a command: shown, so that it is not lost
            self.quorum.choices += [(kept, kept)]

    def given(self) -> RulesGiven:
        """Return what was typed."""
        return RulesGiven(
            valid_from=self.valid_from.data,
            majority=self.majority.data,
            tie=self.tie.data,
            allows_blanks=bool(self.allows_blanks.data),
            notice_days=self.notice_days.data,
            motion_days=self.motion_days.data,
            papers_days=self.papers_days.data,
            membership_days=self.membership_days.data,
            source=self.source.data or "",
            replaces=bool(self.replaces.data),
            voting=self._voting(),
        )

    def _voting(self) -> VotingRules | None:
        """Return what was typed of votes; nothing where the body's form has no such fields."""
        if self.roll.data is None or self.dues.data is None:
            return None
        share, _, strict = (self.quorum.data or "").partition(" ")
        return VotingRules(
            roll=self.roll.data,
            dues=self.dues.data,
            quorum=_share(share),
            quorum_is_strict=strict == "more",
            quorum_refuses=bool(self.quorum_refuses.data),
            secret_when_asked=bool(self.secret_when_asked.data),
            names_kept_days=self.names_kept_days.data,
        )


def rules_form(rules: Rules, *, majorities: tuple[RuleName, ...]) -> RulesForm:
    """Return the form, filled in with the rules in force, so that only what is new need be typed."""
    voting = rules.voting
    form = RulesForm(
        notice_days=rules.periods.notice_days,
        motion_days=rules.periods.motion_days,
        papers_days=rules.periods.papers_days,
        majority=rules.majority.name,
        tie=rules.majority.tie,
        allows_blanks=rules.majority.allows_blanks,
        membership_days=rules.membership_days,
        source=rules.source,
        roll=voting.roll,
        dues=voting.dues,
        quorum=quorum_key(voting),
        quorum_refuses=voting.quorum_refuses,
        secret_when_asked=voting.secret_when_asked,
        names_kept_days=voting.names_kept_days,
    )
    form.fill(rules, majorities=majorities)
    return form


def quorum_key(voting: VotingRules) -> str:
    """Return how a quorum stands in the form: «1/2», «1/2 more», or nothing."""
    if voting.quorum is None:
        return ""
    return f"{voting.quorum} more" if voting.quorum_is_strict else str(voting.quorum)


def _share(text: str) -> Fraction | None:
    try:
        return Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        return Fraction(-1)  # refused by the service, as everything that is no share

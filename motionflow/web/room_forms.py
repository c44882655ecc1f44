"""The forms of a meeting's room: planning a poll, opening, counting, checking in."""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from motionflow.domain.polls import Channel, PollKind, RequestKind, Secrecy
from motionflow.domain.rolls import ExclusionReason
from motionflow.domain.voting import RuleName
from motionflow.i18n import N_
from motionflow.services.poll_plans import PollGiven
from motionflow.web.forms import Form, WholeNumber, choices_of, reader_of


class PressForm(Form):
    """A button about a poll: ``seen`` is the version on the page."""

    seen = IntegerField(validators=[Optional()])


class ItemForm(Form):
    """Which item the meeting is at."""

    item = StringField()


class CodeForm(Form):
    """Whether a code is needed to check in."""

    is_needed = StringField()


class CheckInForm(Form):
    """The viewer checks in, with the code on the screen where one is needed."""

    code = StringField(N_("Code on the screen"))


class PersonForm(Form):
    """Somebody of the body."""

    person = StringField()


class ExcludeForm(PersonForm):
    """Why somebody does not vote on an item; without a reason she does."""

    item = StringField()
    reason = SelectField(N_("Reason"), coerce=reader_of(ExclusionReason), validate_choice=False)


class DelegateForm(PersonForm):
    """Somebody sent to the meeting."""

    is_substitute = BooleanField(N_("Substitute"))
    sent_by = StringField(N_("Sent by"))
    steps_in_for = StringField(N_("Steps in for"))


class AskForm(Form):
    """What a voter asks for."""

    kind = SelectField(coerce=reader_of(RequestKind), validate_choice=False)


class BallotForm(Form):
    """A vote."""

    option = StringField()


class PlanForm(Form):
    """A poll as it is planned."""

    item = SelectField(N_("Item"), validate_choice=False)
    kind = SelectField(N_("Kind of vote"), coerce=reader_of(PollKind), validate_choice=False)
    question = StringField(N_("What is voted on"))
    text = TextAreaField(N_("The text that is voted on"))
    options = TextAreaField(
        N_("Alternatives, one on each line"),
        description=N_("Only where alternatives are set against each other."),
    )
    cases = SelectMultipleField(
        N_("Cases that are voted on together"),
        description=N_("Only where several cases are decided at once, all as recommended."),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    amendment = SelectField(
        N_("Amendment"),
        description=N_("Where an amendment is voted on, the result is recorded as its vote."),
        validate_choice=False,
    )
    channels = SelectMultipleField(
        N_("How votes are given"),
        coerce=reader_of(Channel),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    secrecy = SelectField(N_("Open or secret"), coerce=reader_of(Secrecy), validate_choice=False)
    majority = SelectField(N_("Majority rule"), coerce=reader_of(RuleName), validate_choice=False)
    may_change_vote = BooleanField(N_("A vote can be changed until the vote is closed"))
    needs = SelectField(N_("Held after"), validate_choice=False)

    def given(self) -> PollGiven:
        """Return what was typed; what was left out is as usual."""
        needs, _, carried = (self.needs.data or "").partition(":")
        return PollGiven(
            kind=self.kind.data or PollKind.FOR_AGAINST,
            question=self.question.data or "",
            text=self.text.data or "",
            secrecy=self.secrecy.data or Secrecy.OPEN,
            options=tuple((self.options.data or "").splitlines()),
            rule=self.majority.data,
            may_change_vote=bool(self.may_change_vote.data),
            channels=frozenset(each for each in self.channels.data or () if each is not None),
            case_item_ids=tuple(self.cases.data or ()) if self.kind.data is PollKind.EN_BLOC else (),
            amendment_id=self.amendment.data or None,
            needs_id=needs or None,
            needs_carried={"ja": True, "nei": False}.get(carried),
        )

    def offer(
        self,
        items: list[tuple[str, str]],
        rules: list[RuleName],
        earlier: list[tuple[str, str]],
        amendments: list[tuple[str, str]],
    ) -> None:
        """Fill in what can be chosen."""
        self.item.choices = self.cases.choices = items
        self.amendment.choices = amendments
        self.kind.choices = choices_of(PollKind)
        self.channels.choices = choices_of(Channel)
        self.secrecy.choices = choices_of(Secrecy)
        self.majority.choices = choices_of(rules)
        self.needs.choices = earlier


class OpenForm(PressForm):
    """Opening a poll: for how long, and whether the meeting votes without quorum."""

    minutes = WholeNumber(
        N_("Closes by itself after, in minutes"),
        description=N_("Leave it empty to close it yourself."),
    )
    accepts_no_quorum = BooleanField(N_("The meeting votes all the same"))


class ExtendForm(PressForm):
    """How much longer a poll is open, from now."""

    minutes = WholeNumber(N_("Minutes from now"))


class AnnulForm(PressForm):
    """Why a poll is annulled, and whether the new one is secret."""

    reason = StringField(N_("Reason"))
    secrecy = SelectField(N_("Held anew"), coerce=reader_of(Secrecy), validate_choice=False)


class CountForm(PressForm):
    """Counting a poll: what the chair voted for, or the lot fell on, at a tie."""

    tie_option = StringField(N_("The votes are equal: the chair voted for, or the lot fell on"))


class SecondRoundForm(PressForm):
    """Who meets in the second round."""

    finalists = SelectMultipleField(validate_choice=False)


class TellingForm(Form):
    """Hands or paper, a number per option; the fields are named for the options."""

    channel = HiddenField()

    def channel_given(self) -> Channel | None:
        """Return which channel was counted."""
        found = reader_of(Channel)(self.channel.data)
        return found if isinstance(found, Channel) else None

"""The forms of amendments: writing one, what becomes of it, its vote, and choosing where two conflict."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.amendments import Scope
from motionflow.i18n import N_
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.votes import AGAINST, FOR, VotesGiven
from motionflow.web.forms import Form, WholeNumber
from motionflow.web.session import current_words


class AmendmentForm(Form):
    """An amendment, by the text as it would read."""

    seen = WholeNumber()
    based_on = WholeNumber()
    parent = HiddenField()
    text = TextAreaField(
        N_("The proposed decision as you want it"),
        description=N_("Change the words here. The rest is found."),
    )
    motion_grounds = TextAreaField(N_("The motion's grounds as you want them"))
    is_whole = BooleanField(N_("This is a full alternative to the proposed decision"))
    is_postponement = BooleanField(N_("Move that the case is postponed instead"))
    grounds = TextAreaField(N_("Why"))
    mover = StringField(N_("Moved by"), description=N_("Leave it empty when you move it yourself."))

    def given(self, *, motion_grounds: str = "") -> AmendmentGiven:
        """Return the amendment as it was typed; ``motion_grounds`` are the motion's as they were shown."""
        typed = self.motion_grounds.data
        changes_grounds = bool(typed and motion_grounds) and typed.split() != motion_grounds.split()
        scope = Scope.MOTION if changes_grounds else Scope.DECISION
        if self.is_whole.data:
            scope = Scope.ALTERNATIVE
        if self.parent.data:
            scope = Scope.AMENDMENT
        if self.is_postponement.data:
            scope = Scope.POSTPONEMENT
        return AmendmentGiven(
            scope,
            self.text.data or "",
            grounds=self.grounds.data or "",
            motion_grounds=typed if scope is Scope.MOTION else None,
            parent_id=self.parent.data or None if scope is Scope.AMENDMENT else None,
            based_on=self.based_on.data,
            mover=self.mover.data or "",
        )


class SettleForm(Form):
    """One press of a button about an amendment; ``seen`` is its version on the page."""

    seen = WholeNumber()
    reason = TextAreaField(N_("Reason"))


class VoteForm(Form):
    """A vote for and against one amendment: what the chair saw, or what was counted."""

    seen = WholeNumber()
    carried = HiddenField()
    votes_for = WholeNumber(N_("For"))
    votes_against = WholeNumber(N_("Against"))
    blanks = WholeNumber(N_("Blank"))
    entitled = WholeNumber(N_("Entitled to vote"))
    present = WholeNumber(N_("Present"))
    tie = SelectField(N_("At a tie, the chair or the lot chose"), validate_choice=False)

    def offer(self) -> None:
        """Fill the choices."""
        words = current_words()
        self.tie.choices = [
            SelectChoice("", words(N_("There was no tie"))),
            SelectChoice(FOR, words(N_("For"))),
            SelectChoice(AGAINST, words(N_("Against"))),
        ]

    def said(self) -> bool | None:
        """Return what the chair saw, where it was said."""
        return {"yes": True, "no": False}.get(self.carried.data or "")

    def votes(self, *, first: str = FOR, second: str = AGAINST) -> VotesGiven | None:
        """Return the counts; none where nobody counted."""
        counted = (self.votes_for.data, self.votes_against.data)
        if counted == (None, None):
            return None
        tie = {FOR: first, AGAINST: second}.get(self.tie.data or "")
        return VotesGiven(
            ((first, counted[0] or 0), (second, counted[1] or 0)),
            deciding_option=first,
            blanks=self.blanks.data or 0,
            entitled=self.entitled.data,
            present=self.present.data,
            tie_option=tie,
        )


class AgainstForm(VoteForm):
    """A vote between two amendments."""

    other = SelectField(N_("Set against"), validate_choice=False)

    def offer_others(self, others: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name."""
        self.other.choices = [SelectChoice(*pair) for pair in others]


class OrderForm(Form):
    """Which amendment is moved, and where: up, down, or all back to the proposed order."""

    amendment = HiddenField()
    to = HiddenField()


class ClosingForm(Form):
    """Whether the list of amendments is closed."""

    is_closed = HiddenField()


class ChoicesForm(Form):
    """What shall stand where amendments conflict; its fields are read from the request by their keys."""

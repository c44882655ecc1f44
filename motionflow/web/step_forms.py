"""The forms of a step: its moves, the decision with its votes, sending on."""

from collections.abc import Iterable

from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from motionflow.domain.flow import Outcome, Route
from motionflow.domain.voting import RuleName
from motionflow.i18n import LANGUAGES, N_, words
from motionflow.services.decisions import DecisionGiven
from motionflow.services.votes import AGAINST, FOR, VotesGiven
from motionflow.web.forms import Form, NorwegianDate, Part, WholeNumber, choices_of, reader_of
from motionflow.web.session import current_words

OPTIONS = 4
PARTIES = 9


class MoveForm(Form):
    """One press of a button; ``seen`` is the step's version on the page."""

    seen = WholeNumber()
    reason = TextAreaField(N_("Reason"))


class ListForm(Form):
    """Which meeting's list, under which number."""

    seen = WholeNumber()
    meeting = SelectField(N_("Meeting"), validate_choice=False)
    number = StringField(N_("Number on the agenda"))
    leave_given = BooleanField(N_("The motion came late, and the meeting allows it to be treated"))

    def offer(self, meetings: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name."""
        empty = SelectChoice("", current_words()(N_("Choose a meeting")))
        self.meeting.choices = [empty, *(SelectChoice(*pair) for pair in meetings)]


class OptionForm(Part):
    """One option that was voted on, and its votes."""

    name = StringField(N_("Option"))
    votes = WholeNumber(N_("Votes"))


class PartyForm(Part):
    """How one party voted, option by option."""

    party = StringField(N_("Party"))
    votes = FieldList(WholeNumber(), min_entries=OPTIONS, max_entries=OPTIONS)


class DecisionForm(Form):
    """What a body decided, with votes, text and where the case goes next."""

    seen = WholeNumber()
    outcome = SelectField(N_("Outcome"), coerce=reader_of(Outcome), validate_choice=False)
    meeting = SelectField(N_("Meeting"), validate_choice=False)
    decided_on = NorwegianDate(N_("Date"))
    place = StringField(N_("Place"))
    case_number = StringField(N_("Case number"), description=N_("As in the minutes, such as 47/19."))
    archive_number = StringField(N_("Archive number"), description=N_("Such as 2019/1234."))
    operative_text = TextAreaField(N_("The decision, word for word"))
    reason = TextAreaField(
        N_("Reason"), description=N_("Needed when the case is dismissed, sent back, covered or lapsed.")
    )
    covering_case = StringField(N_("Covered by case"), description=N_("Its number, such as 2017/3."))
    covering_link = StringField(N_("Covered by link"))
    next_body = SelectField(N_("Sent on to"), validate_choice=False)
    proposed_decision = TextAreaField(N_("Proposed decision for the next body"))
    votes_recorded = BooleanField(N_("The votes were counted"))
    options = FieldList(FormField(OptionForm), min_entries=OPTIONS, max_entries=OPTIONS)
    deciding = SelectField(N_("The outcome is about"), default="0", validate_choice=False)
    blanks = WholeNumber(N_("Blank"))
    entitled = WholeNumber(N_("Entitled to vote"))
    present = WholeNumber(N_("Present"))
    tie = SelectField(N_("At a tie, the chair or the lot chose"), validate_choice=False)
    rule = SelectField(N_("Majority rule"), coerce=reader_of(RuleName), validate_choice=False)
    parties = FieldList(FormField(PartyForm), min_entries=PARTIES, max_entries=PARTIES)
    source_title = StringField(N_("Source"), description=N_("Such as «Minutes of the council 17.6.2019»."))
    source_link = StringField(N_("Link to the source"))

    def offer(
        self,
        *,
        outcomes: Iterable[Outcome],
        meetings: Iterable[tuple[str, str]],
        next_bodies: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the choices: codes, and pairs of id and name."""
        words = current_words()
        self.outcome.choices = choices_of(outcomes, empty=N_("Choose an outcome"))
        self.meeting.choices = [
            SelectChoice("", words(N_("None"))),
            *(SelectChoice(*pair) for pair in meetings),
        ]
        self.next_body.choices = [
            SelectChoice("", words(N_("Nowhere"))),
            *(SelectChoice(*pair) for pair in next_bodies),
        ]
        self.rule.choices = choices_of(RuleName, empty=N_("The body's usual rule"))
        names = [words(N_("Option {n}"), n=number) for number in range(1, OPTIONS + 1)]
        for row, fallback in zip(self.options, [words(N_("For")), words(N_("Against"))], strict=False):
            if row.form.name.data is None:
                row.form.name.data = fallback
        rows = [SelectChoice(str(at), names[at]) for at in range(OPTIONS)]
        self.deciding.choices = rows
        self.tie.choices = [SelectChoice("", words(N_("There was no tie"))), *rows]

    def validate_votes_recorded(self, field: BooleanField) -> None:
        """Refuse counts that would be dropped because nobody ticked that the votes were counted."""
        if not field.data and self._filled_options():
            raise ValidationError(
                current_words()(N_("Tick that the votes were counted, or empty the counts."))
            )

    def given(self) -> DecisionGiven:
        """Return the decision as it was typed."""
        return DecisionGiven(
            outcome=self.outcome.data,
            decided_on=self.decided_on.data,
            operative_text=self.operative_text.data or "",
            reason=self.reason.data or "",
            meeting_id=self.meeting.data or None,
            place=self.place.data or "",
            covering_case=self.covering_case.data or "",
            covering_link=self.covering_link.data or "",
            next_body_id=self.next_body.data or None,
            proposed_decision=self.proposed_decision.data or "",
            votes=self._votes() if self.votes_recorded.data else None,
            case_number=self.case_number.data or "",
            archive_number=self.archive_number.data or "",
            source_title=self.source_title.data or "",
            source_link=self.source_link.data or "",
        )

    def _votes(self) -> VotesGiven:
        rows = [
            (at, self._key(row.form.name.data), row.form.votes.data) for at, row in self._filled_options()
        ]
        keys = {str(at): key for at, key, _ in rows}
        return VotesGiven(
            options=tuple((key, votes or 0) for _, key, votes in rows),
            deciding_option=keys.get(self.deciding.data or "0", ""),
            blanks=self.blanks.data or 0,
            entitled=self.entitled.data,
            present=self.present.data,
            per_party=self._per_party(keys),
            tie_option=keys.get(self.tie.data or ""),
            rule=self.rule.data,
        )

    def _filled_options(self) -> list[tuple[int, FormField]]:
        # One that only a party's votes tell of counts too, or those votes would be left out unseen.
        split = {at for row in self.parties for at, votes in enumerate(row.form.votes) if votes.data}
        rows = enumerate(self.options)
        return [(at, row) for at, row in rows if row.form.votes.data is not None or at in split]

    def _per_party(self, keys: dict[str, str]) -> dict[str, dict[str, int]] | None:
        split = {
            row.form.party.data.strip(): {
                keys[str(at)]: votes.data or 0 for at, votes in enumerate(row.form.votes) if str(at) in keys
            }
            for row in self.parties
            if (row.form.party.data or "").strip()
        }
        return split or None

    def _key(self, name: str | None) -> str:
        """Return the key of an option: «for» and «against» in any of our languages, else its name.

        The form may have been shown in another language than the one that is read now.
        """
        tidy = " ".join((name or "").split())
        known: dict[str, str] = {}
        for language in LANGUAGES:
            _ = words(language)
            known |= {_("For").casefold(): FOR, _("Against").casefold(): AGAINST}
        return known.get(tidy.casefold(), tidy)


def filled_in(votes: VotesGiven | None) -> dict[str, object]:
    """Return what the form of a decision is filled in with where a poll has counted the votes."""
    if votes is None or len(votes.options) > OPTIONS:
        return {}
    names = [name for name, _ in votes.options]
    words = current_words()
    shown = {FOR: words(N_("For")), AGAINST: words(N_("Against"))}
    chosen = {name: str(at) for at, name in enumerate(names)}
    return {
        "votes_recorded": True,
        "options": [{"name": shown.get(name, name), "votes": count} for name, count in votes.options],
        "deciding": chosen.get(votes.deciding_option, "0"),
        "blanks": votes.blanks,
        "entitled": votes.entitled,
        "present": votes.present,
        "tie": chosen.get(votes.tie_option or "", ""),
        "rule": votes.rule,
    }


class SendForm(Form):
    """Where a decided case goes, with which proposed decision and by which route."""

    seen = WholeNumber()
    body = SelectField(N_("Send to"), validate_choice=False)
    proposed_decision = TextAreaField(
        N_("Proposed decision for the next body"), description=N_("The words that body is asked to vote on.")
    )
    route = SelectField(
        N_("Route into the council"),
        coerce=reader_of(Route),
        validate_choice=False,
        description=N_("Only when the case goes to the council or its committees."),
    )
    sent_on = NorwegianDate(
        N_("Day of sending"), description=N_("Only when you record what was sent earlier.")
    )

    def offer(self, bodies: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name, the usual ones first."""
        empty = SelectChoice("", current_words()(N_("Choose a body")))
        self.body.choices = [empty, *(SelectChoice(*pair) for pair in bodies)]
        self.route.choices = choices_of(Route, empty=N_("None"))

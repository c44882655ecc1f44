"""The form for what an external body did: proposals, votes per party, outcome."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import (
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from motionflow.domain.council import AnswerKind, Seats
from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.flow import Outcome
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.services.decisions import TabledGiven
from motionflow.services.records import FileGiven, RecordGiven, Split
from motionflow.web.forms import Form, NorwegianDate, Part, WholeNumber, choices_of, reader_of
from motionflow.web.session import current_words

PROPOSALS, PARTIES, SPLITS = 4, 12, 4
FOR, AGAINST, ABSENT = "for", "against", ""
_OF_SECOND_ROUND = {Code.SECOND_ROUND_NEEDLESS, Code.SECOND_ROUND_MISSING, Code.SECOND_ROUND_OTHERS}


class TabledForm(Part):
    """A proposal on the table."""

    name = StringField(N_("Proposal"))
    parties = StringField(N_("Put forward by"))


class PartyVoteForm(Part):
    """How a party voted: for what, with how many, and in a second round."""

    is_seated = False  # whether its seats are written down, so that its name need not be typed
    party = StringField(N_("Party"))
    votes = WholeNumber(N_("Votes"))
    first = RadioField(N_("Voted for"), validate_choice=False)
    second = RadioField(N_("In the second round"), validate_choice=False)


class RecordForm(Form):
    """A treatment in an external body, as it can be recorded on a telephone."""

    seen = WholeNumber()
    decided_on = NorwegianDate(N_("Day"))
    how = RadioField(
        N_("How was it voted on?"),
        choices=[
            SelectChoice("for_against", N_("For or against one proposal")),
            SelectChoice("several", N_("Several proposals against each other (budget, § 11-9)")),
            SelectChoice("none", N_("No vote: answered, noted or the like")),
        ],
        default="for_against",
        validate_choice=False,
    )
    tabled = FieldList(FormField(TabledForm), min_entries=PROPOSALS, max_entries=PROPOSALS)
    parties = FieldList(FormField(PartyVoteForm), min_entries=PARTIES, max_entries=PARTIES + SPLITS)
    tie = SelectField(N_("At a tie, the chair voted for"), validate_choice=False)
    outcome = SelectField(N_("Outcome"), coerce=reader_of(Outcome), validate_choice=False)
    text = TextAreaField(N_("The decision, word for word"))
    reason = TextAreaField(N_("Reason"))
    case_number = StringField(N_("Case number"), description=N_("As in the minutes, such as 47/19."))
    source_title = StringField(
        N_("Minute book"), description=N_("Such as «Minutes of the council 17.6.2019».")
    )
    source_link = StringField(N_("Link to the minute book"))
    file = FileField(N_("The minute book as a file"))
    why = TextAreaField(N_("Why the record is corrected"))

    def offer(self, *, outcomes: list[Outcome], seats: Seats | None) -> None:
        """Fill the choices, and the parties with their seats where nothing was typed."""
        words = current_words()
        names = [(FOR, words(N_("For"))), (AGAINST, words(N_("Against")))]
        names += [
            (str(at), row.form.name.data or words(N_("Proposal {n}"), n=at + 1))
            for at, row in enumerate(self.tabled)
        ]
        choices = [*(SelectChoice(*pair) for pair in names), SelectChoice(ABSENT, words(N_("did not vote")))]
        self.tie.choices = [SelectChoice("", words(N_("There was no tie"))), *choices[:-1]]
        self.outcome.choices = choices_of(outcomes, empty=N_("As the votes say"))
        known = list(seats.by_party.items()) if seats else []
        for row, (party, number) in zip(self.parties, known, strict=False):
            if row.form.party.data is None and row.form.votes.data is None:
                row.form.party.data, row.form.votes.data = party, number
        for row in self.parties:
            row.form.is_seated = seats is not None and row.form.party.data in seats.by_party
            for field in (row.form.first, row.form.second):
                field.choices, field.data = choices, field.data or ABSENT

    def show_votes(self, first: Split, second: Split, *, names: Sequence[str], seats: Seats | None) -> None:
        """Fill in what was recorded before: a line for each party, or for each part of one that divided.

        The parties come as their seats are written down, those with none last.
        """
        values = {FOR: FOR, AGAINST: AGAINST} | {name: str(at) for at, name in enumerate(names)}
        lines: list[tuple[str, int, str, str]] = []
        held = dict(seats.by_party) if seats else {}
        for party in {**held, **first, **second}:
            before, after = (
                [
                    (votes, values.get(option, ABSENT))
                    for option, votes in split.get(party, {}).items()
                    if votes
                ]
                for split in (first, second)
            )
            if len(before) == len(after) == 1 and before[0][0] == after[0][0]:
                lines.append((party, *before[0], after[0][1]))
            else:
                lines += [(party, votes, value, ABSENT) for votes, value in before]
                lines += [(party, votes, ABSENT, value) for votes, value in after]
            if not before and not after:
                lines.append((party, held.get(party, 0), ABSENT, ABSENT))
        for row, line in zip(self.parties, lines, strict=False):
            form = row.form
            form.party.data, form.votes.data, form.first.data, form.second.data = line

    @property
    def needs_second(self) -> bool:
        """Whether the second round is to be seen: it was filled in, or is asked for."""
        return bool(self.refused & _OF_SECOND_ROUND) or any(row.form.second.data for row in self.parties)

    @property
    def is_several(self) -> bool:
        """Whether several proposals were set against each other."""
        return bool(self.how.data == "several")

    def given(self) -> RecordGiven:
        """Return the record as it was typed."""
        tabled = tuple(
            TabledGiven(" ".join((row.form.name.data or "").split()), (row.form.parties.data or "").strip())
            for row in self.tabled
            if (row.form.name.data or "").strip()
        )
        votes = self.how.data != "none"
        names = self._names()
        return RecordGiven(
            decided_on=self.decided_on.data,
            outcome=self.outcome.data,
            tabled=tabled if self.is_several else (),
            ours=(tabled[0].name if tabled else "") if self.is_several else FOR,
            first=self._split("first", names) if votes else None,
            second=self._split("second", names) if votes and self.is_several else None,
            tie=names.get(self.tie.data or ""),
            text=self.text.data or "",
            reason=self.reason.data or "",
            case_number=self.case_number.data or "",
            source_title=self.source_title.data or "",
            source_link=self.source_link.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether every field could be read, and no votes stand without their party or number."""
        is_read = super().validate(extra_validators)
        lacking = (
            [pair for row in self.parties for pair in _lacking(row.form)] if self.how.data != "none" else []
        )
        for field, code in lacking:
            field.errors = [*field.errors, sentence(Obstacle(code), language=current_words())]
        return is_read and not lacking

    def file_given(self) -> FileGiven | None:
        """Return the file that was sent along, if any."""
        sent = self.file.data
        if not sent or not getattr(sent, "filename", ""):
            return None
        return FileGiven(sent.filename, sent.read())

    def _names(self) -> Mapping[str, str]:
        if not self.is_several:
            return {FOR: FOR, AGAINST: AGAINST}
        return {
            str(at): " ".join(row.form.name.data.split())
            for at, row in enumerate(self.tabled)
            if (row.form.name.data or "").strip()
        }

    def _split(self, which: str, names: Mapping[str, str]) -> dict[str, dict[str, int]]:
        split: dict[str, dict[str, int]] = {}
        for row in self.parties:
            party, option = (
                (row.form.party.data or "").strip(),
                names.get(getattr(row.form, which).data or ""),
            )
            if party and option and row.form.votes.data:
                of_party = split.setdefault(party, {})
                of_party[option] = of_party.get(option, 0) + row.form.votes.data
        return split


def _lacking(row: PartyVoteForm) -> Iterator[tuple[Field, Code]]:
    """Yield what a line of votes lacks: its party, or how many they were."""
    party = (row.party.data or "").strip()
    if row.votes.data and not party:
        yield row.party, Code.PARTY_NAME_MISSING
    if party and row.first.data and row.votes.data is None and not row.votes.errors:
        yield row.votes, Code.NUMBER_INVALID


class AnswerForm(RecordForm):
    """What a councillor answers by a mailed link."""

    kind = RadioField(
        N_("What happened?"),
        choices=[
            SelectChoice(AnswerKind.NOT_YET.value, N_("Not treated yet")),
            SelectChoice(AnswerKind.TREATED.value, N_("Treated")),
            SelectChoice(AnswerKind.MOVED.value, N_("Moved to another day")),
        ],
        validate_choice=False,
    )
    moved_to = NorwegianDate(N_("Moved to"))
    note = TextAreaField(N_("More about it"))


class SourceForm(Form):
    """Where a decision is known from."""

    source_title = StringField(
        N_("Minute book"), description=N_("Such as «Minutes of the council 17.6.2019».")
    )
    source_link = StringField(N_("Link to the minute book"))
    file = FileField(N_("The minute book as a file"))


class AskForm(Form):
    """Which councillor to ask."""

    person = SelectField(N_("Councillor"), validate_choice=False)


class ButtonForm(Form):
    """Only a button."""

    hidden = HiddenField()

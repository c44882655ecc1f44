"""The forms of a motion: handing in, correcting the text, sources, follow-up."""

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.flow import FollowUpStatus
from motionflow.domain.recognised import Recognised
from motionflow.i18n import N_
from motionflow.services.importing import PastDecision, find_body_named
from motionflow.services.motions import SourceGiven, Wording
from motionflow.web.forms import Form, NorwegianDate, WholeNumber, choices_of, reader_of
from motionflow.web.session import current_words


class ReadForm(Form):
    """A file or a pasted text to be read."""

    file = FileField(N_("Word or text file"), description=N_("A .docx, .txt or .md file of at most 10 MB."))
    pasted = TextAreaField(
        N_("Or paste the text"), description=N_("Lines broken as on paper are joined to paragraphs.")
    )


class TextForm(Form):
    """A motion's words. ``based_on`` is the version that was shown when the writing began."""

    title = StringField(N_("Title"))
    grounds = TextAreaField(
        N_("Grounds"),
        description=N_("Why. Figures should have a source and a year. Markdown can be used."),
    )
    proposed_decision = TextAreaField(
        N_("Proposed decision"),
        description=N_("The words that are voted on: who shall do what, by when, for how much."),
    )
    based_on = WholeNumber()

    def wording(self) -> Wording:
        """Return the words as they were typed."""
        return Wording(self.title.data or "", self.grounds.data or "", self.proposed_decision.data or "")


class MotionForm(TextForm):
    """A new motion: in which body, by whom, with which words."""

    body = SelectField(N_("Handed in to"))
    moved_by = RadioField(N_("Mover"), default="me")
    received_on = NorwegianDate(
        N_("Received on"), description=N_("Only when you record what came in on an earlier day.")
    )
    upload = HiddenField()
    decided = BooleanField(N_("The body has decided this already"))
    decided_on = NorwegianDate(N_("Decided on"))
    operative_text = TextAreaField(N_("What the body decided to do with the case"))
    next_body = SelectField(N_("Sent on to"))

    def offer(self, bodies: list[tuple[str, str]], next_bodies: list[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name."""
        words = current_words()
        self.body.choices = [SelectChoice(*pair) for pair in bodies]
        self.moved_by.choices = [
            SelectChoice("me", words(N_("I move it myself"))),
            SelectChoice("body", words(N_("The body moves it"))),
        ]
        nowhere = SelectChoice("", words(N_("Nowhere yet")))
        self.next_body.choices = [nowhere, *(SelectChoice(*pair) for pair in next_bodies)]

    def show(self, read: Recognised) -> None:
        """Put what was recognised into the fields, for the reader to correct."""
        self.title.data, self.grounds.data = read.title, read.grounds
        self.proposed_decision.data = read.proposed_decision or read.disposition or ""
        self.decided_on.data, self.operative_text.data = read.decided_on, read.disposition or ""
        decider, next_body = find_body_named(read.decided_by), find_body_named(read.next_body)
        choices = {choice.value for choice in self.body.choices}
        if decider is not None and decider.id in choices:
            self.body.data, self.moved_by.data = decider.id, "body"
            self.decided.data = read.decided_on is not None
        self.next_body.data = next_body.id if next_body else ""

    def past_decision(self) -> PastDecision | None:
        """Return the decision that is told of, if there is one with a day."""
        if not self.decided.data or self.decided_on.data is None:
            return None
        return PastDecision(
            self.decided_on.data,
            self.operative_text.data or "",
            self.next_body.data or None,
            self.proposed_decision.data or "",
        )


class SourceForm(Form):
    """What a motion leans on."""

    title = StringField(N_("Title"))
    origin = StringField(N_("Origin"), description=N_("Newspaper, report, municipality …"))
    dated_on = NorwegianDate(N_("Date"))
    link = StringField(N_("Link"))
    file = FileField(N_("File"), description=N_("A .docx, .txt or .md file of at most 10 MB."))
    doubt = StringField(N_("Doubt"), description=N_("What is uncertain or contradicted elsewhere."))

    def source(self) -> SourceGiven:
        """Return the source as it was typed."""
        return SourceGiven(
            title=self.title.data or "",
            origin=self.origin.data or "",
            dated_on=self.dated_on.data,
            link=self.link.data or "",
            doubt=self.doubt.data or "",
        )


class FollowUpForm(Form):
    """What became of a case."""

    status = SelectField(N_("Status"), coerce=reader_of(FollowUpStatus), validate_choice=False)
    on = NorwegianDate(N_("As of"))
    note = TextAreaField(N_("What has been done"))
    source_title = StringField(N_("Source"), description=N_("Where this is known from."))
    source_link = StringField(N_("Link to the source"))

    def offer(self) -> None:
        """Fill the choices."""
        self.status.choices = choices_of(FollowUpStatus, empty=N_("Choose a status"))

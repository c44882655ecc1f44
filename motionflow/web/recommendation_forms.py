"""The forms of recommendations: what is advised, and what the mover answers."""

import re
from collections.abc import Iterable

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.recommendations import Answer, RecommendationBy, Verb
from motionflow.i18n import N_
from motionflow.services.recommendations import Advice
from motionflow.web.forms import Form, WholeNumber, choices_of, reader_of
from motionflow.web.session import current_words

_BETWEEN_NAMES = re.compile(r"[,;\n]|\s+og\s+")


class AdviceForm(Form):
    """What a preparing body advises on the motion, or on an amendment."""

    seen = WholeNumber()
    amendment = SelectField(N_("About"), validate_choice=False)
    by = SelectField(N_("Who recommends"), coerce=reader_of(RecommendationBy), validate_choice=False)
    verb = SelectField(N_("Recommends"), coerce=reader_of(Verb), validate_choice=False)
    target = StringField(N_("Sent to, or covered by"))
    text = TextAreaField(N_("Recommended text"), description=N_("Needed when the text is changed."))
    grounds = TextAreaField(N_("Grounds"))
    names = TextAreaField(
        N_("Those behind it"), description=N_("Members or bodies, such as those of the minority. One a line.")
    )

    def offer(self, amendments: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name of the amendments beside the motion itself."""
        words = current_words()
        self.amendment.choices = [
            SelectChoice("", words(N_("The motion"))),
            *(SelectChoice(*pair) for pair in amendments),
        ]
        self.by.choices = choices_of(RecommendationBy)
        self.verb.choices = choices_of(Verb)

    def advice(self) -> Advice:
        """Return the advice as it was typed."""
        return Advice(
            by=self.by.data,
            verb=self.verb.data,
            text=self.text.data or "",
            grounds=self.grounds.data or "",
            target=self.target.data or "",
            names=tuple(filter(None, map(str.strip, _BETWEEN_NAMES.split(self.names.data or "")))),
        )


class PublishForm(Form):
    """One press of a button about a draft; ``seen`` is its version on the page."""

    seen = WholeNumber()


class AnswerForm(Form):
    """What the mover answers."""

    answer = SelectField(N_("Your answer"), coerce=reader_of(Answer), validate_choice=False)
    comment = TextAreaField(N_("Comment"))

    def offer(self) -> None:
        """Fill the choices."""
        self.answer.choices = choices_of(Answer, empty=N_("Choose an answer"))

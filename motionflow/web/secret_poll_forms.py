"""Forms around a secret poll: three tellers, six words, two passphrases."""

from wtforms import PasswordField, SelectField, StringField

from motionflow.i18n import N_
from motionflow.web.forms import Form


class TellersForm(Form):
    """The three who get a passphrase each."""

    teller_1 = SelectField(N_("First teller"), validate_choice=False)
    teller_2 = SelectField(N_("Second teller"), validate_choice=False)
    teller_3 = SelectField(N_("Third teller"), validate_choice=False)

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Let the tellers be chosen among people: ids and names."""
        for field in (self.teller_1, self.teller_2, self.teller_3):
            field.choices = [("", ""), *people]

    @property
    def chosen(self) -> list[str]:
        """The ids of those chosen."""
        return [field.data or "" for field in (self.teller_1, self.teller_2, self.teller_3)]


class NotedForm(Form):
    """The six words, written once more by the teller who has noted them."""

    passphrase = StringField(N_("The six words, as you have noted them"))


class CountForm(Form):
    """Two of the three passphrases."""

    teller_1 = PasswordField(N_("Six words of the first teller"))
    teller_2 = PasswordField(N_("Six words of the second teller"))
    teller_3 = PasswordField(N_("Six words of the third teller"))

    @property
    def passphrases(self) -> dict[int, str]:
        """What was typed, by the teller's number."""
        fields = (self.teller_1, self.teller_2, self.teller_3)
        return {number: field.data or "" for number, field in enumerate(fields, start=1)}


class ButtonForm(Form):
    """Only a button."""

"""The sentences of «What happened to our motions»: how it went, money and promises, plainly."""

from motionflow.documents import numbers, phrases
from motionflow.documents.annex_facts import AnnexDecision, AnnexMotion, AnnexPromise, AnnexTotals
from motionflow.documents.phrases import Language
from motionflow.documents.sentences import Sentences
from motionflow.domain.fates import Became
from motionflow.domain.flow import FollowUpStatus

FATES: phrases.Table = (
    (Became.ADOPTED, "Vedtatt", "Vedteke"),
    (Became.ADOPTED_WITH_CHANGES, "Vedtatt med endringer", "Vedteke med endringar"),
    (Became.COVERED, "Ivaretatt av et annet vedtak", "Vareteke av eit anna vedtak"),
    (Became.FALLEN, "Ikke vedtatt", "Ikkje vedteke"),
    (Became.OTHER, "Besvart, trukket eller avvist", "Svart på, trekt eller avvist"),
    (Became.UNTREATED, "Ikke ferdig behandlet", "Ikkje ferdig handsama"),
)
_KRONER = frozenset({"kr", "kroner", "nok"})
_SAID: dict[Language, dict[str, str]] = {
    "nb": {
        "summary": "{count} forslag: {parts}.",
        "one": "1 forslag: {parts}.",
        "money": "Bedt om: {asked}. Bevilget: {granted}. Brukt: {spent}.",
        "none": "ingenting registrert",
        "no_sum": "ikke noe beløp",
        "promise": "{what}. Ansvar: {who}. Frist: {due}. Status: {status}, {reached} av {target}",
        "short": "{what}: {reached} av {target}, {status}",
        "overdue": ". FRISTEN ER BRUTT",
        "ended": ". Avsluttet",
        "moved": "{due} (først {first})",
        "source": ". Kilde: {source}",
    },
    "nn": {
        "summary": "{count} forslag: {parts}.",
        "one": "1 forslag: {parts}.",
        "money": "Bedt om: {asked}. Løyvd: {granted}. Brukt: {spent}.",
        "none": "ingenting registrert",
        "no_sum": "ikkje noko beløp",
        "promise": "{what}. Ansvar: {who}. Frist: {due}. Status: {status}, {reached} av {target}",
        "short": "{what}: {reached} av {target}, {status}",
        "overdue": ". FRISTEN ER BROTEN",
        "ended": ". Avslutta",
        "moved": "{due} (fyrst {first})",
        "source": ". Kjelde: {source}",
    },
}


class AnnexSentences(Sentences):
    """The sentences of papers, with those of the annex, in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._fates = phrases.table(FATES, language)
        self._said = _SAID[language]

    def fate(self, verdict: Became) -> str:
        """Return what became of a motion, in a word or two."""
        return self._fates[verdict]

    def annex_summary(self, totals: AnnexTotals) -> str:
        """Return how it went with all of them, in one sentence."""
        counts = {
            Became.ADOPTED: totals.adopted,
            Became.ADOPTED_WITH_CHANGES: totals.adopted_with_changes,
            Became.COVERED: totals.covered,
            Became.FALLEN: totals.fallen,
            Became.OTHER: totals.other,
            Became.UNTREATED: totals.untreated,
        }
        parts = self.listed(
            [f"{count} {self._fates[verdict].lower()}" for verdict, count in counts.items() if count]
        )
        said = self._said["one" if totals.count == 1 else "summary"]
        return said.format(count=totals.count, parts=parts)

    def annex_outcome(self, row: AnnexDecision) -> str:
        """Return what a body decided, with the votes, or what happened there."""
        outcome = self.outcome(row.outcome, row.votes) if row.outcome else ""
        return " ".join(filter(None, (outcome, row.event)))

    def annex_money(self, one: AnnexMotion) -> str:
        """Return what was asked for, granted and spent."""
        said = self._said
        return said["money"].format(
            asked=said["no_sum"] if one.asked is None else numbers.kroner(one.asked),
            granted=said["none"] if one.granted is None else numbers.kroner(one.granted),
            spent=said["none"] if one.spent is None else numbers.kroner(one.spent),
        )

    def annex_promise(self, promise: AnnexPromise) -> str:
        """Return a promise as it stands: who, when, how much, and that it is overdue when it is."""
        due = numbers.day(promise.due_on)
        if promise.due_on != promise.first_due_on:
            due = self._said["moved"].format(due=due, first=numbers.day(promise.first_due_on))
        said = self._said["promise"].format(
            what=promise.what.rstrip("."),
            who=promise.responsible,
            due=due,
            status=self.status(promise.status).lower(),
            reached=numbers.whole(promise.reached),
            target=_amount(promise.target, promise.unit),
        )
        if promise.is_overdue:
            said += self._said["overdue"]
        elif promise.is_ended and promise.status is FollowUpStatus.PARTLY_DONE:
            said += self._said["ended"]
        if promise.source:
            said += self._said["source"].format(source=promise.source)
        return f"{said}."

    def annex_promise_in_short(self, promise: AnnexPromise) -> str:
        """Return a promise and how far it has come, without who answers for it."""
        return self._said["short"].format(
            what=promise.what.rstrip("."),
            reached=numbers.whole(promise.reached),
            target=_amount(promise.target, promise.unit),
            status=self.status(promise.status).lower(),
        )


def _amount(number: int, unit: str) -> str:
    return numbers.kroner(number) if unit.casefold() in _KRONER else f"{numbers.whole(number)} {unit}"

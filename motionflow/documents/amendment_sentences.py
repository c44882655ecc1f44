"""The sentences of papers on amendments: their titles, what they change, and how they ended."""

from motionflow.documents.phrases import Language
from motionflow.documents.pieces import AmendmentFacts, ChangeFacts, ChangeKind
from motionflow.documents.vote_sentences import VoteSentences
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.flow import Outcome

_WORDS: dict[str, tuple[str, str]] = {
    "amendment": ("Endringsforslag {number}", "Endringsforslag {number}"),
    "alternative": ("Alternativt forslag {number}", "Alternativt forslag {number}"),
    "postponement": ("Utsettelsesforslag {number}", "Utsetjingsforslag {number}"),
    "to": ("{title} til {to}", "{title} til {to}"),
    "from": ("{title} fra {name}", "{title} frå {name}"),
    "postpone": ("Saken utsettes til et senere møte.", "Saka blir utsett til eit seinare møte."),
    "paragraph": ("Avsnitt {n}: {what}", "Avsnitt {n}: {what}"),
    "in_grounds": ("Begrunnelsen, avsnitt {n}: {what}", "Grunngivinga, avsnitt {n}: {what}"),
    "changed": ("«{removed}» endres til «{added}».", "«{removed}» blir endra til «{added}»."),
    "added": ("«{added}» settes inn.", "«{added}» blir sett inn."),
    "removed": ("«{removed}» strykes.", "«{removed}» blir stroke."),
    "new": ("Nytt avsnitt: «{added}»", "Nytt avsnitt: «{added}»"),
    "gone": ("Hele avsnittet strykes.", "Heile avsnittet blir stroke."),
    "moved": ("Avsnittet flyttes.", "Avsnittet blir flytta."),
    "fell_away": ("Falt bort.", "Fall bort."),
    "fell_away_for": ("Falt bort da {number} ble vedtatt.", "Fall bort då {number} vart vedteke."),
    "fell_for": ("Satt opp mot {number}.", "Sett opp mot {number}."),
    "withdrawn": ("Trukket.", "Trekt."),
    "dismissed": ("Avvist.", "Avvist."),
    "dismissed_for": ("Avvist: {reason}", "Avvist: {reason}"),
    "changed_by": ("Avsnitt {n} er endret etter {numbers}.", "Avsnitt {n} er endra etter {numbers}."),
    "alone": (
        "Står for seg, fordi det rører de samme ordene som {numbers}.",
        "Står for seg sjølv, fordi det rører dei same orda som {numbers}.",
    ),
    "waits": ("Ikke votert over.", "Ikkje votert over."),
}


class AmendmentSentences(VoteSentences):
    """The sentences on amendments in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        column = 1 if language == "nn" else 0
        self._of_amendments = {key: words[column] for key, words in _WORDS.items()}

    def amendment_title(self, one: AmendmentFacts) -> str:
        """Return what an amendment is called, and who moved it where that may be said."""
        kind = {Scope.ALTERNATIVE: "alternative", Scope.POSTPONEMENT: "postponement"}.get(
            one.scope, "amendment"
        )
        title = self._amended(kind, number=one.number)
        if one.to:
            title = self._amended("to", title=title, to=one.to)
        moved_by = one.person
        name = moved_by.name if moved_by else one.mover
        return self._amended("from", title=title, name=name) if name else title

    def amendment_changes(self, one: AmendmentFacts) -> list[str]:
        """Return what an amendment changes, a sentence for each place."""
        if one.scope is Scope.POSTPONEMENT:
            return [self._amended("postpone")]
        return [self._change(change) for change in one.changes]

    def stands_alone(self, numbers: str) -> str:
        """Return why an amendment isn't laid in the text with the others."""
        return self._amended("alone", numbers=numbers) if numbers else ""

    def amendment_result(self, one: AmendmentFacts) -> str:
        """Return what became of an amendment, with the counts of its vote."""
        if one.state is AmendmentState.CARRIED:
            return self.outcome(Outcome.ADOPTED, one.votes[-1:])
        if one.state is AmendmentState.FALLEN:
            said = self.outcome(Outcome.FALLEN, one.votes[-1:])
            return f"{self._amended('fell_for', number=one.because)} {said}" if one.because else said
        if one.state is AmendmentState.FALLEN_AWAY:
            return self._amended("fell_away_for" if one.because else "fell_away", number=one.because)
        if one.state is AmendmentState.DISMISSED:
            return self._amended("dismissed_for" if one.reason else "dismissed", reason=one.reason)
        return self._amended("withdrawn" if one.state is AmendmentState.WITHDRAWN else "waits")

    def _change(self, change: ChangeFacts) -> str:
        if change.kind is ChangeKind.WORDS:
            kind = "changed" if change.removed and change.added else "added" if change.added else "removed"
        else:
            kind = change.kind.value
        what = self._amended(kind, removed=change.removed, added=change.added)
        where = "in_grounds" if change.in_grounds else "paragraph"
        return what if change.kind is ChangeKind.NEW else self._amended(where, n=change.paragraph, what=what)

    def _amended(self, key: str, **values: object) -> str:
        return self._of_amendments[key].format(**values)

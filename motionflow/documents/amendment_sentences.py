"""The sentences of papers on amendments: their titles, what they change, and how they ended."""

from motionflow.documents.phrases import Language
from motionflow.documents.pieces import AmendmentFacts, ChangeFacts, ChangeKind
from motionflow.documents.ready import Markdown
from motionflow.documents.text_lines import Set
from motionflow.documents.vote_sentences import VoteSentences
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.differences import Restyle
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
    "restyled": ("«{added}» {how}.", "«{added}» {how}."),
    "reshaped": ("blir {shape}: «{added}»", "blir {shape}: «{added}»"),
    "new": ("Nytt avsnitt: «{added}»", "Nytt avsnitt: «{added}»"),
    "new_heading": ("Ny overskrift: «{added}»", "Ny overskrift: «{added}»"),
    "new_item": ("Nytt punkt: «{added}»", "Nytt punkt: «{added}»"),
    "new_row": ("Ny rad i tabellen: «{added}»", "Ny rad i tabellen: «{added}»"),
    "new_note": ("Ny fotnote: «{added}»", "Ny fotnote: «{added}»"),
    "new_rule": ("En strek settes inn.", "Ein strek blir sett inn."),
    "in_note": ("Fotnote: {what}", "Fotnote: {what}"),
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

_NEW = {
    Set.HEADING: "new_heading",
    Set.BULLET: "new_item",
    Set.NUMBER: "new_item",
    Set.ROW: "new_row",
    Set.NOTE: "new_note",
    Set.RULE: "new_rule",
}
_SHAPES: dict[Set, tuple[str, str]] = {
    Set.TEXT: ("vanlig tekst", "vanleg tekst"),
    Set.HEADING: ("en overskrift på nivå {level}", "ei overskrift på nivå {level}"),
    Set.BULLET: ("et punkt på nivå {level}", "eit punkt på nivå {level}"),
    Set.NUMBER: ("et nummerert punkt på nivå {level}", "eit nummerert punkt på nivå {level}"),
    Set.GOES_ON: ("en del av punktet over", "ein del av punktet over"),
    Set.QUOTE: ("et sitat", "eit sitat"),
    Set.ROW: ("en rad i en tabell", "ei rad i ein tabell"),
    Set.RULE: ("en strek", "ein strek"),
    Set.NOTE: ("en fotnote", "ein fotnote"),
}
_FROM_NOUGHT = frozenset({Set.BULLET, Set.NUMBER})
_RESTYLES: dict[Restyle, tuple[str, str]] = {
    Restyle.BOLD: ("settes med fet skrift", "blir sett med feit skrift"),
    Restyle.NOT_BOLD: ("settes uten fet skrift", "blir sett utan feit skrift"),
    Restyle.ITALIC: ("settes i kursiv", "blir sett i kursiv"),
    Restyle.NOT_ITALIC: ("settes uten kursiv", "blir sett utan kursiv"),
    Restyle.CODE: ("settes som kode", "blir sett som kode"),
    Restyle.NOT_CODE: ("settes ikke som kode", "blir ikkje sett som kode"),
    Restyle.LINKED: ("blir en lenke", "blir ei lenkje"),
    Restyle.NOT_LINKED: ("er ikke lenger en lenke", "er ikkje lenger ei lenkje"),
    Restyle.LINKED_ELSEWHERE: ("lenker til en annen adresse", "lenkjer til ei anna adresse"),
}
_AND = " og "


class AmendmentSentences(VoteSentences):
    """The sentences on amendments in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        column = 1 if language == "nn" else 0
        self._of_amendments = {key: words[column] for key, words in _WORDS.items()}
        self._shapes = {key: words[column] for key, words in _SHAPES.items()}
        self._restyles = {key: words[column] for key, words in _RESTYLES.items()}

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

    def amendment_changes(self, one: AmendmentFacts) -> list[Markdown]:
        """Return what an amendment changes, a sentence of Markdown for each place."""
        if one.scope is Scope.POSTPONEMENT:
            return [Markdown(self._amended("postpone"))]
        return [Markdown(" ".join(self._change(change).split())) for change in one.changes]

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
        what = self._what(change)
        if change.kind is ChangeKind.NEW:
            return what
        where = "in_grounds" if change.in_grounds else "paragraph"
        return self._amended("in_note" if change.shape is Set.NOTE else where, n=change.paragraph, what=what)

    def _what(self, change: ChangeFacts) -> str:
        if change.restyles:
            how = _AND.join(self._restyles[one] for one in change.restyles)
            return self._amended("restyled", added=change.added, how=how)
        if change.kind is ChangeKind.RESHAPED:
            level = change.level + (change.shape in _FROM_NOUGHT)
            shape = self._shapes[change.shape].format(level=level)
            return self._amended("reshaped", shape=shape, added=change.added)
        if change.kind is ChangeKind.NEW:
            return self._amended(_NEW.get(change.shape, "new"), added=change.added)
        if change.kind is not ChangeKind.WORDS:
            return self._amended(change.kind.value)
        kind = "changed" if change.removed and change.added else "added" if change.added else "removed"
        return self._amended(kind, removed=change.removed, added=change.added)

    def _amended(self, key: str, **values: object) -> str:
        return self._of_amendments[key].format(**values)

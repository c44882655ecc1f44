"""The words of papers in bokmål and nynorsk: a table per enum, and one of phrases.

Papers exist in these two languages only, whatever language a reader has chosen for the pages. The words
are the field's own (``docs`` and the catalogues use the same); where nynorsk allows two forms, one is
chosen and kept.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Literal

from motionflow.documents.pieces import (
    Advice,
    MeetingKind,
    MotionType,
    Recommender,
)
from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.voting import Base, RuleName, Verdict

Language = Literal["nb", "nn"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn")
LOCALES: dict[Language, str] = {"nb": "nb-NO", "nn": "nn-NO"}

# Each row: the member, bokmål, nynorsk.
Table = tuple[tuple[StrEnum, str, str], ...]

OUTCOMES: Table = (
    (Outcome.ADOPTED, "Vedtatt", "Vedteke"),
    (Outcome.ADOPTED_WITH_CHANGES, "Vedtatt med endringer", "Vedteke med endringar"),
    (Outcome.FALLEN, "Falt", "Fall"),
    (Outcome.DISMISSED, "Avvist", "Avvist"),
    (Outcome.WITHDRAWN, "Trukket", "Trekt"),
    (Outcome.POSTPONED, "Utsatt", "Utsett"),
    (Outcome.SENT_BACK, "Sendt tilbake", "Sendt tilbake"),
    (Outcome.SENT_ON, "Oversendt uten realitetsbehandling", "Sendt over utan realitetshandsaming"),
    (Outcome.NOTED, "Tatt til orientering", "Teke til orientering"),
    (Outcome.ACKNOWLEDGED, "Tatt til etterretning", "Teke til etterretning"),
    (Outcome.COVERED, "Ivaretatt", "Vareteke"),
    (Outcome.ANSWERED, "Besvart", "Svart på"),
    (Outcome.LAPSED, "Bortfalt", "Falle bort"),
    (Outcome.RECOMMENDED, "Innstilt", "Tilrådd"),
)

TEXT_LABELS: Table = (
    (Outcome.ADOPTED, "Vedtak", "Vedtak"),
    (Outcome.ADOPTED_WITH_CHANGES, "Vedtak", "Vedtak"),
    (Outcome.FALLEN, "Vedtak", "Vedtak"),
    (Outcome.DISMISSED, "Vedtak", "Vedtak"),
    (Outcome.WITHDRAWN, "Utfall", "Utfall"),
    (Outcome.POSTPONED, "Vedtak", "Vedtak"),
    (Outcome.SENT_BACK, "Vedtak", "Vedtak"),
    (Outcome.SENT_ON, "Vedtak", "Vedtak"),
    (Outcome.NOTED, "Vedtak", "Vedtak"),
    (Outcome.ACKNOWLEDGED, "Vedtak", "Vedtak"),
    (Outcome.COVERED, "Utfall", "Utfall"),
    (Outcome.ANSWERED, "Svar", "Svar"),
    (Outcome.LAPSED, "Utfall", "Utfall"),
    (Outcome.RECOMMENDED, "Innstilling", "Innstilling"),
)

# What is said before a text that did not come into force.
TEXT_INTROS: Table = (
    (Outcome.FALLEN, "Forslaget som falt:", "Forslaget som fall:"),
    (Outcome.WITHDRAWN, "Forslaget som ble trukket:", "Forslaget som vart trekt:"),
    (Outcome.LAPSED, "Forslaget som bortfalt:", "Forslaget som fall bort:"),
)

STATUSES: Table = (
    (FollowUpStatus.NOT_STARTED, "Ikke startet", "Ikkje starta"),
    (FollowUpStatus.UNDER_WAY, "Under arbeid", "Under arbeid"),
    (FollowUpStatus.PARTLY_DONE, "Delvis gjennomført", "Delvis gjennomført"),
    (FollowUpStatus.DONE, "Gjennomført", "Gjennomført"),
    (FollowUpStatus.DELAYED, "Forsinket", "Forseinka"),
    (FollowUpStatus.STOPPED, "Stanset", "Stansa"),
    (FollowUpStatus.LAPSED, "Bortfalt", "Falle bort"),
)

MEETINGS: Table = (
    (MeetingKind.ANNUAL, "årsmøte", "årsmøte"),
    (MeetingKind.EXTRAORDINARY, "ekstraordinært årsmøte", "ekstraordinært årsmøte"),
    (MeetingKind.MEMBERS, "medlemsmøte", "medlemsmøte"),
    (MeetingKind.BOARD, "styremøte", "styremøte"),
    (MeetingKind.GROUP, "gruppemøte", "gruppemøte"),
    (MeetingKind.COMMITTEE, "møte", "møte"),
    (MeetingKind.COUNCIL, "møte", "møte"),
    (MeetingKind.OTHER, "møte", "møte"),
)

THE_MEETINGS: Table = (
    (MeetingKind.ANNUAL, "årsmøtet", "årsmøtet"),
    (MeetingKind.EXTRAORDINARY, "det ekstraordinære årsmøtet", "det ekstraordinære årsmøtet"),
    (MeetingKind.MEMBERS, "medlemsmøtet", "medlemsmøtet"),
    (MeetingKind.BOARD, "styremøtet", "styremøtet"),
    (MeetingKind.GROUP, "gruppemøtet", "gruppemøtet"),
    (MeetingKind.COMMITTEE, "møtet", "møtet"),
    (MeetingKind.COUNCIL, "møtet", "møtet"),
    (MeetingKind.OTHER, "møtet", "møtet"),
)

MOTION_TYPES: Table = (
    (MotionType.MEASURE, "forslag om tiltak", "forslag om tiltak"),
    (MotionType.STATEMENT, "uttalelse", "fråsegn"),
    (MotionType.STATUTES, "vedtektsendring", "vedtektsendring"),
)

RECOMMENDERS: Table = (
    (Recommender.BOARD, "Styrets innstilling", "Innstillinga frå styret"),
    (
        Recommender.DRAFTING_COMMITTEE,
        "Redaksjonskomiteens innstilling",
        "Innstillinga frå redaksjonskomiteen",
    ),
    (Recommender.COMMITTEE, "Innstilling fra komiteen", "Innstilling frå komiteen"),
    (Recommender.EXECUTIVE_COMMITTEE, "Innstilling fra formannskapet", "Innstilling frå formannskapet"),
    (Recommender.CHIEF_EXECUTIVE, "Kommunedirektørens innstilling", "Innstilling frå kommunedirektøren"),
)

ADVICES: Table = (
    (Advice.ADOPT, "Forslaget vedtas.", "Forslaget blir vedteke."),
    (
        Advice.ADOPT_WITH_CHANGES,
        "Forslaget vedtas med følgende endring:",
        "Forslaget blir vedteke med denne endringa:",
    ),
    (Advice.REJECT, "Forslaget vedtas ikke.", "Forslaget blir ikkje vedteke."),
    (Advice.DISMISS, "Forslaget avvises.", "Forslaget blir avvist."),
    (
        Advice.SEND_ON,
        "Forslaget oversendes {target} uten realitetsbehandling.",
        "Forslaget blir sendt over til {target} utan realitetshandsaming.",
    ),
    (Advice.COVERED, "Forslaget er ivaretatt av {target}.", "Forslaget er vareteke av {target}."),
    (
        Advice.WITHDRAW,
        "Forslaget trekkes av forslagsstilleren.",
        "Forslaget blir trekt av forslagsstillaren.",
    ),
    (Advice.NOTE, "Forslaget tas til orientering.", "Forslaget blir teke til orientering."),
)

SHORT_ADVICES: Table = (
    (Advice.ADOPT, "Vedtas", "Blir vedteke"),
    (Advice.ADOPT_WITH_CHANGES, "Vedtas med endring", "Blir vedteke med endring"),
    (Advice.REJECT, "Vedtas ikke", "Blir ikkje vedteke"),
    (Advice.DISMISS, "Avvises", "Blir avvist"),
    (Advice.SEND_ON, "Oversendes", "Blir sendt over"),
    (Advice.COVERED, "Ivaretatt", "Vareteke"),
    (Advice.WITHDRAW, "Trekkes", "Blir trekt"),
    (Advice.NOTE, "Til orientering", "Til orientering"),
)

RULES: Table = (
    (RuleName.ORDINARY, "Alminnelig flertall", "Vanleg fleirtal"),
    (RuleName.ORDINARY_WITH_BLANKS, "Alminnelig flertall", "Vanleg fleirtal"),
    (RuleName.SIMPLE, "Simpelt flertall", "Simpelt fleirtal"),
    (RuleName.ABSOLUTE, "Absolutt flertall", "Absolutt fleirtal"),
    (RuleName.TWO_THIRDS, "Kvalifisert flertall", "Kvalifisert fleirtal"),
    (RuleName.TWO_THIRDS_WITHOUT_BLANKS, "Kvalifisert flertall", "Kvalifisert fleirtal"),
    (RuleName.OF_PRESENT, "Flertall av dem som er til stede", "Fleirtal av dei som er til stades"),
    (RuleName.ELECTION, "Flertall ved valg", "Fleirtal ved val"),
    (
        RuleName.COUNCIL,
        "Alminnelig flertall (kommuneloven § 11-9)",
        "Vanleg fleirtal (kommunelova § 11-9)",
    ),
    (
        RuleName.COUNCIL_ELECTION,
        "Alminnelig flertall ved valg (kommuneloven § 11-9)",
        "Vanleg fleirtal ved val (kommunelova § 11-9)",
    ),
)

BASES: Table = (
    (Base.CAST, "avgitte stemmer", "gitte stemmer"),
    (Base.CAST_WITHOUT_BLANKS, "avgitte stemmer uten blanke", "gitte stemmer utan blanke"),
    (Base.PRESENT, "de som var til stede", "dei som var til stades"),
    (Base.ENTITLED, "de stemmeberettigede", "dei som har stemmerett"),
)

VERDICTS: Table = (
    (Verdict.CARRIED, "Flertall.", "Fleirtal."),
    (
        Verdict.CARRIED_BY_CHAIR,
        "Stemmelikhet: møtelederens stemme avgjorde for.",
        "Stemmelikskap: stemma til møteleiaren avgjorde for.",
    ),
    (
        Verdict.CARRIED_BY_LOT,
        "Stemmelikhet: loddtrekning avgjorde for.",
        "Stemmelikskap: loddtrekking avgjorde for.",
    ),
    (Verdict.FELL, "Ikke flertall.", "Ikkje fleirtal."),
    (
        Verdict.FELL_AT_TIE,
        "Stemmelikhet: forslaget falt.",
        "Stemmelikskap: forslaget fall.",
    ),
    (
        Verdict.FELL_BY_CHAIR,
        "Stemmelikhet: møtelederens stemme avgjorde mot.",
        "Stemmelikskap: stemma til møteleiaren avgjorde mot.",
    ),
    (
        Verdict.FELL_BY_LOT,
        "Stemmelikhet: loddtrekning avgjorde mot.",
        "Stemmelikskap: loddtrekking avgjorde mot.",
    ),
    (Verdict.UNDECIDED_AT_TIE, "Stemmelikhet: ikke avgjort.", "Stemmelikskap: ikkje avgjort."),
    (Verdict.NO_VOTES, "Ingen stemmer ble gitt.", "Ingen stemmer vart gitt."),
    (
        Verdict.NO_QUORUM,
        "For få stemte til at vedtaket er gyldig.",
        "For få stemte til at vedtaket er gyldig.",
    ),
)

ROUTES: Table = (
    (
        Route.BUDGET_FIGURES,
        "Forslag til årsbudsjett {years} fra {parties}",
        "Forslag til årsbudsjett {years} frå {parties}",
    ),
    (
        Route.BUDGET_TEXT,
        "Tekstforslag til årsbudsjett {years} fra {parties}",
        "Tekstforslag til årsbudsjett {years} frå {parties}",
    ),
    (
        Route.BUDGET_CHANGE,
        "Forslag til budsjettendring {year} fra {parties}",
        "Forslag til budsjettendring {year} frå {parties}",
    ),
    (Route.LISTED_CASE, "Krav om sak på saklista fra {parties}", "Krav om sak på saklista frå {parties}"),
    (Route.INTERPELLATION, "Interpellasjon fra {parties}", "Interpellasjon frå {parties}"),
    (Route.QUESTION, "Grunngitt spørsmål fra {parties}", "Grunngitt spørsmål frå {parties}"),
    (Route.SENT_OVER, "Oversendelsesforslag fra {parties}", "Oversendingsforslag frå {parties}"),
    (Route.INHABITANTS, "Innbyggerforslag støttet av {parties}", "Innbyggjarforslag støtta av {parties}"),
    (
        Route.ADMINISTRATIVE,
        "Henvendelse til administrasjonen fra {parties}",
        "Førespurnad til administrasjonen frå {parties}",
    ),
    (Route.PROGRAMME, "Forslag til valgprogram fra {parties}", "Forslag til valprogram frå {parties}"),
)

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
}

# Each row: the key, bokmål, nynorsk.
_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("unanimously", "Enstemmig", "Samrøystes"),
    ("with", "med", "med"),
    ("against", "mot", "mot"),
    ("of", "av", "av"),
    ("and", "og", "og"),
    ("votes", "{n} stemme|{n} stemmer", "{n} stemme|{n} stemmer"),
    ("blanks", "{n} blank|{n} blanke", "{n} blank|{n} blanke"),
    ("entitled", "{n} stemmeberettiget|{n} stemmeberettigede", "{n} med stemmerett|{n} med stemmerett"),
    ("present", "{n} til stede|{n} til stede", "{n} til stades|{n} til stades"),
    ("not_voted", "{n} avga ikke stemme|{n} avga ikke stemme", "{n} gav ikkje stemme|{n} gav ikkje stemme"),
    ("not_recorded", "Stemmetall er ikke protokollført.", "Stemmetal er ikkje protokollførte."),
    ("votes_for", "For", "For"),
    ("votes_against", "Mot", "Mot"),
    ("got", "{option} fikk {votes}", "{option} fekk {votes}"),
    ("more_than", "mer enn {share} av {base}", "meir enn {share} av {base}"),
    ("at_least", "minst {share} av {base}", "minst {share} av {base}"),
    ("plurality", "flere stemmer enn noe annet forslag", "fleire stemmer enn noko anna forslag"),
    ("quorum", "Minst {share} må stemme.", "Minst {share} må stemme."),
    ("quorum_more", "Mer enn {share} må stemme.", "Meir enn {share} må stemme."),
    ("quorum_present", "Minst {share} må være til stede.", "Minst {share} må vere til stades."),
    ("quorum_present_more", "Mer enn {share} må være til stede.", "Meir enn {share} må vere til stades."),
    ("poll_adopted", "Vedtatt.", "Vedteke."),
    ("poll_fell", "Ikke vedtatt.", "Ikkje vedteke."),
    (
        "poll_checksum",
        "Kontrollsum for fila som stemmene kan telles på nytt fra: `{sha256}`",
        "Kontrollsum for fila som stemmene kan teljast på nytt frå: `{sha256}`",
    ),
    ("poll_option", "Vedtatt: {option}.", "Vedteke: {option}."),
    ("poll_none", "Ingen av dem fikk flertall.", "Ingen av dei fekk fleirtal."),
    ("by_acclamation", "Vedtatt ved akklamasjon.", "Vedteke ved akklamasjon."),
    ("annulled", "Annullert: {reason}", "Annullert: {reason}"),
    ("poll", "Votering {n}", "Votering {n}"),
    ("blank", "Blank", "Blank"),
    ("second_round", "andre runde", "andre runde"),
    ("secret", "hemmelig", "hemmeleg"),
    ("by_phone", "{n} på telefon|{n} på telefon", "{n} på telefon|{n} på telefon"),
    (
        "by_hands",
        "{n} med håndsopprekning|{n} med håndsopprekning",
        "{n} med handsopprekking|{n} med handsopprekking",
    ),
    ("by_paper", "{n} på papir|{n} på papir", "{n} på papir|{n} på papir"),
    ("on_roll", "{n} i manntallet|{n} i manntallet", "{n} i manntalet|{n} i manntalet"),
    ("guests", "{n} gjest|{n} gjester", "{n} gjest|{n} gjester"),
    ("half", "halvparten", "halvparten"),
    ("two_thirds", "to tredeler", "to tredelar"),
    ("three_quarters", "tre firedeler", "tre firedelar"),
    ("majority_side", "flertall", "fleirtal"),
    ("minority", "Mindretallets innstilling", "Innstillinga frå mindretalet"),
    ("adopt_with_changes", "Forslaget vedtas med endringer.", "Forslaget blir vedteke med endringar."),
    ("chief_executive_before", "Rådmannens innstilling", "Innstilling frå rådmannen"),
    ("the_next_body", "neste organ", "neste organ"),
    ("another_decision", "et annet vedtak", "eit anna vedtak"),
    ("in", "i", "i"),
    ("clock", "kl.", "kl."),
    ("reference", "Vår ref.", "Vår ref."),
    ("their_reference", "Deres ref.", "Dykkar ref."),
    ("date", "Dato", "Dato"),
    ("care_of", "v/", "v/"),
    ("version", "Versjon {n}", "Versjon {n}"),
    ("example", "Eksempel: personer og tall er oppdiktet", "Eksempel: personar og tal er oppdikta"),
    ("page", "Side {page} av {pages}", "Side {page} av {pages}"),
    ("and_plan", "{year} og økonomiplan {year}–{last}", "{year} og økonomiplan {year}–{last}"),
    ("registered_by", "Registrert av {body} etter {source}", "Registrert av {body} etter {source}"),
    (
        "no_source",
        "Registrert av {body}. Kilde er ikke oppgitt",
        "Registrert av {body}. Kjelde er ikkje oppgitt",
    ),
    ("attendance_unknown", "Ikke protokollført", "Ikkje protokollført"),
    ("members", "{n} medlem|{n} medlemmer", "{n} medlem|{n} medlemmer"),
    ("without_meeting", "uten møte", "utan møte"),
    ("not_in_papers", "ikke i sakspapirene", "ikkje i sakspapira"),
    ("decided_on", "vedtak {day}", "vedtak {day}"),
    ("postponed_to", "til {day}", "til {day}"),
)


def table(rows: Table, language: Language) -> Mapping[StrEnum, str]:
    """Return one language of a table, by member."""
    return {row[0]: row[1 + LANGUAGES.index(language)] for row in rows}


@cache
def phrases(language: Language) -> Mapping[str, str]:
    """Return the phrases of a language, by key; «one|many» where the number decides."""
    return {row[0]: row[1 + LANGUAGES.index(language)] for row in _PHRASES}

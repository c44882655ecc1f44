"""The cases that are dated from the day of loading: what was moved and decided (example)."""

from motionflow.services.motions import SourceGiven, Wording

# Setskog Arbeidarlag, in nynorsk; it waits in the party's inbox.
TRANSPORT = Wording(
    "Fast skyss til dagsenteret",
    """\
Dagsenteret er den einaste faste møteplassen for mange av dei eldste i Setskog. Likevel står plassar tomme, \
fordi folk ikkje kjem seg dit. Bussen går ikkje midt på dagen, og drosje blir for dyrt når ein skal fram og \
tilbake to gonger i veka.

Vi har snakka med ni familiar som seier at dei ville ha nytta tilbodet om skyssen var på plass. Kommunen har \
alt ein minibuss som står stille mellom skuleturane.

Vi reknar med at ei prøveordning kostar 180 000 kr i året til sjåfør og drivstoff. Dei pengane kan takast \
frå ramma for heimetenesta, som får mindre å gjere når fleire kan ete middag på dagsenteret.""",
    """\
Setskog Arbeidarlag ber årsmøtet i A-H Arbeiderparti om å gjere dette vedtaket:

A-H Arbeiderparti vil at kommunen prøver ut fast skyss til dagsenteret to dagar i veka i eitt år, til inntil \
180 000 kr, dekt innanfor ramma for heimetenesta.""",
)
TRANSPORT_SOURCES = (
    SourceGiven(
        "Samtalar med ni familiar i Setskog",
        origin="Setskog Arbeidarlag",
        doubt="Laget har spurt sjølv. Kommunen har ikkje kartlagt kor mange som treng skyss.",
    ),
)
TRANSPORT_BOARD_GROUNDS = "Ei prøveordning kostar lite og kan stansast om få nyttar ho."
TRANSPORT_DECISION = "Forslaget blir vedteke og sendt til årsmøtet i A-H Arbeiderparti."
TRANSPORT_TO_PARTY = """\
A-H Arbeiderparti vil at kommunen prøver ut fast skyss til dagsenteret to dagar i veka i eitt år, til inntil \
180 000 kr, dekt innanfor ramma for heimetenesta."""

# Løken Arbeiderforening; on the list of the party's coming meeting, and before the council as a question.
APPRENTICES = Wording(
    "Flere lærlinger i hjemmetjenesten",
    """\
Hjemmetjenesten trenger folk, og ungdom hos oss trenger læreplass. Likevel må flere av dem som tar \
helsearbeiderfag, reise til nabokommunene for å få fagbrev.

En lærling koster om lag 90 000 kr i året når tilskuddet er trukket fra. Med seks nye plasser blir det \
540 000 kr. Noe av det tjener kommunen inn igjen, fordi færre vakter må leies inn.""",
    """\
Løken Arbeiderforening vil at kommunen tar inn seks lærlinger til i hjemmetjenesten, til inntil 540 000 kr i \
året, dekket med lavere utgifter til innleie.""",
)
APPRENTICES_BOARD_GROUNDS = "Saken er godt begrunnet, og den sier både hva den koster og hvordan den dekkes."
APPRENTICES_DECISION = """\
Forslaget vedtas. Det sendes til årsmøtet i A-H Arbeiderparti, og kommunestyregruppa bes om å spørre \
kommunedirektøren om saken allerede nå."""
APPRENTICES_TO_PARTY = """\
A-H Arbeiderparti vil at kommunen tar inn seks lærlinger til i hjemmetjenesten, til inntil 540 000 kr i \
året, dekket med lavere utgifter til innleie."""
APPRENTICES_TO_GROUP = "Kommunestyregruppa stiller et grunngitt spørsmål om lærlinger i hjemmetjenesten."
APPRENTICES_PARTY_GROUNDS = "Forslaget ligger innenfor programmet og har inndekning."
APPRENTICES_GROUP_DECISION = """\
Gruppa stiller spørsmålet i neste møte i kommunestyret. Gruppelederen spør tre nabokommuner om hvordan de \
har gjort det."""
APPRENTICES_QUESTION = """\
Hvor mange lærlinger i helsearbeiderfaget kan hjemmetjenesten ta imot fra høsten av, og hva sparer kommunen \
i innleie for hver av dem?"""

# What the group's leader shall have when the answer comes.
NEIGHBOURS = "Svar fra tre nabokommuner om lærlinger i hjemmetjenesten"
NEIGHBOURS_NOTE = "Den første har svart. De to andre er ringt."
NEIGHBOURS_SOURCE = "E-post fra gruppelederen i nabokommunen (eksempel)"

# Løken Arbeiderforening too, in the same meeting; with the group, for next year's budget.
CAFE = Wording(
    "Åpen kafé i omsorgsboligene på Løken",
    """\
Fellesstua i omsorgsboligene på Løken står tom det meste av dagen. De som bor i nærheten, har ikke noe sted \
å møtes på dagtid, og flere av beboerne sier at de ikke ser noen fra helg til helg.

En kafé som er åpen tre dager i uka, kan drives av frivillige hvis én ansatt har ansvaret. Stillingen koster \
220 000 kr i året.""",
    """\
Løken Arbeiderforening ber kommunen om å åpne kafé i fellesstua tre dager i uka, til inntil \
220 000 kr i året.""",
)
CAFE_BOARD_GROUNDS = "Rommet står der alt, og laget kan stille med frivillige."
CAFE_DECISION = "Forslaget vedtas og sendes til kommunestyregruppa."
CAFE_TO_GROUP = """\
Kommunestyregruppa tar åpen kafé i omsorgsboligene på Løken inn i sitt forslag til budsjett, til inntil \
220 000 kr i året."""
CAFE_COST = "Ansatt i åpen kafé på Løken"
CAFE_COVER = "Færre innkjøp til avdelingskjøkkenene"
CAFE_POINT = (
    "Kommunedirektøren melder tilbake til kommunestyret om bruken av kafeen når den har vært åpen i ett år."
)
SUMMER_JOBS = "Sommerjobb til 20 ungdommer"

# Handed in by a member; waits for the branch's secretary.
BENCHES = Wording(
    "Benker langs veien til bussen",
    """\
Fra omsorgsboligene til bussholdeplassen er det snaut en kilometer uten et sted å sette seg. Flere som bor \
der, har sluttet å ta bussen av den grunn.""",
    "Løken Arbeiderforening ber kommunen om å sette opp tre benker langs veien til bussholdeplassen.",
)

# Before the branch's meeting that is held as the example is loaded.
LIGHTS = Wording(
    "Lys på skoleveien fra Moen",
    """\
De siste 800 meterne av skoleveien fra Moen er uten lys. Fra november til februar går barna der i mørket \
både morgen og ettermiddag, og bilene ser dem sent.

Strekningen trenger 16 lyspunkter. Med dagens priser blir det om lag 350 000 kr.""",
    """\
Løken Arbeiderforening ber kommunen om å sette opp lys på skoleveien fra Moen før neste vinter, til inntil \
350 000 kr.""",
)
LIGHTS_BOARD_GROUNDS = "Strekningen er kort, og nytten er stor for dem som går der."

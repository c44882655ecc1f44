"""The agendas of the meetings in the example, with what each did with the items that are not cases."""

from motionflow.services.agendas import Item

_APPROVED = "Enstemmig godkjent."
_ELECTED = "Enstemmig valgt."

BRANCH_2019 = (
    Item("1", "Åpning", "Lederen ønsket velkommen til 18 medlemmer og to gjester."),
    Item("2", "Konstituering"),
    Item("2a", "Godkjenning av innkalling", _APPROVED),
    Item("2b", "Dagsorden", _APPROVED),
    Item("2c", "Forretningsorden", "Enstemmig godkjent. Taletida er tre minutter."),
    Item("2d", "Valg av dirigent", _ELECTED),
    Item("2e", "Valg av sekretær", _ELECTED),
    Item("2f", "Valg av tellekorps", _ELECTED),
    Item("2g", "Valg av to til å underskrive protokollen", _ELECTED),
    Item("3", "Årsberetning for 2018", "Enstemmig godkjent med to rettelser."),
    Item("4", "Regnskap for 2018", "Revisors merknad ble lest opp. Regnskapet ble enstemmig godkjent."),
    Item("5", "Arbeidsplan og budsjett for 2019", "Enstemmig vedtatt slik styret la det fram."),
    Item("6", "Innkomne forslag", "Det var kommet inn ett forslag innen fristen."),
    Item("7", "Politisk innledning", "Innledning om kommunevalget i september, fulgt av spørsmål."),
    Item("8", "Valg", "Valgkomiteens innstilling ble enstemmig vedtatt."),
    Item("9", "Avslutning", "Lederen takket for oppmøtet."),
)

PARTY_2019 = (
    Item("1", "Åpning", "Lederen åpnet møtet og minnet om fylkesårsmøtet."),
    Item("2", "Konstituering"),
    Item("2a", "Godkjenning av innkalling", _APPROVED),
    Item("2b", "Dagsorden", _APPROVED),
    Item("2c", "Forretningsorden", "Enstemmig godkjent. Taletid tre minutter, to innlegg i hver sak."),
    Item("2d", "Valg av dirigent", _ELECTED),
    Item("2e", "Valg av sekretær", _ELECTED),
    Item("2f", "Valg av redaksjonskomité", _ELECTED),
    Item("2g", "Valg av tellekorps", _ELECTED),
    Item("2h", "Valg av to til å underskrive protokollen", _ELECTED),
    Item("3", "Årsberetning for 2018", "Enstemmig godkjent."),
    Item("4", "Regnskap for 2018", "Enstemmig godkjent."),
    Item("5", "Arbeidsplan og budsjett for 2019", "Vedtatt med ett tillegg om skolering av listekandidater."),
    Item("6", "Innkomne forslag", "Redaksjonskomiteen la fram sine innstillinger."),
    Item("7", "Politisk innledning", "Ordskifte om programmet for valgperioden 2019–2023."),
    Item("8", "Valg", "Valgkomiteens innstilling ble vedtatt med én endring."),
    Item("9", "Avslutning", "Lederen takket av og ønsket vel hjem."),
)

# Motions that came in before the deadline, and are not followed here.
PARTY_2019_MOTIONS = (
    Item("6.1", "Gang- og sykkelvei langs fylkesveien", "Enstemmig vedtatt."),
    Item("6.2", "Åpningstider på biblioteket", "Enstemmig vedtatt."),
    Item("6.3", "Felles førstemaifrokost", "Oversendt styret."),
)

GROUP_SPRING = (
    Item("1", "Referat fra forrige møte", "Godkjent uten merknader."),
    Item("2", "Saker til kommunestyret 25. mars", "Talspersoner ble fordelt."),
    Item("3", "Saker fra årsmøtet i A-H Arbeiderparti", "Fordelt på gruppas medlemmer."),
)

GROUP_AUTUMN = (
    Item("1", "Referat fra forrige møte", "Godkjent uten merknader."),
    Item("2", "Kommunedirektørens forslag til budsjett", "Gruppa går sammen med SV om et eget forslag."),
    Item("3", "Forslag til budsjettet for 2020", "Gjennomgått punkt for punkt."),
)

BRANCH_2020 = (
    Item("1", "Åpning", "Lederen ønsket velkommen."),
    Item("2", "Konstituering", "Innkalling, dagsorden og møteledelse ble enstemmig godkjent."),
    Item("3", "Årsberetning og regnskap for 2019", "Enstemmig godkjent."),
    Item("4", "Saker som er fulgt opp siden sist", "Ordskifte med tre innlegg."),
    Item("5", "Valg", "Valgkomiteens innstilling ble enstemmig vedtatt."),
)

BRANCH_MEMBERS = (
    Item("1", "Åpning og godkjenning av innkalling", _APPROVED),
    Item("2", "Orientering fra kommunestyret", "Gruppelederen fortalte om de siste sakene."),
    Item("3", "Innkomne forslag", "Det var kommet inn to forslag."),
)

BRANCH_FEES = (
    Item("1", "Åpning og godkjenning av innkalling", _APPROVED),
    Item("2", "Kontingent til laget", "Det ble bedt om hemmelig votering."),
)

BRANCH_EVENING = (
    Item("1", "Åpning og godkjenning av innkalling"),
    Item("2", "Møteplan for neste halvår"),
    Item("3", "Innkomne forslag"),
)

NYNORSK_MEMBERS = (
    Item("1", "Opning og godkjenning av innkalling", "Samrøystes godkjent."),
    Item("2", "Orientering frå styret", "Teke til orientering."),
    Item("3", "Innkomne forslag", "Det var komme inn eitt forslag innan fristen."),
)

GROUP_NOW = (
    Item("1", "Referat fra forrige møte", "Godkjent uten merknader."),
    Item("2", "Saker til neste kommunestyremøte", "Talspersoner ble fordelt."),
    Item("3", "Saker fra lagene", "To saker var kommet inn. Den ene venter på budsjettet."),
)

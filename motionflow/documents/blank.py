"""Our empty Word document: A4, its styles, its lists, a header and a footer.

Written out here instead of kept as a file, so that a change of style can be read and reviewed.
Measures are in twentieths of a point («twips»), sizes of letters in half points.
"""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1418
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
FIELD_INDENT = 2268
BOX_INDENT = 284
LIST_STEP = 357
LINE_NUMBER_WIDTH = 454
NUMBER_MARGIN = 567
SIGNATURE_WIDTH, SECOND_SIGNATURE = 4253, 4820
BULLETS, NUMBERS = 1, 2

INK, ACCENT, GREY, PALE = "1A1A1A", "1F3A5F", "595959", "F2F5F9"

_LOCALE = "nb-NO"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _style(
    style_id: str,
    name: str,
    *,
    paragraph: str = "",
    run: str = "",
    based_on: str = "Normal",
    followed_by: str = "Normal",
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    default = "" if based_on else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"{default}>'
        f'<w:name w:val="{name}"/>{base}<w:next w:val="{followed_by}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, *, size: int, before: int, after: int, color: str = ACCENT) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        paragraph=f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        run=f'<w:b/><w:bCs/><w:color w:val="{color}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )


def _border(side: str, *, size: int = 4, space: int = 1, color: str = ACCENT) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def _right_tab(before: str = "") -> str:
    return f'<w:tabs>{before}<w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'


def _line_tabs(left: int) -> str:
    """Return the tab stops of numbered lines: one for their words, and one for each level of a list."""
    stops = (left + LINE_NUMBER_WIDTH + LIST_STEP * level for level in range(5))
    return "<w:tabs>" + "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in stops) + "</w:tabs>"


_SMALL = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
_GREY_SMALL = f'<w:color w:val="{GREY}"/>{_SMALL}'

_PARAGRAPH_STYLES = (
    _style("Normal", "Normal", based_on=""),
    _style(
        "Title",
        "Title",
        paragraph='<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="120" w:line="240" '
        'w:lineRule="auto"/>',
        run=f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="38"/><w:szCs w:val="38"/>',
    ),
    _style(
        "Subtitle",
        "Subtitle",
        paragraph='<w:keepNext/><w:keepLines/><w:spacing w:after="200"/>',
        run=f'<w:color w:val="{GREY}"/><w:sz w:val="26"/><w:szCs w:val="26"/>',
    ),
    _heading(1, size=28, before=280, after=80),
    _heading(2, size=24, before=220, after=60),
    _heading(3, size=22, before=180, after=60, color=INK),
    _heading(4, size=21, before=160, after=40, color=GREY),
    _heading(5, size=21, before=120, after=40, color=GREY),
    _heading(6, size=21, before=120, after=40, color=GREY),
    _style(
        "Mark",
        "Merknad",
        paragraph=f"<w:keepLines/><w:pBdr>{_border('top', space=4)}{_border('bottom', space=4)}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/><w:spacing w:before="240" w:after="120"/>',
        run="<w:b/><w:bCs/>",
    ),
    _style(
        "Field",
        "Felt",
        paragraph=f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{FIELD_INDENT}"/></w:tabs>'
        f'<w:spacing w:after="40"/><w:ind w:left="{FIELD_INDENT}" w:hanging="{FIELD_INDENT}"/>',
        followed_by="Field",
    ),
    _style(
        "DecisionText",
        "Vedtakstekst",
        # Pale lines stand for the space within the box; Word leaves space between paragraphs unshaded.
        paragraph=f"<w:pBdr>{_border('top', space=3, color=PALE)}{_border('left', size=24, space=8)}"
        f"{_border('bottom', space=3, color=PALE)}{_border('between', space=3, color=PALE)}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'
        f'<w:spacing w:after="0"/><w:ind w:left="{BOX_INDENT}" w:right="113"/>',
        followed_by="DecisionText",
    ),
    _style(
        "LinedDecision", "Vedtakstekst med linjer", based_on="DecisionText", paragraph=_line_tabs(BOX_INDENT)
    ),
    _style("LinedText", "Tekst med linjer", paragraph=_line_tabs(0)),
    _style("DecisionQuote", "Sitat i vedtakstekst", based_on="DecisionText", run="<w:i/>"),
    _style(
        "Quote",
        "Quote",
        paragraph='<w:spacing w:after="120"/><w:ind w:left="567" w:right="567"/>',
        run="<w:i/>",
    ),
    _style("ListParagraph", "List Paragraph", paragraph='<w:spacing w:after="60"/>'),
    _style(
        "TableText",
        "Tabelltekst",
        paragraph='<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>',
        run='<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _style(
        "TableTextSmall",
        "Tabelltekst liten",
        based_on="TableText",
        run='<w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    _style(
        "SignatureLine",
        "Underskrift",
        paragraph="<w:keepNext/><w:keepLines/><w:tabs>"
        f'<w:tab w:val="left" w:leader="underscore" w:pos="{SIGNATURE_WIDTH}"/>'
        f'<w:tab w:val="left" w:pos="{SECOND_SIGNATURE}"/>'
        f'<w:tab w:val="left" w:leader="underscore" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        '<w:spacing w:before="720" w:after="40"/>',
    ),
    _style(
        "SignatureName",
        "Underskriver",
        paragraph=f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{SECOND_SIGNATURE}"/></w:tabs>'
        '<w:spacing w:after="60"/>',
    ),
    _style(
        "Sender",
        "Avsender",
        paragraph=f'{_right_tab()}<w:spacing w:after="0"/>',
        run='<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _style(
        "Rule",
        "Skillelinje",
        paragraph=f"<w:pBdr>{_border('bottom', color='BFBFBF')}</w:pBdr>",
    ),
    _style("Contents", "Innhold", paragraph='<w:spacing w:after="20"/>'),
    _style("FootnoteText", "footnote text", paragraph='<w:spacing w:after="0"/>', run=_SMALL),
    _style("CommentText", "annotation text", run='<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    _style("Recipient", "Mottaker", paragraph='<w:spacing w:after="0"/>'),
    _style("Header", "header", paragraph=f'{_right_tab()}<w:spacing w:after="0"/>', run=_GREY_SMALL),
    _style(
        "Footer",
        "footer",
        paragraph=f"<w:pBdr>{_border('top', space=6, color='BFBFBF')}</w:pBdr>{_right_tab()}"
        '<w:spacing w:after="0"/>',
        run=_GREY_SMALL,
    ),
)

_OTHER_STYLES = (
    '<w:style w:type="character" w:styleId="DefaultParagraphFont" w:default="1">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="0B5394"/><w:u w:val="single"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Code"><w:name w:val="Kode"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/>'
    '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/>'
    '<w:sz w:val="18"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="ParagraphNumber"><w:name w:val="Avsnittsnummer"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:b w:val="0"/><w:i w:val="0"/><w:noProof/>'
    f'<w:color w:val="{GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="TableNormal" w:default="1"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Table"><w:name w:val="Tabell"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_border('top', size=8, space=0)}"
    f"{_border('bottom', size=8, space=0)}{_border('insideH', space=0, color='BFBFBF')}"
    "</w:tblBorders></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
    f"<w:tcBorders>{_border('bottom', size=8, space=0)}</w:tcBorders>"
    f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr></w:style>'
)

_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
    '<w:lang w:val="nb-NO" w:eastAsia="nb-NO" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:widowControl/><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    f"</w:docDefaults>{''.join(_PARAGRAPH_STYLES)}{_OTHER_STYLES}</w:styles>"
)


def _level(number: int, *, kind: str, text: str) -> str:
    left = LIST_STEP * (number + 1)
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{LIST_STEP}"/></w:pPr></w:lvl>'
    )


def _list(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )


_BULLET_LEVELS = "".join(_level(n, kind="bullet", text="•–"[n % 2]) for n in range(9))
_NUMBER_LEVELS = "".join(
    _level(n, kind=("decimal", "lowerLetter", "lowerRoman")[n % 3], text=f"%{n + 1}.") for n in range(9)
)
_NUMBERING = (
    f'{_HEAD}<w:numbering xmlns:w="{W}">{_list(BULLETS, _BULLET_LEVELS)}{_list(NUMBERS, _NUMBER_LEVELS)}'
    f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num></w:numbering>'
)

# The relations of a document to what stands around its pages, in the order of ``EDGES`` and ``EVEN_EDGES``.
HEADER, FIRST_HEADER, FOOTER, FIRST_FOOTER = "rId4", "rId5", "rId6", "rId7"
EVEN_HEADER, EVEN_FOOTER = "rId8", "rId9"
MARGINS = {"top": 1304, "right": MARGIN, "bottom": 1304, "left": MARGIN, "header": 624, "footer": 567}


def document_of(width: int, height: int, margins: Mapping[str, int], *, has_even: bool = False) -> str:
    """Return an empty document's part, with pages of a size in twips; ``has_even`` sets even ones apart."""
    even = (
        f'<w:headerReference w:type="even" r:id="{EVEN_HEADER}"/>'
        f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/>'
    )
    around = " ".join(f'w:{side}="{size}"' for side, size in margins.items())
    return (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:sectPr>'
        f'<w:headerReference w:type="default" r:id="{HEADER}"/>'
        f'<w:headerReference w:type="first" r:id="{FIRST_HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{FOOTER}"/>'
        f'<w:footerReference w:type="first" r:id="{FIRST_FOOTER}"/>{even if has_even else ""}'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar {around} w:gutter="0"/><w:titlePg/>'
        "</w:sectPr></w:body></w:document>"
    )


_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="nb-NO"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)


def _edge(tag: str, style: str) -> str:
    return f'{_HEAD}<w:{tag} xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:{tag}>'


_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)

EDGES = (("header1", "hdr"), ("header2", "hdr"), ("footer1", "ftr"), ("footer2", "ftr"))
EVEN_EDGES = (("header3", "hdr"), ("footer3", "ftr"))
_EVEN_TYPES = tuple((f"/word/{name}.xml", f"{TYPE}.{name[:-1]}+xml") for name, _ in EVEN_EDGES)
_TAB_STOP = '<w:defaultTabStop w:val="709"/>'


@cache
def content_types(added: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the list of the parts' content types: what every paper has, and added names with their types."""
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "settings": "settings",
    } | {name: "header" if tag == "hdr" else "footer" for name, tag in EDGES}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    ) + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in added)
    return (
        f'{_HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def blank_styles() -> str:
    """Return our styles."""
    return _STYLES


@cache
def blank_docx(locale: str = _LOCALE) -> bytes:
    """Return an empty document in a language, with everything a paper needs but its text."""
    return blank_with({}, locale=locale)


def blank_with(
    others: Mapping[str, bytes],
    *,
    kinds: tuple[tuple[str, str], ...] = (),
    locale: str = _LOCALE,
    has_even: bool = False,
) -> bytes:
    """Return an empty document with other parts, by name; ``kinds`` are those of the added ones.

    ``has_even``: even pages have headers and footers of their own.
    """
    edges = EDGES + EVEN_EDGES if has_even else EDGES
    inner = [(f"{R}/{name}", f"{name}.xml") for name in ("styles", "numbering", "settings")]
    inner += [(f"{R}/{name.rstrip('123')}", f"{name}.xml") for name, _ in edges]
    texts = {
        "[Content_Types].xml": content_types(kinds + (_EVEN_TYPES if has_even else ())),
        "_rels/.rels": _relations(
            [
                (f"{R}/officeDocument", "word/document.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _CORE,
        "word/document.xml": document_of(PAGE_WIDTH, PAGE_HEIGHT, MARGINS),
        "word/_rels/document.xml.rels": _relations(inner),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/settings.xml": _SETTINGS.replace(_TAB_STOP, f"{_TAB_STOP}<w:evenAndOddHeaders/>")
        if has_even
        else _SETTINGS,
    }
    texts |= {f"word/{name}.xml": _edge(tag, {"hdr": "Header", "ftr": "Footer"}[tag]) for name, tag in edges}
    parts = {name: text.replace(_LOCALE, locale).encode() for name, text in texts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | dict(others)).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()

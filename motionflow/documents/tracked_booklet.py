"""A meeting's booklet with the amendments in the motions' own texts, as their movers' tracked changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from motionflow.documents import marks
from motionflow.documents.desk import WordDesk
from motionflow.documents.facts import BookletMotion, BookletPaper
from motionflow.documents.hands import many_hands
from motionflow.documents.marks import Mark
from motionflow.documents.phrases import Language
from motionflow.documents.remarks import By, Remark
from motionflow.documents.tracked import TrackedSetter
from motionflow.documents.word import Paper, make_paper, one_line
from motionflow.domain.differences import ChangeKind, compare
from motionflow.domain.merged import MergedParagraph

# A text that no motion has stands for each text in the paper until it is set.
_KEY = "\ue014{place}\ue014"


@dataclass(frozen=True)
class AmendmentAlone:
    """An amendment that cannot stand in the text with the others: its own text, and why it stands here."""

    title: str
    by: By
    old: str
    new: str
    grounds: str = ""
    why: str = ""


@dataclass(frozen=True)
class AmendedText:
    """A text and what the amendments that do not conflict make of it together; ``alone`` stand under it."""

    text: str
    parts: tuple[MergedParagraph, ...]
    by: Mapping[str, By]
    grounds: Mapping[str, str] = field(default_factory=dict)
    alone: tuple[AmendmentAlone, ...] = ()


@dataclass(frozen=True)
class AmendedMotion:
    """The two texts of a motion that amendments may change; ``None`` for one that none does."""

    decision: AmendedText | None = None
    grounds: AmendedText | None = None


def make_tracked_booklet(
    facts: BookletPaper,
    motions: Sequence[AmendedMotion],
    *,
    language: Language,
    template: bytes | None = None,
) -> Paper:
    """Return the booklet, in which accepting every change gives the texts with the amendments in them.

    Rejecting every one gives the texts as they were moved. ``motions`` answer to those of the facts; why
    an amendment is moved is a comment by its first change.
    """
    texts: dict[str, AmendedText] = {}
    shown = tuple(
        _keyed(motion, amended, texts) for motion, amended in zip(facts.motions, motions, strict=True)
    )

    def own(text: str, desk: WordDesk) -> list[Mark] | None:
        return _set(texts[text], TrackedSetter(desk, shows_numbers=True)) if text in texts else None

    return make_paper(replace(facts, motions=shown), language=language, template=template, own=own)


def _keyed(motion: BookletMotion, amended: AmendedMotion, texts: dict[str, AmendedText]) -> BookletMotion:
    def key_of(text: AmendedText) -> str:
        key = _KEY.format(place=len(texts))
        texts[key] = text
        return key

    if amended.decision is not None:
        motion = replace(motion, proposed_decision=key_of(amended.decision))
    if amended.grounds is not None:
        motion = replace(motion, grounds=key_of(amended.grounds))
    return motion


def _set(text: AmendedText, setter: TrackedSetter) -> list[Mark]:
    them = many_hands(text.parts, by=text.by)
    remarks: dict[int, list[Remark]] = {}
    for id, place in them.first.items():
        if text.grounds.get(id, "").strip():
            remarks.setdefault(place, []).append(Remark(text.by[id], text.grounds[id]))
    somebody = next(iter(text.by.values()))
    made = setter.set(them.changes, by=somebody, remarks=remarks, hands=them.hands)
    for one in text.alone:
        made += _set_alone(one, setter)
    return made


def _set_alone(one: AmendmentAlone, setter: TrackedSetter) -> list[Mark]:
    made = [_line("Heading4", one.title)]
    if one.why:
        made.append(_line("Normal", one.why))
    changes = compare(one.old, one.new)
    first = next((place for place, each in enumerate(changes) if each.kind is not ChangeKind.SAME), None)
    says = [Remark(one.by, one.grounds)] if one.grounds.strip() else []
    return made + setter.set(changes, by=one.by, remarks={first: says} if first is not None else {})


def _line(style: str, text: str) -> Mark:
    made = marks.paragraph(style, keep_next=style != "Normal")
    marks.write(made, one_line(text))
    return made

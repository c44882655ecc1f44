"""Runs of a Word document as a line of Markdown: bold, italic, code, links and notes, prose as typed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from motionflow.documents.looks import Look
from motionflow.documents.word_model import Run
from motionflow.documents.word_views import joined

_LINKED = ("http://", "https://", "mailto:")
_NOT_IN_A_LINK = re.compile(r"[\s()<>]")
_PIECES = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(frozen=True)
class _Piece:
    """A word, the space between two, or something made already, with its marks."""

    text: str
    marks: frozenset[str] = frozenset()

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


def inline(runs: Sequence[Run], *, in_table: bool = False) -> str:
    """Return runs as Markdown in which only what Markdown would act on is escaped."""
    runs = joined(list(runs))
    text = "".join(run.text for run in runs if not run.look.code)
    is_marked = any(run.look.bold or run.look.italic for run in runs)
    crowded = {sign for sign in "*`" if text.count(sign) > 1 or (sign == "*" and is_marked)}
    if any(run.look.code for run in runs):
        crowded.add("`")

    def escape(words: str) -> str:
        return escaped(words, crowded=crowded, in_table=in_table)

    pieces: list[_Piece] = []
    for link, group in groupby(runs, key=lambda run: run.link):
        inner = list(group)
        pieces += _linked(inner, link, escape) if _leads_somewhere(link, inner) else _pieces(inner, escape)
    return _marked(pieces)


def escaped(text: str, *, crowded: set[str], in_table: bool = False) -> str:
    """Return prose with what Markdown would act on escaped, so that the rest stays as typed."""
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    for sign in crowded:
        text = text.replace(sign, "\\" + sign)
    text = re.sub(r"_{2,}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", lambda found: "\\_" * len(found[0]), text)
    text = re.sub(r"<(?=(?:https?|ftp|mailto):)", r"\\<", text, flags=re.IGNORECASE)
    text = re.sub(r"\[(?=[^\]\n]{0,500}\][(:\[])|\[(?=\^)", r"\\[", text)
    return text.replace("|", "\\|") if in_table else text


def _leads_somewhere(link: str, runs: Sequence[Run]) -> bool:
    text = "".join(run.text for run in runs).strip()
    is_address = link.lower().startswith(_LINKED) and not _NOT_IN_A_LINK.search(link)
    return is_address and bool(text) and text != link


def _linked(runs: list[Run], link: str, escape: Callable[[str], str]) -> list[_Piece]:
    """Return a link as one piece; the marks that all of it has are set around it."""
    inner = _pieces(runs, escape)
    words = [piece for piece in inner if not piece.is_space]
    shared = frozenset.intersection(*(piece.marks for piece in words))
    made = _marked([_Piece(piece.text, piece.marks - shared) for piece in inner])
    text = made.strip().replace("\n", " ")
    before, after = made[: len(made) - len(made.lstrip())], made[len(made.rstrip()) :]
    around = [_Piece(before)] if before else []
    return [*around, _Piece(f"[{text}]({link})", shared), *([_Piece(after)] if after else [])]


def _pieces(runs: Sequence[Run], escape: Callable[[str], str]) -> list[_Piece]:
    found = []
    for run in runs:
        marks = _marks_of(run.look)
        if run.note:
            found.append(_Piece(f"[^{run.note}]", marks))
        elif run.look.code and run.text.strip() and "`" not in run.text and "\n" not in run.text:
            found += [_Piece(f"`{run.text.strip()}`", marks)]
        else:
            found += [_Piece(one, marks) for one in _PIECES.findall(escape(run.text))]
    return found


def _marks_of(look: Look) -> frozenset[str]:
    return frozenset(sign for sign, is_set in (("**", look.bold), ("*", look.italic)) if is_set)


def _marked(pieces: list[_Piece]) -> str:
    """Return pieces with their marks set close to the words: Markdown needs it so."""
    pieces = _without_marked_edges(pieces)
    out: list[str] = []
    open_marks: list[str] = []
    for number, piece in enumerate(pieces):
        while any(mark not in piece.marks for mark in open_marks):
            out.append(open_marks.pop())
        missing = sorted(
            piece.marks - set(open_marks), key=lambda mark: _lasts(mark, pieces[number:]), reverse=True
        )
        for mark in missing:
            out.append(mark)
            open_marks.append(mark)
        out.append(piece.text)
    return "".join([*out, *reversed(open_marks)])


def _without_marked_edges(pieces: list[_Piece]) -> list[_Piece]:
    """Return pieces where a space has only the marks that the words on both sides of it have too."""
    made: list[_Piece] = []
    for number, piece in enumerate(pieces):
        if piece.is_space:
            before = made[-1].marks if made and "\n" not in piece.text else frozenset[str]()
            made.append(_Piece(piece.text, before & _marks_behind(pieces[number + 1 :])))
        else:
            made.append(piece)
    return made


def _marks_behind(pieces: list[_Piece]) -> frozenset[str]:
    """Return the marks of the next word in the same line, none where the line ends before it."""
    following = next((one for one in pieces if "\n" in one.text or not one.is_space), _Piece("\n"))
    return frozenset() if following.is_space else following.marks


def _lasts(mark: str, pieces: list[_Piece]) -> tuple[int, bool]:
    """Return for how many pieces a mark goes on; of two that last alike, bold goes around italic."""
    for number, piece in enumerate(pieces):
        if mark not in piece.marks:
            return number, mark == "**"
    return len(pieces), mark == "**"

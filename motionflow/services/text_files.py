"""Two versions of a case's text as one Word file in which what differs is tracked changes."""

from datetime import UTC, datetime, time

from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.phrases import Language
from motionflow.documents.remarks import By
from motionflow.domain.notes import joined
from motionflow.i18n import N_, Words, words
from motionflow.services.texts import Compared, TextVersion

_NOON = time(12, tzinfo=UTC)


def comparison_docx(compared: Compared, *, footer: str) -> tuple[bytes, str]:
    """Return a Word file and its name: accepting all changes gives the new version, rejecting all the old.

    The changes are by whoever wrote the new version, on its day; the same versions give the same bytes.
    """
    motion, new = compared.versions.motion, compared.new
    language: Language = "nn" if new.step.body.language == "nn" else "nb"
    moment = new.at or datetime.combine(new.on, _NOON)
    file = TextFile(
        title=motion.title,
        by=By(new.by or new.step.body.name, moment),
        language=language,
        footer=footer,
    )
    say = words(language)
    has_grounds = compared.grounds is not None
    texts = (_whole(version, say, has_grounds=has_grounds) for version in (compared.old, new))
    return compared_docx(*texts, file=file), f"{motion.year}-{motion.number}-endringer.docx"


def _whole(version: TextVersion, say: Words, *, has_grounds: bool) -> str:
    parts = [version.text.strip()]
    if has_grounds:
        parts += [f"## {say(N_('Grounds'))}", (version.grounds or "").strip()]
    return joined(parts)

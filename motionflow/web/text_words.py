"""What a version of a text is called on its pages."""

from motionflow.domain.flow import Outcome
from motionflow.domain.versions import VersionKind
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.labels.texts import AS_RECOMMENDED
from motionflow.services.texts import TextVersion
from motionflow.web.session import current_words


def called(version: TextVersion) -> str:
    """Return what a version is called, on a page that says where it is: «Som vedtatt»."""
    _ = current_words()
    if version.preparing is not None:
        return _(AS_RECOMMENDED[version.preparing])
    if version.kind is VersionKind.MOVED:
        return _(N_("As amendment {number} would have it"), number=version.number)
    name = name_of(version.kind, language=_)
    if version.outcome is not None and version.outcome is not Outcome.ADOPTED:
        return f"{name} ({name_of(version.outcome, language=_).lower()})"
    return name


def called_in_full(version: TextVersion) -> str:
    """Return what a version is called in a list of all: with day and body."""
    return f"{called(version)}, {current_words().short_date(version.on)}, {version.step.body.name}"

"""Words of a paper that are Markdown already."""


class Markdown(str):
    """Text that is Markdown already and is put into a template as it is."""

    def __html__(self) -> "Markdown":  # what Jinja asks for before it escapes
        return self

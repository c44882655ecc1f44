"""Where the folders that ship with motionflow lie."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """Return a folder that ships with motionflow.

    In a checkout it lies beside the package, in an installed wheel inside it. Raises FileNotFoundError
    when it is in neither place.
    """
    # By path and not by importlib.resources: that needs an __init__.py in a folder of templates, and
    # even then finds nothing in a checkout that is not installed.
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"motionflow was installed without its {name} folder")


TEMPLATES = shipped_folder("templates")
MIGRATIONS = shipped_folder("migrations")
TRANSLATIONS = PACKAGE / "translations"
STATIC = PACKAGE / "web" / "static"
DATA = PACKAGE / "data"

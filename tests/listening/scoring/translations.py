"""What Django says in the languages that it speaks: short real texts of which the language is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from gettext import GNUTranslations
from pathlib import Path

import django

LOCALES = Path(django.__file__).parent / "conf/locale"


def locales() -> list[str]:
    """Return the names of the languages that Django speaks, such as ``de`` and ``pt_BR``."""
    return sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/django.mo"))


def translations(wanted: Callable[[str], bool]) -> Iterator[str]:
    """Yield what Django says in each language that is ``wanted``, where it is not left in English."""
    for name in filter(wanted, locales()):
        with (LOCALES / name / "LC_MESSAGES/django.mo").open("rb") as file:
            catalog = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        pairs = ((asked if isinstance(asked, str) else asked[0], said) for asked, said in catalog.items())
        yield from (said for asked, said in pairs if asked and asked.split()[:3] != said.split()[:3])

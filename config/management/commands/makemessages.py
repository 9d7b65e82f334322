"""Django's own command, which also hears the other names under which modules import gettext."""

from __future__ import annotations

from django.core.management.commands import makemessages

ALIASES = ("_t", "lazy", "now_")


class Command(makemessages.Command):
    """Collect texts for the catalogues; `make words` calls it with what to leave out."""

    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}" for name in ALIASES)]

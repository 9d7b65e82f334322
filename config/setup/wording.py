"""What the first ten minutes say for the codes of ``lines``, and the result line of every step."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.setup.storage import Progress
from listening.records import Say

PROBLEMS: Mapping[str, Promise] = {
    "too_many_lines": gettext_lazy("These are {n} lines; at most {most} are read. More can be added later."),
    "too_many_spellings": gettext_lazy("Line {line}: at most {most} spellings of one name."),
    "too_long": gettext_lazy("Line {line}: “{word}” is longer than {most} characters."),
    "no_word": gettext_lazy("Line {line}: “{word}” has no letter or digit that could be looked for."),
    "quotes": gettext_lazy("Line {line}: leave the quotation marks out; every line is looked for as it stands."),
    "one_letter": gettext_lazy("Line {line}: “{word}” alone stands in every post. Write more of it."),
    "twice": gettext_lazy("Line {line}: “{word}” stands in line {twin} already."),
    "taken": gettext_lazy("Line {line}: “{word}” is a name we listen for already."),
}

TITLES: Mapping[str, Promise] = {
    "company": gettext_lazy("Your company"),
    "brands": gettext_lazy("Brands and rivals"),
    "places": gettext_lazy("Where your buyers talk"),
    "judge": gettext_lazy("Us or not us"),
    "alerts": gettext_lazy("Where alerts go"),
    "look": gettext_lazy("First look"),
}
PROMISES: Mapping[str, Promise] = {
    "company": gettext_lazy("name and owner"),
    "brands": gettext_lazy("who else to listen for"),
    "places": gettext_lazy("what is read"),
    "judge": gettext_lazy("which posts mean you"),
    "alerts": gettext_lazy("who is told"),
    "look": gettext_lazy("what was already out there"),
}


def problem(say: Say) -> str:
    """Return what is wrong with a list, with the number of the line."""
    return str(PROBLEMS[say.code]).format(**say.params)


def result(step: str, progress: Progress) -> str:
    """Return what a step came to, or what it is for while it is open."""
    state = progress.steps.get(step, "")
    if state == "skipped":
        return _("skipped")
    said = _SAID[step](progress) if state == "done" else ""
    return said or str(PROMISES[step])


def _company(progress: Progress) -> str:
    return progress.domain or progress.company


def _brands(progress: Progress) -> str:
    kinds = progress.brands
    own = ngettext("%(n)d own", "%(n)d own", kinds["own"]) % {"n": kinds["own"]}
    rivals, topics = kinds["competitor"], kinds["topic"]
    said = [
        own,
        ngettext("%(n)d rival", "%(n)d rivals", rivals) % {"n": rivals} if rivals else "",
        ngettext("%(n)d topic", "%(n)d topics", topics) % {"n": topics} if topics else "",
    ]
    return ", ".join(filter(None, said))


def _places(progress: Progress) -> str:
    n = progress.sources
    return ngettext("%(n)d source", "%(n)d sources", n) % {"n": n}


def _judge(progress: Progress) -> str:
    return _("%(n)d judged, %(us)d us") % {"n": progress.judged, "us": progress.us}


def _alerts(progress: Progress) -> str:
    n = progress.receivers
    return ngettext("%(n)d receiver", "%(n)d receivers", n) % {"n": n} if n else _("they stand in the desk")


def _look(progress: Progress) -> str:
    return ""


_SAID = {"company": _company, "brands": _brands, "places": _places, "judge": _judge, "alerts": _alerts, "look": _look}

"""People at work: each a browser's session of a colleague, in a thread of its own, with time to read and to think."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import requests

POLL_EVERY, BEAT_EVERY = 20.0, 15.0  # seconds, as the page's scripts do
LISTS = (
    (20, "/"),
    (40, "/?lane=engage&status=open&assignee=none"),
    (10, "/?lane=monitor"),
    (6, "/?lane=manage"),
    (8, "/?assignee=me"),
    (4, "/?flag=complaint&sort=newest"),
    (2, "/?status=done"),
    (5, "/?q=webhooks+order"),
    (5, "/?q=%22build+r{number}%22"),
)
"""How many looks in a hundred go where."""

REPLY_WITHIN = 60  # seconds; later counts as an error
_ROW = re.compile(r'<li id="case-(\d+)"')
_FREE = re.compile(r'action="/cases/(\d+)/claim/"')
_VERSION = re.compile(r'name="version" value="(\d+)"')
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_NEWER = re.compile(r'data-url="([^"]*)" data-newest="(\d+)"')
_WORDS = re.compile(r"<p>(?:(?!</p>).)*\w{3}", re.S)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what for, how long it took (seconds), how it ended (ok, conflict, error), and the error in words."""

    action: str
    took: float
    end: str
    why: str = ""


@dataclass
class Colleague:
    """One person. ``hurry`` divides every time of thinking."""

    base: str
    cookie: str
    seed: int
    hurry: float
    until: float = 0.0  # time.monotonic()
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._session = requests.Session()
        self._session.trust_env = False
        host = self.base.removeprefix("http://").replace("127.0.0.1", "localhost")
        self._session.headers["Host"] = host
        self._session.cookies.set("wellheard_session", self.cookie)
        self._token, self._at, self._own = "", "", False
        self._newer = ("", "")
        self._due = {"poll": self._random.random() * POLL_EVERY, "beat": self._random.random() * BEAT_EVERY}
        now = time.monotonic()
        self._due = {name: now + wait for name, wait in self._due.items()}

    def work(self) -> None:
        """Look at lists and decide on what they show, until the time is over."""
        self._think(3)  # nobody begins at the same second
        while time.monotonic() < self.until:
            rows = self._look()
            for case_id in self._random.sample(rows, min(len(rows), 4)):
                self._decide(case_id)
                if time.monotonic() > self.until:
                    return
            if not rows:
                self._think(2)

    def _look(self) -> list[str]:
        address = self._random.choices([each for _, each in LISTS], [weight for weight, _ in LISTS])[0]
        address = address.format(number=self._random.randrange(9_900))
        page = self._get("search" if "q=" in address else "list", address)
        if found := _FORM_TOKEN.search(page):
            self._token = found[1]
        if told := _NEWER.search(page):
            self._newer = told[1].replace("&amp;", "&"), told[2]
        self._think(3)
        self._own = "assignee=me" in address
        return (_ROW if self._own else _FREE).findall(page)  # who sees that a colleague has a case leaves it to him

    def _decide(self, case_id: str) -> None:
        """Read a case; then take it, perhaps write a note, and end it, put it away, or leave it to its holder."""
        self._at = case_id
        pane = self._get("detail", f"/cases/{case_id}/", htmx=True)
        version = _VERSION.search(pane)
        self._think(6)
        if version is None or not (self._own or self._do("claim", case_id, version=version[1])):
            return
        self._think(2)
        if self._random.random() < 0.5:
            self._do("note", case_id, text="Looked into it. Known, and written up for the team.")
            self._think(3)
        turn = self._random.random()
        if turn < 0.65:
            self._do("done", case_id, disposition=self._random.choice(["no_reply_needed", "acknowledged"]))
        elif turn < 0.8:
            self._do("not_relevant", case_id, reason="not_about_us")
        if turn < 0.03:
            self._post("undo", "/events/undo/", {"next": "/"})
        self._think(1)

    def _do(self, verb: str, case_id: str, **sent: str) -> bool:
        return self._post(verb, f"/cases/{case_id}/{verb}/", sent | {"next": "/"}, htmx=True)

    def _think(self, seconds: float) -> None:
        """Let time pass, about so much; what the page's scripts ask meanwhile is asked."""
        over = time.monotonic() + self._random.expovariate(1 / seconds) / self.hurry
        while (now := time.monotonic()) < over:
            if now > self._due["beat"]:
                self._due["beat"] = now + BEAT_EVERY / self.hurry
                self._post("beat", "/presence/", {"case": self._at})
            elif now > self._due["poll"] and self._newer[0]:
                self._due["poll"] = now + POLL_EVERY / self.hurry
                self._get("poll", f"{self._newer[0]}&newest={self._newer[1]}")
            time.sleep(min(0.1, max(0.0, over - time.monotonic())))

    def _get(self, action: str, address: str, *, htmx: bool = False) -> str:
        headers = {"HX-Request": "true"} if htmx else {}
        return self._ask(action, lambda: self._session.get(self.base + address, headers=headers, timeout=REPLY_WITHIN))

    def _post(self, action: str, address: str, sent: dict[str, str], *, htmx: bool = False) -> bool:
        if not self._token:
            return False
        headers = {"X-CSRFToken": self._token} | ({"HX-Request": "true"} if htmx else {})
        self._ask(
            action,
            lambda: self._session.post(
                self.base + address, data=sent, headers=headers, timeout=REPLY_WITHIN, allow_redirects=False
            ),
        )
        return self.asked[-1].end == "ok"

    def _ask(self, action: str, send: Callable[[], requests.Response]) -> str:
        began = time.monotonic()
        try:
            answer = send()
        except requests.RequestException as error:
            self.asked.append(Asked(action, time.monotonic() - began, "error", repr(error)))
            return ""
        took = time.monotonic() - began
        end, why = outcome(answer.status_code, answer.text)
        self.asked.append(Asked(action, took, end, why and f"{answer.request.method} {answer.request.path_url}: {why}"))
        return answer.text if end == "ok" else ""


def outcome(status: int, text: str) -> tuple[str, str]:
    """Return how a request ended, with the error in words. A refusal that says why is no error."""
    if status in (200, 204, 302, 304):
        return "ok", ""
    if status in (409, 422) and _WORDS.search(text):
        return "conflict", ""
    return "error", f"{status} {text[:300]}"


def at_work(colleagues: Sequence[Colleague], seconds: float) -> list[Asked]:
    """Let everybody work at once for so long, and return what they asked."""
    until = time.monotonic() + seconds
    threads = []
    for each in colleagues:
        each.until = until
        threads.append(threading.Thread(target=each.work))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [asked for each in colleagues for asked in each.asked]


def report(asked: Iterable[Asked], seconds: float) -> str:
    """Return a table: of each action how many, p50 and p95 in milliseconds, conflicts and errors."""
    asked = list(asked)
    lines = [f"{'':14}{'asked':>7}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}{'conflicts':>11}{'errors':>8}"]
    for action in sorted({each.action for each in asked}):
        mine = sorted((each for each in asked if each.action == action), key=lambda each: each.took)
        times = [1_000 * each.took for each in mine]
        ends = Counter(each.end for each in mine)
        lines.append(
            f"{action:14}{len(mine):7,}{at_share(times, 0.5):9,.0f}{at_share(times, 0.95):9,.0f}{times[-1]:9,.0f}"
            f"{ends['conflict']:11,}{ends['error']:8,}"
        )
    return "\n".join([*lines, f"{len(asked):,} requests in {seconds:.0f} s: {len(asked) / seconds:.1f} a second"])


def at_share(ordered: Sequence[float], share: float) -> float:
    """Return the value that a share of the ordered values does not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

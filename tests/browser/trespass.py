"""What foreign text must never do to a page, and how a browser notices: the probe, the payloads, a desk full of them.

Four signs, because the content policy may hide a broken template: what ran, what the policy stopped, nodes that no
template of ours writes, and requests that leave the house.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Dialog, Page

from engagement.actions import tokens, verbs
from engagement.intake import take_in
from engagement.models import Case, Member
from listening import actions
from listening.models import Source
from listening.records import Author, Post
from listening.storage import context
from listening.text import NAME_LIMIT, safe_url
from tests.factories import make_installation, make_source

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "xss.jsonl"

OWN_PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg onload=alert(3)>",
    "<svg><script>alert(4)</script></svg>",
    "<iframe srcdoc='<script>parent.alert(5)</script>'></iframe>",
    "<object data='javascript:alert(6)'></object>",
    "<a href=javascript:alert(7)>x</a>",
    '"><script>alert(8)</script>',
    "'><img src=x onerror=alert(9)>",
    '" autofocus onfocus=alert(10) x="',
    "' onmouseover='alert(11)",
    "</title><script>alert(12)</script>",
    "</textarea><img src=x onerror=alert(13)>",
    "</bdi></span></a><img src=x onerror=alert(14)>",
    "<details open ontoggle=alert(15)>",
    "<style>*{background:url(https://out.invalid/15)}</style>",
    "<link rel=stylesheet href=https://out.invalid/a.css>",
    "<base href=https://out.invalid/>",
    "<meta http-equiv=refresh content='0;url=https://out.invalid/'>",
    "<form action=https://out.invalid/><button>Go</button></form>",
    "<div hx-get=/api/v1/me/ hx-trigger=load hx-on:click=alert(16)>x</div>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(17)>",
    "&lt;script&gt;alert(18)&lt;/script&gt;",
    "{{ 7*7 }}{% load x %}${alert(19)}",
    "![x](javascript:alert(20)) [y](https://out.invalid/)",
    "\u202e<script>alert(21)</script>\u2028<!--<img src=x onerror=alert(22)>-->",
    "<template><script>alert(23)</script></template><img srcset=https://out.invalid/p>",
)

PROBE = """
globalThis.__ran = [];
globalThis.__stopped = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
  globalThis[name] = (...words) => { globalThis.__ran.push(name + ' ' + words.join()); };
}
addEventListener('securitypolicyviolation', (e) => globalThis.__stopped.push(e.violatedDirective + ' ' + e.blockedURI));
"""

INTRUDERS = r"""
() => {
  const never = 'iframe,frame,frameset,object,embed,applet,base,style,math,audio,video,source,track,marquee,' +
    'portal,foreignObject,animate,set,image,noscript,plaintext,xmp,meta[http-equiv],svg script,svg use';
  const found = [...document.querySelectorAll(never)];
  const templates = [...document.querySelectorAll('template')].map((each) => each.content);
  for (const root of [document, ...templates]) {
    for (const node of root.querySelectorAll('*')) {
      if (node.matches('script, link, img') && !isOurs(node)) found.push(node);
      if (node.matches('bdi *') && !node.matches('mark, span.why-span, a.why-num[href^="#why-"]')) found.push(node);
      if ([...node.attributes].some(isBad)) found.push(node);
    }
  }
  return [...new Set(found)].map((node) => node.outerHTML.slice(0, 200));

  function isOurs(node) {
    const address = node.getAttribute('src') || node.getAttribute('href') || '';
    return address.startsWith('/static/') && !node.textContent.trim();
  }
  function isBad({name, value, ownerElement}) {
    if (/^on|^(data-)?hx-(on|vals|headers|disable)|^(style|srcdoc|background|ping|srcset)$/.test(name)) {
      return true;
    }
    // A path of ours; two slashes, or one and a backslash, would begin another host.
    if (/^((form)?action|src|hx-(get|post|put|delete|patch|push-url)|data)$/.test(name)) {
      return !/^([/](?![/\\\\])|[?#]|$)/.test(value);
    }
    if (!/^(xlink:)?href$/.test(name)) return false;
    if (ownerElement instanceof SVGElement) return !/^[/?#]/.test(value);
    // An address that does not parse leads nowhere.
    const to = URL.parse(value, document.baseURI);
    return to !== null && !['http:', 'https:'].includes(to.protocol);
  }
}
"""


@dataclass
class Watch:
    """All that foreign text managed to do in one browser context. Everything must stay empty."""

    home: str
    ran: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    intruders: list[str] = field(default_factory=list)
    left_the_house: list[str] = field(default_factory=list)
    looked_at: int = 0

    def put_on(self, browser: BrowserContext) -> Watch:
        """Watch every page that the context opens from now on."""
        browser.add_init_script(PROBE)
        browser.on("request", lambda request: self._asked(request.url))
        browser.on("dialog", self._spoke)
        return self

    def _spoke(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:", "about:")):
            self.left_the_house.append(url)

    def look(self, page: Page) -> None:
        """Note what has happened on the page up to now, and whatever does not belong there."""
        ran, stopped = page.evaluate("[globalThis.__ran.splice(0), globalThis.__stopped.splice(0)]")
        self.ran += [f"{page.url}: {words}" for words in ran]
        self.stopped += [f"{page.url}: {words}" for words in stopped]
        self.intruders += [f"{page.url}: {node}" for node in page.evaluate(INTRUDERS)]
        self.looked_at += 1

    @property
    def trouble(self) -> dict[str, list[str]]:
        """Return every sign of trespass by its kind, at most ten of each."""
        kinds = ("ran", "stopped", "intruders", "left_the_house")
        return {kind: getattr(self, kind)[:10] for kind in kinds if getattr(self, kind)}


def corpus() -> list[str]:
    """Return the payloads of the corpus, or none where it is absent."""
    if not CORPUS.exists():
        return []
    return [json.loads(line)["payload"] for line in CORPUS.read_text().splitlines()]


def in_batches(payloads: Sequence[str]) -> list[list[str]]:
    """Return the payloads in groups that fit into one name, so that none of them is cut off anywhere."""
    batches: list[list[str]] = [[]]
    for words in payloads:
        if sum(map(len, batches[-1])) + len(batches[-1]) + len(words) > NAME_LIMIT:
            batches.append([])
        batches[-1].append(words)
    return [batch for batch in batches if batch]


def post_everywhere(batches: Sequence[Sequence[str]], *, now: datetime) -> list[Case]:
    """Hand in one post for each batch of payloads, which stands in every field. Returns the cases in order.

    The brand, the query, the source and the company carry a payload too.
    """
    context.forget()
    make_installation(company=OWN_PAYLOADS[7])
    brand = actions.add_brand(name=OWN_PAYLOADS[1], kind="own", terms=["Northwind Relay"], now=now)
    actions.save_query(None, brand_id=brand.id, name=OWN_PAYLOADS[2], expression='"Northwind Relay"', now=now)
    posts = [posted(number, batch, now) for number, batch in enumerate(batches)]
    taken = actions.take_posts(posts, source_name=OWN_PAYLOADS[9], network="ingest", now=now)
    assert taken["kept"] == len(posts), taken
    while take_in(now=now):
        pass
    return list(Case.objects.order_by("id"))


def posted(number: int, payloads: Sequence[str], now: datetime) -> Post:
    """Return a post with the payloads in every field that a network fills."""
    words = " ".join(payloads)
    in_query = " ".join(each for each in payloads if safe_url(f"https://posts.invalid/?{each}"))
    home = next(filter(safe_url, payloads), payloads[0])
    return Post(
        network="webhook",
        external_id=f"{number} {words}",
        instance=words,
        url=f"https://posts.invalid/{number}?{in_query}",
        author=Author(external_id=words, handle=words, name=words, url=home),
        title=f"{words} Northwind Relay",
        text="\n".join(("How is Northwind Relay?", *payloads)),
        lang=payloads[0],
        created_at=now - timedelta(seconds=number % 50 + 1),
        licence=words,
        links=(*payloads, *(f"https://posts.invalid/?{each}" for each in payloads)),
    )


def furnish_names(payloads: Sequence[str], member: Member, case: Case, *, now: datetime) -> None:
    """Give hostile names to all that people name: brands, queries, sources, tokens, notes, colleagues."""
    for number, words in enumerate(payloads):
        brand = actions.add_brand(name=f"{words} {number}", kind="competitor", terms=[words], now=now)
        expression = '"' + words.translate(str.maketrans('"`*', "   ")) + '"'
        actions.save_query(None, brand_id=brand.id, name=words, expression=expression, now=now)
        reason = {"code": "http_418", "params": {"detail": words}}
        state, due = (Source.State.RETIRED, None) if number % 5 == 0 else (Source.State.BLOCKED, now)
        make_source(name=words, network="feeds", kind="feed", state=state, reason=reason, next_poll_at=due)
        tokens.create_token(member, name=words, scopes=["read:mentions"], now=now)
        verbs.note(case.pk, text=words, actor=member.user, now=now)
    member.user.first_name, member.user.last_name = OWN_PAYLOADS[1], OWN_PAYLOADS[0]
    member.user.save()
    verbs.claim(case.pk, actor=member.user, now=now)

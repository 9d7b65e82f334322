"""The words that the checklist knows, English and German. Data tables; ``checklist`` reads them.

Entries are matched without case at word boundaries; a trailing ``*`` takes any ending.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CUES: Final = (
    "here", "from", "at", "with", "i work", "i'm on", "i am on", "our", "we", "team", "support", "founder", "engineer",
    "hier", "von", "vom", "bei", "ich arbeite", "unser*", "wir", "mitarbeiter*",
)  # fmt: skip
"""What makes of a company's name a word on who speaks; it stands in the same sentence."""

PITCH: Final = (
    "book a demo", "book a call", "schedule a demo", "schedule a call", "free trial", "try our", "check out our",
    "sign up", "upgrade to", "special offer", "discount*", "coupon*", "promo code", "limited time", "premium plan",
    "buy now", "get started today", "pricing page", "sales team", "switch to our", "our enterprise plan",
    "jetzt testen", "kostenlos testen", "rabatt*", "sonderangebot*", "gutschein*", "demo buchen", "jetzt kaufen",
    "unser vertrieb",
)  # fmt: skip

PROMISES: Final = (
    "guarantee*", "100 %", "100%", "never fail*", "will never", "can never", "always works", "best in class",
    "risk-free", "risk free", "no risk", "fully secure", "completely secure", "unhackable", "unbreakable",
    "fully compliant", "nothing is lost", "nothing was lost", "no data was lost", "the only solution", "zero downtime",
    "i promise", "we promise", "garantier*", "garantie", "versprechen", "völlig sicher", "absolut sicher",
    "nie wieder", "ausfallfrei", "nichts ist verloren", "nichts ging verloren",
)  # fmt: skip
"""Claims that hardly anybody can prove."""

BLAME: Final = (
    "your fault", "you should have", "as i said", "as we said", "obviously", "clearly you", "calm down",
    "read the docs", "read the manual", "rtfm", "you people", "you failed to", "you misunderstood", "you are wrong",
    "you're wrong", "wrong again", "nobody else complain*", "works for everybody else", "ridiculous", "stupid",
    "nonsense", "whatever", "ihre schuld", "ihr fehler", "wie gesagt", "offensichtlich", "beruhigen sie sich",
    "unsinn", "lächerlich", "lesen sie die",
)  # fmt: skip

RISKY: Final[Mapping[str, tuple[str, ...]]] = {
    "law": (
        "lawyer*", "attorney*", "lawsuit*", "sue", "sued", "legal*", "court*", "gdpr", "regulator*", "patent*",
        "trademark*", "subpoena*", "anwalt*", "anwält*", "klage*", "gericht*", "rechtlich*", "dsgvo",
    ),
    "security": (
        "breach*", "vulnerab*", "exploit*", "cve", "leak*", "hacked", "attack*", "ransomware", "encrypt*",
        "sicherheitslück*", "schwachstelle*", "datenleck*", "angriff*", "verschlüssel*",
    ),
    "price": (
        "price*", "pricing", "discount*", "refund*", "invoice*", "fee", "fees", "billing", "credit note",
        "cost", "costs",
        "preis*", "rabatt*", "erstatt*", "rechnung*", "gebühr*", "kosten",
    ),
    "liability": (
        "liab*", "compensat*", "damages", "our fault", "we are responsible", "negligen*", "warranty", "sla credit*",
        "haft*", "schadenersatz", "schadensersatz", "entschädig*", "unsere schuld", "gewährleist*",
    ),
    "competitors": ("competitor*", "konkurren*", "wettbewerber*"),
    "personal_data": (
        "your account", "your email", "your address", "your phone", "your contract", "your ticket", "customer number",
        "passport*", "birthday", "date of birth", "iban", "credit card", "ihr konto", "ihre adresse", "ihr vertrag",
        "kundennummer*", "geburtsdatum",
    ),
}  # fmt: skip
"""Words by kind of risk. Names of listed competitors come on top of these, addresses and numbers are found by form."""

_ENGLISH = (
    "the and for are was were has have had does did not but you your our with this that these those from they them "
    "there here what when where which who whom why how can could would should will just any some all more most about "
    "into out over than then too very also only its it's is in on at to of a an as be been by do if or we i my me us "
    "he she his her their one get got anyone anybody someone please thanks thank really still even after before again"
)
_GERMAN = (
    "der die das den dem des ein eine einen einem einer und oder aber ist sind war waren hat haben hatte nicht kein "
    "keine mit von vom bei für auf aus nach über unter zu zum zur im in an am als auch noch nur schon sehr wie was wo "
    "wann warum wer wen ich wir ihr sie er es mir mich uns dir dich ihnen ihre unser euer man kann können könnte wird "
    "werden würde soll muss bitte danke jemand"
)
SMALL: Final = frozenset(f"{_ENGLISH} {_GERMAN}".split())
"""Words that two texts share without speaking of the same thing."""

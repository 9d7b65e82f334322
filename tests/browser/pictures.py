"""Takes the README's pictures again, from a running demo: ``make demo`` in one shell, ``make pictures`` in another.

The queue in light and in dark, a case, the queue on a phone, and the week. Palette images of at most 256 colours: what
a page of words needs, at a third of the size.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import sys
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
WELCOME = ROOT / "data" / "demo" / "welcome.json"
CHROMIUM = Path("/usr/bin/chromium")
LIMIT = 150_000  # bytes of one picture
WIDE, PAGE, PHONE = (1440, 900), (760, 900), (390, 844)
SHOTS = (
    ("queue-light", "light", WIDE, "/?case={case}"),
    ("queue-dark", "dark", WIDE, "/?case={case}"),
    ("detail", "light", PAGE, "/cases/{case}/"),
    ("phone", "light", PHONE, "/"),
    ("week", "light", (1280, 960), "/weekly/"),
)
"""Name, theme, size and address; the case is the second of the list."""

_PIXELS = """async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const data = canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data;
  let text = '';
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return btoa(text);
}"""


def sign_in(page: Page, address: str, welcome: Path) -> None:
    """Sign in as the demo's newcomer."""
    who = json.loads(welcome.read_text())
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", who["email"])
    page.fill("input[name=password]", who["password"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows li", timeout=60_000)


def take(browser: Browser, address: str, welcome: Path) -> dict[str, bytes]:
    """Return the pictures by name, as PNG."""
    first = browser.new_context().new_page()
    sign_in(first, address, welcome)
    case = first.locator("#rows li").nth(1).get_attribute("data-case")
    signed_in = first.context.storage_state()
    found = {}
    for name, theme, (width, height), path in SHOTS:
        size = ViewportSize(width=width, height=height)
        scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
        context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=signed_in)
        page = context.new_page()
        page.goto(address + path.format(case=case))
        page.evaluate("document.fonts.ready")
        found[name] = reduced(page, page.screenshot(), width, height)
        context.close()
    return found


def reduced(page: Page, picture: bytes, width: int, height: int) -> bytes:
    """Return a PNG of the same picture with 256 colours, each other one as the nearest of them."""
    blank = page.context.new_page()
    blank.goto("about:blank")
    raw = base64.b64decode(blank.evaluate(_PIXELS, f"data:image/png;base64,{base64.b64encode(picture).decode()}"))
    pixels = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    colours, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette = _palette(colours, counts)
    nearest = ((colours[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return _png(nearest[places.reshape(-1)].astype(np.uint8).reshape(height, width), palette.astype(np.uint8))


def _palette(colours: npt.NDArray[np.int32], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Return the most frequent colours, then one by one what is furthest from all of them: a small amber sign is rare,
    and must not turn red."""
    chosen = list(np.argsort(-counts)[:128])
    off = ((colours[:, None, :] - colours[chosen][None, :, :]) ** 2).sum(axis=2).min(axis=1)
    while len(chosen) < 256:
        chosen.append((off * np.sqrt(counts)).argmax())
        off = np.minimum(off, ((colours - colours[chosen[-1]]) ** 2).sum(axis=1))
    return colours[chosen]


def _png(rows: npt.NDArray[np.uint8], palette: npt.NDArray[np.uint8]) -> bytes:
    height, width = rows.shape
    lines = np.concatenate([np.zeros((height, 1), dtype=np.uint8), rows], axis=1).tobytes()
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def main() -> int:
    """Take the pictures of the demo at ``ADDRESS`` and say how large each is. Not 0 if one is over the limit."""
    address = os.environ.get("ADDRESS", "http://localhost:8000").rstrip("/")
    welcome = Path(os.environ.get("WELCOME", WELCOME))
    if not welcome.exists():
        print(f"{welcome} is missing: run `make demo` first")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox"])
        found = take(browser, address, welcome)
        browser.close()
    for name, picture in found.items():
        (PICTURES / f"{name}.png").write_bytes(picture)
        print(f"{name}.png {len(picture):,} bytes")
    return int(max(len(picture) for picture in found.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

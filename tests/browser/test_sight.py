"""What axe does not measure: borders of controls, placeholders and focus rings can be seen in both themes.

Bounds are of WCAG 2.2: 1.4.11 (3:1 for what shows a control and its focus), 1.4.3 (4.5:1 for a placeholder's words).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]

PAGES = ("/", "/styleguide/", "/queries/add/", "/settings/profile/")
LEAST_BORDER, LEAST_WORDS, LEAST_RING_PX = 3.0, 4.5, 2.0
TABS = 25  # how many stops of the keyboard are looked at on a page

MEASURES = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  const ground = (node) => {
    if (!node) return rgba(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'black' : 'white');
    const own = rgba(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(node.parentElement));
  };
  const light = (channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const contrast = (colour, behind) => {
    const [low, high] = [luminance(over(rgba(colour), behind)), luminance(behind)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  window.sight = { contrast, ground };
}"""

WEAK = """([border, words]) => {
  const { contrast, ground } = window.sight;
  const found = [];
  const fields = 'input:not([type=hidden], [type=submit]), select, textarea, button.button, a.button, summary.button';
  for (const node of document.querySelectorAll(fields)) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.disabled || node.matches(':disabled')) continue;
    const style = getComputedStyle(node);
    const behind = ground(node.parentElement);
    const named = node.outerHTML.slice(0, 90);
    const drawn = node.matches('[type=checkbox], [type=radio], [type=range], [type=file]');
    const native = drawn && style.appearance !== 'none';
    if (!native && !node.matches('.quiet, .tiny, .linkish') && style.borderTopWidth !== '0px') {
      const seen = Math.max(contrast(style.borderTopColor, behind), contrast(style.backgroundColor, behind));
      if (seen < border) found.push(`border ${seen.toFixed(2)} ${named}`);
    }
    if (node.placeholder) {
      const seen = contrast(getComputedStyle(node, '::placeholder').color, ground(node));
      if (seen < words) found.push(`placeholder ${seen.toFixed(2)} ${named}`);
    }
  }
  return found;
}"""

RING = """([least, px]) => {
  const { contrast, ground } = window.sight;
  const node = document.activeElement;
  if (!node || node === document.body) return '';
  const ringed = [node, node.parentElement, node.parentElement?.parentElement].some((each) => {
    if (!each) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    const seen = contrast(outlineColor, ground(each.parentElement));
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= px && seen >= least;
  });
  return ringed ? '' : `no ring on ${node.outerHTML.slice(0, 90)}`;
}"""


def weak(page: Page) -> list[str]:
    """Return what is too faint on the page as it stands: borders, placeholders, and rings of the first stops."""
    page.evaluate(MEASURES)
    found = list(page.evaluate(WEAK, [LEAST_BORDER, LEAST_WORDS]))
    for _ in range(TABS):
        page.keyboard.press("Tab")
        ring = page.evaluate(RING, [LEAST_BORDER, LEAST_RING_PX])
        found += [ring] if ring else []
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_shows_borders_placeholders_and_focus(open_page: OpenPage, theme: str) -> None:
    page = open_page("/", color_scheme=theme)
    found = []
    for address in PAGES:
        page.goto(address)
        found += [f"{address} {each}" for each in weak(page)]
    assert not found


@pytest.mark.parametrize(
    ("style", "about"),
    [
        ("input { border: 1px solid #ccc } :focus-visible { outline: 2px solid #06c }", "border"),
        ("input { border: 1px solid #555 } ::placeholder { color: #aaa }", "placeholder"),
        ("input { border: 1px solid #555 } :focus-visible { outline: none }", "no ring"),
        ("input { border: 1px solid #555 } :focus-visible { outline: 2px solid #06c }", ""),
    ],
)
def test_it_would_see_a_faint_one(open_page: OpenPage, style: str, about: str) -> None:
    page = open_page("/settings/", bypass_csp=True)
    page.set_content(f"<html lang=en><style>{style} </style><input placeholder=Words>")
    found = weak(page)
    assert bool(found) == bool(about)
    assert all(about in each for each in found)

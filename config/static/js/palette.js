// Ctrl or ⌘ K: one box that finds what the page can do. It holds nothing of its own: it lists the links of the menu
// and the buttons that have a key, and presses them. Without it every one of them is on the page.

const dialog = document.getElementById('palette');
const box = dialog?.querySelector('input');
const list = dialog?.querySelector('[role="listbox"]');
let found = [];
let at = 0;

const words = (element) => (element.dataset.command || element.getAttribute('aria-label') || spoken(element)).trim();

// What stands on a button, without the key's own letter and without the count beside a link.
function spoken(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll('kbd, svg, .count, [aria-hidden="true"]')) part.remove();
  return copy.textContent.replace(/\s+/g, ' ');
}

function commands() {
  const act = [...document.querySelectorAll('[data-key]:is(button, a, summary)')].filter((each) => each.checkVisibility());
  const go = [...document.querySelectorAll('#rail a[href]:not(.house), .tabs a[href]')];
  const known = new Set();
  return [...act.map((each) => [each, dialog.dataset.act]), ...go.map((each) => [each, dialog.dataset.go])]
    .map(([element, kind]) => ({ element, kind, words: words(element), key: element.dataset.key ?? '' }))
    .filter((each) => each.words && !known.has(each.words + each.kind) && known.add(each.words + each.kind));
}

function show() {
  const typed = box.value.trim().toLowerCase().split(/\s+/);
  found = commands().filter((each) => typed.every((word) => each.words.toLowerCase().includes(word)));
  at = 0;
  list.replaceChildren(...found.map(line));
  dialog.querySelector('.none').hidden = found.length > 0;
  mark();
}

function line(each, index) {
  const item = document.createElement('li');
  item.id = `command-${index}`;
  item.role = 'option';
  const kind = document.createElement('span');
  kind.className = 'meta';
  kind.textContent = each.kind;
  item.append(each.words, kind);
  if (each.key) {
    const key = document.createElement('kbd');
    key.textContent = each.key;
    item.append(key);
  }
  item.addEventListener('click', () => run(index));
  return item;
}

function mark() {
  for (const [index, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(index === at));
  box.setAttribute('aria-activedescendant', found.length ? `command-${at}` : '');
  list.children[at]?.scrollIntoView({ block: 'nearest' });
}

function run(index) {
  const chosen = found[index]?.element;
  dialog.close();
  if (!chosen) return;
  if (chosen.matches('summary')) {
    chosen.parentElement.open = true;
    chosen.parentElement.querySelector('.menu-list :is(button, a, input:not([type="hidden"]))')?.focus();
  } else chosen.click();
}

function open() {
  if (document.querySelector('dialog[open]')) return;
  box.value = '';
  dialog.showModal();
  show();
}

if (dialog) {
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll('[data-palette]')) {
    button.hidden = false;
    button.addEventListener('click', open);
  }
  box.addEventListener('input', show);
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) at = (at + step + found.length) % found.length;
    else if (event.key === 'Enter') run(at);
    else return;
    event.preventDefault();
    mark();
  });
}

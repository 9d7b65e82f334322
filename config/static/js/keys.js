// Single-key shortcuts. Every one presses a button or follows a link that is on the page: no action lives only here.
// Dead inside inputs; switched by the person in Settings: off, on, or only together with Alt.

const mode = document.documentElement.dataset.keys;
const GO = { q: '/', w: '/weekly/', s: '/sources/', y: '/queries/', t: '/settings/' };
let pendingGo = 0;

const visible = (element) => element && element.checkVisibility();
const press = (key) => {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
  if (!target) return false;
  if (target.matches('summary')) {
    target.parentElement.open = !target.parentElement.open;
    target.parentElement.querySelector('.menu-list :is(button, a, input:not([type="hidden"]))')?.focus();
  } else if (target.matches('input, textarea')) {
    target.focus();
  } else {
    target.click();
  }
  return true;
};

const typing = (element) =>
  element.closest('textarea, select, [contenteditable], input:not([type="checkbox"]):not([type="radio"])');

const numbered = (key) => {
  const menu = document.querySelector('details.menu[open]');
  const item = menu && menu.querySelectorAll('.menu-item')[Number(key) - 1];
  if (item) item.click();
  return Boolean(item);
};

// Some keys belong to a list and its undo rather than to one button: those modules say so by preventing the event.
const asked = (key, released = false) => {
  const event = new CustomEvent('desk:key', { detail: key, cancelable: true });
  event.released = released; // it was held back before and is due now
  return !document.dispatchEvent(event);
};

const pressed = (key) => (/^[1-9]$/.test(key) ? numbered(key) : press(key));
document.addEventListener('desk:press', (event) => asked(event.detail, true) || pressed(event.detail));

const escape = () => {
  const menu = document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
    return true;
  }
  return press('Escape');
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
    if (typing(event.target)) event.target.blur();
    else if (escape()) event.preventDefault();
    return;
  }
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.target.form.requestSubmit();
    return;
  }
  if (mode === 'off' || event.ctrlKey || event.metaKey || typing(event.target)) return;
  if (event.altKey !== (mode === 'alt') || document.querySelector('dialog[open]')) return;
  const key = mode === 'alt' && event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
  if (handled(key, event)) event.preventDefault();
});

function handled(key, event) {
  if (pendingGo && GO[key]) {
    pendingGo = 0;
    location.assign(GO[key]);
    return true;
  }
  pendingGo = 0;
  if (key === 'g') {
    pendingGo = setTimeout(() => { pendingGo = 0; }, 1500);
    return true;
  }
  if (key === '?') {
    document.getElementById('keys-help')?.showModal();
    return true;
  }
  if (key === 'Enter') return event.target.closest('a, button, summary, input') ? false : asked('Enter');
  return asked(key) || pressed(key);
}

for (const button of document.querySelectorAll('.keyed[hidden]')) button.hidden = false;

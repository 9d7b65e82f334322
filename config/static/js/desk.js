// Small manners every page shares: menus close, dialogs open, copies copy, toasts go away, undo is one key.

const TOAST_MS = 10000;
const UNDO_DEPTH = 20;
const undos = [];
const toasts = document.getElementById('toasts');

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest('[data-open]');
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const copier = event.target.closest('[data-copy]');
  if (copier) copy(document.getElementById(copier.dataset.copy), copier.dataset);
});

// Over plain http there is no clipboard but the old command, which copies what is selected. If it is gone too, the
// text stays selected and the person presses the keys.
async function copy(source, words) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    say(words.copied);
  } catch {
    getSelection().selectAllChildren(source);
    say(document.execCommand('copy') ? words.copied : words.selected);
  }
}

document.addEventListener('desk:say', (event) => say(event.detail.words, event.detail.tone));

function say(words, tone = '') {
  const toast = document.createElement('div');
  toast.className = `toast ${tone}`;
  const line = document.createElement('span');
  line.className = 'words';
  line.textContent = words;
  toast.append(line);
  toasts.append(toast);
}

// A toast leaves after ten seconds; its undo stays under the key z for the last twenty.
new MutationObserver((changes) => {
  for (const toast of changes.flatMap((change) => [...change.addedNodes])) {
    if (toast.nodeType !== Node.ELEMENT_NODE) continue;
    const form = toast.querySelector('form[data-undo]');
    if (form) undos.push(form);
    if (undos.length > UNDO_DEPTH) undos.shift();
    while (toasts.children.length > 3) toasts.firstElementChild.remove();
    setTimeout(() => toast.remove(), TOAST_MS);
  }
}).observe(toasts, { childList: true });

document.addEventListener('desk:key', (event) => {
  if (event.detail !== 'z') return;
  const form = undos.pop();
  if (!form) return; // a page may have an undo of its own
  event.preventDefault();
  if (!form.isConnected) {
    form.hidden = true;
    document.body.append(form);
    window.htmx?.process(form);
  }
  form.requestSubmit();
});

document.addEventListener('submit', (event) => {
  const index = undos.indexOf(event.target);
  if (index >= 0) undos.splice(index, 1);
}, true);

document.addEventListener('htmx:sendError', () => offline(true));
document.addEventListener('htmx:timeout', () => offline(true));
document.addEventListener('htmx:afterRequest', (event) => { if (event.detail.successful) offline(false); });
document.addEventListener('desk:connection', (event) => offline(!event.detail));

function offline(lost) {
  const banner = document.getElementById('connection');
  if (!banner) return;
  if (lost && banner.hidden) {
    const now = new Date();
    banner.querySelector('time').textContent = now.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  }
  banner.hidden = !lost;
}

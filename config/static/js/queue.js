// The list and its pane. Rows leave at once and come back in place if the server says no; the pane follows the rows.

const rows = () => document.getElementById('rows');
const pane = document.getElementById('pane');
const row = (id) => document.getElementById(`case-${id}`);
const said = document.getElementById('toasts').dataset; // words that only come up here, in the reader's language
const selected = () => rows()?.querySelector('li.sel');
const gone = new Map(); // case id -> the row that stood after it
const tell = (words, tone) => document.dispatchEvent(new CustomEvent('desk:say', { detail: { words, tone } }));

// ---- keys that come before their row is there wait for it, so that no decision falls on the wrong case ----

const DECIDES = new Set([...'er!hianvcqfydmtpl']);
const held = [];
let loading = null; // the case the pane is waiting for

const leaving = () => Boolean(rows()?.querySelector('li.leaving'));
const settled = () => !loading && !leaving();

function hold(key) {
  const early = leaving() || (loading && DECIDES.has(key)) || held.length > 0;
  if (early) held.push(key);
  return early;
}

function release() {
  while (held.length && settled()) {
    document.dispatchEvent(new CustomEvent('desk:press', { detail: held.shift() }));
    if (document.activeElement.matches('textarea, input[type="text"], input:not([type])')) write(document.activeElement);
  }
}

// The key opened a field: what was typed behind it was meant for that field and decides nothing.
function write(field) {
  for (const key of held.splice(0)) {
    if (key === 'Enter') field.form?.requestSubmit();
    else if (key.length === 1) field.setRangeText(key, field.selectionStart, field.selectionEnd, 'end');
  }
}

// ---- moving ----

document.addEventListener('desk:key', (event) => {
  const key = event.detail;
  if (!event.released && hold(key)) {
    event.preventDefault();
  } else if (key === 'j' || key === 'k') {
    event.preventDefault();
    step(key === 'j' ? 'nextElementSibling' : 'previousElementSibling');
  } else if (key === 'o' || key === 'Enter') {
    event.preventDefault();
    (selected() ?? rows()?.firstElementChild)?.querySelector('.open')?.click();
  }
});

function step(direction) {
  const now = selected();
  const next = now ? now[direction] : rows()?.firstElementChild;
  if (next) open(next);
}

function open(item) {
  mark(item);
  const link = item.querySelector('.open');
  link.focus({ preventScroll: true });
  item.scrollIntoView({ block: 'nearest' });
  link.click();
}

function mark(item) {
  for (const other of document.querySelectorAll('#rows li.sel')) {
    other.classList.remove('sel');
    other.querySelector('.open')?.removeAttribute('aria-current');
  }
  item?.classList.add('sel');
  item?.querySelector('.open')?.setAttribute('aria-current', 'true');
}

document.addEventListener('click', (event) => {
  const close = event.target.closest('[data-close]');
  if (close && rows()) {
    event.preventDefault();
    empty(close.href);
  }
  const link = event.target.closest('#rows .open');
  if (link) {
    mark(link.closest('li'));
    loading = link.closest('li').dataset.case;
  }
});

function empty(href) {
  const item = selected();
  pane.replaceChildren();
  history.pushState(null, '', href);
  item?.querySelector('.open')?.focus();
}

pane?.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target !== pane) return;
  const shown = pane.querySelector('.detail');
  if (shown) mark(row(shown.dataset.case));
  place(shown);
  if (!rows()?.checkVisibility()) pane.querySelector('.detail-body')?.focus();
});

// Only now are the pane's forms in htmx's hands; a key let go earlier would submit one plainly.
pane?.addEventListener('htmx:afterSettle', () => {
  if (pane.querySelector('.detail')?.dataset.case !== loading) return;
  loading = null;
  release();
});

function place(shown) {
  const item = shown && row(shown.dataset.case);
  if (!item) return;
  const all = [...rows().children];
  const words = said.place.replace('{at}', all.indexOf(item) + 1).replace('{n}', all.length);
  shown.querySelector('[data-position]').textContent = words;
}

// Answers of an earlier row must not fill the pane of a later one.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.target !== pane || !rows()) return;
  const asked = event.detail.pathInfo.requestPath.match(/^\/cases\/(\d+)\//)?.[1];
  if (asked && selected() && selected().dataset.case !== asked) event.detail.shouldSwap = false;
});

// ---- deciding ----

document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.detail.elt;
  if (!form.matches('form[data-verb], form[data-undone]')) return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = '1';
  form.closest('details.menu')?.removeAttribute('open');
  if ('leaves' in form.dataset) row(caseOf(form))?.classList.add('leaving');
});

document.addEventListener('htmx:afterRequest', (event) => {
  const { elt: form, successful, xhr } = event.detail;
  if (!successful && form.matches('#rows .open, form')) [loading, held.length] = [null, 0];
  if (!form.matches('form[data-verb], form[data-undone]')) return;
  delete form.dataset.busy;
  const id = caseOf(form);
  if (!successful) comeBack(id, xhr.status);
  else if (xhr.getResponseHeader('HX-Redirect')) return; // the composer opens: nothing here is looked at any more
  else if ('leaves' in form.dataset) leave(id);
  else refresh(id);
});

function caseOf(form) {
  return form.dataset.undone ?? form.getAttribute('action').match(/\/cases\/(\d+)\//)[1];
}

function leave(id) {
  const item = row(id);
  if (!item) {
    if (!rows()) location.reload();
    return;
  }
  const next = item.nextElementSibling ?? item.previousElementSibling;
  gone.set(id, item.nextElementSibling);
  item.remove();
  if (!next) location.assign(location.pathname + location.search.replace(/[?&]case=\d+/, ''));
  else if (pane.querySelector('.detail')?.dataset.case !== id) return;
  else if (rows().hasAttribute('data-stay')) stay(next);
  else open(next);
}

function stay(next) {
  pane.replaceChildren();
  mark(next);
  next.querySelector('.open').focus();
}

function comeBack(id, status) {
  row(id)?.classList.remove('leaving');
  if (status === 409 || status === 422) document.getElementById('trouble')?.scrollIntoView({ block: 'nearest' });
  else tell(`${status ? said.refused.replace('{status}', status) : said.silent} ${said.back}`, 'bad');
}

function refresh(id) {
  const fresh = freshRow(id);
  const old = row(id);
  if (fresh && old) old.replaceWith(fresh);
  else if (fresh && gone.has(id) && rows()) {
    const after = gone.get(id);
    rows().insertBefore(fresh, after?.isConnected ? after : null);
    gone.delete(id);
  } else if (!old) {
    location.reload();
    return;
  }
  if (fresh) window.htmx.process(fresh);
  if (pane.querySelector('.detail')?.dataset.case === id || !pane.querySelector('.detail')) open(row(id));
  else mark(row(pane.querySelector('.detail').dataset.case));
}

function freshRow(id) {
  const templates = [...document.querySelectorAll(`#toasts .toast[data-case="${id}"] template`)];
  return templates.pop()?.content.querySelector('li') ?? null;
}

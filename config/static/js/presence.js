// Says every 15 seconds where this reader looks, and shows which colleagues are here, look at a case or write on it.
// A hidden page says nothing: its reader is gone for his colleagues after 45 seconds.

const EVERY_MS = 15000;
const SETTLE_MS = 300; // who walks through rows quickly does not beat at each
let soon = 0;

async function beat() {
  clearTimeout(soon);
  if (document.hidden) return;
  const shown = document.querySelector('.detail')?.dataset.case ?? '';
  const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? '';
  try {
    const body = new URLSearchParams({ case: shown, csrfmiddlewaretoken: token });
    const answer = await fetch('/presence/', { method: 'POST', body, credentials: 'same-origin', redirect: 'error' });
    if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch says "no network" with a TypeError; the next beat tries again
  }
}

function show(told) {
  fill(document.getElementById('here'), told.getElementById('here'));
  for (const slot of document.querySelectorAll('[data-with]')) fill(slot, told.querySelector(`[data-with="${slot.dataset.with}"]`));
  for (const slot of document.querySelectorAll('[data-beside]')) {
    const fresh = told.querySelector(`[data-beside="${slot.dataset.beside}"]`);
    if (fresh && !slot.contains(document.activeElement)) fill(slot, fresh);
  }
}

function fill(slot, fresh) {
  const html = fresh?.innerHTML.trim() ?? '';
  if (slot && slot.innerHTML.trim() !== html) slot.replaceChildren(...(fresh?.cloneNode(true).childNodes ?? []));
}

const later = () => {
  clearTimeout(soon);
  soon = setTimeout(beat, SETTLE_MS);
};
document.addEventListener('htmx:afterSettle', (event) => { if (event.detail.target.id === 'pane') later(); });
document.addEventListener('visibilitychange', later);
setInterval(beat, EVERY_MS);
later();

// The composer: saves as one types, counts, and puts snippets where a slash calls them. Everything works without it.

const form = document.getElementById('draft');
const text = document.getElementById('text');
const WAIT_MS = 1500;

for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = false;

if (form && text) {
  const version = form.elements.version;
  const saved = document.getElementById('saved');
  let kept = text.value;
  let timer = 0;
  let saving = false;
  let stopped = false;

  // X weighs letters and shortens links; the server counts exactly with every save, this is the estimate in between.
  const count = document.getElementById('count');
  const limit = Number(form.dataset.limit);

  const typed = () => {
    clearTimeout(timer);
    if (limit) {
      const n = [...text.value.replace(/https?:\/\/\S+/g, 'x'.repeat(23))].length;
      count.textContent = `${n} / ${limit}`;
      count.classList.toggle('over', n > limit);
    }
    if (!stopped) timer = setTimeout(save, WAIT_MS);
  };

  async function save() {
    if (saving || stopped || text.value === kept) return;
    saving = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'X-Autosave': '1' } });
      const body = await answer.text();
      if (answer.ok) {
        kept = sent;
        version.value = answer.headers.get('X-Version') ?? version.value;
        saved.textContent = form.dataset.saved ?? '✓';
        replace(document.getElementById('checks'), body);
      } else if (answer.status === 409) {
        stopped = true;
        replace(conflict(), body);
      }
    } catch {
      // Offline: the next key tries again, and the form itself still works.
    }
    saving = false;
    if (!stopped && text.value !== kept) timer = setTimeout(save, WAIT_MS);
  }

  function replace(place, body) {
    place.replaceChildren(...new DOMParser().parseFromString(body, 'text/html').body.childNodes);
  }

  function conflict() {
    const place = document.getElementById('reply-conflict') ?? document.createElement('div');
    place.id = 'reply-conflict';
    form.before(place);
    return place;
  }

  text.addEventListener('input', typed);
  form.elements.acknowledged?.addEventListener('change', () => { kept = null; save(); });
  addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });

  // A slash, some letters and Enter or Tab: the snippet whose key begins so stands in their place.
  const options = [...(form.elements.snippet?.options ?? [])].filter((each) => each.dataset.key);
  text.addEventListener('keydown', (event) => {
    if ((event.key !== 'Enter' && event.key !== 'Tab') || event.isComposing || event.shiftKey) return;
    const call = text.value.slice(0, text.selectionStart).match(/(?:^|\s)\/([a-z0-9-]+)$/);
    const found = call && options.filter((each) => each.dataset.key.startsWith(call[1]));
    if (!found?.length) return;
    event.preventDefault();
    const end = text.selectionStart;
    text.setRangeText(found[0].dataset.text, end - call[1].length - 1, end, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  });

  addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      form.querySelector('.buttons .primary:not([disabled])')?.click();
    }
  });
}

// A query's editor: chips in inputs, the expression painted, and judging by key. Without it all of that are plain forms.

const form = document.getElementById('editor');
const say = (words, tone) => document.dispatchEvent(new CustomEvent('desk:say', { detail: { words, tone } }));

// ---- chips: a list of words with a button each, over the textarea that is sent ----

const CHIP = /(?:"[^"]*"?|“[^”]*”?|`[^`]*`?|[^,\n"“`])+/g;
const split = (text) => (text.match(CHIP) ?? []).map((chip) => chip.trim()).filter(Boolean);
const shown = (chip) => (/^".*"$/.test(chip) ? `“${chip.slice(1, -1)}”` : chip.includes(' ') && !/^[“`]/.test(chip) ? `“${chip}”` : chip);
const announce = (words) => { document.getElementById('said').textContent = words; };

function dress(area) {
  const box = document.createElement('div');
  const list = document.createElement('ul');
  const entry = document.createElement('input');
  box.className = 'chip-box';
  entry.className = 'entry';
  entry.type = 'text';
  entry.disabled = area.disabled;
  if (area.disabled) box.setAttribute('aria-disabled', 'true');
  for (const name of ['aria-describedby', 'aria-invalid', 'spellcheck', 'autocapitalize']) {
    if (area.hasAttribute(name)) entry.setAttribute(name, area.getAttribute(name));
  }
  const label = document.querySelector(`label[for="${area.id}"]`);
  entry.id = `${area.id}-entry`;
  entry.setAttribute('form', 'editor');
  entry.setAttribute('enterkeyhint', 'done');
  if (label) label.htmlFor = entry.id;
  list.setAttribute('role', 'list');
  if (label) list.setAttribute('aria-label', label.textContent);
  box.append(list, entry);
  area.hidden = true;
  area.after(box);

  const chips = split(area.value);
  const draw = () => list.replaceChildren(...chips.map(token));
  const token = (chip, index) => {
    const item = document.createElement('li');
    const word = document.createElement('bdi');
    const button = document.createElement('button');
    item.className = 'token';
    word.textContent = shown(chip);
    button.type = 'button';
    button.disabled = area.disabled;
    button.setAttribute('aria-label', `${area.dataset.remove} ${shown(chip)}`);
    button.append(cross());
    button.addEventListener('click', (event) => { event.stopPropagation(); remove(index, entry); });
    button.addEventListener('keydown', (event) => walk(event, index));
    item.append(word, button);
    return item;
  };
  const buttons = () => [...list.querySelectorAll('button')];
  const changed = () => {
    area.value = chips.join(', ');
    draw();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const remove = (index, then) => {
    const [gone] = chips.splice(index, 1);
    changed();
    announce(`${shown(gone)} ${area.dataset.removed}`);
    (then ?? buttons()[Math.min(index, chips.length - 1)] ?? entry).focus();
  };
  const walk = (event, index) => {
    if (event.key === 'Backspace' || event.key === 'Delete') remove(index);
    else if (event.key === 'ArrowLeft') buttons()[Math.max(index - 1, 0)].focus();
    else if (event.key === 'ArrowRight') (buttons()[index + 1] ?? entry).focus();
    else return;
    event.preventDefault();
  };
  const add = () => {
    const fresh = split(entry.value).filter((chip) => !chips.includes(chip));
    const typed = entry.value.trim();
    entry.value = '';
    if (fresh.length) {
      chips.push(...new Set(fresh));
      changed();
    }
    return Boolean(typed);
  };
  // What is being typed is not yet said: the preview waits for the chip.
  entry.addEventListener('input', (event) => {
    event.stopPropagation();
    const quotes = (entry.value.match(/["“”]/g) ?? []).length;
    if (/[,\n]/.test(entry.value) && quotes % 2 === 0) add();
  });
  entry.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && !entry.value && chips.length) {
      event.preventDefault();
      remove(chips.length - 1, entry);
    } else if (event.key === 'ArrowLeft' && !entry.selectionEnd && chips.length) {
      event.preventDefault();
      buttons().at(-1).focus();
    }
  });
  entry.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text');
    if (!/[,\n]/.test(text)) return;
    event.preventDefault();
    entry.value = text;
    add();
  });
  entry.addEventListener('blur', add);
  box.addEventListener('mousedown', (event) => {
    if (event.target !== box) return;
    event.preventDefault();
    entry.focus();
  });
  area.addEventListener('input', () => sum(area, chips));
  area.settle = add;
  draw();
  sum(area, chips);
}

// Enter in the number would save the query, which nobody means.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.target.matches('.distance')) event.preventDefault();
});

function cross() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [name, value] of Object.entries({ width: 12, height: 12, viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ d: 'M18 6 6 18M6 6l12 12', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' })) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

function sum(area, chips) {
  const line = document.querySelector(`[data-sums="${area.name}"]`);
  if (line) line.textContent = chips.map(area.name === 'langs' ? language : shown).join(', ') || line.dataset.none;
}

function language(code) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(code);
  } catch {
    return code; // what is no code stands as it was typed; the preview says what it finds
  }
}

// ---- which side was edited last, and nothing is swapped under the hands of whoever types ----

const edited = document.getElementById('edited');
document.addEventListener('input', (event) => {
  if (event.target.closest('#fields')) edited.value = 'form';
  if (event.target.id === 'expression') {
    edited.value = 'expression';
    document.getElementById('mistake').replaceChildren();
    paint();
  }
}, true);

document.addEventListener('htmx:oobBeforeSwap', (event) => {
  const busy = document.activeElement;
  const typing = busy && busy.matches('textarea, input') && event.detail.target.contains(busy);
  if (typing && event.detail.target.matches('#fields, #written')) event.detail.shouldSwap = false;
});

document.addEventListener('htmx:configRequest', (event) => {
  if (event.target.matches('[data-in-editor]')) for (const area of areas()) area.settle?.();
});
document.addEventListener('submit', (event) => {
  if (event.target === form) for (const area of areas()) area.settle?.();
}, true);
const areas = () => document.querySelectorAll('textarea[data-chips]');

// ---- the expression: operators in blue, the mistake where it is ----

function paint() {
  const area = document.getElementById('expression');
  const paper = document.querySelector('.paper .paint');
  if (!area || !paper) return;
  area.closest('.advanced').classList.add('painted');
  const wrong = document.querySelector('#mistake [data-at]');
  const from = wrong ? Number(wrong.dataset.at) : -1;
  // Positions are counted in code points, as the server does.
  const letters = [...area.value];
  const parts = wrong
    ? [letters.slice(0, from), letters.slice(from, from + Number(wrong.dataset.length)), letters.slice(from + Number(wrong.dataset.length))]
    : [letters];
  paper.replaceChildren(...parts.flatMap((part, index) => (index === 1 ? [fault(part.join(''))] : operators(part.join('')))), '\n');
  paper.scrollTop = area.scrollTop;
}

function fault(text) {
  const span = document.createElement('span');
  span.className = 'expr-error';
  span.textContent = text;
  return span;
}

function operators(text) {
  return text.split(/("[^"]*"?|\b(?:AND|OR|NOT|NEAR(?:\/\d+)?)\b|[()])/).map((piece) => {
    if (!/^(AND|OR|NOT|NEAR(\/\d+)?|[()])$/.test(piece)) return piece;
    const bold = document.createElement('b');
    bold.textContent = piece;
    return bold;
  });
}

document.addEventListener('scroll', (event) => {
  if (event.target.id === 'expression') document.querySelector('.paint').scrollTop = event.target.scrollTop;
}, true);

// ---- after every answer ----

function dressed() {
  for (const area of areas()) if (!area.hidden) dress(area);
  for (const plain of document.querySelectorAll('[data-without-script]')) plain.hidden = true;
  for (const hint of document.querySelectorAll('.keyed[hidden]')) hint.hidden = false;
  const wrong = document.querySelector('#mistake [data-wrong], #form-mistake [data-wrong]');
  for (const button of document.querySelectorAll('[data-save]')) button.disabled = Boolean(wrong);
  const entry = document.querySelector('#form-mistake [data-wrong]')?.dataset.wrong;
  for (const box of document.querySelectorAll('.chip-box .entry')) {
    if (entry && box.id === `${entry}-entry`) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
  }
  document.getElementById('expression')?.toggleAttribute('aria-invalid', false);
  if (document.querySelector('#mistake [data-wrong]')) {
    document.getElementById('expression').setAttribute('aria-invalid', 'true');
    document.querySelector('.advanced details').open = true;
  }
  paint();
}
document.addEventListener('htmx:afterSettle', dressed);
if (form) dressed();

// A proposal that was taken, or a cure, is gone from the page: whoever pressed it goes on at the next one, or at the text.
let taken = '';
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-in-editor]');
  if (button) taken = button.name === 'cure' ? '#expression' : '.proposal, #none_of-entry';
});
document.addEventListener('htmx:afterSettle', () => {
  if (!taken || document.activeElement !== document.body) return;
  document.querySelector(taken)?.focus();
  taken = '';
});

// ---- judging: a press shows at once; the server's answer replaces it ----

const rows = () => [...document.querySelectorAll('.tried-post')].filter((row) => row.checkVisibility());
const focused = () => document.activeElement?.closest('.tried-post');
const go = (row) => {
  row?.querySelector('a, .verdict button')?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('desk:key', (event) => {
  const all = rows();
  const row = focused();
  if (!all.length || !['j', 'k', 'u', 'n'].includes(event.detail)) return;
  if (event.detail === 'j' || event.detail === 'k') {
    event.preventDefault();
    const at = all.indexOf(row);
    go(row ? all[at + (event.detail === 'j' ? 1 : -1)] : all[0]);
    return;
  }
  const button = row?.querySelector(`[data-verdict="${event.detail}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute('aria-pressed') !== 'true') button.click();
  go(all[all.indexOf(row) + 1]);
});

let judging = 0;
let again = false;
document.addEventListener('click', (event) => {
  const button = event.target.closest('.verdict button');
  if (!button || !window.htmx) return;
  if (button.form.dataset.busy) {
    event.preventDefault();
    return;
  }
  button.form.dataset.busy = '1';
  judging += 1;
  for (const each of button.form.querySelectorAll('button')) {
    each.setAttribute('aria-pressed', String(each === button && button.getAttribute('aria-pressed') !== 'true'));
  }
});
document.addEventListener('htmx:afterRequest', (event) => {
  const { successful, xhr, requestConfig: { elt } } = event.detail;
  if (!elt.matches('form[data-judge]')) return;
  judging -= 1;
  delete elt.dataset.busy;
  if (!successful) {
    for (const button of elt.querySelectorAll('button')) button.setAttribute('aria-pressed', String(!button.value));
    const { refused, silent } = document.getElementById('toasts').dataset;
    if (xhr.status === 400) say(xhr.responseText, 'bad');
    else say(xhr.status ? refused.replace('{status}', xhr.status) : silent, 'bad');
  }
  if (!judging && again) {
    again = false;
    window.htmx.trigger(document.getElementById('edit'), 'input');
  }
});

// A preview that comes while verdicts are on their way would take their buttons away: it is asked for once more.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.target.id !== 'preview' || !judging) return;
  event.detail.shouldSwap = false;
  again = true;
});

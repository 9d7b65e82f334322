// Choosing several rows: x chooses the row at hand, * all that are shown, and the button counts them.

const boxes = () => [...document.querySelectorAll('#rows [data-pick]')];
const button = document.querySelector('[data-together]');

function count() {
  const n = boxes().filter((box) => box.checked).length;
  const words = n ? button.dataset.chosen.replace('{n}', n) : button.dataset.none;
  if (button.textContent !== words) button.textContent = words;
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-pick]')) count();
});

document.addEventListener('desk:key', (event) => {
  if (!button || (event.detail !== 'x' && event.detail !== '*')) return;
  if (event.detail === 'x' && document.querySelector('#pane [data-key="x"]')) return; // an unsure post: not about us
  event.preventDefault();
  if (event.detail === 'x') {
    const box = document.querySelector('#rows li.sel [data-pick], #rows li:focus-within [data-pick]');
    if (box) box.checked = !box.checked;
  } else {
    const all = boxes();
    const every = all.every((box) => box.checked);
    for (const box of all) box.checked = !every;
  }
  count();
});

if (button) count();

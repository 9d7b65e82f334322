// The width of the detail, as the reader left it. Runs before the page is painted, so that nothing moves once it is seen.

const root = document.documentElement;
const STEP = 24;

function store(width) {
  try {
    if (width) localStorage.setItem('pane', width);
    else localStorage.removeItem('pane');
  } catch {} // storage may be forbidden: then the width is forgotten
}

function set(width) {
  if (width) root.style.setProperty('--pane', `${width}px`);
  else root.style.removeProperty('--pane');
}

try {
  set(Number(localStorage.getItem('pane')) || 0);
} catch {} // as above

document.addEventListener('DOMContentLoaded', () => {
  const grip = document.getElementById('grip');
  const pane = document.getElementById('pane');
  if (!grip || !pane) return;
  const tell = () => grip.setAttribute('aria-valuenow', Math.round(pane.getBoundingClientRect().width));
  const change = (width) => {
    set(width);
    store(width && Math.round(pane.getBoundingClientRect().width));
    tell();
  };
  grip.hidden = false;
  grip.setAttribute('aria-valuemin', 360);
  grip.setAttribute('aria-valuemax', Math.round(innerWidth * 0.62));
  tell();
  grip.addEventListener('pointerdown', (event) => grip.setPointerCapture(event.pointerId));
  grip.addEventListener('pointermove', (event) => {
    if (grip.hasPointerCapture(event.pointerId)) change(Math.max(360, innerWidth - event.clientX));
  });
  grip.addEventListener('dblclick', () => change(0));
  grip.addEventListener('keydown', (event) => {
    const now = pane.getBoundingClientRect().width;
    const to = { ArrowLeft: now + STEP, ArrowRight: now - STEP, Home: innerWidth, End: 360, Enter: 0 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    change(Math.max(to && 360, to));
  });
});

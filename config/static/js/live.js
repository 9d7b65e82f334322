// Asks every 20 seconds whether there is more, and says so in one line. It never puts a row under anybody's cursor.

const EVERY_MS = 20000;
const line = document.getElementById('newer');

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(`${line.dataset.url}&newest=${line.dataset.newest}`, { credentials: 'same-origin' });
    document.dispatchEvent(new CustomEvent('desk:connection', { detail: answer.status < 500 }));
    if (answer.status !== 200) return;
    const fragment = new DOMParser().parseFromString(await answer.text(), 'text/html');
    line.replaceChildren(...fragment.body.childNodes);
    line.hidden = false;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch says "no network" with a TypeError
    document.dispatchEvent(new CustomEvent('desk:connection', { detail: false }));
  }
}

if (line) setInterval(ask, EVERY_MS);

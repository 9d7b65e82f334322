// The company's form: the browser's own zone to begin with, and the name as what people call you until somebody types.

const zone = document.querySelector('select[data-zone]');
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === 'UTC' && [...zone.options].some((option) => option.value === own)) zone.value = own;

const follower = document.querySelector('[data-follows]');
const leader = follower && document.getElementById(follower.dataset.follows);
if (leader) {
  let follows = follower.value === '';
  follower.addEventListener('input', () => { follows = follower.value === ''; });
  leader.addEventListener('input', () => { if (follows) follower.value = leader.value; });
}

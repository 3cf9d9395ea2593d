/**
 * What a colleague changes comes onto the map at once: where one looks and what is being drawn stay. Each
 * list beside it waits while somebody is at it, since nothing moves under a finger.
 */

const LISTS = ['hazard-layers', 'point-lists'];

/**
 * On each sign of the desk that something changed, ask of each kind whether it was that: `told` what
 * is on the map, `address` where to ask, `said` the id of where a change is said.
 */
export function followNews(kinds, show) {
  let asking = false;
  let again = false;
  let isBehind = false;
  document.addEventListener('aman:changed', async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      try {
        for (const { told, address, said } of kinds) {
          if (!await told.ask(address)) continue;
          isBehind = true;
          show();
          sayChanged(said);
        }
        if (isBehind) bringLists().then(() => { isBehind = false; show(); }).catch(() => { /* the next sign tries again */ });
      } catch { /* the stream notices a lost connection and says so */ }
    }
    asking = false;
  });
}

let brought = 0;

/** The lists as they are now; of several that wait to be shown, the newest. */
export async function bringLists() {
  const mine = brought += 1;
  const lists = LISTS.map((id) => document.getElementById(id)).filter(Boolean);
  if (!lists.length) return;
  const answer = await fetch(lists[0].dataset.now, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  await Promise.all(lists.map(async (list) => {
    const found = page.getElementById(list.id);
    if (!found) return;
    await left(list);
    if (mine !== brought) return;
    const off = [...list.querySelectorAll('[data-layer]:not(:checked)')].map((each) => each.dataset.layer);
    list.replaceChildren(...found.childNodes);
    for (const each of list.querySelectorAll('[data-layer]')) each.checked = !off.includes(each.dataset.layer);
  }));
  offerToShow();
}

function sayChanged(id) {
  const news = document.getElementById(id);
  if (news) news.textContent = news.dataset.said;
}

/** Resolves when nobody points at it or stands in it. */
async function left(list) {
  while (list.matches(':hover, :focus-within')) {
    await new Promise((resolve) => {
      list.addEventListener('pointerleave', resolve, { once: true });
      list.addEventListener('focusout', () => requestAnimationFrame(resolve), { once: true });
    });
  }
}

/** Buttons that only a map can answer. */
export function offerToShow() {
  for (const button of document.querySelectorAll('[data-show]')) button.hidden = false;
}

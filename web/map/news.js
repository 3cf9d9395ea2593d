/**
 * What a colleague changes comes onto the map at once: where one looks and what is being drawn stay. The
 * list beside it waits while somebody is at it, since nothing moves under a finger.
 */

/** On each sign of the desk that something changed, ask whether it was the hazards. */
export function followNews(hazards, address, show) {
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
        if (await hazards.ask(address)) {
          isBehind = true;
          show();
          sayChanged();
        }
        if (isBehind) bringList().then(() => { isBehind = false; show(); }).catch(() => { /* the next sign tries again */ });
      } catch { /* the stream notices a lost connection and says so */ }
    }
    asking = false;
  });
}

let brought = 0;

/** The list as it is now; of several that wait to be shown, the newest. */
export async function bringList() {
  const mine = brought += 1;
  const list = document.getElementById('hazard-layers');
  if (!list) return;
  const answer = await fetch(list.dataset.now, { cache: 'no-store' });
  const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('hazard-layers');
  if (!found) return;
  await left(list);
  if (mine !== brought) return;
  const off = [...list.querySelectorAll('[data-layer]:not(:checked)')].map((each) => each.dataset.layer);
  list.replaceChildren(...found.childNodes);
  for (const each of list.querySelectorAll('[data-layer]')) each.checked = !off.includes(each.dataset.layer);
  offerToShow();
}

function sayChanged() {
  const news = document.getElementById('hazards-changed');
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

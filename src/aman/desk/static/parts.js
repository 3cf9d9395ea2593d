// The three parts: one at a time on a narrow screen, without leaving the page (a draft stays).
const wide = matchMedia("(width >= 64rem)");

export function switchParts() {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    event.preventDefault();
    document.body.dataset.part = tab.dataset.tab;
    for (const each of document.querySelectorAll("[data-tab]")) {
      if (each === tab) each.setAttribute("aria-current", "page");
      else each.removeAttribute("aria-current");
    }
    if (tab.dataset.tab === "talk") openAtTheEnd();
    else scrollTo(0, 0);
  });
  document.addEventListener("aman:shown", (event) => { if (event.detail === "items") openAtTheEnd(); });
}

// A conversation opens at its end, where what is new stands.
export function openAtTheEnd() {
  const items = document.getElementById("items");
  if (!items) return;
  items.scrollTop = items.scrollHeight;
  if (!wide.matches && document.body.dataset.part === "talk") scrollTo(0, document.body.scrollHeight);
  if (location.hash === "#text") document.getElementById("text")?.focus();
}

// Searching hides rows and asks nobody: what is searched for is content too.
export function searchQueue() {
  const field = document.getElementById("search");
  if (!field) return;
  field.hidden = false;
  const filter = () => {
    const sought = field.value.trim().toLocaleLowerCase();
    let left = 0;
    for (const row of document.querySelectorAll("#queue-list [data-row]")) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(sought);
      left += row.hidden ? 0 : 1;
    }
    document.getElementById("search-empty").hidden = !sought || left > 0;
  };
  field.addEventListener("input", filter);
  document.addEventListener("aman:shown", filter);
}

// Files of a conversation: a picture or a sound comes into its place when it is asked for, re-encoded
// by the desk; without this script a link leads to the same. Coordinates are copied by a press.
export function showFiles() {
  showCopies(document);
  document.addEventListener("aman:shown", () => showCopies(document));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-shown-as]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      bring(link);
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) copyBefore(copy);
  });
}

function bring(link) {
  const file = link.closest("[data-file]");
  const isPicture = link.dataset.shownAs === "picture";
  const shown = document.createElement(isPicture ? "img" : "audio");
  shown.className = "looked-at";
  if (isPicture) shown.alt = file.querySelector(".file-name").textContent.trim();
  else shown.controls = true;
  shown.addEventListener("error", () => {
    shown.remove();
    file.querySelector("[data-not-shown]").hidden = false;
  });
  shown.src = link.dataset.from;
  link.closest("p").replaceWith(shown);
  if (!isPicture) shown.focus();
}

function showCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copyBefore(button) {
  const place = button.closest(".brought");
  await navigator.clipboard.writeText(place.querySelector(".copy").textContent.trim());
  place.querySelector("[data-copied]").hidden = false;
}

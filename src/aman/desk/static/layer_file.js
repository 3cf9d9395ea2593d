// A hazard layer or a report out of a file of this machine, into the field where it can also be pasted.
export function takeLayerFile() {
  const place = document.querySelector("[data-layer-file]");
  if (!place) return;
  const chosen = place.querySelector("input");
  const tooLarge = place.querySelector("[role=alert]");
  place.hidden = false;
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    if (!file) return;
    tooLarge.hidden = file.size <= Number(chosen.dataset.most);
    if (tooLarge.hidden) document.getElementById(chosen.dataset.into).value = await file.text();
  });
}

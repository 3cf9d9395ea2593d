// What a test sees of a map: when it stands still, how red it is, which letters are drawn.

export const stands = (page) => page.waitForSelector("#map[data-stands]");

// How much of the map is red, as the eye sees it: a page of its own reads the picture.
export async function redness(page) {
  await stands(page);
  const picture = (await page.locator("#map").screenshot()).toString("base64");
  const reader = await page.context().newPage();
  const share = await reader.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    let red = 0;
    for (let at = 0; at < data.length; at += 4) red += data[at] - data[at + 1] > 10 && data[at] - data[at + 2] > 10 ? 1 : 0;
    return red / (data.length / 4);
  }, picture);
  await reader.close();
  return share;
}

// What is drawn as a letter on the map goes through a canvas: each shape of it is written down.
export const listenToLetters = () => {
  globalThis.letters = new Set();
  globalThis.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  for (const kind of [globalThis.CanvasRenderingContext2D, globalThis.OffscreenCanvasRenderingContext2D]) {
    const { fillText } = kind.prototype;
    kind.prototype.fillText = function (text, ...more) {
      globalThis.letters.add(text);
      return fillText.call(this, text, ...more);
    };
  }
};

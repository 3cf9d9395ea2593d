// What a test sees of a map: when it stands still, how red it is, which letters are drawn.

export const stands = (page) => page.waitForSelector("#map[data-stands]");

// A picture of the map, read by a page of its own: what `judge` says of its pixels.
async function read(page, judge, given) {
  await stands(page);
  const picture = (await page.locator("#map").screenshot()).toString("base64");
  const reader = await page.context().newPage();
  const pixels = await reader.evaluateHandle(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    return { data, width: bitmap.width };
  }, picture);
  const found = await pixels.evaluate(judge, given);
  await reader.close();
  return found;
}

// How much of the map is red, as the eye sees it.
export const redness = (page) => read(page, ({ data }) => {
  let red = 0;
  for (let at = 0; at < data.length; at += 4) red += data[at] - data[at + 1] > 10 && data[at] - data[at + 2] > 10 ? 1 : 0;
  return red / (data.length / 4);
});

// Of a colour of the map's own: on how many pixels it is, and how far it reaches from end to end.
export async function ink(page, name) {
  const value = await page.evaluate((each) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${each}`).trim(), name);
  const colour = /(\w\w)(\w\w)(\w\w)/.exec(value).slice(1).map((each) => Number.parseInt(each, 16));
  return read(page, ({ data, width }, [red, green, blue]) => {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    let pixels = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (Math.max(Math.abs(data[at] - red), Math.abs(data[at + 1] - green), Math.abs(data[at + 2] - blue)) > 3) continue;
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
      pixels += 1;
      Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), top: Math.min(box.top, y), bottom: Math.max(box.bottom, y) });
    }
    return { pixels, reach: pixels ? Math.hypot(box.right - box.left, box.bottom - box.top) : 0 };
  }, colour);
}

// How alike a word, drawn by the browser itself, is to what stands somewhere on the map: 1 is the same,
// pixel by pixel. `shapes` are drawn one after the other from left to right, whatever they are.
export const likeness = (page, shapes, font) => read(page, ({ data, width }, given) => {
  const brush = new OffscreenCanvas(200, 60).getContext("2d", { willReadFrequently: true });
  brush.font = given.font;
  let at = 4;
  // Left to right, so that the order is the one that is given and not the browser's.
  for (const each of given.shapes) { brush.fillText(`\u202d${each}\u202c`, at, 40); at += brush.measureText(each).width; }
  const drawn = brush.getImageData(0, 0, 200, 60).data;
  const inked = [...Array(200 * 60).keys()].filter((pixel) => drawn[4 * pixel + 3] > 0).map((pixel) => [pixel % 200, Math.floor(pixel / 200)]);
  const [left, top] = [0, 1].map((axis) => Math.min(...inked.map((each) => each[axis])));
  const [right, bottom] = [0, 1].map((axis) => Math.max(...inked.map((each) => each[axis])));
  const word = [];
  for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) word.push([x - left, y - top, drawn[4 * (200 * y + x) + 3]]);
  const mean = word.reduce((sum, each) => sum + each[2], 0) / word.length;
  const spread = Math.sqrt(word.reduce((sum, each) => sum + (each[2] - mean) ** 2, 0));
  const height = data.length / 4 / width;
  const dark = new Float32Array(width * height);
  for (let pixel = 0; pixel < dark.length; pixel += 1) dark[pixel] = 255 - data[4 * pixel + 1];
  let best = 0;
  for (let y = 0; y + bottom - top < height; y += 1) {
    for (let x = 0; x + right - left < width; x += 1) {
      let [sum, squares, both] = [0, 0, 0];
      for (const [across, down, ink] of word) {
        const there = dark[(y + down) * width + x + across];
        sum += there;
        squares += there * there;
        both += there * (ink - mean);
      }
      const unlike = Math.sqrt(Math.max(squares - sum * sum / word.length, 1)) * spread;
      best = Math.max(best, both / unlike);
    }
  }
  return best;
}, { shapes, font });

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

// Type a place into the map's own field, and wait for the desk to have read it.
export async function show(page, written) {
  await stands(page);
  await page.fill("#written", written);
  const answered = page.waitForResponse((each) => each.request().method() === "POST");
  await page.click("#place button");
  await answered;
  await page.waitForSelector("#found:not([aria-busy])");
}

export async function fillIn(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`#typed [name=${name}]`);
    if (await field.evaluate((each) => each.tagName) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Small words for the document. Texts only ever become text nodes. */

/** `h('p', {class: 'soft', on: {click}}, 'text', node, …)`; null and false are left out. */
export function h(tag, members = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (name === 'on')
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== false));
  return element;
}

/** Set a text only when it is another, so that nothing is announced twice. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

export const button = (text, act, kind = '') =>
  h('button', { type: 'button', class: kind, on: { click: act } }, text);

/** The heading of a step; it takes the focus when the step begins. */
export const title = (text) => h('h1', { tabindex: '-1' }, text);

/** `{n}` and the like in a text. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let names = 0;
/** A name that nothing else in the document has. */
export const unique = (stem) => `${stem}-${(names += 1)}`;

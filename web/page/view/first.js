/** The first two screens: which language, and what this is. */

import { button, h, title } from './dom.js';

export function languageView(app) {
  const names = app.programme.languages;
  const each = names.map((lang) =>
    h(
      'button',
      {
        type: 'button',
        class: 'language',
        lang,
        dir: app.direction(lang),
        on: { click: () => app.choose(lang) },
      },
      app.texts[lang].language,
    ),
  );
  const heading = h('h1', { class: 'unseen', tabindex: '-1' }, names.map((lang) => app.ownName(lang)).join(' · '));
  return { nodes: [heading, h('div', { class: 'languages' }, each)] };
}

export function aboutView(app) {
  const { t } = app;
  const sentences = (lists, kind) =>
    h(
      'ul',
      { class: kind },
      app.own(lists).map((sentence) => h('li', {}, sentence)),
    );
  return {
    nodes: [
      title(app.own(app.programme.name)),
      h(
        'div',
        { class: 'about' },
        app.own(app.programme.about).map((sentence) => h('p', {}, sentence)),
      ),
      h('h2', {}, t.promised),
      sentences(app.programme.promised, 'promised'),
      h('h2', {}, t.notPromised),
      sentences(app.programme.not_promised, 'not-promised'),
      h('p', { class: 'soft' }, t.leaveHow),
      h('p', { class: 'soft' }, `${t.pulseWhy} ${t.dataUse}`),
      h(
        'div',
        { class: 'actions' },
        button(t.goWrite, () => app.write(), 'primary'),
        button(t.goReturn, () => app.go('return')),
      ),
      button(t.back, () => app.go('back'), 'quiet back'),
    ],
  };
}

/** A browser that cannot seal: say so, and where the form is. */
export function cannotView(app) {
  const { t } = app;
  return {
    nodes: [
      title(t.cannotSeal),
      h('p', {}, t.otherBrowser),
      app.form && h('p', {}, h('a', { href: app.form }, t.plainForm), '. ', t.plainFormWeaker),
    ],
  };
}

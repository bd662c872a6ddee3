// Before there is a code: the link's offer, and where no link was opened.

import { h } from './preact.js';
import { words } from './words.js';

const isIphone = () => /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone;

const problemText = (problem) => words.refused[problem] ?? words.refused.other;

/** Asked first: whoever only looks at a link, or has it looked at by a messenger, does not use it up. */
export function Offer({ replaces, busy, problem, copied, onClaim, onCopy }) {
  return h('main', { class: 'sheet' },
    h('h1', null, words.claimTitle),
    h('p', null, words.claimWhy),
    h('p', { class: 'strong' }, words.claimAbove),
    replaces && h('p', { class: 'warn' }, words.claimReplaces),
    isIphone() && h('div', { class: 'card' },
      h('p', null, words.claimIos),
      h('button', { type: 'button', class: 'quiet', onClick: onCopy }, copied ? words.copied : words.copyLink)),
    problem && h('p', { class: 'warn', role: 'alert' }, problemText(problem)),
    h('button', { type: 'button', id: 'claim', class: 'main', disabled: busy, onClick: onClaim },
      busy ? words.claiming : words.claimButton));
}

export function None({ noLink, onLink }) {
  const sent = (event) => {
    event.preventDefault();
    onLink(new FormData(event.target).get('link'));
  };
  return h('main', { class: 'sheet' },
    h('h1', null, words.noneTitle),
    h('form', { onSubmit: sent },
      h('label', { for: 'link' }, words.noneWhy),
      h('input', {
        id: 'link', name: 'link', dir: 'ltr', required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: false,
        'aria-label': words.link, 'aria-invalid': noLink, 'aria-describedby': noLink ? 'no-link' : null,
      }),
      noLink && h('p', { id: 'no-link', class: 'warn', role: 'alert' }, words.noLink),
      h('button', { class: 'main' }, words.paste)),
    h('p', { class: 'soft' }, words.noneLost));
}

export function Notice({ title, why }) {
  return h('main', { class: 'sheet' }, h('h1', null, title), h('p', { class: 'warn', role: 'alert' }, why));
}

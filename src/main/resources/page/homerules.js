// A lot's rules in words, what comes next, and the last time that somebody set its count.

import { h } from './preact.js';
import { number, words } from './words.js';

const RULES = [
  'admitTransients', 'status', 'capacity', 'fullPolicy', 'minAssurance', 'passback', 'noOpenSession', 'revokedExit', 'stalePack',
  'passageTimeoutSeconds',
];

/** A moment as it is at the lot, whoever looks from wherever. */
const when = (iso, timeZone) => new Intl.DateTimeFormat(words.lang, {
  year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short',
}).format(new Date(iso));

function sentence(name, value) {
  const said = words.rules[name];
  return typeof said === 'function' ? said(value) : said[value];
}

const Sentences = ({ of, names }) => h('ul', { class: 'rules' },
  names.map((name) => h('li', { key: name }, sentence(name, of[name]))));

function Pools({ pools }) {
  if (pools.length === 0) return null;
  return h('div', null,
    h('h6', null, words.pools),
    h('ul', { class: 'rules' }, pools.map((pool) => h('li', { key: pool.poolId },
      h('bdi', null, pool.poolId), ': ', words.pool(number(pool.spaces), pool.policy)))));
}

/** Only what will be another. */
function Next({ next, inForce, timeZone }) {
  if (next === null) return h('p', { class: 'soft' }, words.nextNone);
  const changed = RULES.filter((name) => next[name] !== inForce[name]);
  return h('div', null,
    h('p', null, h('strong', null, words.nextFrom(next.version, when(next.effectiveFrom, timeZone)))),
    changed.length === 0 ? h('p', { class: 'soft' }, words.nextSame) : h(Sentences, { of: next, names: changed }),
    h('p', { class: 'soft' }, words.announced(when(next.announcedAt, timeZone))));
}

function Correction({ correction, ago, timeZone }) {
  if (correction === null) return h('p', { class: 'soft' }, words.correctionNone);
  const { kind, at, countBefore, countAfter, reason } = correction;
  return h('div', null,
    h('p', null, words.correction[kind](number(countBefore), number(countAfter)), ' ',
      h('span', { class: 'soft' }, when(at, timeZone), ' (', ago(at), ')')),
    reason === null ? h('p', { class: 'soft' }, words.noReason) : h('blockquote', null, h('bdi', null, reason)));
}

/**
 * @param rules as the service answers
 * @param timeZone of the lot
 */
export function Rules({ rules, ago, timeZone }) {
  const { inForce, next, lastCorrection } = rules;
  return [
    h('section', { key: 'rules' },
      h('h5', null, words.rulesTitle),
      h('p', { class: 'soft' }, words.version(inForce.version, when(inForce.since, timeZone))),
      h(Sentences, { of: inForce, names: RULES }),
      h(Pools, { pools: inForce.pools })),
    h('section', { key: 'next' },
      h('h5', null, words.nextTitle),
      h(Next, { next, inForce, timeZone }),
      h('h5', null, words.correctionTitle),
      h(Correction, { correction: lastCorrection, ago, timeZone })),
  ];
}

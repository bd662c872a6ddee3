// Beside the answer: what operators say, cars whose passage nobody has reported, what waits for the network, what happened last.

import { reasonOf } from './lanecard.js';
import { h } from './preact.js';
import { moment, words } from './words.js';

/** An operator's command and message. */
export function FromOperator({ command, message, onReport }) {
  return [
    command && h('section', { class: 'card bidden', role: 'alert' },
      h('h2', null, words.openNow),
      h('p', null, command.reason),
      h('div', { class: 'choice' },
        h('button', { type: 'button', class: 'yes', onClick: () => onReport('OPENED') }, words.opened),
        h('button', { type: 'button', class: 'no', onClick: () => onReport('FAILED') }, words.couldNot))),
    message && h('section', { class: 'card bidden', role: 'status' },
      h('h2', null, words.message), h('p', null, message.line1), message.line2 && h('p', null, message.line2)),
  ];
}

/** Earlier cars of which the service still wants to know. */
export function Passages({ passages, zone, onPassage }) {
  return passages.length > 0 && h('section', { class: 'card' },
    h('h2', null, words.passagesTitle),
    h('ul', { class: 'rows' }, passages.map((each) => h('li', { key: each.decisionId },
      h('span', { class: 'time' }, moment(each.eventTime, zone)),
      h('div', { class: 'pair' },
        h('button', { type: 'button', class: 'quiet', onClick: () => onPassage(each, 'CONFIRMED') }, words.passed),
        h('button', { type: 'button', class: 'quiet', onClick: () => onPassage(each, 'NO_ENTRY') }, words.stayed))))));
}

/** What the service has not heard; what nobody has said yet what was done with asks. */
export function Waiting({ items, zone, onDone }) {
  if (items.length === 0) return null;
  const open = items.filter((each) => each.kind === 'scan' && !each.offlineDecision);
  return h('section', { class: 'card', id: 'waiting' },
    h('h2', null, words.waiting(items.length)),
    h('p', { class: 'soft' }, words.waitingWhy),
    open.length > 0 && h('ul', { class: 'rows' }, open.map((each) => h('li', { key: each.deviceSeq },
      h('span', null, words.whatWithCar(moment(each.eventTime, zone))),
      h('div', { class: 'pair' },
        h('button', { type: 'button', class: 'quiet', onClick: () => onDone(each, true) }, words.iOpened),
        h('button', { type: 'button', class: 'quiet', onClick: () => onDone(each, false) }, words.iSentAway))))));
}

function said({ say, about }) {
  if (say === 'reason') return reasonOf(about)[0];
  if (say === 'toldFlagged') return words.toldFlagged(about.map((flag) => reasonOf(flag)[0]).join(', '));
  return about === undefined ? words[say] : words[say](about);
}

/** What happened last, without the answer that is shown large. */
export function Log({ log, current, zone }) {
  const rows = log.filter(({ scanId }) => scanId === undefined || scanId !== current?.scan?.scanId);
  return rows.length > 0 && h('section', { class: 'card', id: 'log' },
    h('h2', null, words.last),
    h('ul', { class: 'rows' }, rows.map((each) => h('li', { key: each.id },
      h('span', { class: 'time' }, moment(each.at, zone)),
      h('span', { class: 'sign', 'aria-hidden': true }, each.sign),
      h('span', { class: 'what' }, said(each))))));
}

// The answer, to be understood from an arm's length in the dark: colour, sign and word say the same.

import { h } from './preact.js';
import { number, words } from './words.js';

export const reasonOf = (reason) => words.reasons[reason] ?? [reason, words.nextOther];

const counted = ({ capacity, currentCount }) => (capacity === null
  ? words.insideOf(number(currentCount))
  : words.inside(number(currentCount), number(capacity)));

/** How full the driver's own pool is; the lot's count would not say why. */
const pooled = ({ spaces, taken }) => h('p', { class: 'counted' }, words.poolFull(number(taken), number(spaces)));

export function Count({ counts }) {
  return counts && h('p', { class: 'counted' }, counted(counts),
    counts.available === null ? null : h('span', null, ` · ${words.free(counts.available)}`));
}

function Choice({ yes, no, onYes, onNo }) {
  return h('div', { class: 'choice' },
    h('button', { type: 'button', class: 'yes', onClick: onYes }, yes),
    h('button', { type: 'button', class: 'no', onClick: onNo }, no));
}

function Answer({ kind, sign, title, children }) {
  return h('section', { class: `answer ${kind}`, role: kind === 'denied' ? 'alert' : 'status', 'data-kind': kind },
    h('p', { class: 'verdict' }, h('span', { class: 'sign', 'aria-hidden': true }, sign), title),
    children);
}

function Granted({ decision, passage, onPassage }) {
  const out = decision.direction === 'EXIT';
  return h(Answer, { kind: 'granted', sign: '✓', title: out ? words.letOut : words.letIn },
    h('p', { class: 'why' }, decision.replayed ? words.replayed : out ? words.goodbye : words.welcome),
    h(Count, { counts: decision.occupancy }),
    passage && h('p', { class: 'next' }, out ? words.outYet : words.inYet),
    passage && h(Choice, {
      yes: words.passed, no: words.stayed, onYes: () => onPassage('CONFIRMED'), onNo: () => onPassage('NO_ENTRY'),
    }));
}

/** Nothing was decided about the car: no refusal, and not to be taken for one. */
function Again({ title = words.again, sign = '↻', why, next }) {
  return h(Answer, { kind: 'unread', sign, title }, h('p', { class: 'why' }, why), next && h('p', { class: 'next' }, next));
}

function Denied({ decision, mayAsk, onAsk }) {
  if (decision.codeFound === false) return h(Again, { why: words.noCode, next: words.noCodeNext });
  const [why, next] = reasonOf(decision.reason);
  return h(Answer, { kind: 'denied', sign: '✕', title: words.doNotOpen },
    h('p', { class: 'why' }, why),
    decision.pool ? pooled(decision.pool) : h(Count, { counts: decision.occupancy }),
    h('p', { class: 'next' }, next),
    h('p', { class: 'id' }, words.refusal, ' ', h('bdi', { dir: 'ltr' }, decision.decisionId)),
    mayAsk && h('button', { type: 'button', class: 'ask', onClick: onAsk }, words.why));
}

/** Nobody was heard: the lane has no rights of its own to look at, so a person decides and says what was done. */
function Unheard({ scan, direction, full, onDone }) {
  return h(Answer, { kind: 'unheard', sign: '!', title: words.unheard },
    h('p', { class: 'why' }, words.unheardMay[direction ?? 'ENTRY']),
    scan.file && h('p', { class: 'next' }, words.unheardPhoto),
    full ? h('p', { class: 'next' }, words.waitingFull) : h('p', { class: 'next' }, words.unheardNext),
    h(Choice, {
      yes: direction === 'EXIT' ? words.iLetOut : words.iLetIn, no: words.iSentAway, onYes: () => onDone(true), onNo: () => onDone(false),
    }));
}

/** `current`: what was asked last, and what was heard. */
export function Card(props) {
  const { current } = props;
  if (!current) return h(Answer, { kind: 'idle', sign: '', title: words.ready }, h('p', { class: 'next' }, words.readyNext));
  if (current.done !== undefined) {
    return h(Answer, { kind: 'kept', sign: '✓', title: words.kept }, h('p', { class: 'next' }, words.keptNext));
  }
  if (current.refused) {
    const key = current.refused === 'key' && { title: words.notAsked, sign: '!' };
    return h(Again, { why: words.problems[current.refused] ?? words.problems.other, ...key });
  }
  if (current.decision?.decision === 'GRANTED') return h(Granted, { ...props, ...current });
  if (current.decision) return h(Denied, { ...props, ...current });
  if (current.unheard) return h(Unheard, { ...props, ...current });
  return h(Answer, { kind: 'asking', sign: '…', title: words.asking });
}

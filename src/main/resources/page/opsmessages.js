// What drivers ask: who waits longest first, and none is closed without an answer that gives a reason.

import { Component, h } from './preact.js';
import { get, post, withQuery } from './opsapi.js';
import { Field, FormDialog } from './opsdialog.js';
import { Ago, Asked, Pill, Title } from './opsparts.js';
import { at, number, reasonText, words } from './opswords.js';

const LIMIT = 50;
const OUTCOMES = ['RULE_HELD', 'CORRECTED', 'OUR_MISTAKE', 'OTHER'];

function Answer({ message, tell, again, onClose }) {
  return h(FormDialog, { title: words.answer, explains: words.answerWhy, sends: words.answer, onClose,
    onSend: async ({ outcome, text }) => {
      await post(`/v1/messages/${message.messageId}/answer`, { outcome, text: text.trim() });
      tell(words.answered);
      again();
    } },
    h('blockquote', null, message.entries.at(-1).text ?? words.erased),
    h(Field, { label: words.outcome, name: 'outcome' }, (id) =>
      h('select', { id, name: 'outcome', required: true }, h('option', { value: '' }, words.choose), OUTCOMES.map((each) => h('option', { value: each }, words.outcomes[each])))),
    h(Field, { label: words.answerText, name: 'text' }, (id) => h('textarea', { id, name: 'text', required: true, maxlength: 500 })));
}

function Entry({ entry, timeZone }) {
  return h('li', { class: `entry ${entry.by === 'OPERATOR' ? 'ours' : 'theirs'}` },
    h('small', { class: 'soft' }, words.by[entry.by] ?? entry.by, ' · ', at(entry.at, timeZone), entry.outcome && [' · ', words.outcomes[entry.outcome] ?? entry.outcome]),
    h('p', { dir: 'auto' }, entry.text ?? words.erased));
}

function Message({ message, places, may, onAnswer }) {
  const { messageId, placeId, placeName, decision, decisionId, sessionId, entries, waitingSince, reopened } = message;
  const timeZone = places.places.get(placeId)?.timeZone;
  return h('li', { class: 'card message', 'data-message': messageId },
    h('div', { class: 'heading' },
      h('h2', null, h('a', { href: `#/place/${encodeURIComponent(placeId)}` }, h('bdi', null, placeName)), decision && ` · ${decision.reason === 'OK' ? words.reasons.OK : words.denied(reasonText(decision.reason))}`),
      h('p', { class: 'marks' },
        waitingSince && h(Pill, { tone: 'few' }, words.waits, ' ', h(Ago, { iso: waitingSince })),
        reopened > 0 && h(Pill, { tone: 'none' }, words.reopened(number(reopened))))),
    decision && h('p', { class: 'soft' }, [at(decision.eventTime, timeZone, true), decision.laneId, words.directions[decision.direction]].filter(Boolean).join(' · ')),
    sessionId && h('p', null, h('a', { href: `#/session/${sessionId}` }, words.session)),
    h('ol', { class: 'plain entries' }, entries.map((entry) => h(Entry, { key: `${entry.at}${entry.by}`, entry, timeZone }))),
    h('small', { class: 'soft id', dir: 'ltr' }, decisionId ?? sessionId),
    waitingSince && may('answer') && h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'main', onClick: onAnswer }, words.answer)));
}

export class Messages extends Component {
  state = { status: 'OPEN', answering: null };

  render({ places, counts, may, tell }, { status, answering }) {
    return [
      h(Title, null, words.messages),
      h('div', { class: 'ways', role: 'group', 'aria-label': words.messages }, ['OPEN', 'ANSWERED'].map((each) =>
        h('button', { key: each, type: 'button', class: 'way', 'aria-pressed': status === each, onClick: () => this.setState({ status: each }) }, words.messageStatuses[each]))),
      h(Asked, { what: status, bell: counts.bells.message, asks: () => get(withQuery('/v1/messages', { status, limit: LIMIT })) }, (answer, failed, again) => [
        failed && h('p', { class: 'warn', role: 'alert' }, words.notNow),
        !answer && !failed && h('p', { class: 'note' }, words.waiting),
        answer && h('p', { id: 'waiting', role: 'status' }, words.messagesWait(number(answer.open.number)),
          answer.open.oldest && [' · ', words.oldest, ' ', h(Ago, { iso: answer.open.oldest })]),
        answer?.items.length === 0 && status === 'ANSWERED' && h('p', { class: 'note' }, words.noneAnswered),
        h('ul', { class: 'plain messages' }, (answer?.items ?? []).map((message) =>
          h(Message, { key: message.messageId, message, places, may, onAnswer: () => this.setState({ answering: message }) }))),
        answer?.nextCursor && h('p', { class: 'soft' }, words.foundMore),
        answering && h(Answer, { message: answering, tell, again, onClose: () => this.setState({ answering: null }) }),
      ]),
    ];
  }
}

// "Why was I refused?": one message about one refusal or stay, what the operator answered, and a question about that. Sent under an
// id that stays until it has arrived, so that pressing twice, or again without a network, sends one.

import { Component, h } from './preact.js';
import { ask, askAgain } from './device.js';
import { moment, number, words } from './words.js';
import { zoneOf } from './zones.js';

const MOST = 500;

/** What is sent is the text with which it began, until the service has it. */
class Writing extends Component {
  state = { text: '', busy: false, problem: null };
  id = crypto.randomUUID();

  async send(event) {
    event.preventDefault();
    const text = this.state.text.trim();
    if (!text || this.state.busy) return;
    this.setState({ busy: true, problem: null });
    try {
      const { phone, about, message } = this.props;
      await (message ? askAgain(phone, message.messageId, text) : ask(phone, this.id, about, text));
      this.setState({ text: '' });
      this.props.onSent();
    } catch (refused) {
      this.setState({ problem: refused.problem ?? 'other' });
      if (refused.problem === 'message-exists') this.props.onSent(); // an attendant asked meanwhile: that is shown
    }
    this.setState({ busy: false });
  }

  render({ label, onBack }, { text, busy, problem }) {
    return h('form', { class: 'why', onSubmit: (event) => this.send(event) },
      h('label', null, label,
        h('textarea', {
          rows: 3, maxLength: MOST, value: text, dir: 'auto', required: true,
          onInput: (event) => this.setState({ text: event.target.value }),
        })),
      problem && h('p', { class: 'warn', role: 'alert' }, words.whyRefused[problem] ?? words.whyRefused.other),
      h('button', { class: 'main', disabled: busy }, busy ? words.whySending : words.whySend),
      h('button', { type: 'button', class: 'quiet', onClick: onBack }, words.whyBack));
  }
}

function Told({ message, zone }) {
  return h('ol', { class: 'told' }, message.entries.map(({ by, at, text, outcome }) =>
    h('li', { class: by === 'OPERATOR' ? 'theirs' : 'ours' },
      h('small', null, `${words.whyBy[by]} · ${moment(at, zone)}`),
      outcome && h('strong', null, words.whyOutcome[outcome] ?? ''),
      h('p', { dir: 'auto' }, text ?? words.whyErased))));
}

/** What was asked about this, or the button that asks. */
export class Why extends Component {
  state = { writing: false };

  render({ phone, about, onSent }, { writing }) {
    const message = phone.mine.messages?.find((each) =>
      (about.decisionId ? each.decisionId === about.decisionId : each.sessionId === about.sessionId));
    const form = (label) => h(Writing, {
      phone, about, message, label,
      onBack: () => this.setState({ writing: false }),
      onSent: () => { this.setState({ writing: false }); onSent(); },
    });
    const button = (text) => h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ writing: true }) }, text);
    if (!message) {
      if (writing) return form(words.whyLabel);
      return button(about.decisionId ? words.why : words.whyStay);
    }
    return h('div', { class: 'message' },
      h(Told, { message, zone: zoneOf(phone.mine, message.placeId) }),
      message.status === 'OPEN'
        ? h('p', { class: 'soft', role: 'status' }, words.whyWaits)
        : writing ? form(words.whyAgainLabel) : button(words.whyAgain));
  }
}

/** The refusals of the last day, and older ones that were asked about. */
export function Refused({ phone, onSent }) {
  const { refusals = [], messages = [] } = phone.mine;
  const old = messages.filter(({ decisionId }) => decisionId && !refusals.some((each) => each.decisionId === decisionId))
    .map(({ decisionId, placeId, placeName, decision }) => ({ decisionId, placeId, placeName, reason: decision.reason, at: decision.eventTime }));
  const all = [...refusals, ...old];
  return all.length > 0 && h('section', { class: 'card refusals' },
    h('h2', null, words.refusals),
    h('ul', { class: 'lots' }, all.map(({ decisionId, placeId, placeName, reason, pool, at }) =>
      h('li', { key: decisionId }, h('div', null, h('bdi', null, placeName), h('small', null, moment(at, zoneOf(phone.mine, placeId))),
        h('p', null, words.reason[reason] ?? reason, pool && ` ${words.poolFull(number(pool.taken), number(pool.spaces))}`),
        h(Why, { phone, about: { decisionId }, onSent }))))));
}

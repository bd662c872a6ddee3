// "Why was I refused?", asked for a driver who has no phone: the attendant types the driver's words, and reads out what the operator
// answers. What is asked goes out under an id that stays until it has arrived, so that pressing twice sends one.

import { Component, h } from './preact.js';
import { reasonOf } from './lanecard.js';
import { moment, words } from './words.js';

const MOST = 500;

/** The driver's words. `onSend` takes them, and fails with what went wrong. */
export class Ask extends Component {
  state = { text: '', busy: false, problem: null };

  componentDidMount() {
    this.base.querySelector('textarea').focus();
  }

  async send(event) {
    event.preventDefault();
    const text = this.state.text.trim();
    if (!text || this.state.busy) return;
    this.setState({ busy: true, problem: null });
    try {
      await this.props.onSend(text);
    } catch (failure) {
      this.setState({ busy: false, problem: failure.problem ?? 'other' });
    }
  }

  render({ asking, zone, onBack }, { text, busy, problem }) {
    return h('section', { class: 'card', id: 'ask' },
      h('h2', null, words.whyTitle),
      h('p', { class: 'soft' }, moment(asking.at, zone), ' · ', reasonOf(asking.reason)[0]),
      h('form', { class: 'why', onSubmit: (event) => this.send(event) },
        h('label', null, words.whyLabel,
          h('textarea', {
            rows: 3, maxLength: MOST, value: text, dir: 'auto', required: true,
            onInput: (event) => this.setState({ text: event.target.value }),
          })),
        h('p', { class: 'soft' }, words.whyHint),
        problem && h('p', { class: 'warn', role: 'alert' }, words.whyProblems[problem] ?? words.whyProblems.other),
        h('button', { class: 'main', disabled: busy }, busy ? words.whySending : words.whySend),
        h('button', { type: 'button', class: 'quiet', onClick: onBack }, words.cancel)));
  }
}

/** What was asked here, the last first, with what the operator said. */
export function Asked({ asked, zone, onAgain }) {
  return asked.length > 0 && h('section', { class: 'card', id: 'asked' },
    h('h2', null, words.whyAsked),
    h('ul', { class: 'rows' }, asked.map((message) => h('li', { key: message.messageId },
      h('p', null, h('strong', null, reasonOf(message.decision?.reason)[0]), ' ',
        h('span', { class: 'soft' }, moment(message.decision?.eventTime ?? message.openedAt, zone))),
      h('ol', { class: 'told' }, message.entries.map(({ by, at, text, outcome }) =>
        h('li', { key: at + by, class: by === 'OPERATOR' ? 'theirs' : 'ours' },
          h('small', null, `${words.whyBy[by] ?? by} · ${moment(at, zone)}`),
          outcome && h('strong', null, words.whyOutcomes[outcome]),
          h('p', { dir: 'auto' }, text ?? words.whyErased)))),
      message.status === 'OPEN'
        ? h('p', { class: 'soft' }, words.whyWaits)
        : h('button', { type: 'button', class: 'quiet', onClick: () => onAgain(message) }, words.whyAgain)))));
}

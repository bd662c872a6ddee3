// The phone is lost: what was written down for that day, and what it is good for.

import { Component, h } from './preact.js';
import { recover, Refused } from './device.js';
import { inGroups, typedCode } from './recovery.js';
import { words } from './words.js';

/** Stands under a new code until its driver has written it down. */
export class Recovery extends Component {
  state = { copied: false };

  async copy() {
    await navigator.clipboard.writeText(inGroups(this.props.code));
    this.setState({ copied: true });
  }

  render({ code, onKept }, { copied }) {
    return h('section', { class: 'card', id: 'recovery' },
      h('h2', null, words.recovery),
      h('p', null, words.recoveryWhy),
      h('p', { class: 'recovery' }, h('bdi', { dir: 'ltr', translate: 'no' }, inGroups(code))),
      h('p', { class: 'soft' }, words.recoveryOnce),
      h('div', { class: 'both' },
        h('button', { type: 'button', class: 'quiet', id: 'kept', onClick: onKept }, words.recoveryKept),
        h('button', { type: 'button', class: 'quiet', onClick: () => this.copy() }, copied ? words.copied : words.recoveryCopy)));
  }
}

/** Asks for the recovery code, and kills with it, or moves. */
export class Lost extends Component {
  state = {};

  componentDidMount() {
    scrollTo(0, 0); // the button that leads here stands at the page's end
  }

  async recover({ target: { form } }, action) {
    const code = await typedCode(new FormData(form).get('recovery'));
    if (!code) {
      this.setState({ problem: 'typed' });
      return;
    }
    this.setState({ busy: true, problem: null });
    try {
      const { claimToken } = await recover(code, action);
      if (claimToken) this.props.onMoved(claimToken);
      else this.setState({ killed: true });
    } catch (refused) {
      this.setState({ problem: refused instanceof Refused ? refused.problem : 'other' });
    }
    this.setState({ busy: false });
  }

  render({ onBack }, { busy, problem, killed }) {
    const back = h('button', { type: 'button', class: 'quiet', onClick: onBack }, words.lostBack);
    if (killed) {
      return h('main', { class: 'sheet' }, h('h1', null, words.lostKilled), h('p', { role: 'status' }, words.lostKilledWhy), back);
    }
    const why = problem && (words.notRecovered[problem] ?? words.notRecovered.other);
    return h('main', { class: 'sheet' },
      h('h1', null, words.lostTitle),
      h('form', { onSubmit: (event) => event.preventDefault() }, // Enter alone does neither
        h('label', { for: 'recovery-code' }, words.lostCode),
        h('input', {
          id: 'recovery-code', name: 'recovery', dir: 'ltr', required: true, autocomplete: 'off', autocapitalize: 'characters',
          spellcheck: false, 'aria-invalid': Boolean(why), 'aria-describedby': why ? 'not-recovered' : null,
        }),
        why && h('p', { id: 'not-recovered', class: 'warn', role: 'alert' }, why),
        h('section', { class: 'card' },
          h('button', { type: 'button', class: 'main', id: 'kill', disabled: busy, onClick: (event) => this.recover(event, 'KILL') },
            words.lostKill),
          h('p', { class: 'soft' }, words.lostKillWhy)),
        h('section', { class: 'card' },
          h('button', { type: 'button', class: 'main', id: 'move', disabled: busy, onClick: (event) => this.recover(event, 'MOVE') },
            words.lostMove),
          h('p', { class: 'soft' }, words.lostMoveWhy))),
      h('p', null, words.lostWithout),
      back);
  }
}

// A dialog that asks for something, does it, and says why when it could not. The browser keeps the focus in it, closes it with
// Escape, and puts the focus back.

import { Component, h } from './preact.js';
import { words } from './words.js';

/** In words why it was refused: ours where we have some, else the service's. */
export function why(refused) {
  if (refused.status === 0) return words.refused['no-network'];
  const said = words.refused[refused.problem];
  const fields = refused.errors.map(({ field, detail, message }) => [field, detail ?? message].filter(Boolean).join(' ')).join('; ');
  return [typeof said === 'function' ? said(refused) : said ?? refused.title ?? words.refused.other, refused.problem === 'session-not-correctable' || !said ? refused.detail : null, fields]
    .filter(Boolean).join(' ');
}

let ids = 0;

export class FormDialog extends Component {
  state = { busy: false, problem: null };
  id = `dialog-${++ids}`;

  componentDidMount() {
    this.base.showModal();
    this.base.querySelector('input[type=number]')?.select(); // what is typed takes the place of what stands there
  }

  async sent(event) {
    event.preventDefault();
    this.setState({ busy: true, problem: null });
    try {
      await this.props.onSend(Object.fromEntries(new FormData(event.target)));
      this.base.close();
    } catch (refused) {
      this.setState({ busy: false, problem: refused.status === undefined ? String(refused) : why(refused) });
    }
  }

  render({ title, explains, sends, warns, onClose, children }, { busy, problem }) {
    return h('dialog', { 'aria-labelledby': this.id, onClose },
      h('form', { onSubmit: (event) => this.sent(event) },
        h('h2', { id: this.id }, title),
        explains && h('p', { class: 'soft' }, explains),
        children,
        problem && h('p', { class: 'warn', role: 'alert' }, problem),
        h('div', { class: 'buttons' },
          h('button', { type: 'button', class: 'quiet', onClick: () => this.base.close() }, words.cancel),
          h('button', { class: warns ? 'main danger' : 'main', disabled: busy }, busy ? words.waiting : sends))));
  }
}

/** A field with its label above it. */
export function Field({ label, hint, name, children, ...input }) {
  const id = `field-${name}`;
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    children ? children(id) : h('input', { id, name, autocomplete: 'off', 'aria-describedby': hint ? `${id}-hint` : null, ...input }),
    hint && h('small', { id: `${id}-hint`, class: 'soft' }, hint));
}

/** Why something is done by hand: it is written down with who did it. */
export function Reason({ suggestions = [] }) {
  return h(Field, { label: words.reason, hint: words.reasonHint, name: 'reason' },
    (id) => [
      h('input', { id, name: 'reason', required: true, maxlength: 500, autocomplete: 'off', list: `${id}-list`, 'aria-describedby': `${id}-hint` }),
      h('datalist', { id: `${id}-list` }, suggestions.map((each) => h('option', { value: each }))),
    ]);
}

// Before anything is shown: the sign-in, and the new password that a first one must be exchanged for.

import { Component, h } from './preact.js';
import { get, post, signedIn } from './opsapi.js';
import { Field, why } from './opsdialog.js';
import { words } from './words.js';

/** Who is signed in already; null: nobody. */
export async function me() {
  try {
    return signedIn(await get('/v1/staff/me'));
  } catch (refused) {
    if (refused.status === 401) return null;
    throw refused;
  }
}

export async function signOut() {
  await post('/v1/staff/sign-out');
  signedIn(null);
}

class Form extends Component {
  state = { busy: false, problem: null };

  async sent(event) {
    event.preventDefault();
    const form = event.target;
    this.setState({ busy: true, problem: null });
    try {
      const signed = signedIn(await this.props.onSend(Object.fromEntries(new FormData(form))));
      this.setState({ busy: false });
      this.props.onSigned(signed);
    } catch (refused) {
      this.setState({ busy: false, problem: refused.status === undefined ? String(refused) : why(refused) });
      form.elements[0].focus();
    }
  }

  render({ title, explains, sends, children }, { busy, problem }) {
    return h('main', { class: 'sign', id: 'main' },
      h('img', { src: new URL('icon.svg', import.meta.url).pathname, alt: '', width: 56, height: 56 }),
      h('h1', null, title),
      explains && h('p', { class: 'soft' }, explains),
      h('form', { class: 'card', onSubmit: (event) => this.sent(event) },
        children,
        problem && h('p', { class: 'warn', role: 'alert' }, problem),
        h('button', { class: 'main', disabled: busy }, busy ? words.waiting : sends)));
  }
}

export function SignIn({ over, onSigned }) {
  return h(Form, { title: words.signIn, explains: over ? words.sessionOver : words.signInWhy, sends: words.signIn, onSigned, key: 'in',
    onSend: ({ name, password }) => post('/v1/staff/sign-in', { name: name.trim(), password }) },
    h(Field, { label: words.name_, name: 'name', required: true, maxlength: 64, autocomplete: 'username', autocapitalize: 'off', spellcheck: false }),
    h(Field, { label: words.password, name: 'password', type: 'password', required: true, maxlength: 256, autocomplete: 'current-password' }));
}

export function NewPassword({ first, onSigned }) {
  return h(Form, { title: words.newPassword, explains: first ? words.newPasswordFirst : null, sends: words.changePassword, onSigned, key: 'new',
    onSend: ({ password, newPassword }) => post('/v1/staff/password', { password, newPassword }) },
    h(Field, { label: words.passwordNow, name: 'password', type: 'password', required: true, autocomplete: 'current-password' }),
    h(Field, { label: words.newPassword, hint: words.passwordRules, name: 'newPassword', type: 'password', required: true, minlength: 12, maxlength: 256, autocomplete: 'new-password' }));
}

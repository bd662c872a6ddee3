// A right is given: to a code that somebody has, or to a new one on paper, in one go.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { Field, FormDialog } from './opsdialog.js';
import { PlaceChoice } from './opsparts.js';
import { credentialIdIn, words } from './opswords.js';
import { dayIn, endOf, startOf, zoneAt } from './opszone.js';

const TYPES = ['PERMIT', 'RESERVATION', 'VISITOR', 'STAFF'];
const YEAR_MS = 365 * 86_400_000;

export class Give extends Component {
  state = { to: this.props.number ? 'number' : 'paper' };
  today = dayIn(new Date().toISOString(), zoneAt(this.props.places)); // until another day is chosen it begins at once
  issued = null; // kept, so that a second try after a refusal makes no second paper

  async give({ number, holderRef, placeId, type, from, until }) {
    const paper = this.state.to === 'paper';
    const zone = zoneAt(this.props.places, placeId);
    if (paper) {
      this.issued ??= await post('/v1/credentials', {
        type: 'QR_PRINTED', ...(holderRef ? { holderRef } : {}), expiresAt: endOf(until, zone) ?? new Date(Date.now() + YEAR_MS).toISOString(),
      });
    }
    const credentialId = paper ? this.issued.credentialId : credentialIdIn(number);
    if (!credentialId) throw words.noSuchNumber;
    await post('/v1/rights', {
      credentialId, placeId, type,
      validFrom: from === this.today ? undefined : startOf(from, zone), validUntil: endOf(until, zone),
    });
    this.props.onDone(words.given);
    if (paper) location.hash = `#/paper/${credentialId}`;
  }

  render({ places, number, onClose }, { to }) {
    return h(FormDialog, { title: words.give, sends: words.give, onClose, onSend: (given) => this.give(given) },
      h('fieldset', null,
        h('legend', null, words.giveTo),
        ['paper', 'number'].map((each) => h('label', { class: 'check' },
          h('input', { type: 'radio', name: 'to', value: each, checked: to === each, onChange: () => this.setState({ to: each }) }), words.giveToWays[each]))),
      to === 'number'
        ? h(Field, { label: words.number_, name: 'number', key: 'number', required: true, maxlength: 40, dir: 'ltr', autocapitalize: 'characters', spellcheck: false, defaultValue: number ?? '' })
        : h(Field, { label: words.holder, hint: words.holderHint, name: 'holderRef', key: 'holder', maxlength: 200 }),
      h(PlaceChoice, { places, label: words.place, required: true }),
      h(Field, { label: words.kind, name: 'type' }, (id) =>
        h('select', { id, name: 'type' }, TYPES.map((type) => h('option', { value: type }, words.rightTypes[type])))),
      h('div', { class: 'fields' },
        h(Field, { label: words.validFrom, name: 'from', type: 'date', defaultValue: this.today }),
        h(Field, { label: words.validUntil, hint: words.validUntilHint, name: 'until', type: 'date' })));
  }
}

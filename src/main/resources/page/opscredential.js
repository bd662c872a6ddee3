// A credential as its holder has it, and what can be done about it: print it, replace a lost one, switch it off.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { FormDialog, Reason } from './opsdialog.js';
import { Pill } from './opsparts.js';
import { at, inFours, words } from './opswords.js';

const TONES = { ACTIVE: 'free', REVOKED: 'none', REPLACED: 'few' };

export class CredentialCard extends Component {
  state = { asks: null };

  lost() {
    const { credentialId } = this.props.credential;
    return h(FormDialog, { title: words.lostPaper, explains: words.lostPaperWhy, sends: words.newPaper, warns: true, onClose: () => this.setState({ asks: null }),
      onSend: async () => {
        const fresh = await post(`/v1/credentials/${credentialId}/reissue`);
        this.props.tell(words.reissued);
        location.hash = `#/paper/${fresh.credentialId}`;
      } });
  }

  off() {
    const { credentialId } = this.props.credential;
    return h(FormDialog, { title: words.switchOff, explains: words.switchOffWhy, sends: words.switchOff, warns: true, onClose: () => this.setState({ asks: null }),
      onSend: async ({ reason }) => {
        await post(`/v1/credentials/${credentialId}/revoke`, { reason });
        this.props.tell(words.switchedOff);
        this.props.again?.();
      } }, h(Reason, { suggestions: words.switchOffReasons }));
  }

  render({ credential, may }, { asks }) {
    const { credentialId, type, status, expiresAt, holderRef } = credential;
    const paper = type === 'QR_PRINTED' && status === 'ACTIVE';
    return h('section', { class: 'card credential', 'aria-labelledby': 'credential' },
      h('h2', { id: 'credential' }, h('bdi', { dir: 'ltr', class: 'mono' }, inFours(credentialId))),
      h('p', { class: 'marks' },
        h(Pill, null, words.credentialTypes[type] ?? type), h(Pill, { tone: TONES[status] }, words.credentialStatuses[status] ?? status)),
      h('p', { class: 'soft' }, words.expiresAt(at(expiresAt)), holderRef && [' · ', h('bdi', null, holderRef)]),
      h('div', { class: 'buttons' },
        may('readRights') && h('a', { class: 'button quiet', href: `#/rights?number=${inFours(credentialId)}` }, words.itsRights),
        may('papers') && paper && h('a', { class: 'button quiet', href: `#/paper/${credentialId}` }, words.print),
        may('papers') && paper && h('button', { type: 'button', class: 'quiet', id: 'lost-paper', onClick: () => this.setState({ asks: 'lost' }) }, words.lostPaper),
        may('papers') && status === 'ACTIVE' && h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ asks: 'off' }) }, words.switchOff)),
      asks && this[asks]());
  }
}

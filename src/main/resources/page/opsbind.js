// A phone becomes a lane: a key of its own, shown once, as a link to the attendant's page and the QR code of it.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { why } from './opsdialog.js';
import { words } from './opswords.js';
import { QrPicture } from './qrpicture.js';

const SIZE = 300;

export class BindPhone extends Component {
  state = { busy: false };

  componentDidMount() {
    this.base.showModal();
  }

  async make() {
    const { lane, placeId } = this.props;
    this.setState({ busy: true, problem: null });
    try {
      const { key } = await post(`/v1/places/${encodeURIComponent(placeId)}/lanes/${encodeURIComponent(lane.laneId)}/keys`, { label: words.phone });
      this.setState({ link: `${location.origin}/lane#${key}` });
    } catch (refused) {
      this.setState({ problem: refused.status === undefined ? String(refused) : why(refused) });
    }
    this.setState({ busy: false });
  }

  render({ lane, onClose }, { busy, link, problem }) {
    return h('dialog', { 'aria-labelledby': 'bind-title', onClose },
      h('h2', { id: 'bind-title' }, words.bindPhoneTo(lane.laneId)),
      h('p', { class: 'soft' }, link ? words.bindShown : words.bindWhy),
      link && h('p', { class: 'bind' }, h(QrPicture, { text: link, size: SIZE, label: words.bindCode })),
      link && h('p', null, h('a', { href: link, target: '_blank', rel: 'noopener' }, words.bindHere)),
      problem && h('p', { class: 'warn', role: 'alert' }, problem),
      h('div', { class: 'buttons' },
        h('button', { type: 'button', class: link ? 'main' : 'quiet', onClick: () => this.base.close() }, link ? words.done : words.cancel),
        !link && h('button', { type: 'button', class: 'main', disabled: busy, onClick: () => this.make() }, busy ? words.waiting : words.bindMake)));
  }
}

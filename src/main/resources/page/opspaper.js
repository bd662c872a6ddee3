// A code on paper: a sheet with the code, its number, where it is good, and what to do when a gate does not take it.

import { Component, h } from './preact.js';
import { get, withQuery } from './opsapi.js';
import { Asked, Title } from './opsparts.js';
import { CredentialCard } from './opscredential.js';
import { at, inFours, words } from './opswords.js';

const SIZE = 480;

async function paper(credentialId) {
  const [credential, rights] = await Promise.all([
    get(`/v1/credentials/${credentialId}`),
    get(withQuery('/v1/rights', { credentialId, limit: 20 })),
  ]);
  return { credential, rights: rights.items.filter(({ validUntil }) => !validUntil || Date.parse(validUntil) > Date.now()) };
}

/** Drawn by the service, for whoever covers its issuer. */
class Code extends Component {
  state = { failed: false };

  render({ credentialId }, { failed }) {
    if (failed) return h('p', { class: 'warn', role: 'alert' }, words.noPicture);
    return h('img', {
      class: 'qr', src: `/v1/credentials/${credentialId}/qr.svg?size=${SIZE}`, width: SIZE, height: SIZE, alt: words.paperQr(inFours(credentialId)),
      onError: () => this.setState({ failed: true }),
    });
  }
}

function Sheet({ credential, rights, places }) {
  const { credentialId, expiresAt } = credential;
  const names = [...new Set(rights.map(({ placeId }) => places.places.get(placeId)?.name ?? placeId))];
  const until = rights.map(({ validUntil }) => validUntil).filter(Boolean).sort().at(-1) ?? expiresAt;
  return h('article', { class: 'sheet', id: 'sheet' },
    h('header', null, h('img', { src: new URL('icon.svg', import.meta.url).pathname, alt: '', width: 40, height: 40 }),
      h('h2', null, names.length > 0 ? h('bdi', null, names.join(' · ')) : words.parkingCode)),
    h(Code, { key: credentialId, credentialId }),
    h('p', { class: 'visual' }, h('span', null, words.number_), h('bdi', { dir: 'ltr' }, inFours(credentialId))),
    h('p', null, words.goodUntil(at(until, places.places.get(rights[0]?.placeId)?.timeZone))),
    h('h3', null, words.paperFails),
    h('ol', null, words.paperSteps.map((step) => h('li', null, step))));
}

export function Paper({ route, places, may, tell }) {
  return [
    h(Asked, { what: route.id, asks: () => paper(route.id) }, (known, failed, again) => {
      const good = known?.credential.type === 'QR_PRINTED' && known.credential.status === 'ACTIVE';
      const title = h('div', { class: 'title' }, h(Title, null, words.paper),
        good && h('button', { type: 'button', class: 'main', id: 'print', onClick: () => print() }, words.print));
      if (failed) return [title, h('p', { class: 'warn', role: 'alert' }, failed.status === 404 ? words.refused['not-found'] : words.notNow)];
      if (!known) return [title, h('p', { class: 'note' }, words.waiting)];
      return [
        title,
        good
          ? h(Sheet, { ...known, places })
          : h('p', { class: 'warn' }, words.noPaper),
        h(CredentialCard, { credential: known.credential, may, tell, again }),
      ];
    }),
  ];
}

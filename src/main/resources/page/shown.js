// The code itself, black on white whatever the page's colours are, and what to do when the gate does not open.

import { h } from './preact.js';
import { now } from './clock.js';
import { visualNumber } from './code.js';
import { qr } from './qr.js';
import { day, moment, words } from './words.js';
import { zoneOf } from './zones.js';

const SOON_MS = 48 * 3_600_000;
const QUIET = 4; // modules around the code that must stay light

let drawn = { text: null, path: '', side: 0 };

function drawing(text) {
  if (drawn.text !== text) {
    const modules = qr(text);
    const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ''))).join('');
    drawn = { text, path, side: modules.length + 2 * QUIET };
  }
  return drawn;
}

/** As large as the screen lets it be with each module the same whole number of its dots: an uneven one is harder to read. */
function sizeFor(side) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const room = Math.min(innerWidth - 1.5 * rem, 0.74 * innerHeight, 448);
  return (side * Math.max(1, Math.floor((room * devicePixelRatio) / side))) / devicePixelRatio;
}

function Code({ text }) {
  const { path, side } = drawing(text);
  const size = sizeFor(side);
  return h('svg', {
    id: 'code', class: 'code', width: size, height: size, viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': words.code,
  },
    h('rect', { width: side, height: side, fill: '#fff' }),
    h('path', { d: path, fill: '#000', 'shape-rendering': 'crispEdges' }));
}

/** Shrinks as the code grows old; told to nobody's screen reader each second. */
function Left({ leftMs }) {
  return h('div', { class: 'left', 'aria-hidden': true },
    h('progress', { max: 15_000, value: leftMs }),
    h('span', null, words.newIn(Math.ceil(leftMs / 1000))));
}

function Number({ credentialId }) {
  return h('p', { class: 'number' },
    h('span', { class: 'soft' }, words.number),
    h('bdi', { dir: 'ltr' }, visualNumber(credentialId)));
}

/** To the hour where it ends soon, as a visitor's does. */
function end({ expiresAt, mine }) {
  const zone = zoneOf(mine, mine?.rights[0]?.placeId);
  return Math.abs(Date.parse(expiresAt) - now()) < SOON_MS ? moment(expiresAt, zone) : day(expiresAt, zone);
}

export function Shown({ phone, text, leftMs, over, offline, keyLost, onHelp }) {
  return h('section', { class: 'first' },
    keyLost
      ? h('p', { class: 'warn', role: 'alert' }, words.keyLost)
      : h('div', { class: 'white' },
        text ? h(Code, { text }) : h('p', { class: 'making' }, words.waiting),
        h(Left, { leftMs }),
        h(Number, phone)),
    h('p', { class: 'hint' }, words.bright),
    offline && h('p', { class: 'card', role: 'status' }, words.offline),
    phone.mine && words.dead[phone.mine.status] && h('p', { class: 'warn', role: 'alert' }, words.dead[phone.mine.status]),
    h('p', { class: over ? 'warn' : 'soft' }, (over ? words.expired : words.expires)(end(phone))),
    h('button', { type: 'button', class: 'main', onClick: onHelp }, words.help));
}

/** The open stay, which the attendant may ask for too. */
function Stay({ mine }) {
  const open = mine?.sessions.find((stay) => stay.status === 'ACTIVE');
  return open && h('p', null, words.inside(open.placeName, moment(open.from, zoneOf(mine, open.placeId))),
    h('small', { class: 'id' }, h('bdi', { dir: 'ltr' }, open.sessionId)));
}

export function Help({ phone, onBack }) {
  return h('main', { class: 'sheet help' },
    h('h1', null, words.helpTitle),
    h('ol', null, words.helpSteps.map((step) => h('li', null, step))),
    h('p', { class: 'white' }, h('bdi', { dir: 'ltr', class: 'large' }, visualNumber(phone.credentialId))),
    h('p', { class: 'soft' }, words.helpNumber),
    h(Stay, phone),
    h('button', { type: 'button', class: 'main', onClick: onBack }, words.back));
}

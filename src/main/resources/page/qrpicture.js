// A QR code on the screen: black on white whatever the page's colours are, with the light border that readers need.

import { h } from './preact.js';
import { qr } from './qr.js';

const QUIET = 4;

/**
 * @param size of its side in CSS pixels, about: each module gets the same whole number of the screen's dots
 * @param label what it is, for who does not see it
 */
export function QrPicture({ text, size, label }) {
  const modules = qr(text);
  const side = modules.length + 2 * QUIET;
  const exact = (side * Math.max(1, Math.floor((size * devicePixelRatio) / side))) / devicePixelRatio;
  const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ''))).join('');
  return h('svg', { class: 'code', width: exact, height: exact, viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label },
    h('rect', { width: side, height: side, fill: '#fff' }),
    h('path', { d: path, fill: '#000', 'shape-rendering': 'crispEdges' }));
}

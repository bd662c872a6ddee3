// Which lane this window is. A phone may be two lanes at once, the entry in one window and the exit in another: each stays what it is
// when it is loaded again, and a new window is what the phone was made last.

import { inStore, LANE } from './lanestore.js';

const MINE = 'parkgate-lane.mine';
const LAST = 'lane';

const nameOf = ({ lane }) => `lane ${lane.laneId}`;

/** `{key, lane, aheadMs}`: with how far ahead this phone's clock is; undefined where it is none, or the phone was told since to be none. */
export function boundLane() {
  return inStore(LANE, 'readonly', (store) => store.get(sessionStorage.getItem(MINE) ?? LAST));
}

/** From now on this window is this lane. The one before stays: another window may be that one. */
export async function bindLane(bound) {
  await inStore(LANE, 'readwrite', (store) => {
    store.put(bound, LAST);
    return store.put(bound, nameOf(bound));
  });
  sessionStorage.setItem(MINE, nameOf(bound));
}

/** What the service says of this lane now. It is kept where the phone was not told meanwhile to be no lane, and has no newer key of it. */
export async function refreshLane(bound) {
  await inStore(LANE, 'readwrite', (store) => {
    const last = store.get(LAST);
    const mine = store.get(nameOf(bound));
    mine.onsuccess = () => {
      const isLast = last.result?.key === bound.key;
      if (isLast) store.put(bound, LAST);
      if (isLast || mine.result?.key === bound.key) store.put(bound, nameOf(bound));
    };
    return mine;
  });
  sessionStorage.setItem(MINE, nameOf(bound));
}

/** The phone is no lane any more, in no window that is loaded again. */
export async function unbindAll() {
  await inStore(LANE, 'readwrite', (store) => store.clear());
  sessionStorage.removeItem(MINE);
}

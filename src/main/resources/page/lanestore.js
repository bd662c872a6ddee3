// What a hand-held lane keeps in its browser, in IndexedDB: which lane it is, and what the service has not heard yet. What waits is
// bounded; beyond that paper is needed, and the page says so.

const DATABASE = 'parkgate-lane';
export const LANE = 'lane';
const WAITING = 'waiting';

export const MOST_WAITING = 500;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(LANE);
      request.result.createObjectStore(WAITING, { keyPath: 'deviceSeq' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function inStore(name, mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const held = () => inStore(WAITING, 'readonly', (store) => store.getAll());

/** What happened at this lane, oldest first: what waits of another that the phone was, it is not told as this one's. */
export const waiting = async (laneId) => (await held()).filter((each) => (each.laneId ?? laneId) === laneId);
export const told = (deviceSeq) => inStore(WAITING, 'readwrite', (store) => store.delete(deviceSeq));

/** Adds what happened, or what is known of it by now. False: no more is kept. */
export async function wait(what) {
  const all = await held();
  if (all.length >= MOST_WAITING && all.every((each) => each.deviceSeq !== what.deviceSeq)) return false;
  await inStore(WAITING, 'readwrite', (store) => store.put(what));
  return true;
}

const SEQ = 'parkgate-lane.seq';

/**
 * The lane's own counter: the time, so that another phone at the same lane goes on where this one was. All windows of this phone draw
 * from it, and a clock that was set back does not: no two things that wait have one number.
 */
export function nextSeq() {
  const seq = Math.max(Number(localStorage.getItem(SEQ)) + 1, Date.now());
  localStorage.setItem(SEQ, seq);
  return seq;
}

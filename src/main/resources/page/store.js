// What this phone keeps: one credential with its key, in IndexedDB. The private key is an object of the browser's, which can
// be used and not be read.

const DATABASE = 'parkgate';
const STORE = 'phone';

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const read = (name) => inStore('readonly', (store) => store.get(name));
export const keep = (name, value) => inStore('readwrite', (store) => store.put(value, name));
export const forget = (name) => inStore('readwrite', (store) => store.delete(name));

/** Keeps what `change` makes of what is kept, in one step: another tab may have kept something else meanwhile. What is kept then. */
export async function alter(name, change) {
  let after;
  await inStore('readwrite', (store) => {
    const before = store.get(name);
    before.onsuccess = () => {
      after = change(before.result);
      store.put(after, name);
    };
    return before;
  });
  return after;
}

/** Asks the browser not to clear it when space is short. False where it may. */
export async function keepForGood() {
  return (await navigator.storage?.persist?.()) ?? false;
}

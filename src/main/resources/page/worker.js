// Keeps a page in the phone, so that it opens in a garage without a network. A new state of the pages has another version: it
// is fetched whole beside the old one, which goes on until its last window is closed.

const OURS = 'parkgate-{page}-';
const NAME = `${OURS}{version}`;
const PAGE = '/{page}';
const FILES = '{files} /{page}/{page}.webmanifest /{page}/icon.png'.split(' ');

async function keep() {
  const cache = await caches.open(NAME);
  // Addresses with a version never change; the page itself must not come from what the browser has kept.
  await cache.addAll([...FILES, new Request(PAGE, { cache: 'reload' })]);
  // Instances behind one address may be of two versions for a while: a page that asks for files of the other opens nothing in a garage.
  const page = await (await cache.match(PAGE)).text();
  if (!page.includes('/page/{version}/{page}.js')) {
    await caches.delete(NAME);
    throw new Error('this page is of another version');
  }
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
}

async function kept(path) {
  const cache = await caches.open(NAME);
  return cache.match(path);
}

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE || FILES.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(event.request)));
  }
});

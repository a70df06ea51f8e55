// @ts-check
/**
 * Keeps what was fetched, and answers with it where the network does not. The network is always asked first, so what
 * is shown is only ever old when nothing else is to be had. Lies at the site's root: a worker sees what is below it.
 */

const worker = /** @type {any} */ (globalThis);
const STORE = `enhetlig ${worker.registration.scope}`;

/** Whether it is a page or a file from here; neither what a preview waits for nor what a server is asked. @param {string} url */
function isOurs(url) {
  const { origin, pathname } = new URL(url);
  return origin === worker.location.origin && /(\/|\.\w+)$/.test(pathname);
}

/** The address it is kept under: a page is the same whatever is asked of it. @param {string} url */
const name = (url) => url.split(/[?#]/)[0];

/** @param {string} url @param {Response} answer */
async function keep(url, answer) {
  const isForNow = /no-store/.test(answer.headers.get("cache-control") ?? "");
  if (answer.status === 200 && !answer.redirected && !isForNow) await (await caches.open(STORE)).put(name(url), answer);
}

/** @param {string} url */
const kept = async (url) => (await caches.open(STORE)).match(name(url));

/** What a page fetched before there was a worker. @param {string} url */
async function fetchAgain(url) {
  if (isOurs(url) && !(await kept(url))) await keep(url, await fetch(url));
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(Promise.allSettled(event.data.map(fetchAgain))));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !isOurs(url)) return;
  const asked = fetch(event.request).then((answer) => {
    event.waitUntil(keep(url, answer.clone()).catch(() => {})); // full storage: the page is shown, and not kept
    return answer;
  });
  event.respondWith(asked.catch(async (error) => {
    const old = await kept(url);
    if (!old) throw error;
    return old;
  }));
});

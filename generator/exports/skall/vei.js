// @ts-check
/** The way from page to page within one window: a link fetches the page, and puts what it holds in the place of this one. */

const ROOT = new URL("..", import.meta.url);

/** The page's name in the package (`saker/rad-ni.html`); nothing for the contents; null for what is none of its pages. @param {URL | Location} url */
function nameOf({ href, pathname }) {
  if (!href.startsWith(ROOT.href) || !/(\.html|\/)$/.test(pathname)) return null;
  return decodeURI(pathname.slice(ROOT.pathname.length)).replace(/^index\.html$/, "");
}

export class Vei {
  navn = nameOf(location) ?? "";
  #turn = 0;
  /** What was asked for last, and did not come. */
  #missed = "";

  /** @param {(navn: string) => void} arrived @param {() => void} failed */
  constructor(arrived, failed) {
    this.arrived = arrived;
    this.failed = failed;
  }

  /** Takes over the links of this package; those that lead elsewhere are the browser's. */
  start() {
    for (const link of document.querySelectorAll("header a")) /** @type {HTMLAnchorElement} */ (link).href += ""; // seen from here, whatever page comes
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest("a[href]")) : null;
      if (!link || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const url = new URL(link.href), navn = nameOf(url);
      if (navn === null || (navn === this.navn && url.hash)) return;
      event.preventDefault();
      this.#go(url, true);
    });
    addEventListener("popstate", () => {
      if (nameOf(location) !== this.navn) this.#go(new URL(location.href), false);
    });
  }

  /** @param {string} navn */
  til(navn) {
    return this.#go(new URL(navn, ROOT), true);
  }

  /** @param {URL} url @param {boolean} isNew whether it is a step on, not a step back */
  async #go(url, isNew) {
    const turn = ++this.#turn, page = await fetched(url), main = page?.querySelector("main");
    if (turn !== this.#turn) return; // another page was asked for in the meantime
    if (!page || !main) {
      if (this.#missed === url.href) location.assign(url); // asked for twice: the browser may manage what we could not
      this.#missed = url.href;
      this.failed();
      return;
    }
    if (isNew) history.pushState(null, "", url.pathname + url.search);
    this.navn = nameOf(url) ?? "";
    document.title = page.title;
    document.querySelector("main")?.replaceWith(document.importNode(main, true));
    this.arrived(this.navn);
    look(url.hash);
  }
}

/** @param {URL} url @returns {Promise<Document | undefined>} */
async function fetched(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the focus where a reader begins: at what the link named, or at the heading. @param {string} hash */
function look(hash) {
  const named = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const part = named || /** @type {HTMLElement | null} */ (document.querySelector("main h1"));
  scrollTo(0, 0);
  if (named) location.replace(hash); // or it would not be the :target
  if (!part) return;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

// @ts-check
/**
 * The slides one at a time, by key, clicker or button. The address says which, so that it stays through a reload.
 * Without this script they are one long page, and the answers stand in `<details>`.
 */
(() => {
  /** @type {HTMLElement[]} */
  const bilder = [...document.querySelectorAll(".lysbilde")];
  const styring = /** @type {HTMLElement} */ (document.querySelector(".styring"));
  const hvor = /** @type {HTMLElement} */ (styring.querySelector("[data-hvor]"));
  const oversikt = /** @type {HTMLDialogElement} */ (document.querySelector("dialog"));
  const liste = /** @type {HTMLElement} */ (oversikt.querySelector(".liste"));
  /** Where the window is a screen to look at from afar: there the text is as large as its slide allows. */
  const langtFra = matchMedia("(min-width: 60em) and (min-height: 30em)");
  const STORRELSER = [1.3, 1.2, 1.1, 1, 0.93, 0.86];
  /** How much of a long slide one press goes on. */
  const BLA = 0.8;
  /** @param {HTMLElement} bilde */
  const sak = (bilde) => bilde.id.split(".")[0];
  /** The slides of each case, by its id; the first slide of all is a case of its own. @type {Map<string, HTMLElement[]>} */
  const saker = new Map();
  for (const bilde of bilder) {
    if (!saker.has(sak(bilde))) saker.set(sak(bilde), []);
    saker.get(sak(bilde))?.push(bilde);
  }
  let her = -1;

  const na = () => bilder[her];
  /** @param {Element} el */
  const ruller = (el) => el.scrollHeight > el.clientHeight + 1;
  /** @param {string} tekst @param {Record<string, string | number>} med */
  const fyll = (tekst, med) => tekst.replace(/\{(\w+)\}/g, (_, nokkel) => String(med[nokkel]));
  /** @param {HTMLElement} bilde */
  const tittel = (bilde) => bilde.querySelector("h1, h2, h3")?.textContent ?? "";

  /** @param {number} n */
  function vis(n) {
    if (n < 0 || n >= bilder.length || n === her) return;
    const hadde = her >= 0 && na().contains(document.activeElement);
    na()?.classList.remove("na");
    her = n;
    na().classList.add("na");
    for (const fasit of na().querySelectorAll("[data-straks]")) /** @type {HTMLDetailsElement} */ (fasit).open = true;
    tilpass();
    na().scrollTop = 0;
    if (hadde) na().focus({ preventScroll: true });
    history.replaceState(null, "", `#${na().id}`);
    si();
  }

  /** As large as it can be without rolling; never so small that the back row cannot read it. */
  function tilpass(fra = 0) {
    const bilde = na();
    bilde.style.removeProperty("--passe");
    for (const storrelse of langtFra.matches ? STORRELSER.slice(fra) : []) {
      bilde.style.setProperty("--passe", String(storrelse));
      if (!ruller(bilde)) break;
    }
    bilde.tabIndex = ruller(bilde) ? 0 : -1;
  }

  /** Says where one is, also to who does not see it. */
  function si() {
    const alle = saker.get(sak(na())) ?? [];
    const navnet = na().dataset.sak;
    const av = navnet ? fyll(hvor.dataset.av ?? "", { sak: navnet, n: alle.indexOf(na()) + 1, antall: alle.length }) : "";
    const skjult = Object.assign(document.createElement("span"), { className: "skjult", textContent: `${tittel(na())}. ` });
    hvor.replaceChildren(skjult, av);
    /** @type {HTMLButtonElement} */ (styring.querySelector("[data-forrige]")).disabled = her === 0;
    /** @type {HTMLButtonElement} */ (styring.querySelector("[data-neste]")).disabled = her === bilder.length - 1;
  }

  /** On: the rest of a long slide, then its answer, then the next slide. */
  function videre() {
    const fasit = na().querySelector("details.fasit:not([open])");
    if (na().scrollTop + na().clientHeight < na().scrollHeight - 1) na().scrollBy({ top: na().clientHeight * BLA });
    else if (fasit) /** @type {HTMLDetailsElement} */ (fasit).open = true;
    else vis(her + 1);
  }

  function tilbake() {
    if (na().scrollTop > 0) na().scrollBy({ top: -na().clientHeight * BLA });
    else vis(her - 1);
  }

  /** Opens, or closes, what has this number on the slide. @param {number} n */
  function tast(n) {
    const alle = [...na().querySelectorAll("[data-tast]")].filter((el) => !el.closest(".fasit:not([open])"));
    const valgt = /** @type {HTMLDetailsElement | undefined} */ (alle[n - 1]);
    if (!valgt) return;
    valgt.open = !valgt.open;
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  /** The cases, and the slides of the one that is shown. */
  function apne() {
    const lenke = (/** @type {HTMLElement} */ bilde, /** @type {string} */ tekst) => {
      const a = Object.assign(document.createElement("a"), { href: `#${bilde.id}`, textContent: tekst });
      if (bilde === na()) a.setAttribute("aria-current", "page");
      const li = document.createElement("li");
      li.append(a);
      return li;
    };
    liste.replaceChildren(...[...saker.values()].map(([forste, ...andre]) => {
      const li = lenke(forste, forste.dataset.sak ?? tittel(forste));
      if (sak(forste) === sak(na())) {
        const under = document.createElement("ul");
        const navnene = andre.map(navn);
        under.append(...andre.map((bilde, n) => lenke(bilde, navnene[n])).filter((_, n) => navnene[n] !== navnene[n - 1]));
        li.append(under);
      }
      return li;
    }));
    oversikt.showModal();
    liste.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  /** What a slide is called among those of its case: also which round and question it is, where it asks one. @param {HTMLElement} bilde */
  function navn(bilde) {
    const linje = bilde.querySelector(".over")?.textContent ?? "";
    return bilde.querySelector("[data-straks]") || linje === bilde.dataset.sak ? tittel(bilde) : `${linje}: ${tittel(bilde)}`;
  }

  /** @type {Record<string, () => void>} */
  const TASTER = {
    ArrowRight: videre, ArrowDown: videre, PageDown: videre, " ": videre,
    ArrowLeft: tilbake, ArrowUp: tilbake, PageUp: tilbake,
    Home: () => vis(0), End: () => vis(bilder.length - 1),
    o: apne, f: full,
  };

  document.addEventListener("keydown", (event) => {
    const knapp = event.target instanceof Element && event.target.closest("button, summary, a");
    if (event.ctrlKey || event.altKey || event.metaKey || oversikt.open || event.key === " " && knapp) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const gjor = key === " " && event.shiftKey ? tilbake : TASTER[key];
    if (gjor) gjor();
    else if (/^[1-9]$/.test(key)) tast(Number(key));
    else return;
    event.preventDefault();
  });
  document.addEventListener("toggle", ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !na().contains(target)) return;
    if (target.open) target.classList.add("hentet");
    if (target.matches(".fasit")) tilpass();
    else tilpass(Math.max(0, STORRELSER.indexOf(Number(na().style.getPropertyValue("--passe")))));
    if (target.open && ruller(na())) target.scrollIntoView({ block: "nearest" });
  }, true);
  liste.addEventListener("click", () => oversikt.close());
  for (const [knapp, gjor] of Object.entries({ forrige: tilbake, neste: videre, oversikt: apne, full }))
    styring.querySelector(`[data-${knapp}]`)?.addEventListener("click", gjor);
  oversikt.querySelector("[data-lukk]")?.addEventListener("click", () => oversikt.close());
  const fraAdressen = () => vis(bilder.findIndex((bilde) => `#${bilde.id}` === decodeURIComponent(location.hash)));
  addEventListener("hashchange", fraAdressen);
  addEventListener("resize", () => tilpass());

  document.documentElement.classList.add("js");
  styring.hidden = false;
  /** @type {HTMLElement} */ (styring.querySelector("[data-full]")).hidden = !document.fullscreenEnabled;
  fraAdressen();
  if (her < 0) vis(0);
})();

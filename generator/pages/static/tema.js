// @ts-check
/**
 * Lets a page that was opened once be opened again without the network: sw.js keeps it, and is told here of what was
 * fetched before it was awake. Only where a browser has such workers, and not while an author is at work (`kurs vis`).
 */

const workers = navigator.serviceWorker;

if (workers && !("livereload" in globalThis)) {
  workers.register(new URL("../sw.js", import.meta.url)).catch(() => {}); // the page does without
  workers.ready.then(({ active }) => {
    active?.postMessage([location.href, ...searchParts()]);
    const seen = new PerformanceObserver((list) => active?.postMessage(list.getEntries().map((one) => one.name)));
    seen.observe({ type: "resource", buffered: true });
  });
}

/** What the search of Material for MkDocs fetches out of the page's sight. */
function searchParts() {
  if (!document.forms.namedItem("search")) return [];
  const names = ["lunr.stemmer.support", "lunr.no"];
  return names.map((name) => new URL(`javascripts/lunr/min/${name}.min.js`, import.meta.url).href);
}

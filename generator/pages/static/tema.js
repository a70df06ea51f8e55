// @ts-check
/**
 * Lets a page that was opened once be opened again without the network: sw.js keeps it, and is told here of what was
 * fetched before it was awake. Only where a browser has such workers, and not while an author is at work (`kurs vis`).
 */

const worker = navigator.serviceWorker;

if (worker && !("livereload" in globalThis)) {
  worker.register(new URL("../sw.js", import.meta.url)).catch(() => {}); // the page does without
  worker.ready.then(({ active }) => {
    active?.postMessage([location.href]);
    const seen = new PerformanceObserver((list) => active?.postMessage(list.getEntries().map((one) => one.name)));
    seen.observe({ type: "resource", buffered: true });
  });
}

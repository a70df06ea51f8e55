// @ts-check
/**
 * Before the page is painted: light or dark, as it was chosen or as the machine has it, and the small store that the
 * theme's own script expects to find. Not a module: a module would come too late.
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("..", script.src);

  /** What is kept under a name for this site; null where nothing is, or storage is closed. @param {string} name @param {Storage} [storage] */
  function read(name, storage, scope = root) {
    try {
      return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${name}`) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {unknown} value @param {Storage} [storage] */
  function write(name, value, storage, scope = root) {
    try {
      (storage ?? localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
    } catch {} // the choice holds for this page
  }

  /** @param {string} text */
  const hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);

  Object.assign(globalThis, { __md_scope: root, __md_hash: hash, __md_get: read, __md_set: write });

  const choices = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[name=__palette]")]);
  const stored = choices[read("__palette")?.index];
  const chosen = stored ?? choices.find((one) => matchMedia(one.dataset.mdColorMedia ?? "").matches) ?? choices[0];
  if (!stored) write("__palette", null); // what cannot be understood is not left for the theme's script to stumble on
  document.body.dataset.mdColorScheme = chosen.dataset.mdColorScheme;
  chosen.checked = true; // the theme's script forgets to
  chosen.nextElementSibling?.removeAttribute("hidden");
  document.documentElement.className = "js";
  for (const toggle of document.querySelectorAll(".md-toggle")) /** @type {HTMLInputElement} */ (toggle).checked = false;
})();

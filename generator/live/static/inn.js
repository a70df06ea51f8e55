// @ts-check
/** The leader's secret comes after # in the address, which no server or log sees; here it is sent once, and taken away. */

const secret = location.hash.slice(1);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[action='/m/leder']"));
if (secret) history.replaceState(null, "", location.pathname);
if (secret && form) {
  /** @type {HTMLInputElement} */ (form.elements.namedItem("hemmelig")).value = secret;
  form.submit();
}

// @ts-check
/** Mends what the theme leaves undone: its search dialog has no name for those who hear the page. */

for (const dialog of document.querySelectorAll("[role=dialog]:not([aria-label])")) {
  const field = /** @type {HTMLInputElement | null} */ (dialog.querySelector("input[placeholder]"));
  if (field) dialog.setAttribute("aria-label", field.placeholder);
}

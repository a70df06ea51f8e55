// @ts-check
/** How well certainty fits. Pure, like plan.js, and apart from it: a case's page needs only this. */

const FEW = 20, LEVELS = [50, 70, 90];

/** The answers that count: how certain one was, said at the first try, and the key leaves no doubt. @param {Map<string, import("./lager.js").Forsok[]>} alle */
export function sagt(alle) {
  return [...alle.values()].flatMap((tries) => tries.filter((one) => one.sikker && one.nr === 1 && (one.dom === "rett" || one.dom === "feil")));
}

/** How often one was in line at each level of certainty; nothing before there is something to say. @param {Map<string, import("./lager.js").Forsok[]>} alle */
export function treff(alle) {
  const sure = sagt(alle);
  if (sure.length < FEW) return null;
  return LEVELS.map((sikker) => {
    const these = sure.filter((one) => one.sikker === sikker);
    return { sikker, antall: these.length, rett: these.filter((one) => one.dom === "rett").length };
  });
}

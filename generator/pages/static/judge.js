// @ts-check
/**
 * What is right, read from the tables that the build worked out for every set of open cards. Nothing here knows a page.
 */

/**
 * @typedef {{ hash: string, tilstand: number[], rett: string[][], skjonn: number[], utledet: string[][],
 *   hjelper: number[][], lest: Record<string, string[][]>, svar: string[][], folger: string[],
 *   hint: Record<string, string>[] }} Stegnokkel
 * @typedef {"feil" | "rett" | "gra"} Dom
 */

export const INNHENT = "innhent_opplysninger";

/**
 * The verdict on a choice in one state of the cards: what the rules lead to is right, what they only allow is grey.
 * Where they lead several ways and it is no matter of judgement, something is missing.
 * @param {Stegnokkel} key @param {number} state @param {string} choice @returns {Dom}
 */
export function judge(key, state, choice) {
  if (!key.rett[state].includes(choice)) return "feil";
  if (key.skjonn.includes(state)) return "gra";
  const [outcome, ...others] = key.utledet[state];
  return choice === (others.length ? INNHENT : outcome) ? "rett" : "gra";
}

/**
 * What is right given the learner's own readings: options, or null where the readings cannot all hold.
 * @param {Stegnokkel} key @param {number} mask @param {number[]} chosen @param {number[]} sizes
 * @returns {string[] | null}
 */
export function follows(key, mask, chosen, sizes) {
  const place = chosen.reduce((sum, value, i) => sum * sizes[i] + value, 0);
  const sign = key.folger[mask][place];
  return sign === "-" ? null : key.svar[parseInt(sign, 36)];
}

/**
 * Where «hva, og hvor» leads: the card may help with that fact, or not.
 * @param {number[]} brings the cards that bring the fact @param {number[]} helps the closed cards that help
 * @param {number} card @returns {"hjelper" | "ikke her" | "avgjør ikke"}
 */
export function fetches(brings, helps, card) {
  if (!brings.some((number) => helps.includes(number))) return "avgjør ikke";
  return brings.includes(card) && helps.includes(card) ? "hjelper" : "ikke her";
}

/** How many of the options are ticked, or left, wrongly. @param {string[]} right @param {string[]} ticked */
export function misplaced(right, ticked) {
  return right.filter((one) => !ticked.includes(one)).length + ticked.filter((one) => !right.includes(one)).length;
}

/**
 * A slip in a pile: in line; a miss, where someone who should be assessed (or asked) is let go;
 * or a false alarm, where more is begun than the contact calls for.
 * @param {string} right @param {string} chosen @returns {"rett" | "bom" | "falsk"}
 */
export function slip(right, chosen) {
  const weight = ["ikke_rett", INNHENT, "har_rett"];
  const more = weight.indexOf(chosen) - weight.indexOf(right);
  return more === 0 ? "rett" : more < 0 ? "bom" : "falsk";
}

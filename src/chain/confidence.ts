// What a sample tells of all records: the exact one-sided bound of Clopper and Pearson (Biometrika 26, 1934). Of none
// wrong among n, the "rule of three" (3 / n) is its approximation. It takes the records for endless many: of few ones
// it says more than the true share, never less.

/** How sure the bound is. */
export const CONFIDENCE = 0.95;

const HALVINGS = 60;

/**
 * The largest share of wrong records with which so few, or fewer, would be found wrong in one sample out of twenty.
 *
 * @param wrong of those checked
 * @param checked above zero
 * @returns 0 to 1
 */
export function upperBound(wrong: number, checked: number, confidence = CONFIDENCE): number {
  if (wrong >= checked) return 1;
  const doubt = 1 - confidence;
  if (wrong === 0) return 1 - doubt ** (1 / checked);
  let low = wrong / checked;
  let high = 1;
  for (let nth = 0; nth < HALVINGS; nth++) {
    const middle = (low + high) / 2;
    if (atMost(wrong, checked, middle) > doubt) low = middle;
    else high = middle;
  }
  return high;
}

/** How likely at most so many of n are wrong, if each is with this probability. */
function atMost(most: number, n: number, probability: number): number {
  const ratio = Math.log(probability) - Math.log1p(-probability);
  let term = n * Math.log1p(-probability);
  let sum = Math.exp(term);
  for (let k = 1; k <= most; k++) {
    term += Math.log((n - k + 1) / k) + ratio;
    sum += Math.exp(term);
  }
  return sum;
}

/** A share in percent, rounded up: what is said to be a bound must not be below it. */
export function percent(share: number): string {
  const tenths = Math.ceil(share * 1_000 - 1e-9);
  return tenths >= 100 || tenths % 10 === 0 ? `${Math.ceil(tenths / 10)} %` : `${tenths / 10} %`;
}

/** The standard normal distribution, to the accuracy of a double. */
function standardCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const tail = x < 3 ? 1 - series(x) : fraction(x)
  return z < 0 ? tail / 2 : 1 - tail / 2
}

/** erf by its power series. */
function series(x: number): number {
  let [sum, term] = [x, x]
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** erfc by its continued fraction, for what lies far out. */
function fraction(x: number): number {
  let f = 0
  for (let n = 60; n > 0; n--) f = n / 2 / (x + f)
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + f))
}

export const normalCdf = (mean: number, deviation: number, value: number): number => standardCdf((value - mean) / deviation)

/** The value below which a share of the distribution lies: halving, then Newton's steps. */
export function inverseNormalCdf(mean: number, deviation: number, share: number): number {
  if (!(share > 0 && share < 1)) throw new Error('p must be 0 > p > 1')
  let [low, high] = [-40, 40]
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (standardCdf(middle) < share) low = middle
    else high = middle
  }
  return mean + deviation * ((low + high) / 2)
}

/** The logarithm of the gamma function (Lanczos' approximation with nine terms). */
function logGamma(x: number): number {
  const terms = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(terms.slice(1).reduce((sum, term, i) => sum + term / (x + i), terms[0] as number))
}

/** The distribution function of Beta(a, b), by its continued fraction. */
export function betaCdf(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) throw new Error('beta_cdf takes a > 0, b > 0 and 0 <= value <= 1')
  if (x === 0 || x === 1) return x
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(b, a, 1 - x)
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1))]
  let fraction = d
  for (let m = 1; m < 300; m++) {
    for (const term of [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))]) {
      d = 1 / (1 + term * d)
      c = 1 + term / c
      fraction *= c * d
    }
  }
  return (Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) * fraction) / a
}

/** Compares names as people count: `w2` before `w10`. The same in every locale; for sorting. */
export function naturally(a: string, b: string): number {
  const [partsA, partsB] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(partsA.length, partsB.length); i++) {
    const [partA, partB] = [partsA[i]!, partsB[i]!];
    const order = isNumber(partA) && isNumber(partB) ? byValue(partA, partB) : byText(partA, partB);
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length || byText(a, b);
}

function parts(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

/** Digits of any length, without rounding. */
function byValue(a: string, b: string): number {
  const [shortA, shortB] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')];
  return shortA.length - shortB.length || byText(shortA, shortB);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

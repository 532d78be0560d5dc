import type { Result } from '../../core/words/codes.ts';

/** What a text or a status says about how an attempt ended, and why it is read so. */
export interface ResultReading {
  readonly result: Result;
  readonly because: string;
  /** False for words that shops use in more than one way. */
  readonly isPlain: boolean;
}

/** Parts of words by the result that they tell of; a part that ends in `$` is the end of a word. The first row that fits is taken. */
const STEMS: readonly (readonly [Result, RegExp])[] = [
  ['timeout', /\btime(?:d)? ?out|\bdeadline|\bgave up waiting|\bno (?:answer|response)\b/],
  ['retry', /\bretr(?:y|ying|ied)\b|\bre ?queued|\btry again|\bwill repeat/],
  ['conflict', /\bconflict|\bstale\b|\bmismatch|\blost (?:the )?(?:race|update)|\bconcurrent|\boutdated|\bprecondition|\bversion (?:changed|moved)|\boptimistic|\bserializ|\bdeadlock|\bcas (?:failed|miss)|\braced?\b|\bbeaten\b/],
  ['rejected', /\bnot\b|\bno\b|\bnone\b|\bun(?:available|successful|able)|\binsufficient|\binvalid|\bde(?:nied|clined|ny|cline)\b|\brejected|\breject\b|\brefus|\bsold ?out|\bout of\b|\bexhausted|\bempty\b|\bfull\b|\bfully\b|\bexpired|\bexceed|\blimit|\bfail|\bgone\b|\btaken\b|\boversold|\bover ?drawn|\bclosed\b|\bblocked|\bforbidden|\btoo (?:many|late|few)|\babort|\bcancel|\bshort(?:age)?\b|\bmissed\b|\bfalse\b|\bko\b|\bnok\b|\bdepleted|\bwait ?listed|\bminimum/],
  ['success', /\bsuccess|\bsucceed|\bok(?:ay)?\b|\btrue\b|\b(?:confirm|accept|approv|grant|book|reserv|plac|complet|settl|issu|redeem|creat|commit|appli|allocat|assign|claim|purchas|ship|pick|captur|charg|debit|fulfil|pack|transferr|updat|stor|sav|process|secur|order|cash|post|clear|deliver|enroll|enrol|admitt|register|check|deduct|decrement|acquir|lock|finish|award)(?:e?d|l?led)\b|\bsold\b|\bdone\b|\bheld\b|\bpaid\b|\bwon\b|\bwithdrawn\b|\bdrawn\b|\btaken out\b|\bsent\b|\bgot\b|\bput\b|\bgiven\b/],
]; // prettier-ignore

/** What is said before an attempt is made, and says nothing of its end. */
const BEGINNINGS =
  /\b(?:request(?:ed)?|incoming|received|start(?:ed|ing)?|begin(?:ning)?|began|attempting|trying|processing|checking|loading|loaded|reading|enter(?:ing|ed)?|handling|handle|submitted|opened|opening)\b/;

/** What a value says about how an attempt ended; undefined if it says nothing that is known. */
export function resultOf(text: string): ResultReading | undefined {
  if (/^[1-5]\d\d$/.test(text)) return ofStatus(Number(text));
  const plain = spaced(text);
  const found = STEMS.find(([, stem]) => stem.test(plain));
  return found && { result: found[0], because: `“${text}” says so`, isPlain: true };
}

/** Whether a text tells that something begins, not how it ended. */
export function isBeginning(text: string): boolean {
  return BEGINNINGS.test(spaced(text));
}

/** `OUT_OF_STOCK`, `outOfStock` and `out-of-stock` as `out of stock`. */
function spaced(text: string): string {
  return text
    .slice(0, 200)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function ofStatus(status: number): ResultReading | undefined {
  const of = (result: Result, isPlain = true): ResultReading => ({
    result,
    because: `HTTP status ${status}`,
    isPlain,
  });
  if (status >= 200 && status < 300) return of('success', status !== 202);
  if (status === 412) return of('conflict');
  if (status === 409) return of('conflict', false);
  if (status === 429 || status === 503) return of('rejected', false);
  if (status === 408 || status === 504) return of('timeout');
  if (status >= 500) return of('timeout', false);
  return status >= 400 ? of('rejected') : undefined;
}

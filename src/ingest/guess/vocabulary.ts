const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words of a name that say nothing without the name before it. */
export const GENERIC_WORDS = words(`
  id no nr num number key code name value val ref uuid guid read reads written write writes before after old new prev
  previous next expected stored seen from to current actual start end ms us ns s sec seconds millis micros nanos time
  timestamp ts at repr text type final initial saved loaded base`);

/** What names end in that are written without a sign between their words, the longest first. */
export const COMPOUND_ENDINGS = [
  'version', 'before', 'number', 'after', 'millis', 'status', 'uuid', 'code', 'time', 'rev', 'key', 'ref', 'id', 'no', 'nr',
]; // prettier-ignore

/** What a shop calls a request, the likeliest first in {@link requestRank}. */
const REQUESTS: readonly ReadonlySet<string>[] = [
  words('request req rid'),
  words('correlation corr idempotency'),
  words('trace'),
  words('transaction tx txn txid xid'),
  words(`order booking reservation purchase checkout payment transfer withdrawal operation op command cmd call job
    invocation task claim redemption submission attempt event message msg cart basket ticket`),
  words('span activity'),
];

/** How likely a name is that of a request: 0 is likeliest; undefined if none of its words is. */
export function requestRank(of: readonly string[]): number | undefined {
  const rank = REQUESTS.findIndex((each) => of.some((word) => each.has(word)));
  return rank < 0 ? undefined : rank;
}

/** Words that make an id of what stands before them. */
export const ID_WORDS = words('id no nr num number ref uuid guid key code');

/** What a shop calls the thing of which there are only so many. */
export const INVENTORY = words(`
  sku inventory item product article part asset seat room table ticket show screening performance flight train carriage
  car cabin coach slot coupon voucher promo promotion campaign offer deal account acct iban wallet card resource stock
  warehouse bin shelf pool licence license garage parking lot course class lesson listing material variant book title isbn
  gtin ean upc asin bucket quota plan hotel property package pkg box basket vehicle bike scooter locker machine device bed
  berth ward doctor appointment concert venue stall section prize auction fund gift reward drop edition batch good goods
  merchandise trip tour ride site court lane shift movie film game match permit plot vaccine dose medicine crate tank`);

/** What may be it, and may be something else. */
export const VAGUE_INVENTORY = words(`
  key code name event entity aggregate record row document doc subject object target position block unit token draw area
  field job partition group topic model`);

/** Those who take, of whom there are many. */
export const PEOPLE = words(
  'user customer client buyer guest passenger email session login actor tenant member visitor cashier',
);

/** Words of names that belong to the logger, the process or the transport, and never name an inventory or a request. */
export const HOUSEKEEPING = words(`
  level lvl severity priority levelname logger log loglevel env environment service svc app application host hostname
  pid ppid process thread threads function func method module file filename path line lineno caller source stream role
  component release commit build region zone container pod namespace node worker instance cluster port ip addr
  address agent url uri route endpoint protocol scheme exception error err stack stacktrace colour color icon fqcn tags
  facility lang language currency country method verb proto text`);

/** Names under which a logger keeps what a line is about, the likeliest first. */
export const MESSAGE_NAMES = words('msg message event action activity operation op step kind type');

/** What a shop calls how an attempt ended. */
export const OUTCOME = words('outcome result verdict decision disposition resolution conclusion');
/** What may also be something else. */
export const STATE = words(
  'status state success successful ok okay accepted approved granted answer response reply rc failed failure rejected refused denied declined',
);

/** Of a yes or no that is a yes where an attempt failed. */
export const NEGATIVE = words('failed failure rejected refused denied error conflict declined');

/** What counts the changes of a row. */
export const VERSION = words(`
  version ver v rev revision etag seq sequence gen generation lsn xmin epoch rowversion stamp counter lock optlock rv wv`);

/** What is left of an inventory. */
export const VALUE = words(`
  left remaining remain balance stock free available avail capacity inventory value quantity qty count level amount
  seats units saldo onhand hand open vacancies vacant`);

/** Before the write, and after it. */
export const BEFORE = words(`
  read reads seen before old from expected prev previous loaded base current start initial pre known in had was observed
  fetched opening rv`);
export const AFTER = words(`
  write writes written wrote after new to stored next saved updated out post final set became now result actual closing
  committed wv`);

/** How many units an attempt takes. */
export const UNITS = words('qty quantity quantities units count pieces pcs seats tickets items doses places');

/** What counts attempts. */
export const RETRIES = words('retry retries attempt attempts try tries redelivery redeliveries');

/** Times, and how long something took. */
export const TIME = words(
  'time ts timestamp date datetime instant asctime at when created logged millis epoch second t',
);
export const BEGIN = words('start started begin began begun received arrival arrived opened');
export const FINISH = words('end ended finish finished completed done closed');
export const LATENCY = words('latency duration dur took elapsed runtime taken response');
export const QUEUE = words('queue queued wait waited waiting delay backlog');

/** What a program that runs more than once is called, the likeliest first. */
export const WORKERS: readonly ReadonlySet<string>[] = [
  words('worker'),
  words('pod instance container replica'),
  words('host hostname node'),
  words('pid process'),
  words('thread'),
];

/** A place in the source. */
export const SITE = words('caller site source location');

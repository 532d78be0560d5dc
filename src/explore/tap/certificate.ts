import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A private key and the certificate of its public key, both as PEM. */
export interface OwnCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;
const LIFE_DAYS = 365;

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT = 0x06;
const TEXT = 0x0c;
const UTC_TIME = 0x17;
const LONG_TIME = 0x18;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** ecdsa-with-SHA256, commonName and subjectAltName. */
const ECDSA = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('551d11', 'hex');

/**
 * Makes a certificate that is signed by itself, for loopback. Node makes keys and signatures, and no certificates; the packages
 * that do weigh more than the rest of the tap, and all that is needed is the one form below.
 */
export function ownCertificate(nowMs = Date.now()): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT, COMMON_NAME), text('race-trace tap'))));
  const algorithm = der(SEQUENCE, der(OBJECT, ECDSA));
  const names = der(
    SEQUENCE,
    der(DNS_NAME, Buffer.from('localhost')),
    der(IP_ADDRESS, Buffer.from([127, 0, 0, 1])),
  );
  // The first byte keeps the number positive and its form the shortest.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const signed = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, serial),
    algorithm,
    name,
    der(SEQUENCE, time(nowMs - DAY_MS), time(nowMs + LIFE_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, der(OBJECT, ALTERNATIVE_NAMES), der(OCTET_STRING, names)))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]);
  const whole = der(SEQUENCE, signed, algorithm, der(BIT_STRING, signature)).toString('base64');
  const lines = whole.replaceAll(/.{1,64}/g, (line) => `${line}\n`);
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
  };
}

/** A value of ASN.1 in its distinguished encoding. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const long = body.length > 0xff ? [0x82, body.length >> 8, body.length & 0xff] : [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 0x80 ? [body.length] : long)]), body]);
}

function text(value: string): Buffer {
  return der(TEXT, Buffer.from(value));
}

/** A time has two digits of its year up to 2049, and four from then on. */
function time(ms: number): Buffer {
  const digits = `${new Date(ms).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`;
  return digits < '2050' ? der(UTC_TIME, Buffer.from(digits.slice(2))) : der(LONG_TIME, Buffer.from(digits));
}

import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { STARTUP } from './framing.ts';

/** What a client says before anything else. */
export type Greeting =
  /** Who it is, as it sent it, and what it has sent behind that. */
  | { readonly kind: 'startup'; readonly client: Socket; readonly frame: Buffer; readonly rest: Buffer }
  /** That what another connection does be cancelled. */
  | { readonly kind: 'cancel'; readonly client: Socket; readonly frame: Buffer }
  /** Something else. */
  | { readonly kind: 'not-understood'; readonly client: Socket; readonly rest: Buffer };

/** The server takes no first message that is longer. */
const MOST_BYTES = 10_000;
const TLS_HANDSHAKE = 0x16;
const PROTOCOL_MAJOR = 3;

/** Reads a client's first messages, answers those about encryption, and calls `greeted` once, with the connection as it is then. */
export function greet(socket: Socket, context: SecureContext, greeted: (greeting: Greeting) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  const done = (greeting: Greeting) => {
    socket.removeListener('data', onData);
    socket.pause();
    greeted(greeting);
  };
  const encrypted = () => {
    socket.removeListener('data', onData);
    const tls = new TLSSocket(socket, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: ['postgresql'],
    });
    // One that refuses the certificate leaves; it says so itself.
    tls.on('error', () => {
      socket.destroy();
    });
    greet(tls, context, greeted);
  };
  const onData = (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const isPlain = !(socket instanceof TLSSocket);
    if (bytes[0] === TLS_HANDSHAKE && isPlain) {
      socket.pause();
      socket.removeListener('data', onData);
      socket.unshift(bytes);
      encrypted();
      return;
    }
    if (bytes.length < 8) return;
    const length = bytes.readUInt32BE(0);
    const code = bytes.readUInt32BE(4);
    if (length < 8 || length > MOST_BYTES) {
      done({ kind: 'not-understood', client: socket, rest: bytes });
      return;
    }
    if (bytes.length < length) return;
    const [frame, rest] = [bytes.subarray(0, length), bytes.subarray(length)];
    if (code === STARTUP.ssl && isPlain && rest.length === 0) {
      socket.write('S');
      encrypted();
    } else if (code === STARTUP.ssl || code === STARTUP.gss) {
      bytes = rest;
      socket.write('N');
    } else if (code === STARTUP.cancel) done({ kind: 'cancel', client: socket, frame });
    else if (code >> 16 === PROTOCOL_MAJOR) done({ kind: 'startup', client: socket, frame, rest });
    else done({ kind: 'not-understood', client: socket, rest: bytes });
  };
  socket.on('data', onData);
}

/** What a client says of itself as it begins: `user`, `database`, `application_name`, … */
export function startupParameters(frame: Buffer): ReadonlyMap<string, string> {
  const texts = frame.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let at = 0; at + 1 < texts.length && texts[at] !== ''; at += 2)
    parameters.set(texts[at]!, texts[at + 1]!);
  return parameters;
}

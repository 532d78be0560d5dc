import type { StoreAddress } from '../store-driver.ts';
import { redisConnection } from './connection.ts';

/** A word of a command: in quotes, or up to the next space. */
const WORD = /"((?:[^"\\]|\\.)*)"|'([^']*)'|[^\s"']+/g;

/** Runs commands of Redis, which stand on lines of their own or behind a `;`. */
export async function runInRedis({ server, timeoutMs }: StoreAddress, commands: string): Promise<void> {
  const redis = await redisConnection(server, timeoutMs);
  try {
    for (const command of commandsIn(commands)) await redis.answer(redis.client.sendCommand([...command]));
  } finally {
    await redis.close();
  }
}

/** The words of each command. A `;` in quotes ends none. */
function commandsIn(text: string): readonly (readonly string[])[] {
  const lines = text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^;\n"'])+/g) ?? [];
  return lines
    .map((line) =>
      Array.from(line.matchAll(WORD), ([whole, double, single]) =>
        double === undefined ? (single ?? whole) : double.replace(/\\(.)/g, '$1'),
      ),
    )
    .filter((words) => words.length > 0);
}

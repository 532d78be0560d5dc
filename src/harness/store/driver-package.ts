/** A networked store's driver is not installed; the message has the command that installs it. */
export class StoreDriverMissingError extends Error {
  override readonly name = 'StoreDriverMissingError';

  constructor(scheme: string, driver: string, cause: unknown) {
    super(
      `a ${scheme} store needs the driver ${driver}, which is not installed. ` +
        `To install it: npm install --no-save --prefix ${JSON.stringify(import.meta.dirname)} ${driver}`,
      { cause },
    );
  }
}

/**
 * A driver that is installed only by those who use its store.
 * @param load the `import()` of it
 * @throws StoreDriverMissingError if it is not installed; any other failure to load it as it is
 */
export async function optionalDriver<T>(scheme: string, driver: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(`'${driver}'`)) throw error;
    throw new StoreDriverMissingError(scheme, driver, error);
  }
}

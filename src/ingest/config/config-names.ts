/** The names of the config file, of which the first that is there is read. */
export const CONFIG_NAMES = ['race-trace.json', 'race-trace.config.json'] as const;

/** One visit to the registers: first their heads are put away, then, even when that failed, readings are compared. */
export function makeKeepRegisters(archive: () => Promise<void>, reconcile: () => Promise<void>) {
  return async (): Promise<void> => {
    try {
      await archive();
    } finally {
      await reconcile();
    }
  };
}

/**
 * Keeps the screen on until `signal` aborts, also when the page comes back from behind another; `told` hears whether this
 * browser can.
 */
export function stayAwake(signal: AbortSignal, told: (isAwake: boolean) => void): void {
  let lock: WakeLockSentinel | undefined;
  const take = async () => {
    if (document.hidden || signal.aborted) return;
    const taken =
      'wakeLock' in navigator ? await navigator.wakeLock.request('screen').catch(noLock) : noLock();
    if (signal.aborted) return void taken?.release();
    lock = taken;
    told(taken !== undefined);
  };
  document.addEventListener('visibilitychange', () => void take(), { signal });
  signal.addEventListener('abort', () => void lock?.release(), { once: true });
  void take();
}

const noLock = (): undefined => undefined;

/** How often a lost connection is tried again while the page is looked at, in milliseconds. */
const probeEveryMs = 5000;

type Watcher = (isConnected: boolean) => void;

const watchers = new Set<Watcher>();
let connected = 'onLine' in navigator ? navigator.onLine : true;
let probing: ReturnType<typeof setInterval> | undefined;

/** Whether the last we heard of the network was an answer: a phone that shows bars may still reach nobody. */
export function isConnected(): boolean {
  return connected;
}

/** Calls `watch` at each change; returns what ends it. */
export function onConnection(watch: Watcher): () => void {
  watchers.add(watch);
  return () => void watchers.delete(watch);
}

/** Notes that a call was answered, whatever with, or that it got no answer at all. */
export function noteConnection(isThere: boolean): void {
  if (isThere) clearInterval(probing);
  if (isThere === connected) return;
  connected = isThere;
  if (!isThere) keepProbing();
  for (const watch of watchers) watch(isThere);
}

/** Asks for a file of ours until it is answered; what the browser knows to be offline is not asked for. */
function keepProbing(): void {
  if (globalThis.document === undefined) return;
  probing = setInterval(() => {
    if (document.hidden || !navigator.onLine) return;
    fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' }).then(
      () => noteConnection(true),
      () => undefined,
    );
  }, probeEveryMs);
}

globalThis.addEventListener?.('offline', () => noteConnection(false));
globalThis.addEventListener?.('online', () => noteConnection(true));

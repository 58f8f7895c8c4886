/** An event whose work the browser waits for; one that asks for a file can be answered. */
export type WorkerEvent = {
  readonly request: Request;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly respondWith: (answer: Promise<Response>) => void;
};

/** What the worker uses of its global scope; TypeScript's own types of it do not go with those of a page. */
export type WorkerScope = {
  readonly caches: CacheStorage;
  readonly location: { readonly origin: string };
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: (
    name: 'install' | 'activate' | 'fetch',
    listener: (event: WorkerEvent) => void,
  ) => void;
};

/** The pages' files of one build: its version, every page with the hash of its content, and the files they load. */
export type Shell = {
  readonly version: string;
  readonly pages: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

/** Small texts kept by the browser for this origin; reads give `undefined` when there is nothing. */
export type Keep = {
  readonly read: (key: string) => string | undefined;
  readonly write: (key: string, text: string) => void;
  readonly drop: (key: string) => void;
};

function inMemory(): Keep {
  const texts = new Map<string, string>();
  return {
    read: key => texts.get(key),
    write: (key, text) => void texts.set(key, text),
    drop: key => void texts.delete(key),
  };
}

function storageOf(span: 'local' | 'session'): Storage | undefined {
  try {
    return (span === 'local' ? globalThis.localStorage : globalThis.sessionStorage) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The browser's storage (`session` ends with the tab), or memory where the browser refuses it. */
export function keepFor(span: 'local' | 'session'): Keep {
  const storage = storageOf(span);
  const memory = inMemory();
  if (storage === undefined) return memory;
  return {
    read: key => storage.getItem(key) ?? memory.read(key),
    write: (key, text) => {
      try {
        storage.setItem(key, text);
      } catch {
        memory.write(key, text);
      }
    },
    drop: key => {
      storage.removeItem(key);
      memory.drop(key);
    },
  };
}

/** Reads a JSON text that we kept ourselves; what cannot be parsed counts as nothing kept and gives `otherwise`. */
export function readKept<T>(keep: Keep, key: string, otherwise?: T): T | undefined {
  const text = keep.read(key);
  if (text === undefined) return otherwise;
  try {
    return JSON.parse(text) as T;
  } catch {
    return otherwise;
  }
}

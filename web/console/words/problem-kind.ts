import type { Problem } from '../../paper/api.ts';
import { unreachable } from '../../paper/api.ts';
import type { Words } from './words.ts';

type Kind = keyof Words['problems'];

const byStatus: Readonly<Record<number, Kind>> = {
  400: 'refused',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  410: 'missing',
  413: 'refused',
  415: 'refused',
  422: 'refused',
  423: 'tooMany',
  429: 'tooMany',
  503: 'unavailable',
};

/** Which sentence tells a problem: its code's own where there is one, else that of its status. */
export const problemKind = ({ status, code }: Problem, sentences: Words['problems']): Kind => {
  if (code === unreachable) return 'unreachable';
  const own = code.replaceAll('.', '_');
  return Object.hasOwn(sentences, own) ? (own as Kind) : (byStatus[status] ?? 'surprise');
};

import type { Page } from 'playwright-core';
import type { House } from './house.ts';
import type { Showcase } from './showcase.ts';
import type { VisitWish } from './visit.ts';

/** What a scene needs to be set: the house, what happened in it, and the window it is shown in. */
export type Stage<Show = Showcase> = { readonly house: House; readonly show: Show; readonly page: Page };

/** One page in one state; `set` brings the window there, from wherever it was. */
export type Scene<Show = Showcase> = {
  readonly name: string;
  readonly set: (stage: Stage<Show>) => Promise<void>;
};

/** Scenes that one kind of visitor sees one after another; `enter` signs in where one has to. */
export type Room<Show = Showcase> = {
  readonly name: string;
  readonly cookies?: (show: Show) => ReadonlyMap<string, string>;
  readonly wish?: VisitWish;
  readonly enter?: (stage: Stage<Show>) => Promise<void>;
  readonly scenes: readonly Scene<Show>[];
};

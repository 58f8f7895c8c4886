import { sectionOf } from './route.ts';
import type { Route } from './route.ts';

/** A main section of the console. */
export type Section = 'campaigns' | 'coupons' | 'stores' | 'analysis' | 'desk';

const byGroup: Readonly<Record<string, readonly Section[]>> = {
  marketer: ['campaigns', 'coupons', 'stores', 'analysis'],
  custodian: ['desk'],
};

/** The sections that a person's groups open, marketers' first. */
export const sectionsFor = (groups: readonly string[]): readonly Section[] =>
  ['marketer', 'custodian'].filter(group => groups.includes(group)).flatMap(group => byGroup[group] ?? []);

/** Whether a route may be shown to someone with these sections; a page that is missing may always say so. */
export const mayOpen = (route: Route, sections: readonly Section[]): boolean => {
  const section = sectionOf(route);
  return section === undefined || sections.includes(section);
};

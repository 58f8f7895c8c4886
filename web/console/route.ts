import { type ReadonlySignal, signal } from '@preact/signals';

/** The places of the console, each with its address behind the `#`. */
export type Route =
  | {
      readonly page:
        | 'campaigns'
        | 'compose'
        | 'coupons'
        | 'coupon'
        | 'stores'
        | 'store'
        | 'analysis'
        | 'missing';
    }
  | { readonly page: 'reading' | 'rotation' | 'leavers' }
  | { readonly page: 'campaign'; readonly campaignId: string }
  | { readonly page: 'storeDetail' | 'storePin' | 'storePoster'; readonly storeId: string }
  | { readonly page: 'couponDetail'; readonly couponId: string }
  | { readonly page: 'leaver'; readonly staffId: string }
  | { readonly page: 'register'; readonly kind: string };

const plain: Readonly<Record<string, Route>> = {
  campaigns: { page: 'campaigns' },
  'campaigns/new': { page: 'compose' },
  coupons: { page: 'coupons' },
  'coupons/new': { page: 'coupon' },
  stores: { page: 'stores' },
  'stores/new': { page: 'store' },
  analysis: { page: 'analysis' },
  desk: { page: 'reading' },
  rotation: { page: 'rotation' },
  leavers: { page: 'leavers' },
};

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** Reads an address such as `#/campaigns/new`; an unknown one is the page that says so. */
export const readRoute = (hash: string): Route | undefined => {
  const path = hash.replace(/^#\/?/, '').split('?')[0] ?? '';
  if (path === '') return undefined;
  if (Object.hasOwn(plain, path)) return plain[path];
  const [first, part, ...rest] = path.split('/');
  const second = decoded(part ?? '');
  if (second === undefined || second === '') return { page: 'missing' };
  if (first === 'stores' && rest.join('/') === 'pin') return { page: 'storePin', storeId: second };
  if (first === 'stores' && rest.join('/') === 'poster') return { page: 'storePoster', storeId: second };
  if (rest.length > 0) return { page: 'missing' };
  if (first === 'campaigns') return { page: 'campaign', campaignId: second };
  if (first === 'stores') return { page: 'storeDetail', storeId: second };
  if (first === 'coupons') return { page: 'couponDetail', couponId: second };
  if (first === 'registers') return { page: 'register', kind: second };
  if (first === 'leavers') return { page: 'leaver', staffId: second };
  return { page: 'missing' };
};

/** The address of a page, to be put into a link. */
export const addressOf = (...parts: readonly string[]): string =>
  `#/${parts.map(part => encodeURIComponent(part)).join('/')}`;

/** The main section a route belongs to, for the mark in the menu. */
export const sectionOf = (
  route: Route,
): 'campaigns' | 'coupons' | 'stores' | 'analysis' | 'desk' | undefined => {
  switch (route.page) {
    case 'campaigns':
    case 'compose':
    case 'campaign':
      return 'campaigns';
    case 'coupons':
    case 'coupon':
    case 'couponDetail':
      return 'coupons';
    case 'stores':
    case 'store':
    case 'storeDetail':
    case 'storePin':
    case 'storePoster':
      return 'stores';
    case 'analysis':
      return 'analysis';
    case 'reading':
    case 'register':
    case 'rotation':
    case 'leavers':
    case 'leaver':
      return 'desk';
    case 'missing':
      return undefined;
    default:
      return route satisfies never;
  }
};

const here = signal('');

/** The address behind the `#`, kept up to date by `followAddress`. */
export const address: ReadonlySignal<string> = here;

/** Keeps `address` equal to the browser's address from now on. */
export const followAddress = (): void => {
  const read = (): void => {
    here.value = location.hash;
  };
  addEventListener('hashchange', read);
  read();
};

/** Goes to another page of the console. */
export const goTo = (...parts: readonly string[]): void => {
  location.hash = addressOf(...parts);
};

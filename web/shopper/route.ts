/** A place in the wallet app; it lives behind `#`, so one static file serves them all. */
export type Route =
  | { readonly at: 'number' | 'code' | 'wallet' | 'settings' | 'lost' }
  | { readonly at: 'ticket' | 'redeem'; readonly voucherId: string }
  | { readonly at: 'link'; readonly token: string };

/** Reads a location hash; what nobody wrote is `lost`, an empty one is where a visit starts. */
export function readRoute(hash: string): Route {
  const [first = '', second = '', third = ''] = hash
    .replace(/^#?\/?/u, '')
    .split('/')
    .map(plain);
  if (first === '') return { at: 'number' };
  if (second === '' && (first === 'code' || first === 'wallet' || first === 'settings')) return { at: first };
  if (first === 'link' && second !== '') return { at: 'link', token: second };
  if (first === 'vouchers' && second !== '' && third === '') return { at: 'ticket', voucherId: second };
  if (first === 'vouchers' && second !== '' && third === 'use') return { at: 'redeem', voucherId: second };
  return { at: 'lost' };
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Writes a route as a location hash. */
export function writeRoute(route: Route): string {
  if (route.at === 'number' || route.at === 'lost') return '#/';
  if (route.at === 'link') return `#/link/${encodeURIComponent(route.token)}`;
  if (route.at === 'ticket') return `#/vouchers/${encodeURIComponent(route.voucherId)}`;
  if (route.at === 'redeem') return `#/vouchers/${encodeURIComponent(route.voucherId)}/use`;
  return `#/${route.at}`;
}

import { BlockList, isIP, isIPv4 } from 'node:net';
import { PolicyError } from './policy-error.ts';

/**
 * Reads an address or CIDR range and answers whether an address lies in it; IPv4 and IPv6 never match each other.
 * A malformed range throws at once, a malformed address when it is asked about.
 */
export function parseRange(text: string, place: string): (address: string) => boolean {
  const [base = '', prefix, ...rest] = text.split('/');
  const width = isIPv4(base) ? 32 : 128;
  const length = prefix === undefined ? width : prefixLength(prefix);
  if (isIP(base) === 0 || rest.length > 0 || length === undefined || length > width) {
    throw new PolicyError(place, 'an address range is an IP address or a CIDR block');
  }
  const range = new BlockList();
  range.addSubnet(base, length, family(base));
  return address => {
    if (isIP(address) === 0) throw new PolicyError('context', 'an IP operator compares addresses');
    return family(address) === family(base) && range.check(address, family(address));
  };
}

function prefixLength(text: string): number | undefined {
  return /^\d{1,3}$/u.test(text) ? Number(text) : undefined;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

const plainGroup = (group: string) => Number.parseInt(group, 16).toString(16);

/** An address as counters see it: IPv6 by its /64, since one household has that many, and IPv4 inside IPv6 as IPv4. */
export function addressBlock(address: string): string {
  const inside = /^::ffff:(?<ipv4>[\d.]+)$/iu.exec(address)?.groups?.['ipv4'];
  if (inside !== undefined || !address.includes(':')) return inside ?? address;
  const [head = '', tail = ''] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
    : [];
  return [...front, ...gap, ...back].slice(0, 4).map(plainGroup).join(':');
}

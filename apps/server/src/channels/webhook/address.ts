import { lookup as lookupName } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/**
 * Where webhooks may go. Whoever may write an address could otherwise have the server ask what only it can reach: databases
 * beside it, other machines of its network, the keys that a cloud hands out at 169.254.169.254 (server-side request forgery).
 * Names are judged by what they resolve to, and what was judged is what is connected to: a name cannot answer one address to
 * the check and another one to the connection (DNS rebinding).
 */

export interface AddressPolicy {
  /** Machines of one's own network may be called as well: for receivers inside, and for trying out. */
  readonly allowsPrivate: boolean;
}

export const addressProblems = [
  'webhook.url_invalid',
  'webhook.url_too_long',
  'webhook.scheme',
  'webhook.credentials',
  'webhook.fragment',
  'webhook.address_private',
] as const;
export type AddressProblem = (typeof addressProblems)[number];

export type CheckedUrl =
  | { readonly isAllowed: true; readonly url: URL }
  | { readonly isAllowed: false; readonly code: AddressProblem };

/** Addresses that a name has, all of them; rejects with a `code` of DNS when it has none. */
export type Resolver = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** Limit of what most servers take as a request line, and of what a person can check by eye. */
export const urlCharactersMax = 2_000;

/** Blocks of IANA's registry of special addresses that no receiver of somebody else's stands in (RFC 6890 and its followers). */
const specialV4 = [
  '0.0.0.0/8', // this network: 0.0.0.0 reaches the loopback
  '10.0.0.0/8',
  '100.64.0.0/10', // behind a carrier's NAT; the metadata of Alibaba Cloud
  '127.0.0.0/8',
  '168.63.129.16/32', // the host of a virtual machine in Azure; it looks public
  '169.254.0.0/16', // link-local; the metadata of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24', // documentation, as 198.51.100 and 203.0.113
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16',
  '198.18.0.0/15', // measurements of networks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and the broadcast
];

/** IPv6 is judged the other way round: of 2000::/3, the only block given out so far, without what is special in it. */
const specialInV6 = [
  '2001::/23', // protocols, of which Teredo (2001::/32) carries an IPv4 address
  '2001:db8::/32', // documentation, as 3fff::/20
  '2002::/16', // 6to4 carries an IPv4 address
  '3fff::/20',
];

/** IPv4 addresses in IPv6: mapped ones, and those that a NAT64 translates, by which a host without IPv4 reaches everything. */
const carriersOfV4 = ['::ffff:', '64:ff9b::'];

const blockedV4 = listOf(specialV4, 'ipv4');
const grantedV6 = listOf(['2000::/3', ...carriersOfV4.map((prefix) => `${prefix}0.0.0.0/96`)], 'ipv6');
const blockedV6 = listOf(
  [...specialInV6, ...carriersOfV4.flatMap((prefix) => specialV4.map(carriedBy(prefix)))],
  'ipv6',
);

/** Whether an address belongs to the public internet; false as well for what is no address. */
export function isPublicAddress(ip: string): boolean {
  // An address with a zone (`fe80::1%eth0`) means something on this machine alone.
  if (ip.includes('%')) return false;
  const version = isIP(ip);
  if (version === 4) return !blockedV4.check(ip, 'ipv4');
  return version === 6 && grantedV6.check(ip, 'ipv6') && !blockedV6.check(ip, 'ipv6');
}

/** Whether a webhook may be sent there, as far as the text alone tells; a name is judged again when it is connected to. */
export function checkUrl(text: string, policy: AddressPolicy): CheckedUrl {
  if (text.length > urlCharactersMax) return refused('webhook.url_too_long');
  // URL forgives blanks, missing slashes and backslashes; what a person reads there is not what would be called.
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return refused('webhook.url_invalid');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('webhook.scheme');
  if (!/^https?:\/\/[^/]/i.test(text) || url.port === '0') return refused('webhook.url_invalid');
  if (url.username !== '' || url.password !== '') return refused('webhook.credentials');
  if (text.includes('#')) return refused('webhook.fragment');
  if (url.href.length > urlCharactersMax) return refused('webhook.url_too_long');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !policy.allowsPrivate && !isPublicAddress(host)) return refused('webhook.address_private');
  return { isAllowed: true, url };
}

/**
 * The `lookup` of an agent: resolves a name once, refuses it if any of its addresses is not public, and hands on the very
 * addresses that were judged. Literal addresses are never looked up by Node; `checkUrl` judges them.
 */
export function createLookup(policy: AddressPolicy, resolve: Resolver = resolveName): LookupFunction {
  const underWay = new Map<string, ReturnType<Resolver>>();

  /** One question at a time per name: a name server that does not answer occupies one thread of two, not all. */
  function ask(hostname: string): ReturnType<Resolver> {
    const asked = underWay.get(hostname);
    if (asked !== undefined) return asked;
    const asking = resolve(hostname).finally(() => underWay.delete(hostname));
    underWay.set(hostname, asking);
    return asking;
  }

  async function findJudged(hostname: string) {
    const addresses = await ask(hostname);
    if (addresses.length === 0) throw new LookupError('ENOTFOUND');
    const areAllowed = policy.allowsPrivate || addresses.every(({ address }) => isPublicAddress(address));
    if (!areAllowed) throw new LookupError('webhook.address_private');
    return addresses;
  }

  return (hostname, { all, family }, callback) => {
    const wanted = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : 0;
    findJudged(hostname)
      .then((addresses) => addresses.filter((one) => wanted === 0 || one.family === wanted))
      .then(
        ([first, ...others]) => {
          if (first === undefined) callback(new LookupError('ENOTFOUND'), '');
          else if (all === true) callback(null, [first, ...others]);
          else callback(null, first.address, first.family);
        },
        (error: unknown) => callback(error instanceof Error ? error : new LookupError('ENOTFOUND'), ''),
      );
  };
}

class LookupError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The name cannot be called: ${code}.`);
    this.code = code;
  }
}

function resolveName(hostname: string): ReturnType<Resolver> {
  return lookupName(hostname, { all: true });
}

function refused(code: AddressProblem): CheckedUrl {
  return { isAllowed: false, code };
}

/** The block of IPv6 addresses that carry one of IPv4. */
function carriedBy(prefix: string): (block: string) => string {
  return (block) => {
    const [network, bits] = block.split('/');
    return `${prefix}${network}/${96 + Number(bits)}`;
  };
}

function listOf(blocks: readonly string[], version: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = '', bits] = block.split('/');
    list.addSubnet(network, Number(bits), version);
  }
  return list;
}

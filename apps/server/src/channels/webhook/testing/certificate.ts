import { generateKeyPairSync, sign } from 'node:crypto';

export interface OwnCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** The names that it is for. */
  readonly names: readonly string[];
  /** Two digits of the year 20.. whose first day is its last. */
  readonly endsInYear?: string;
}

/** A certificate that signs itself (X.509 v3, P-256), written byte by byte, because Node makes keys and no certificates. */
export function createOwnCertificate({ names, endsInYear = '49' }: CertificateOptions): OwnCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(element(0x31, sequence(objectId(0x55, 0x04, 0x03), element(0x0c, Buffer.from('A receiver')))));
  const alternatives = sequence(...names.map((one) => element(0x82, Buffer.from(one))));
  const signed = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(firstOfYear('20'), firstOfYear(endsInYear)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(objectId(0x55, 0x1d, 0x11), element(0x04, alternatives)))),
  );
  const signature = element(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]));
  const base64 = sequence(signed, algorithm, signature).toString('base64');
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A value of DER: its kind, its length, its bytes. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function objectId(...bytes: readonly number[]): Buffer {
  return element(0x06, Buffer.from(bytes));
}

function firstOfYear(twoDigits: string): Buffer {
  return element(0x17, Buffer.from(`${twoDigits}0101000000Z`));
}

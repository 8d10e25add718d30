import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
}

/** Everything that the server says to these bytes, on a connection of its own, until it closes or `msMax` is over. */
export function sendBytes(port: number, bytes: Buffer | string, msMax: number): Promise<RawAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const heard: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(msMax, () => socket.destroy());
    socket.on('data', (data: Buffer) => heard.push(data));
    // Who is refused before all of it was read may be cut off while he still writes.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(readAnswer(Buffer.concat(heard), performance.now() - startedAt)));
  });
}

function readAnswer(heard: Buffer, ms: number): RawAnswer {
  const headEnd = heard.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = heard.subarray(0, Math.max(0, headEnd)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
  const rest = heard.subarray(headEnd + 4);
  if (status >= 100 && status < 200 && rest.length > 0) return readAnswer(rest, ms);
  const headers = Object.fromEntries(
    lines.map((line): [string, string] => {
      const [name = '', ...value] = line.split(':');
      return [name.toLowerCase(), value.join(':').trim()];
    }),
  );
  // Behind the first answer may stand one to what the parser took for another request.
  const length = Number(headers['content-length'] ?? rest.length);
  const body = rest.subarray(0, length).toString('utf8');
  return { status, headers, body: headers['transfer-encoding'] === 'chunked' ? withoutChunks(body) : body, ms };
}

function withoutChunks(body: string): string {
  return body.replaceAll(/(?:^|\r\n)[\da-f]+\r\n/g, '');
}

import { existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { duration } from './command/amounts.ts';
import { createOutput } from './command/output.ts';
import { commands, findCommand } from './commands.ts';
import { runCommandLine } from './run.ts';

function collect() {
  const texts: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => texts.join('') };
}

async function run(...words: string[]) {
  const [stdout, stderr] = [collect(), collect()];
  const code = await runCommandLine({
    words,
    environment: { PERENNIAL_DATA: 'nowhere' },
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: () => 0,
    signal: new AbortController().signal,
    version: '9.9.9',
  });
  return { code, out: stdout.text(), err: stderr.text() };
}

describe('the command line', () => {
  it('lists its commands', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const name of [
      'start',
      'demo',
      'migrate',
      'import',
      'export',
      'keys create',
      'members get',
      'replay',
      'doctor',
      'analyze',
    ])
      expect(out).toContain(name);
    expect(await run('--version')).toEqual({ code: 0, out: '9.9.9\n', err: '' });
  });

  it('is used wrongly without a command, or with one that is not there', async () => {
    expect((await run()).code).toBe(2);
    const { code, err } = await run('dance');
    expect(code).toBe(2);
    expect(err).toContain('no command "dance"');
    expect(findCommand(['keys', 'destroy'])).toBeUndefined();
  });

  it('names the commands of a group, and what was meant by a slip', async () => {
    const group = await run('members');
    expect(group.code).toBe(2);
    expect(group.err).toMatch(
      /^members needs a further word: members get, members export, members erase, members retry\.\n/,
    );
    expect((await run('keys', 'destroy')).err).toContain('keys needs a further word: keys create, keys rotate.');
    expect((await run('imprt', 'a.csv')).err).toContain('There is no command "imprt". Did you mean import?');
    expect((await run('member', 'get')).err).toContain('Did you mean members get?');
    expect((await run('dance')).err).not.toContain('Did you mean');
  });

  it.each([
    ['members', 'retry'],
    ['replay', '--verify'],
    ['users', 'sign-in-link'],
    ['users', 'reset-factors', '--email', 'anna@example.com'],
  ])('makes no installation where it only reads one: %s %s', async (...words) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/There is no installation in .*nowhere.*--data/);
    expect(existsSync('nowhere')).toBe(false);
  });

  it.each(commands.map((command) => command.name))('describes %s by the table that parses it', async (name) => {
    const { code, out } = await run(...name.split(' '), '--help');
    expect(code).toBe(0);
    expect(out).toContain(`npx perennial ${name}`);
    for (const option of ['--data DIR', '--json', '--help']) expect(out).toContain(option);
    const listed = findCommand(name.split(' '));
    const command = await listed?.load();
    expect(command?.name).toBe(name);
    for (const option of Object.keys(command?.options ?? {})) expect(out).toContain(`--${option}`);
  });

  it.each([
    [['users', 'reset-factors'], '--email is missing'],
    [['import'], 'FILE is missing'],
    [['import', 'a', 'b'], 'takes 1 argument'],
    [['import', 'no-such-file.csv'], 'no file no-such-file.csv'],
    [['import', 'x.csv', '--kind', 'poems'], '--kind takes one of'],
    [['import', 'x.csv', '--currency', 'pounds'], 'three capital letters'],
    [['import', 'x.csv', '--zone', 'Mars/Olympus'], 'no time zone'],
    [['import', 'x.csv', '--encoding', 'morse'], 'no encoding'],
    [['start', '--port', 'eighty'], 'whole number'],
    [['start', '--port', '99999'], 'up to 65535'],
    [['start', '--role', 'king'], '--role takes one of'],
    [['start', '--what'], 'There is no option --what.'],
    [['start', '-x'], 'There is no option -x.'],
    [['import', 'x.csv', '--map'], '--map needs a value.'],
    [['import', 'x.csv', '--map', '--dry-run'], '--map needs a value.'],
    [['import', 'x.csv', '--dry-run=yes'], '--dry-run takes no value.'],
    [['keys', 'create'], '--kind is missing'],
    [['keys', 'create', '--kind', 'api'], '--scopes is missing'],
    [['keys', 'create', '--kind', 'api', '--scopes', 'members.read,everything'], '"everything" is no scope'],
    [['keys', 'create', '--kind', 'api', '--scopes', 'members.read', '--source', 'x'], 'no source'],
    [['keys', 'create', '--kind', 'write', '--source', 'Not A Source'], 'is no source'],
    [['replay'], '--verify'],
    [['demo', '--members', '0'], '--members'],
    [['export', 'dreams'], 'facts, stages, members'],
  ])('says that %j is wrong use', async (words, message) => {
    const { code, err, out } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('--help');
  });

  it('looks at a folder without an installation and leaves it as it is', async () => {
    const { code, out } = await run('doctor');
    expect(code).toBe(0);
    expect(out).toContain('warning  stores: none here yet');
    expect(existsSync('nowhere')).toBe(false);
  });

  it('tells failures as JSON when asked to', async () => {
    const { code, err } = await run('replay', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ error: { command: 'replay' } });
  });
});

describe('its output', () => {
  it('keeps results apart from what happens on the way', async () => {
    const [stdout, stderr] = [collect(), collect()];
    const out = createOutput({ stdout: stdout.stream, stderr: stderr.stream, now: () => 0 }, true);
    out.note('on the way');
    out.progress('10 %');
    await out.result({ done: true }, 'done');
    expect(stdout.text()).toBe('{"done":true}\n');
    expect(stderr.text()).toBe('on the way\n');
  });

  it('writes progress over itself on a terminal, and now and then elsewhere', () => {
    const terminal = Object.assign(collect().stream, { isTTY: true, columns: 20 });
    const seen = collect();
    const written: string[] = [];
    terminal._write = (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    };
    const onTerminal = createOutput({ stdout: seen.stream, stderr: terminal, now: () => 0 }, false);
    onTerminal.progress('a long line of progess that does not fit');
    expect(written.join('')).toBe('\r\u001B[2Ka long line of prog');
    const plain = collect();
    let now = 0;
    const elsewhere = createOutput({ stdout: seen.stream, stderr: plain.stream, now: () => now }, false);
    for (; now < 12_000; now += 1_000) elsewhere.progress(String(now));
    expect(plain.text()).toBe('2000\n7000\n');
  });

  it.each([20, 80, 200, 0, undefined])(
    'shows each long wait on a terminal of %s columns, within its width',
    (columns) => {
      const terminal = collect();
      let now = 0;
      const streams = { stdout: collect().stream, stderr: Object.assign(terminal.stream, { isTTY: true, columns }) };
      const out = createOutput({ ...streams, now: () => now }, false);
      const pass = (seconds: number) => {
        for (; seconds > 0; seconds -= 1) {
          now += 1_000;
          out.tick();
        }
      };
      pass(1);
      out.waiting('making the database');
      pass(1);
      expect(terminal.text()).toMatch(/making the databas/);
      pass(4);
      out.progress({ what: 'folding', share: 0.5, more: ['1,000 facts left'] });
      pass(3);
      expect(terminal.text().includes('3 s so far')).toBe(columns !== 20);
      for (const line of terminal.text().split('\r\u001B[2K')) expect(line.length).toBeLessThan(columns || 80);
    },
  );

  it('shows each long wait in plain lines where there is no terminal, and nothing of short ones', () => {
    const plain = collect();
    let now = 0;
    const out = createOutput({ stdout: collect().stream, stderr: plain.stream, now: () => now }, false);
    const pass = (seconds: number) => {
      for (; seconds > 0; seconds -= 1) {
        now += 1_000;
        out.tick();
      }
    };
    out.waiting('starting the database');
    pass(1);
    out.note('started');
    pass(1);
    expect(plain.text()).toBe('started\n');
    out.waiting('bringing it up to date');
    pass(8);
    expect(plain.text()).toBe('started\nbringing it up to date  1 s so far\nbringing it up to date  6 s so far\n');
  });

  it('waits for nothing once it has answered, until it says what for', async () => {
    const plain = collect();
    let now = 0;
    const out = createOutput({ stdout: collect().stream, stderr: plain.stream, now: () => now }, false);
    await out.result({}, 'runs');
    now = 60_000;
    out.tick();
    expect(plain.text()).toBe('');
    out.waiting('stopping');
    now = 63_000;
    out.tick();
    expect(plain.text()).toBe('stopping  3 s so far\n');
  });

  it('says spans in words', () => {
    expect([duration(4.4), duration(65)]).toEqual(['4 s', '1 m 05 s']);
  });
});

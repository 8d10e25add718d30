import { describe, expect, it } from 'vitest';
import { createLogger, describeError } from './logging.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

describe('the log', () => {
  it('takes out secrets and identities wherever they stand', () => {
    const text = logged((logger) =>
      logger.info(
        { password: 'p-one', body: { token: 't-two', deep: { phone: '13800138000' } }, headers: { cookie: 'c-three' } },
        'x',
      ),
    );
    for (const value of ['p-one', 't-two', '13800138000', 'c-three']) expect(text).not.toContain(value);
    expect(text).toContain('[removed]');
  });

  it('says what failed and where, without the values it failed on', () => {
    const error = new Error('cannot store mei@example.com with +86 138 0013 8000', {
      cause: Object.assign(new Error('invalid input syntax for type uuid: "13800138000"'), {
        severity: 'ERROR',
        code: '22P02',
      }),
    });
    const text = logged((logger) => logger.error({ err: error }, 'failed'));
    expect(text).toContain('22P02');
    expect(text).toContain('logging.spec.ts');
    for (const value of ['mei@', '0013', '13800138000']) expect(text).not.toContain(value);
    expect(describeError('13800138000')).toEqual({ type: 'string' });
  });
});

import { createLogger } from '../../logging.ts';
import { runServer } from '../../serving/run-server.ts';
import { isZone } from '../../config/zone.ts';
import { defineCommand, UsageError } from '../command/command.ts';

export const startCommand = defineCommand({
  name: 'start',
  summary: 'Start the server',
  details: [
    'Builds the console first when it is not built, or older than its source. On the first start it prints a one-time link to',
    'sign in with. SIGTERM ends it within ten seconds, losing nothing.',
  ],
  args: [],
  options: {
    port: { type: 'integer', value: 'N', help: 'port to listen on; 0 takes a free one; default 4600' },
    host: { type: 'string', value: 'ADDRESS', help: 'address to listen on; default 127.0.0.1' },
    role: { type: 'string', value: 'ROLE', help: 'what this process does', choices: ['api', 'worker', 'all'] },
    zone: { type: 'string', value: 'ZONE', help: 'zone of calendar days, on the first start; default Asia/Shanghai' },
    currency: { type: 'string', value: 'CODE', help: 'currency, on the first start; default CNY' },
    'no-build': { type: 'boolean', help: 'serve the console as it was built last' },
    'no-open': { type: 'boolean', help: 'do not open the browser on the first start' },
  },
  async run({ options, config, out, signal }) {
    const { port, host, zone, currency } = options;
    if (port !== undefined && port > 65_535) throw new UsageError('--port takes a number up to 65535.');
    if (zone !== undefined && !isZone(zone)) throw new UsageError(`"${zone}" is no time zone, such as Asia/Shanghai.`);
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
      throw new UsageError('--currency takes three capital letters, such as CNY.');
    const role =
      options.role === 'api' || options.role === 'worker' || options.role === 'all' ? options.role : config.role;
    await runServer({
      config: {
        ...config,
        role,
        port: port ?? config.port,
        host: host ?? config.host,
        zone: zone ?? config.zone,
        currency: currency ?? config.currency,
      },
      name: 'start',
      logger: createLogger({ level: config.logLevel, destination: { write: (line) => out.note(line.trimEnd()) } }),
      out,
      signal,
      opensBrowser: !options['no-open'],
      buildsNoConsole: options['no-build'],
      adopt: { zone, currency },
    });
    return 0;
  },
});

/** Settings of the embedded server, by name. */
export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * Chosen for one machine of two to eight cores that runs the server, both stores and a browser: short transactions of set-based
 * statements, and about 1.5 GiB for everything while idle.
 *
 * `synchronous_commit` stays on, because an acknowledged fact is a durable fact.
 */
export const defaultSettings: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '80',
  superuser_reserved_connections: '3',

  shared_buffers: '384MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  // Set-based statements of a few milliseconds: compiling them, or waking parallel workers, costs more than it gives, and parallel
  // workers need more of /dev/shm than containers have.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  random_page_cost: '1.1',

  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  // The embedded build has pglz alone, and processor time is scarcer than disk: right after a checkpoint it took a third of the
  // instructions that PostgreSQL spends on a fact (538,000 and 341,000) to make 1.9 KB of log out of 2.7 KB.
  wal_compression: 'off',
  // Few checkpoints, because each makes the next write of every page a whole page of log.
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',

  autovacuum_naptime: '20s',
  autovacuum_vacuum_cost_limit: '1000',
  autovacuum_vacuum_insert_scale_factor: '0.4',

  // Frees what a frozen worker holds.
  idle_in_transaction_session_timeout: '10s',
  lock_timeout: '30s',
  tcp_keepalives_idle: '60',

  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, YMD',
  // Neither statements nor key values may reach the log: they can hold personal data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/** The text of the file that `postgresql.conf` includes. */
export function renderSettings(settings: PostgresSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at each start; changes here are lost.\n${lines.join('\n')}\n`;
}

/** Test data need not outlive the machine; everything else is as in production. */
export const testSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_compression: 'off',
  max_connections: '300',
  max_wal_size: '1GB',
  shared_buffers: '128MB',
};

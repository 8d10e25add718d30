/** disk_full, file or row that the file system refuses, read_only_sql_transaction; and what the file system itself says. */
const codes = new Set(['53100', '58030', '25006', 'ENOSPC', 'EROFS', 'EDQUOT', 'EFBIG']);
const causesMax = 8;

/** Whether an error, or what caused it, says that nothing can be written for now: a full disk, or a store that only reads. */
export function isUnwritable(error: unknown): boolean {
  let one: unknown = error;
  for (let depth = 0; depth < causesMax && one instanceof Error; depth += 1) {
    if ('code' in one && typeof one.code === 'string' && codes.has(one.code)) return true;
    one = one.cause;
  }
  return false;
}

/** Lower case, without spaces and punctuation: `Invoice No.` and `invoice_no` are one name. */
export function foldColumnName(column: string): string {
  return column
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

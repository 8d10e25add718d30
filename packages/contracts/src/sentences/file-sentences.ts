import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** What is wrong with a file, or was seen in it. */
export const fileSentences = {
  'file.nothing_but_blank': text(
    'The file holds nothing but empty lines: nothing was imported.',
    '文件只有空行，没有导入任何内容。',
  ),
  'file.title_lines': text('{lines} line(s) above the header are passed over.', '已跳过表头之前的 {lines} 行。'),
  'file.no_rows': text(
    'The file has a header and no rows: nothing was imported.',
    '文件只有表头没有数据行，没有导入任何内容。',
  ),
  'file.no_readable_row': text(
    'No row after the header can be read, because a quote is opened and not closed, or a line is too long: nothing was imported.',
    '表头之后没有可读取的行：引号没有闭合，或某行过长。没有导入任何内容。',
  ),
  'file.no_objects': text(
    'The file begins as NDJSON, but its first lines are no JSON objects: nothing was imported. Write an object a line, or one list of objects: [{…}, {…}].',
    '文件开头像 NDJSON，但前几行不是 JSON 对象，没有导入任何内容。请每行写一个对象，或写成一个对象列表：[{…}, {…}]。',
  ),
  'file.within_object': text(
    'The file is one JSON object, and its rows stand in the list "{list}" within it: nothing was imported. Give the list alone, or an object a line.',
    '文件是一个 JSON 对象，数据行在其中的列表“{list}”里，没有导入任何内容。请只提供该列表，或每行一个对象。',
  ),
  'file.too_many_columns': text(
    'The file has {columns} columns; {max} are read at most.',
    '文件有 {columns} 列，最多读取 {max} 列。',
  ),
  'file.column_twice': text(
    'The header names the column "{column}" twice: nothing was imported. Rename one of them.',
    '表头中列“{column}”出现两次，没有导入任何内容。请改名其中一个。',
  ),
  'file.columns_named': text(
    '{columns} columns were named, and the first row has {values} values.',
    '指定了 {columns} 列，而第一行有 {values} 个值。',
  ),
  'file.no_header': text(
    'The file seems to have no header: value {at} of its first row is a number or a date. Nothing was imported. Name its columns in order (--columns customer_id,date,amount), or add a header.',
    '文件似乎没有表头：第一行第 {at} 个值是数字或日期。没有导入任何内容。请添加表头，或按顺序指定列名（--columns customer_id,date,amount）。',
  ),
  'file.delimiters': text(
    'The header has {width} column(s) by "{delimiter}", and {wrong} of the first {rows} rows have another number: the file mixes delimiters, or another one is right (--delimiter). Nothing was imported.',
    '按“{delimiter}”分隔，表头有 {width} 列，而前 {rows} 行中有 {wrong} 行列数不同：文件混用了分隔符，或应使用其他分隔符（--delimiter）。没有导入任何内容。',
  ),
  'file.widths': text(
    '{wrong} of the first {rows} rows have another number of values than the header; such rows are rejected.',
    '前 {rows} 行中有 {wrong} 行的值数与表头不同，这些行会被拒绝。',
  ),
  'file.folder': text('This is a folder; name the file in it.', '这是文件夹，请指定其中的文件。'),
  'file.empty': text('The file is empty: nothing was imported.', '文件为空，没有导入任何内容。'),
  'file.gzip_cut_at_once': text(
    'The gzip file is cut off before its first byte: nothing was imported.',
    'gzip 文件在第一个字节前就被截断，没有导入任何内容。',
  ),
  'file.gzip_damaged': text(
    'The gzip file is damaged ({why}): nothing was imported.',
    'gzip 文件已损坏，没有导入任何内容。',
  ),
  'file.gzip_cut': text(
    'The gzip file is cut off after {bytes} unpacked bytes: the rows before that are kept, the rest is missing.',
    'gzip 文件在解压 {bytes} 字节后被截断：之前的行已保留，其余缺失。',
  ),
  'file.unpacks': text(
    'The file unpacks to more than {max} bytes: nothing was imported.',
    '文件解压后超过 {max} 字节，没有导入任何内容。',
  ),
  'file.encoding': text(
    'The text is read as {encoding}; --encoding states another one.',
    '文本按 {encoding} 编码读取；可用 --encoding 指定其他编码。',
  ),
  'file.null_bytes': text(
    'The file holds null bytes; rows with one are rejected.',
    '文件含有空字符，含有空字符的行会被拒绝。',
  ),
  'file.own_list': text(
    'This is a list of members as Perennial writes it: they are here already, and what it says of them was worked out from what is known. Nothing was imported.',
    '这是本系统导出的会员列表：会员已在系统中，列表内容由已有数据计算得出。没有导入任何内容。',
  ),
  'file.is': text('The file {kind}. Nothing was imported.', '文件{kind}。没有导入任何内容。'),
  'file.xlsx': text(
    'is an Excel workbook (.xlsx) or another zip archive. In Excel or WPS choose File, Save as, "CSV UTF-8 (comma delimited)", or unpack it',
    '是 Excel 工作簿（.xlsx）或其他 zip 压缩包。请在 Excel 或 WPS 中选择“文件 › 另存为 › CSV UTF-8（逗号分隔）”，或先解压',
  ),
  'file.xls': text(
    'is an Excel workbook (.xls). In Excel or WPS choose File, Save as, "CSV UTF-8 (comma delimited)"',
    '是 Excel 工作簿（.xls）。请在 Excel 或 WPS 中选择“文件 › 另存为 › CSV UTF-8（逗号分隔）”',
  ),
  'file.pdf': text('is a PDF. Export its rows as CSV', '是 PDF。请将其中的行导出为 CSV'),
  'file.picture': text('is a picture', '是图片'),
  'file.parquet': text(
    'is a Parquet file, which only `perennial analyze` reads. Export it as CSV',
    '是 Parquet 文件，只有 `perennial analyze` 能读取。请导出为 CSV',
  ),
  'file.sqlite': text('is a SQLite database. Export its rows as CSV', '是 SQLite 数据库。请将其中的行导出为 CSV'),
  'file.7z': text('is a 7z archive. Unpack it', '是 7z 压缩包。请先解压'),
  'file.rar': text('is a RAR archive. Unpack it', '是 RAR 压缩包。请先解压'),
} as const satisfies SentenceTable;

/** What a whole file was asked and could not answer. */
export const surveySentences = {
  'survey.nothing': text('Nothing was imported.', '没有导入任何内容。'),
  'survey.unreadable': text(
    '{wrong} of {rows} rows ({percent} %) cannot be read: nothing was imported.',
    '{rows} 行中有 {wrong} 行（{percent} %）无法读取，没有导入任何内容。',
  ),
  'survey.unreadable_for': text(
    '{rows} row(s), the first on line {line}: {reason}',
    '{rows} 行（首个在第 {line} 行）：{reason}',
  ),
  'survey.uncut': text(
    '{rows} row(s): they cannot be cut into the columns of the file',
    '{rows} 行：无法按文件的列切分',
  ),
  'survey.put_right': text(
    'Put the mapping or the file right, or take the other rows all the same: --rejects-max 100. A check (--dry-run) lists them all.',
    '请更正对应关系或文件；如仍要导入其余行，可将允许的比例设为 100（--rejects-max 100）。检查（--dry-run）会列出全部。',
  ),
  'survey.currencies': text(
    'The amounts are in several currencies ({list}), and no column names them. Say which one the program counts in (--currency CODE): rows in others then need a published rate. Or add a column with the currency.',
    '金额有多个币种（{list}），而没有列说明币种。请指定方案币种（--currency CODE），其他币种的行需有已发布的汇率；或添加币种列。',
  ),
  'survey.years': text(
    'The dates have years of two digits, and "{example}" may begin with the year: write years with four digits, or export the file anew. The order of day and month alone is stated by {option} dd/MM/yyyy or {option} MM/dd/yyyy.',
    '日期的年份只有两位，“{example}”可能以年份开头：请将年份写成四位，或重新导出。仅日与月的顺序可用 {option} dd/MM/yyyy 或 {option} MM/dd/yyyy 指定。',
  ),
  'survey.dates_mixed': text(
    'The date column mixes both orders: {day} row(s) can only be day/month, {month} only month/day, and {either} could be either. "{example}" is',
    '日期列混用两种顺序：{day} 行只能是日/月，{month} 行只能是月/日，{either} 行两者皆可。“{example}”为',
  ),
  'survey.dates_open': text(
    'In every row day and month could be exchanged ({either} rows). "{example}" is',
    '每一行的日与月都可以互换（{either} 行）。“{example}”为',
  ),
  'survey.day_first': text(
    '{date} if the day comes first: {option} dd/MM/yyyy',
    '{date}，若日在前：{option} dd/MM/yyyy',
  ),
  'survey.month_first': text(
    '{date} if the month comes first: {option} MM/dd/yyyy',
    '{date}，若月在前：{option} MM/dd/yyyy',
  ),
  'survey.which': text(
    'Say which, dd/MM/yyyy or MM/dd/yyyy. Rows that cannot be read that way will be listed.',
    '请指定 dd/MM/yyyy 或 MM/dd/yyyy。不能这样读取的行会列出。',
  ),
  'survey.numbers_mixed': text(
    'The numbers of "{column}" are written in two ways, such as "{one}" and "{other}". "{example}" is',
    '“{column}”的数字有两种写法，例如“{one}”和“{other}”。“{example}”为',
  ),
  'survey.numbers_open': text(
    'The numbers of "{column}" can be read in two ways. "{example}" is',
    '“{column}”的数字有两种读法。“{example}”为',
  ),
  'survey.point': text(
    '{number} if the point stands before the decimals: {option} point',
    '{number}，若小数点写作点：{option} point',
  ),
  'survey.comma': text('{number} if the comma does: {option} comma', '{number}，若小数点写作逗号：{option} comma'),
  'survey.stopped': text(
    'The process that ran it was stopped. Import the file again: it goes on from there.',
    '运行导入的进程已停止。请再次导入该文件，会从中断处继续。',
  ),
  'survey.more_status_words': text(
    'Column "{column}" holds {list} and more, which no known shop writes: such orders count as sold.',
    '列“{column}”含有 {list} 等，不是已知店铺的写法：这类订单按已售计。',
  ),
  'survey.status_words': text(
    'Column "{column}" holds {list}, which no known shop writes: such orders count as sold.',
    '列“{column}”含有 {list}，不是已知店铺的写法：这类订单按已售计。',
  ),
} as const satisfies SentenceTable;

/** What an analysis notes of the files that it has read. */
export const analysisSentences = {
  'analysis.no_amounts': text(
    'No column holds amounts: what needs money is left out.',
    '没有金额列：需要金额的部分已略去。',
  ),
  'analysis.no_orders': text(
    'No column numbers the orders: purchase days are counted, and no orders.',
    '没有订单编号列：按购买日计，不按订单计。',
  ),
  'analysis.cut_off': text(
    '{file} is cut off: the gzip file breaks off after {bytes} unpacked bytes. The rows before that are analysed, the rest is missing.',
    '{file} 不完整：gzip 文件在解压 {bytes} 字节后中断。之前的行已分析，其余缺失。',
  ),
  'analysis.dates': text('Dates are written in {count} ways: {list}.', '日期有 {count} 种写法：{list}。'),
  'analysis.statuses': text(
    'Orders with the status {list} count as sold: no known shop writes it.',
    '状态为 {list} 的订单按已售计：不是已知店铺的写法。',
  ),
  'analysis.more_statuses': text(
    'Orders with the status {list} and others count as sold: no known shop writes it.',
    '状态为 {list} 等的订单按已售计：不是已知店铺的写法。',
  ),
} as const satisfies SentenceTable;

/** Whose export a file is. */
export const documentSentences = {
  'document.taobao': text('Taobao or Tmall orders export (淘宝/天猫订单报表)', '淘宝/天猫订单报表'),
  'document.youzan': text('Youzan orders export (有赞订单报表)', '有赞订单报表'),
  'document.tiktok': text('TikTok Shop orders export', 'TikTok Shop 订单导出'),
  'document.square_items': text('Square items export', 'Square 商品明细导出'),
  'document.square': text('Square transactions export', 'Square 交易导出'),
  'document.shopify': text('Shopify orders export', 'Shopify 订单导出'),
  'document.woocommerce': text('WooCommerce orders export', 'WooCommerce 订单导出'),
  'document.magento': text('Magento orders export', 'Magento 订单导出'),
  'document.amazon': text('Amazon all orders report', 'Amazon 全部订单报告'),
} as const satisfies SentenceTable;

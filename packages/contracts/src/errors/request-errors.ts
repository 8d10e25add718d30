import { entry, text, type ErrorEntry } from './entry.ts';

/** What any request may be refused for, whatever it asks. */
export const requestErrors = {
  'request.malformed_http': entry(
    400,
    text('The request is not valid HTTP', '请求不是有效的 HTTP'),
    text(
      'Check the content length and the headers, or what stands between you and the server.',
      '请检查内容长度和请求头,以及您与服务器之间的中间设备。',
    ),
  ),
  'request.headers_too_large': entry(
    431,
    text('The headers are too large', '请求头过大'),
    text('Send fewer or shorter headers and cookies.', '请减少或缩短请求头和 Cookie。'),
  ),
  'request.timed_out': entry(
    408,
    text('The request did not end in time', '请求未在时限内结束'),
    text('Send it again, in smaller parts if the connection is slow.', '请重新发送;若连接较慢,请分成较小的部分。'),
  ),
  'request.malformed_json': entry(
    400,
    text('The body is not valid JSON', '请求体不是有效的 JSON'),
    text(
      'Send one JSON document, or one JSON object a line as application/x-ndjson.',
      '请发送一个 JSON 文档,或以 application/x-ndjson 每行一个 JSON 对象。',
    ),
  ),
  'request.invalid': entry(
    400,
    text('The request does not have the expected shape', '请求的格式不符合要求'),
    text('Correct the fields listed under "errors" and send it again.', '请更正 "errors" 中列出的字段后重新发送。'),
  ),
  'request.invalid_utf8': entry(
    400,
    text('The body is not valid UTF-8', '请求体不是有效的 UTF-8'),
    text('Encode the body as UTF-8.', '请使用 UTF-8 编码请求体。'),
  ),
  'request.invalid_encoding': entry(
    400,
    text('The compressed body cannot be unpacked', '压缩的请求体无法解压'),
    text(
      'Send the body as it is, or compressed with gzip and "Content-Encoding: gzip".',
      '请发送未压缩的请求体,或使用 gzip 并设置 "Content-Encoding: gzip"。',
    ),
  ),
  'request.too_large': entry(
    413,
    text('The request is too large', '请求过大'),
    text('Send it in smaller parts.', '请分成较小的部分发送。'),
  ),
  'request.too_deep': entry(
    400,
    text('The body is nested too deeply', '请求体嵌套层级过深'),
    text('Send it flatter: "context" says how many levels are read.', '请减少嵌套层级:"context" 中给出可读取的层数。'),
  ),
  'request.unsupported_encoding': entry(
    415,
    text('The content encoding is not supported', '不支持的内容编码'),
    text(
      'Send the body as it is, or compressed once with gzip and "Content-Encoding: gzip".',
      '请发送未压缩的请求体,或使用 gzip 压缩一次并设置 "Content-Encoding: gzip"。',
    ),
  ),
  'request.unsupported_type': entry(
    415,
    text('The content type is not supported', '不支持的内容类型'),
    text('Use application/json or application/x-ndjson.', '请使用 application/json 或 application/x-ndjson。'),
  ),
  'request.rate_limited': entry(
    429,
    text('Too many requests', '请求过于频繁'),
    text('Wait as long as Retry-After says, then send it again.', '请等待 Retry-After 指定的时间后重试。'),
  ),
  'resource.not_found': entry(
    404,
    text('There is nothing at this address', '该地址没有内容'),
    text('Check the address and the id.', '请检查地址和标识。'),
  ),
  'resource.conflict': entry(
    409,
    text('The state changed in the meantime', '数据状态已发生变化'),
    text('Read it again and repeat the change.', '请重新读取后再修改。'),
  ),
  'server.unavailable': entry(
    503,
    text('The service cannot answer at the moment', '服务暂时不可用'),
    text(
      'Send it again after Retry-After. Facts that were taken although this answer came are answered as duplicates.',
      '请在 Retry-After 之后重试。若事件其实已被接收,重发会被识别为重复。',
    ),
  ),
  'server.read_only': entry(
    503,
    text('Nothing can be written at the moment', '暂时无法写入'),
    text(
      'Its disk is full, or its database takes no writes. Nothing of this request was kept; send it again after Retry-After.',
      '磁盘已满,或数据库不接受写入。此请求未保存任何内容,请在 Retry-After 之后重试。',
    ),
  ),
  'server.failed': entry(
    500,
    text('Something failed on our side', '服务器内部错误'),
    text('Send it again; if it fails again, report the request id.', '请重试;若仍失败,请提供请求编号。'),
  ),
} as const satisfies Record<string, ErrorEntry>;

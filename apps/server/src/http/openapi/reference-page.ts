import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';

const style = `
:root { color-scheme: light dark; --ink: #1f2421; --soft: #5c665f; --line: #dcd9d3; --ground: #faf9f7; --green: #1d5c43; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --soft: #a5aca6; --line: #3a3d3a; --ground: #171917; --green: #7fc3a4; } }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
nav a { margin-right: 1rem; color: var(--green); }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .5rem 0; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; border-left: 2px solid var(--line); padding-left: .75rem; }
.method { display: inline-block; min-width: 4.5em; color: var(--green); font-weight: 600; }
.soft { color: var(--soft); }
table { border-collapse: collapse; } td { padding: .15rem 1rem .15rem 0; vertical-align: top; }
`;

const depthMax = 6;

/** The whole reference as one page of plain HTML: every operation with its parameters, body and answer. */
export function renderReferencePage(document: JsonObject): string {
  const operations = Object.entries(objectAt(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation: isObject(operation) ? operation : {},
    })),
  );
  const tags = [...new Set(operations.map((one) => tagOf(one.operation)))];
  const sections = tags.map(
    (tag) =>
      `<h2 id="${escape(tag)}">${escape(tag)}</h2>${operations
        .filter((one) => tagOf(one.operation) === tag)
        .map(renderOperation)
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Perennial API</title><style>${style}</style></head><body><main><h1>Perennial API</h1>
<p>${escape(textAt(objectAt(document, 'info'), 'description'))} The same as OpenAPI 3.1: <a href="/openapi.json">openapi.json</a>.</p>
<nav>${tags.map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')}</nav>${sections.join('')}</main></body></html>`;
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
}

function renderOperation({ path, method, operation }: Operation): string {
  const capability = textAt(operation, 'x-capability');
  const answer = objectAt(objectAt(operation, 'responses'), '200');
  return `<details id="${escape(textAt(operation, 'operationId'))}"><summary><span class="method">${method}</span>
<code>${escape(path)}</code> <span class="soft">${escape(textAt(operation, 'summary'))}</span></summary>
${capability === '' ? '' : `<p>Needs the scope or capability <code>${escape(capability)}</code>.</p>`}
${renderParameters(operation['parameters'])}
${renderContent('Body', objectAt(objectAt(operation, 'requestBody'), 'content'))}
${renderContent('Answer', objectAt(answer, 'content'))}</details>`;
}

function renderParameters(parameters: Json | undefined): string {
  if (!Array.isArray(parameters) || parameters.length === 0) return '';
  const rows = parameters.filter(isObject).map((parameter) => {
    const schema = objectAt(parameter, 'schema');
    const need = parameter['required'] === true ? 'required' : 'optional';
    return `<tr><td><code>${escape(textAt(parameter, 'name'))}</code></td><td class="soft">${escape(textAt(parameter, 'in'))}, ${need}</td>
<td><code>${escape(describe(schema, 0))}</code></td><td>${escape(textAt(schema, 'description'))}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

function renderContent(title: string, content: JsonObject): string {
  return Object.entries(content)
    .map(
      ([type, media]) =>
        `<p>${title}, <code>${escape(type)}</code></p><pre>${escape(describe(objectAt(media, 'schema'), 0))}</pre>`,
    )
    .join('');
}

/** A schema as a sketch in the manner of TypeScript. */
function describe(schema: JsonObject, depth: number): string {
  if (depth > depthMax) return '…';
  const { enum: values, anyOf, oneOf, type } = schema;
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  const union = Array.isArray(anyOf) ? anyOf : oneOf;
  if (Array.isArray(union))
    return union
      .filter(isObject)
      .map((one) => describe(one, depth + 1))
      .join(' | ');
  if (type === 'array') return `${describe(objectAt(schema, 'items'), depth + 1)}[]`;
  if (isObject(schema['properties'])) return describeObject(schema, schema['properties'], depth);
  if (typeof schema['$ref'] === 'string') return '(as above)';
  const format = textAt(schema, 'format');
  return `${typeof type === 'string' ? type : 'any'}${format === '' ? '' : ` (${format})`}`;
}

function describeObject(schema: JsonObject, properties: JsonObject, depth: number): string {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(properties).map(([name, property]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${indent}${name}${mark}: ${describe(isObject(property) ? property : {}, depth + 1)}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function tagOf(operation: JsonObject): string {
  const { tags } = operation;
  const first = Array.isArray(tags) ? tags[0] : undefined;
  return typeof first === 'string' ? first : '';
}

function objectAt(value: Json | undefined, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

function textAt(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

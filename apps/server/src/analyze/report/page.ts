import { copyScript } from './copy-script.ts';
import { escape } from './writing/html.ts';
import type { Writing } from './writing/html.ts';

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly { readonly id: string; readonly title: string; readonly html: string }[];
  readonly foot: string;
}

/** One file that needs nothing else: no font, no picture, no address, and no script but the one that copies tables. */
export function renderPage({ title, subtitle, sections, foot }: Page, { locale, t }: Writing): string {
  const links = sections.map(({ id, title: name }) => `<a href="#${id}">${escape(name)}</a>`).join('\n');
  const body = sections
    .map(({ id, title: name, html }) => `<section id="${id}"><h2>${escape(name)}</h2>\n${html}\n</section>`)
    .join('\n');
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escape(title)}</h1><p>${escape(subtitle)}</p></header>
<nav aria-label="${t('Sections', '章节')}">${links}</nav>
<main>
${body}
</main>
<footer><p>${escape(foot)}</p></footer>
<p id="said" role="status" data-done="${t('Copied', '已复制')}" data-failed="${t('Not copied', '未能复制')}"></p>
<script>${copyScript}</script>
</body>
</html>
`;
}

const light = `--ground:#f5f3ee;--surface:#fff;--sunken:#f8f6f2;--line:#e6e1d8;--text:#26241f;--quiet:#655f56;--main:#1f5c45;--second:#4e9f7c;--amber:#d39324;--loss:#a8483f;--neutral:#8d867a;--new:#2f8f8a;--active:#1f5c45;--silent:#d39324;--dormant:#a8690f;--churned:#a8483f;--link:#1f5c45;--shade:#1f5c45`;
const dark = `--ground:#161513;--surface:#1f1e1b;--sunken:#26241f;--line:#35322c;--text:#ece8e0;--quiet:#aaa398;--main:#3f9c77;--second:#a5dcc4;--amber:#e0ab52;--loss:#cf6f64;--neutral:#8f887c;--new:#4fb3ad;--active:#3f9c77;--silent:#e0ab52;--dormant:#b97d2a;--churned:#cf6f64;--link:#7cc5a4;--shade:#3f9c77`;

const style = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
header,main,footer,nav{max-width:980px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
header p,footer{color:var(--quiet)}
nav{display:flex;flex-wrap:wrap;gap:4px 18px;padding-top:12px;padding-bottom:12px;border-bottom:1px solid var(--line)}
a{color:var(--link);text-decoration:none}
a:hover,a:focus-visible{text-decoration:underline}
section{padding:28px 0 4px}
h2{font-size:20px;margin:0 0 12px}
h3{font-size:15px;margin:0 0 4px}
p{margin:0 0 10px;max-width:78ch}
.figure{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:18px 20px 12px;margin:0 0 16px;break-inside:avoid}
.chart svg{display:block;width:100%;height:auto}
.narrow{display:none}
.scroll{overflow-x:auto;margin:6px 0 10px}
.rows{position:relative}
.copy{display:block;margin:0 0 4px auto;font:inherit;font-size:13px;line-height:1.4;color:var(--link);background:none;border:1px solid var(--line);border-radius:4px;padding:2px 10px;cursor:pointer}
.copy[hidden]{display:none}
.copy:hover{background:var(--sunken)}
#said{position:fixed;left:50%;bottom:20px;transform:translateX(-50%);margin:0;padding:6px 16px;border-radius:4px;background:var(--text);color:var(--ground)}
#said:empty{padding:0}
table{border-collapse:collapse;font-size:13.5px;min-width:100%}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--quiet);font-weight:500;vertical-align:bottom}
th:last-child,td:last-child{padding-right:0}
td.number{text-align:right;white-space:nowrap}
th.number{text-align:right}
@media (min-width:641px){td:first-child{white-space:nowrap}}
details{margin:2px 0 6px}
summary{cursor:pointer;color:var(--link);font-size:13.5px}
details p{color:var(--quiet);margin-top:6px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(158px,1fr));gap:14px 20px;margin:4px 0 12px}
.facts div{border-left:3px solid var(--main);padding-left:10px}
.facts b{display:block;font-size:20px;font-weight:600;line-height:1.3;overflow-wrap:anywhere}
.facts span{color:var(--quiet);font-size:13px}
.heat td,.heat th{padding:5px 8px;text-align:right;border:1px solid var(--surface);white-space:nowrap}
.heat th{text-align:left}
.heat thead th+th{text-align:right}
.heat td{background:color-mix(in srgb,var(--shade) calc(var(--at)*.6%),var(--sunken))}
.heat small{display:block;font-size:11px}
.actions{list-style:none;margin:0;padding:0}
.actions li{padding:12px 0;border-bottom:1px solid var(--line);display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 20px}
.actions li:last-child{border-bottom:0}
.actions .gain{text-align:right;font-weight:600}
.actions .track{grid-column:1/-1;height:8px;background:var(--sunken);border-radius:4px;position:relative;margin:4px 0}
.actions .track i{position:absolute;top:0;bottom:0;background:var(--second);border-radius:4px}
.actions .track b{position:absolute;top:-2px;bottom:-2px;width:3px;background:var(--main)}
.actions .quiet{color:var(--quiet);font-size:13.5px;grid-column:1/-1}
@media (max-width:640px){.far{display:none}.heat td,.heat th{padding:4px 5px;font-size:12.5px}.heat th{white-space:normal}table:not(.heat){display:block}table:not(.heat) thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table:not(.heat) tbody{display:block}table:not(.heat) tr{display:grid;grid-template-columns:1fr 1fr;gap:0 22px;padding:7px 0;border-bottom:1px solid var(--line)}table:not(.heat) td,table:not(.heat) td:last-child{display:flex;justify-content:space-between;gap:14px;border:0;padding:2px 0;text-align:right;white-space:normal;overflow-wrap:anywhere;min-width:0}table:not(.heat) td.number{white-space:nowrap}table:not(.heat) td::before{content:attr(data-name);white-space:normal;color:var(--quiet);text-align:left;flex:0 1 auto;max-width:60%}table:not(.heat) td:empty{display:none}table:not(.heat) td:first-child,table:not(.heat) td:not(.number){grid-column:1/-1}table:not(.heat) td:first-child:not(.number){font-weight:600;text-align:left}table:not(.heat) td:first-child:not(.number)::before{content:none}th,td:first-child{word-break:keep-all}header,main,footer,nav{padding-left:14px;padding-right:14px}h1{font-size:21px}.figure{padding:14px 12px 8px}.wide{display:none}.narrow{display:block}.actions li{grid-template-columns:1fr}.actions .gain{text-align:left}nav{gap:2px 14px}}
@media print{:root{${light}}body{background:#fff;font-size:11pt}nav,.how,summary,.copy,#said{display:none}.figure{border:0;padding:8px 0}section{break-before:auto}.wide{display:block}.narrow{display:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

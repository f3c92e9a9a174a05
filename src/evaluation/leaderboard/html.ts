import { escapeXml } from '../../plots/svg.ts';
import type { Board } from './board.ts';
import { columnsOf } from './columns.ts';
import { notesOf, titleOf } from './formats.ts';
import { plotsOf } from './plots.ts';

/** Boards as a page of their own, pictures included; it needs nothing else, and follows the reader's light or dark. */
export function html(boards: readonly Board[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>openbrain leaderboard</title>
<style>${style}</style>
</head>
<body>
<h1>Leaderboard</h1>
${boards.map(section).join('\n')}
</body>
</html>
`;
}

function section(board: Board): string {
  const columns = columnsOf(board);
  const heading = columns.map(column => `<th>${escapeXml(column.heading)}</th>`).join('');
  const rows = board.rows.map(row => {
    const cells = columns.map(column => `<td>${escapeXml(column.cell(row))}</td>`).join('');
    return `<tr class="${row.kind}"${row.kind === 'published' ? ` title="${escapeXml(row.source)}"` : ''}>${cells}</tr>`;
  });
  const notes = notesOf(board).map(note => `<li>${escapeXml(note)}</li>`);
  return `<h2>${escapeXml(titleOf(board))}</h2>
<div class="wide"><table><thead><tr>${heading}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<ul>${notes.join('\n')}</ul>
${plotsOf(board, 'auto')
  .map(({ svg }) => `<figure>${svg}</figure>`)
  .join('\n')}`;
}

const style = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;white-space:nowrap}
tr.own{font-weight:600;background:#d55e0018}
li{font-size:13px}
figure{margin:1.5rem 0}
figure svg{max-width:100%;height:auto}
`;

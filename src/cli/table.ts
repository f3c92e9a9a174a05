/**
 * Lines up rows under their headings, for a terminal. Columns of numbers are set to the right.
 * @param rows one string a column
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map(row => row[column].length)));
  const isNumeric = headings.map((_, column) => rows.length > 0 && rows.every(row => /^[-\d.,%]*$/.test(row[column])));
  return all
    .map(row =>
      row
        .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

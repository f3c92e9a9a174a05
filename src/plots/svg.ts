/** Pictures as SVG text: a few words to write it with, and the look that all plots share. */

type Attributes = Record<string, string | number | undefined>;

/** One element. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(value ?? '')}"`)
    .join('');
  return children.length > 0 ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`;
}

export interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  /** A class of the style sheet: `quiet` for what is read last. */
  look?: 'quiet' | 'strong';
  /** Degrees, about the point it stands at. */
  rotate?: number;
}

/** A line of text whose vertical middle is at y. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor = 'start', size = 12, look, rotate } = options;
  return element(
    'text',
    {
      ...{ x, y, class: look, 'text-anchor': anchor, 'font-size': size, dy: '0.35em' },
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${rounded(x)} ${rounded(y)})`,
    },
    escapeXml(content),
  );
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** A line through points. */
export function path(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`).join('');
  return element('path', { d, fill: 'none', ...attributes });
}

/** The colours of page and text. `auto` follows the reader's system; pictures of pixels must be one or the other. */
export type Theme = 'light' | 'dark' | 'auto';

/** A whole picture. `title` is what screen readers say. */
export function picture(width: number, height: number, title: string, body: string, theme: Theme = 'auto'): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      ...{ class: 'plot', width, height, role: 'img' },
      'font-family': 'system-ui, "DejaVu Sans", "Liberation Sans", sans-serif',
    },
    element('title', {}, escapeXml(title)),
    element('style', {}, styleOf(theme)),
    element('rect', { class: 'page', width, height }),
    body,
  );
}

/**
 * Colours for lines and areas, told apart by people with any colour vision, and legible on white and on black: Okabe &
 * Ito 2008 ("Color Universal Design"), without its black and yellow.
 */
export const seriesColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#8a6fd1', '#7f7f7f'];

export function seriesColour(index: number): string {
  return seriesColours[index % seriesColours.length];
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function styleOf(theme: Theme): string {
  const light = rules('#ffffff', '#1b1f24', '#59636e', '#d9dee3');
  const dark = rules('#14171b', '#e6e9ec', '#9aa4ae', '#333a42');
  if (theme === 'auto') return `${light}@media (prefers-color-scheme: dark){${dark}}`;
  return theme === 'light' ? light : dark;
}

function rules(page: string, ink: string, quiet: string, grid: string): string {
  // A page may hold several pictures, and rules of its own for such words.
  const all = {
    '.page': `fill:${page}`,
    text: `fill:${ink}`,
    'text.quiet': `fill:${quiet}`,
    'text.strong': 'font-weight:600',
    '.grid': `stroke:${grid};stroke-width:1`,
    '.axis': `stroke:${quiet}`,
    '.whisker': `stroke:${ink};stroke-width:1.5`,
    '.mark': `stroke:${quiet};stroke-dasharray:4 3`,
    '.hollow': `fill:${page}`,
  };
  return Object.entries(all)
    .map(([selector, rule]) => `.plot ${selector}{${rule}}`)
    .join('');
}

/** Two digits after the point are a hundredth of a pixel. */
function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The little of a framework that this page needs: making elements, and fetching. */

type Listener = (event: Event) => void;

/** Attributes of an element; functions are listeners, `false` and undefined leave an attribute out. */
export type Attributes = Record<string, string | number | boolean | Listener | undefined>;

export type Child = Node | string | undefined;

/** Makes an element: `h('button', { click: save, title: 'keep this' }, 'Save')`. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter(child => child !== undefined));
  return element;
}

/** A list to choose from. `choose` gets the value of what was chosen. */
export function select(
  label: string,
  options: readonly { value: string; text: string }[],
  chosen: string,
  choose: (value: string) => void,
): HTMLLabelElement {
  const list = h('select', {
    change: () => {
      choose(list.value);
      // The keyboard belongs to the game again.
      list.blur();
    },
  });
  list.append(...options.map(({ value, text }) => h('option', { value, selected: value === chosen }, text)));
  return h('label', { class: 'field' }, h('span', {}, label), list);
}

/** What the server says where it cannot answer. */
export class ServerError extends Error {}

/** @throws ServerError with the server's own words */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetched(path)).arrayBuffer());
}

/** @throws ServerError with the server's own words */
export async function fetchJson<T>(path: string): Promise<T> {
  return (await (await fetched(path)).json()) as T;
}

/** @throws ServerError with the server's own words */
export async function fetchText(path: string): Promise<string> {
  return (await fetched(path)).text();
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path).catch(() => {
    throw new ServerError('the dashboard does not answer: is openbrain still running?');
  });
  if (!response.ok) throw new ServerError((await response.text()).trim());
  return response;
}

/** 1234567 as 1,234,567. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** 1234567 as 1.23M, for axes and narrow columns. */
export function short(value: number): string {
  const units = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  const unit = units.find(([size]) => Math.abs(value) >= size);
  if (unit) return `${Number((value / unit[0]).toPrecision(3))}${unit[1]}`;
  return String(Number(value.toPrecision(3)));
}

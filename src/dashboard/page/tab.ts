/** A part of the page. `show` gets what the address says behind the tab's name. */
export interface Tab {
  readonly name: string;
  readonly title: string;
  readonly element: HTMLElement;
  show(query: URLSearchParams): void | Promise<void>;
  hide(): void;
}

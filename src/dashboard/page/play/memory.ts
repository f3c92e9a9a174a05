import { h } from '../dom.ts';

/** How much of a change's glow is left after each look. */
const fading = 0.85;

/** The 128 bytes of RAM, those that change aglow. */
export class MemoryView {
  readonly element: HTMLElement;
  private readonly cells: HTMLTableCellElement[] = [];
  private readonly shown = new Int16Array(128).fill(-1);
  private readonly glow = new Float32Array(128);

  constructor() {
    const digits = Array.from({ length: 16 }, (_, i) => h('th', { scope: 'col' }, i.toString(16).toUpperCase()));
    const rows = Array.from({ length: 8 }, (_, row) => {
      const cells = Array.from({ length: 16 }, (_, column) => h('td', { title: titleOf(16 * row + column) }));
      this.cells.push(...cells);
      return h('tr', {}, h('th', { scope: 'row' }, `$${(128 + 16 * row).toString(16).toUpperCase()}`), ...cells);
    });
    this.element = h('table', { class: 'memory' }, h('tr', {}, h('th'), ...digits), ...rows);
  }

  /** Shows RAM as it is now. To be called some twenty times a second. */
  show(ram: Uint8Array): void {
    for (let i = 0; i < 128; i++) {
      const byte = ram[i];
      if (byte !== this.shown[i]) {
        this.cells[i].textContent = byte.toString(16).toUpperCase().padStart(2, '0');
        this.glow[i] = this.shown[i] < 0 ? 0 : 1;
        this.shown[i] = byte;
      } else if (this.glow[i] === 0) continue;
      else this.glow[i] = this.glow[i] < 0.05 ? 0 : this.glow[i] * fading;
      this.cells[i].style.setProperty('--glow', `${Math.round(100 * this.glow[i])}%`);
    }
  }
}

function titleOf(index: number): string {
  return `RAM ${index}, address $${(128 + index).toString(16).toUpperCase()}`;
}

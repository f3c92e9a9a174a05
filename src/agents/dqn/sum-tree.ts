/**
 * Numbers of which one is drawn in proportion to its size: a binary tree whose nodes hold the sums of their children
 * (Schaul et al. 2016, appendix B.2.1). Setting and drawing take the logarithm of the number of leaves.
 */
export class SumTree {
  /** Node 1 is the root, the children of node i are 2i and 2i + 1, the leaves are the second half. */
  private readonly nodes: Float64Array;
  private readonly firstLeaf: number;

  constructor(readonly leaves: number) {
    this.firstLeaf = 2 ** Math.ceil(Math.log2(Math.max(2, leaves)));
    this.nodes = new Float64Array(2 * this.firstLeaf);
  }

  get total(): number {
    return this.nodes[1];
  }

  get(leaf: number): number {
    return this.nodes[this.firstLeaf + leaf];
  }

  set(leaf: number, value: number): void {
    const { nodes } = this;
    let node = this.firstLeaf + leaf;
    nodes[node] = value;
    // Sums are formed anew rather than changed by differences, so that no rounding error accumulates.
    for (node >>= 1; node >= 1; node >>= 1) nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
  }

  /** The leaf at which the running sum of the leaves passes `mass`, 0 <= mass < total. */
  find(mass: number): number {
    const { nodes, firstLeaf } = this;
    let node = 1;
    let rest = mass;
    while (node < firstLeaf) {
      const left = nodes[2 * node];
      // An empty right side is never entered, whatever rounding says.
      if (rest < left || nodes[2 * node + 1] === 0) node = 2 * node;
      else {
        rest -= left;
        node = 2 * node + 1;
      }
    }
    return node - firstLeaf;
  }

  /** Values of all leaves. */
  save(): Float64Array {
    return this.nodes.slice(this.firstLeaf, this.firstLeaf + this.leaves);
  }

  load(values: Float64Array): void {
    this.nodes.fill(0);
    this.nodes.set(values, this.firstLeaf);
    for (let node = this.firstLeaf - 1; node >= 1; node--) {
      this.nodes[node] = this.nodes[2 * node] + this.nodes[2 * node + 1];
    }
  }
}

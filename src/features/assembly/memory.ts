/**
 * Memory comes from the host in pieces, which are handed out from bottom to top and go back together; what grows does so by
 * doubling, so that no more is left behind than is used. Fresh memory is zero.
 */

/** Zeros, aligned to 16 bytes. */
// @ts-ignore: decorator
@external("env", "lend")
declare function lend(bytes: usize): usize;

/** What is left of the last piece. */
let top: usize = 0;
let end: usize = 0;
/** Bytes of all pieces. */
let lent: usize = 0;

/** So many bytes of zeros, aligned to 16. */
export function allocate(bytes: usize): usize {
  const size = (bytes + 15) & ~15;
  if (top + size > end) {
    // Few pieces, of few sizes: what one user gave back then fits the next.
    const wanted = max(max(size, lent >> 2), 65536);
    const piece: usize = (<usize>1) << (32 - <usize>clz(<u32>wanted - 1));
    top = lend(piece);
    end = top + piece;
    lent += piece;
  }
  const address = top;
  top += size;
  return address;
}

/** A list of 4-byte elements that grows. */
@final
@unmanaged
export class List {
  address: usize;
  length: i32;
  capacity: i32;

  static make(capacity: i32): List {
    const list = changetype<List>(allocate(offsetof<List>()));
    list.capacity = capacity;
    list.address = allocate(<usize>capacity << 2);
    return list;
  }

  /** Makes room for so many elements. What lies beyond `length` is not kept. */
  reserve(capacity: i32): void {
    if (capacity <= this.capacity) return;
    this.capacity = max(capacity, 2 * this.capacity);
    const address = allocate(<usize>this.capacity << 2);
    memory.copy(address, this.address, <usize>this.length << 2);
    this.address = address;
  }

  @inline
  at(i: i32): u32 {
    return load<u32>(this.address + (<usize>i << 2));
  }

  @inline
  put(i: i32, value: u32): void {
    store<u32>(this.address + (<usize>i << 2), value);
  }

  @inline
  push(value: u32): void {
    if (this.length === this.capacity) this.reserve(this.length + 1);
    this.put(this.length, value);
    this.length++;
  }
}

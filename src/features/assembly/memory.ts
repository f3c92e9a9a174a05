/**
 * Memory is handed out from bottom to top and never taken back; what grows does so by doubling, so that no more is left
 * behind than is used. Fresh memory is zero.
 */
let top: usize = 0;

/** So many bytes of zeros, aligned to 16. */
export function allocate(bytes: usize): usize {
  if (top === 0) top = (__heap_base + 15) & ~15;
  const address = top;
  top += (bytes + 15) & ~15;
  // The last 64 bytes stay free: vectors are read beyond the end of rows.
  const missing = <isize>(top + 64) - <isize>(<usize>memory.size() << 16);
  if (missing > 0) {
    const pages = <i32>((missing + 0xffff) >> 16);
    if (memory.grow(max(pages, memory.size() >> 2)) < 0 && memory.grow(pages) < 0) unreachable();
  }
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

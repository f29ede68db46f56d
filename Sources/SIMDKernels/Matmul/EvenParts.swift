/// A length cut into as few parts as a maximum allows, all of the same length or one longer.
///
/// 64 rows in tiles of at most 14 are 13, 13, 13, 13 and 12: no tile is nearly empty.
struct EvenParts {
  private let length: Int
  private let remainder: Int
  /// The number of parts.
  let count: Int

  @inline(__always)
  init(of total: Int, maximum: Int) {
    count = (total + maximum - 1) / maximum
    length = count == 0 ? 0 : total / count
    remainder = total - length * count
  }

  /// The length of the longest part.
  @inline(__always)
  var longest: Int { length + min(remainder, 1) }

  /// The part of an index from 0.
  @inline(__always)
  subscript(index: Int) -> Range<Int> {
    let start = index * length + min(index, remainder)
    return start..<start + length + (index < remainder ? 1 : 0)
  }
}

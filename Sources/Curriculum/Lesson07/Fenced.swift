/// Numbers between two fences: pages that no right function touches.
///
/// Pointers are not checked, and in optimized code not even an array's index is explained. Whoever leaves
/// the numbers on the side where they lie next to a fence is noticed, also when what was read is thrown
/// away. On the other side there is a gap up to the page's end, filled with a value that shows in a sum
/// when it is read, or that it was overwritten.
final class Fenced {
  /// A side on which the numbers lie next to the fence.
  enum Side: CaseIterable, Sendable {
    case front, back
  }

  let count: Int
  /// The address of the first number.
  let pointer: UnsafeMutablePointer<Float>
  private let gap: Float
  private let room: UnsafeMutableBufferPointer<Float>
  private let memory: PageMemory
  private let fences: [PageWatch]

  /// - Parameters:
  ///   - numbers: What lies between the fences.
  ///   - gap: What the gap is filled with.
  ///   - side: Where there is none.
  init(_ numbers: [Float], gap: Float, nextTo side: Side) {
    let perPage = PageMemory.pageSize / MemoryLayout<Float>.stride
    let pages = max(1, (numbers.count + perPage - 1) / perPage)
    // As long as the numbers, for those who take one row for another.
    let fence = max(8, pages)
    count = numbers.count
    self.gap = gap
    memory = PageMemory(pages: fence + pages + fence)
    let first = (memory.start + fence * PageMemory.pageSize).assumingMemoryBound(to: Float.self)
    room = UnsafeMutableBufferPointer(start: first, count: pages * perPage)
    room.initialize(repeating: gap)
    pointer = side == .front ? first : first + (room.count - numbers.count)
    pointer.update(from: numbers, count: numbers.count)
    fences = [0..<fence, fence + pages..<fence + pages + fence].map { [memory] in
      PageWatch($0, of: memory)
    }
  }

  /// What lies between the fences now.
  var numbers: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// A place outside of the numbers that was touched, or overwritten in the gap, counted from the first
  /// number; nil when there is none.
  var breach: Int? {
    if let touched = fences.lazy.compactMap(\.firstTouch).first {
      return (Int(bitPattern: touched) - Int(bitPattern: pointer)) >> 2
    }
    return room.indices.lazy.map { self.room.baseAddress! + $0 - self.pointer }.first {
      !(0..<self.count).contains($0) && self.pointer[$0].bitPattern != self.gap.bitPattern
    }
  }
}

/// A place outside of some numbers, in words.
func place(_ breach: Int, of name: String) -> String {
  breach < 0
    ? "\(name) - \(-breach), before its beginning" : "\(name) + \(breach), after its end"
}

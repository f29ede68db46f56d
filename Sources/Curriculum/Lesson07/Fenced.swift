import Curriculum

/// Numbers with a fence on either side: a value that no right function reads or overwrites.
///
/// Pointers are not checked, and in optimised code not even an array's index is explained. A function
/// that leaves its matrix meets the fence first, which is at least as long as the matrix.
struct Fenced {
  let count: Int
  private let width: Int
  private let fence: Float
  private var storage: [Float]

  /// - Parameters:
  ///   - numbers: What lies between the fences.
  ///   - fence: What the fences consist of: NaN shows in every sum into which it is read, any other
  ///     number shows that it was overwritten.
  init(_ numbers: [Float], fence: Float) {
    count = numbers.count
    width = max(2048, numbers.count)
    self.fence = fence
    let side = [Float](repeating: fence, count: width)
    storage = side + numbers + side
  }

  /// What lies between the fences now.
  var numbers: [Float] { Array(storage[width..<width + count]) }

  /// The place of an overwritten number of the fence, counted from the first number between them; nil
  /// when both fences are whole.
  var breach: Int? {
    let behind = storage.indices.dropFirst(width + count).first { storage[$0] != fence }
    let before = storage.indices.prefix(width).last { storage[$0] != fence }
    return (behind ?? before).map { $0 - width }
  }

  /// Calls a function with the address of the first number between the fences.
  mutating func withPointer<Result>(
    _ body: (UnsafeMutablePointer<Float>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutableBufferPointer { try body($0.baseAddress! + width) }
  }
}

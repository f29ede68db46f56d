import Foundation

/// Stops the program with a sentence when no memory holds a number of elements, and returns how many
/// bytes they take.
///
/// Arrays and tensors ask here before they take what a caller's number makes large: Swift itself stops
/// without a sentence then, or, where the product of count and size overflows, writes over other memory.
///
/// - Parameters:
///   - count: The number of elements, at least 0.
///   - type: The type of an element.
///   - operation: What asks for the memory, as the sentence begins.
///   - file: The caller's file.
///   - line: The caller's line.
@discardableResult
@inline(__always)
package func requireMemory<Element>(
  for count: Int, of type: Element.Type, as operation: @autoclosure () -> String,
  file: StaticString, line: UInt
) -> Int {
  let (byteCount, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
  // Nearly always one comparison, as an operation asks each time.
  require(
    !overflow && (byteCount < alwaysHeld || isHeld(byteCount)),
    "\(operation()): no memory holds \(count) elements of \(MemoryLayout<Element>.stride) bytes",
    file: file, line: line)
  return byteCount
}

/// So many bytes are asked for without a trial.
private let alwaysHeld = 1 << 28

/// Whether the machine has the memory, and the system would give it.
private func isHeld(_ byteCount: Int) -> Bool {
  var trial: UnsafeMutableRawPointer?
  guard UInt64(byteCount) <= ProcessInfo.processInfo.physicalMemory,
    // A `malloc` whose memory is not used would be optimized away.
    posix_memalign(&trial, 64, byteCount) == 0
  else { return false }
  // Only addresses were taken: no page has been touched.
  free(trial)
  return true
}

/// The product of sizes of at least 0, or the largest `Int` where it does not fit: no check of a size lets
/// that pass.
package func productOrMax(_ sizes: Int...) -> Int {
  sizes.reduce(1) { product, size in
    let (next, overflow) = product.multipliedReportingOverflow(by: size)
    return overflow ? .max : next
  }
}

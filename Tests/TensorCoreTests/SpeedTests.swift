import Foundation
import TensorCore
import TestSupport
import Testing

/// Tensor operations against loops over raw memory. The tests are not optimized, the library is:
/// this notices when an operation is no longer specialized for `Float`.
///
/// Speeds need a quiet machine: it runs only where the environment variable GRADUS_SPEED is set.
@Suite(
  .serialized,
  .enabled("a quiet machine: set GRADUS_SPEED=1") {
    ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
  })
struct SpeedTests {
  private static let rows = 1000
  private static let columns = 1000
  private static let count = rows * columns

  /// The shortest of several times of each, taken in turn so that both see the same disturbances.
  private func ratio(_ operation: () -> Void, _ loop: () -> Void) -> Double {
    let clock = ContinuousClock()
    var shortest = (operation: Duration.seconds(1), loop: Duration.seconds(1))
    for _ in 0..<12 {
      shortest.operation = min(shortest.operation, clock.measure(operation))
      shortest.loop = min(shortest.loop, clock.measure(loop))
    }
    return shortest.operation / shortest.loop
  }

  /// Expects at most twice the time of the loop; a busy machine gets three attempts.
  private func expectSpeed(_ name: String, _ operation: () -> Void, _ loop: () -> Void) {
    var ratios: [Double] = []
    repeat { ratios.append(ratio(operation, loop)) } while ratios.last! > 2 && ratios.count < 3
    #expect(ratios.last! <= 2, "\(name) takes \(ratios) times as long as a plain loop")
  }

  @Test func atMostTwiceAsLongAsAPlainLoop() {
    let x = Tensor<Float>.random([Self.rows, Self.columns], seed: 1)
    let y = Tensor<Float>.random([Self.rows, Self.columns], seed: 2)
    let row = Tensor<Float>.random([Self.columns], seed: 3)
    let column = Tensor<Float>.random([Self.rows, 1], seed: 4)
    let condition = x .< y
    let result = UnsafeMutablePointer<Float>.allocate(capacity: Self.count)
    let flags = UnsafeMutablePointer<Bool>.allocate(capacity: Self.count)
    result.initialize(repeating: 0, count: Self.count)
    flags.initialize(repeating: false, count: Self.count)
    defer {
      result.deallocate()
      flags.deallocate()
    }
    func read<Element>(_ x: Tensor<Element>, _ body: (UnsafePointer<Element>) -> Void) {
      x.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    expectSpeed("+", { _ = x + y }) {
      read(x) { x in read(y) { y in addLoop(x, y, result, count: Self.count) } }
    }
    expectSpeed("relu", { _ = x.relu() }) {
      read(x) { x in reluLoop(x, result, count: Self.count) }
    }
    expectSpeed(".<", { _ = x .< y }) {
      read(x) { x in read(y) { y in lessLoop(x, y, flags, count: Self.count) } }
    }
    expectSpeed("select", { _ = select(condition, x, y) }) {
      read(condition) { condition in
        read(x) { x in
          read(y) { y in selectLoop(condition, x, y, result, count: Self.count) }
        }
      }
    }
    expectSpeed("adding a row", { _ = x + row }) {
      read(x) { x in
        read(row) { row in addRowLoop(x, row, result, rows: Self.rows, columns: Self.columns) }
      }
    }
    expectSpeed("adding a column", { _ = x + column }) {
      read(x) { x in
        read(column) { column in
          addColumnLoop(x, column, result, rows: Self.rows, columns: Self.columns)
        }
      }
    }
  }
}

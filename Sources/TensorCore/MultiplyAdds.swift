import Synchronization

/// Counts the multiply–adds of the products that a task computes: a·b + c counts as one.
///
/// A product counts what its definition has, whatever kernel computes it:
///
/// - [M, K] · [K, N], for each pair of matrices of a batch: M·N·K
/// - a convolution to [B, O, OH, OW], and a transposed one from there: B·O·OH·OW·(C/groups)·KH·KW
/// - attention of B sequences with H heads, Q queries and M keys of d numbers: 2·B·H·Q·M·d, for q·kᵀ and for the
///   mean of the values; a mask takes nothing away
/// - a recurrence of T steps with G gates of H units: T·B·G·H·H, for U·h; its W·x is a matrix product
///
/// What works number by number, such as an activation, a bias or a normalization, does not count, and neither does a
/// gradient of a convolution's kernels, of attention or of a recurrence: this is for forward passes.
///
/// A class, because all products of a task add to the same sum.
package final class MultiplyAdds: Sendable {
  @TaskLocal private static var current: MultiplyAdds?
  /// How many are counting, in all tasks together: each product asks this first, which takes no time.
  private static let counting = Atomic(0)

  private let sum = Atomic(0)

  /// Begins with 0.
  package init() {}

  /// What has been counted.
  package var count: Int { sum.load(ordering: .relaxed) }

  /// Counts the products of a closure.
  package func counting<Result>(_ body: () throws -> Result) rethrows -> Result {
    Self.counting.add(1, ordering: .relaxed)
    defer { Self.counting.subtract(1, ordering: .relaxed) }
    return try Self.$current.withValue(self, operation: body)
  }

  /// Adds what a product costs, where somebody counts.
  @inline(__always)
  static func add(_ count: @autoclosure () -> Int) {
    guard counting.load(ordering: .relaxed) != 0 else { return }
    current?.sum.wrappingAdd(count(), ordering: .relaxed)
  }
}

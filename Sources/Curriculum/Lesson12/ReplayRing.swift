import Games
import TensorCore

/// The latest transitions, in a list of slots that is filled from the front; when all slots are taken,
/// the oldest transition has to give way.
public struct ReplayRing: Sendable {
  /// The most transitions that are kept, at least 1.
  public let capacity: Int
  /// The transitions, slot by slot; at most `capacity`.
  public var slots: [Transition<Int>]
  /// The slot of the oldest transition, once all slots are taken; 0 before.
  public var oldest: Int

  /// Makes a ring, which is empty unless told otherwise. Traps when the capacity is below 1.
  public init(
    capacity: Int, slots: [Transition<Int>] = [], oldest: Int = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      capacity >= 1, "ReplayRing: expected a capacity of at least 1, found \(capacity)",
      file: file, line: line)
    self.capacity = capacity
    self.slots = slots
    self.oldest = oldest
  }
}

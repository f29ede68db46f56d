import TensorCore

/// The latest experience, to learn from more than once: a ring of fixed capacity (Lin, 1992,
/// *Self-Improving Reactive Agents*; Mnih et al., 2015, for deep Q-learning).
///
/// Elements that follow one another look alike, and a network that learns from them in order forgets
/// what is not among them. A sample of the ring mixes old and new. When the ring is full, each new
/// element takes the place of the oldest.
///
/// ```swift
/// var buffer = ReplayBuffer<Transition<CartPole.State>>(capacity: 10_000)
/// buffer.append(transition)
/// let batch = TransitionBatch<Float>(buffer.sample(64, using: &generator))
/// ```
///
/// A buffer is a value: a copy is a snapshot, and its elements can be anything.
public struct ReplayBuffer<Element: Sendable>: Sendable {
  /// The most elements that are kept.
  public let capacity: Int
  private var elements: [Element] = []
  /// Where the oldest element is, once the ring is full: the next one to be overwritten.
  private var oldest = 0

  /// Makes an empty buffer; traps when the capacity is not positive.
  ///
  /// Memory is taken as elements come.
  public init(capacity: Int, file: StaticString = #fileID, line: UInt = #line) {
    require(
      capacity > 0, "ReplayBuffer: expected a capacity of at least 1, found \(capacity)",
      file: file, line: line)
    self.capacity = capacity
  }

  /// The number of elements, at most ``capacity``.
  public var count: Int { elements.count }

  /// Adds an element, in the place of the oldest one when the buffer is full.
  @specialized(where Element == Transition<CartPole.State>)
  public mutating func append(_ element: Element) {
    if elements.count < capacity {
      elements.append(element)
    } else {
      elements[oldest] = element
      oldest = (oldest + 1) % capacity
    }
  }

  /// The element at a position in the order of time: 0 is the oldest, `count` − 1 the latest.
  ///
  /// Traps when there is no such element.
  public subscript(
    position: Int, file file: StaticString = #fileID, line line: UInt = #line
  ) -> Element {
    require(
      elements.indices.contains(position),
      "ReplayBuffer: expected a position in 0..<\(count), found \(position)",
      file: file, line: line)
    return elements[(oldest + position) % elements.count]
  }

  /// Elements drawn at random, each draw from all that are in the buffer with the same probability; one
  /// may be drawn more than once.
  ///
  /// Traps when the buffer is empty, and when the number of draws is negative or no memory holds them.
  @specialized(where Element == Transition<CartPole.State>)
  public func sample(
    _ count: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> [Element] {
    require(
      !elements.isEmpty, "ReplayBuffer.sample: the buffer is empty", file: file, line: line)
    require(
      count >= 0, "ReplayBuffer.sample: expected at least 0 draws, found \(count)",
      file: file, line: line)
    requireMemory(
      for: count, of: Element.self, as: "ReplayBuffer.sample", file: file, line: line)
    return (0..<count).map { _ in elements[generator.uniformInteger(below: elements.count)] }
  }
}

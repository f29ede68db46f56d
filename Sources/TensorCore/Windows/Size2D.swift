/// A height and a width, in this order, such as the size of an image, a kernel or a stride.
///
/// A literal is enough: `3` is three by three, `[2, 1]` two high and one wide.
public struct Size2D: Sendable, Hashable {
  /// The number of rows.
  public var height: Int
  /// The number of columns.
  public var width: Int

  /// Makes a size of its two extents.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

extension Size2D: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The same number in both directions.
  public init(integerLiteral side: Int) { self.init(height: side, width: side) }

  /// A height and a width; traps unless there are two numbers.
  public init(arrayLiteral sides: Int...) {
    require(sides.count == 2, "Size2D: expected [height, width], found \(sides)")
    self.init(height: sides[0], width: sides[1])
  }

  /// The extents in brackets: `[2, 1]`.
  public var description: String { "[\(height), \(width)]" }
}

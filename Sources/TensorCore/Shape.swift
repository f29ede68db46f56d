/// The extents of a tensor, one for each axis: `[2, 3]` is two rows of three columns, `[]` a single
/// number.
///
/// Up to ``maximumRank`` extents are stored inline, so that making a shape never allocates memory.
///
/// An axis is numbered from the front, 0 to rank − 1, or from the back, −1 to −rank.
public struct Shape: Sendable {
  /// The largest number of axes a tensor can have: 6.
  public static let maximumRank = 6

  /// The number of axes: 0 for a single number, 1 for a vector, 2 for a matrix.
  public let rank: Int

  /// The product of all extents: 1 for rank 0, and 0 where an extent is 0, however large others are.
  public let elementCount: Int

  /// One extent for each axis, and ones after them.
  let extents: AxisValues

  /// Makes a shape of `rank` axes whose extents are given by a function of the axis.
  ///
  /// Traps when an extent is negative, when there are too many axes, and when the number of elements
  /// does not fit into an `Int`. Of a shape without elements, all other extents may be as large as they
  /// like: products of some of them are taken with `&*`, because nothing is found or counted by them.
  init(
    rank: Int, file: StaticString = #fileID, line: UInt = #line, extent: (Int) -> Int
  ) {
    require(
      rank <= Shape.maximumRank,
      "shape: \(rank) axes, but a tensor has at most \(Shape.maximumRank)", file: file, line: line)
    var extents = AxisValues(repeating: 1)
    var elementCount = 1
    var (isEmpty, overflows) = (false, false)
    for axis in 0..<rank {
      let value = extent(axis)
      require(
        value >= 0, "shape: axis \(axis) has the negative extent \(value)", file: file, line: line)
      extents[axis] = value
      let (product, overflow) = elementCount.multipliedReportingOverflow(by: value)
      elementCount = product
      isEmpty = isEmpty || value == 0
      overflows = overflows || overflow
    }
    require(
      isEmpty || !overflows,
      "shape: the number of elements of \((0..<rank).map { extents[$0] }) does not fit into an Int",
      file: file, line: line)
    self.rank = rank
    self.elementCount = isEmpty ? 0 : elementCount
    self.extents = extents
  }

  /// Makes a shape from its extents.
  ///
  /// Traps when an extent is negative, when there are more than ``maximumRank``, and when the number
  /// of elements does not fit into an `Int`.
  public init(_ dimensions: [Int], file: StaticString = #fileID, line: UInt = #line) {
    self.init(rank: dimensions.count, file: file, line: line) { dimensions[$0] }
  }

  /// The extents as an array.
  public var dimensions: [Int] { (0..<rank).map { extents[$0] } }

  /// The extent of an axis, which may be counted from the back: `shape[-1]` is the last.
  ///
  /// Traps when there is no such axis.
  public subscript(axis: Int, file file: StaticString = #fileID, line line: UInt = #line) -> Int {
    extents[resolve(axis: axis, in: "shape", file: file, line: line)]
  }

  /// The position of an axis from the front; traps when there is no such axis.
  func resolve(
    axis: Int, in operation: String, file: StaticString, line: UInt
  ) -> Int {
    require(
      axis >= -rank && axis < rank,
      rank == 0
        ? "\(operation): axis \(axis) of a single number, shape []"
        : "\(operation): axis \(axis) of shape \(self), whose axes are 0 to \(rank - 1) "
          + "(or \(-rank) to -1 from the back)",
      file: file, line: line)
    return axis < 0 ? axis + rank : axis
  }

  /// The position from the front at which a new axis comes to stand; traps when it would lie outside
  /// or there are too many axes already.
  func resolve(
    newAxis axis: Int, in operation: String, file: StaticString, line: UInt
  ) -> Int {
    require(
      rank < Shape.maximumRank,
      "\(operation): shape \(self) has \(rank) axes already, the most there can be",
      file: file, line: line)
    require(
      axis >= -rank - 1 && axis <= rank,
      "\(operation): axis \(axis) for shape \(self); possible are \(-rank - 1) to \(rank)",
      file: file, line: line)
    return axis < 0 ? axis + rank + 1 : axis
  }

  /// How far apart neighbors along each axis lie in row-major order: [2, 3, 4] has [12, 4, 1].
  var strides: AxisValues {
    var strides = AxisValues(repeating: 0)
    var step = 1
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      strides[axis] = step
      step &*= extents[axis]
    }
    return strides
  }

  /// The index along each axis of an element that is counted in row-major order.
  package func position(ofElement place: Int) -> [Int] {
    var rest = place
    let fromBack = dimensions.reversed().map { extent in
      defer { rest /= extent }
      return rest % extent
    }
    return fromBack.reversed()
  }

  /// The same shape with another extent along one axis.
  func replacing(
    axis: Int, with extent: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Shape {
    Shape(rank: rank, file: file, line: line) { $0 == axis ? extent : extents[$0] }
  }

  /// The same shape without one axis.
  func removing(axis: Int) -> Shape {
    Shape(rank: rank - 1) { extents[$0 < axis ? $0 : $0 + 1] }
  }

  /// The same shape with a further axis, so that it stands at `axis`.
  func inserting(axis: Int, extent: Int) -> Shape {
    Shape(rank: rank + 1) { $0 == axis ? extent : extents[$0 < axis ? $0 : $0 - 1] }
  }
}

/// One number for each axis, without allocation; only the first `rank` mean something.
typealias AxisValues = InlineArray<6, Int>

extension Shape: Hashable {
  /// Two shapes are equal when they have the same extents in the same order.
  public static func == (left: Shape, right: Shape) -> Bool {
    guard left.rank == right.rank else { return false }
    for axis in 0..<left.rank where left.extents[axis] != right.extents[axis] { return false }
    return true
  }

  /// Feeds the extents into a hasher.
  public func hash(into hasher: inout Hasher) {
    for axis in 0..<rank { hasher.combine(extents[axis]) }
  }
}

extension Shape: ExpressibleByArrayLiteral, CustomStringConvertible {
  /// Makes a shape from a literal such as `[2, 3]`.
  ///
  /// The compiler calls it, and does not say for which line: a message shows the literal instead.
  public init(arrayLiteral dimensions: Int...) {
    require(
      dimensions.count <= Shape.maximumRank && dimensions.allSatisfy { $0 >= 0 },
      "shape: expected at most \(Shape.maximumRank) extents of at least 0, found the literal "
        + "\(dimensions)")
    self.init(dimensions)
  }

  /// The extents in brackets: `[2, 3]`.
  public var description: String { "\(dimensions)" }
}

import TensorCore

/// A tensor as a table from positions to elements: slow, and without strides, runs or plans, so
/// that it cannot make the mistakes of the real one.
public struct OracleTensor<Element> {
  /// The extent of each axis.
  public let shape: [Int]
  private var table: [[Int]: Element] = [:]

  /// Makes a tensor whose elements are a function of their position.
  public init(_ shape: [Int], element: ([Int]) -> Element) {
    self.shape = shape
    for position in positions(in: shape) { table[position] = element(position) }
  }

  /// Reads a tensor, whose elements are listed in row-major order.
  public init(_ tensor: Tensor<Element>) where Element: TensorElement {
    shape = tensor.shape.dimensions
    for (position, element) in zip(positions(in: shape), tensor.elements) {
      table[position] = element
    }
  }

  /// The element at a position, which has one index for each axis.
  public subscript(position: [Int]) -> Element {
    get { table[position]! }
    set { table[position] = newValue }
  }

  /// All elements in row-major order.
  public var elements: [Element] { positions(in: shape).map { self[$0] } }
}

/// All positions in a shape in row-major order: the last index counts fastest.
public func positions(in shape: [Int]) -> [[Int]] {
  guard let extent = shape.first else { return [[]] }
  let rest = positions(in: Array(shape.dropFirst()))
  return (0..<extent).flatMap { index in rest.map { [index] + $0 } }
}

/// The first difference between a tensor and what is expected, in words; nil when there is none.
///
/// Two NaNs count as equal here.
public func difference<Element: Equatable>(
  _ tensor: Tensor<Element>, _ expected: OracleTensor<Element>
) -> String? {
  difference(tensor, expected) { found, wanted in
    found == wanted || (found != found && wanted != wanted)
  }
}

/// The first difference between a tensor and what is expected by a measure of one's own.
public func difference<Element, Expected>(
  _ tensor: Tensor<Element>, _ expected: OracleTensor<Expected>,
  agree: (Element, Expected) -> Bool
) -> String? {
  guard tensor.shape.dimensions == expected.shape else {
    return "the shape is \(tensor.shape), expected \(expected.shape)"
  }
  for (position, found) in zip(positions(in: expected.shape), tensor.elements)
  where !agree(found, expected[position]) {
    return "\(found) at \(position), expected \(expected[position]), shape \(expected.shape)"
  }
  return nil
}

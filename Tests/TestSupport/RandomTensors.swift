import TensorCore

extension Tensor where Element: TensorScalar {
  /// Uniform numbers in −4 ..< 4.
  public static func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return uniform(Shape(shape), from: -4, to: 4, using: &generator)
  }

  /// Integers from −2 to 2, so that equal ones are frequent.
  public static func randomIntegers(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    let count = shape.reduce(1, *)
    let elements = (0..<count).map { _ in Element(Double(generator.uniformInteger(below: 5) - 2)) }
    return Tensor(shape: Shape(shape), elements: elements)
  }
}

extension Tensor where Element == Int {
  /// Integers from −2 to 2.
  public static func randomIntegers(_ shape: [Int], seed: UInt64) -> Tensor {
    Tensor<Double>.randomIntegers(shape, seed: seed).map { Int($0) }
  }
}

extension Tensor where Element == Bool {
  /// True and false with equal probability.
  public static func random(_ shape: [Int], seed: UInt64) -> Tensor {
    Tensor<Double>.random(shape, seed: seed) .< 0
  }
}

/// The sum of numbers with an error below that of a single addition (Neumaier's compensation).
public func accurateSum(_ numbers: [Double]) -> Double {
  var sum = 0.0
  var lost = 0.0
  for number in numbers {
    let next = sum + number
    lost += abs(sum) >= abs(number) ? (sum - next) + number : (number - next) + sum
    sum = next
  }
  return sum + lost
}

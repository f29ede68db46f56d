import Foundation

// An operation is its value and, next to it, its derivative with respect to each input.

extension Value {
  /// x + y; derivatives 1 and 1.
  public static func + (x: Value, y: Value) -> Value {
    Value("+", x.value + y.value, (x, 1), (y, 1))
  }

  /// x·y; derivatives y and x.
  public static func * (x: Value, y: Value) -> Value {
    Value("*", x.value * y.value, (x, y.value), (y, x.value))
  }

  /// x / y; derivatives 1/y and −x/y².
  public static func / (x: Value, y: Value) -> Value {
    let quotient = x.value / y.value
    return Value("/", quotient, (x, 1 / y.value), (y, -quotient / y.value))
  }

  /// xᶜ for a number c; derivative c·xᶜ⁻¹, and 0 for c = 0, where that would be 0·∞ at 0.
  public func pow(_ c: Double) -> Value {
    Value(
      "pow \(c)", Foundation.pow(value, c), (self, c == 0 ? 0 : c * Foundation.pow(value, c - 1)))
  }

  /// eˣ; derivative eˣ.
  public func exp() -> Value {
    let y = Foundation.exp(value)
    return Value("exp", y, (self, y))
  }

  /// ln x; derivative 1/x.
  public func log() -> Value {
    Value("log", Foundation.log(value), (self, 1 / value))
  }

  /// tanh x; derivative 1 − tanh² x = 1/cosh² x, of which the first has no digits left far out.
  public func tanh() -> Value {
    let c = Foundation.cosh(value)
    return Value("tanh", Foundation.tanh(value), (self, 1 / (c * c)))
  }

  /// max(x, 0); derivative 1 where x > 0, and 0 elsewhere.
  public func relu() -> Value {
    Value("relu", max(value, 0), (self, value > 0 ? 1 : 0))
  }

  /// Makes the result of an operation. All inputs must be of one graph; it traps when they are not.
  public init(_ operation: String, _ value: Double, _ inputs: (value: Value, derivative: Double)...)
  {
    let graph = inputs[0].value.graph
    guard inputs.allSatisfy({ $0.value.graph === graph }) else {
      fatalError("\(operation): the inputs are values of different graphs")
    }
    self = graph.append(
      Graph.Node(
        operation: operation, value: value,
        inputs: inputs.map { ($0.value.index, $0.derivative) }))
  }
}

// The rest is made of these, and needs no derivatives.
extension Value {
  /// −x.
  public static prefix func - (x: Value) -> Value { x * -1 }
  /// x − y.
  public static func - (x: Value, y: Value) -> Value { x + -y }

  /// x + c.
  public static func + (x: Value, c: Double) -> Value { x + x.graph.constant(c) }
  /// c + x.
  public static func + (c: Double, x: Value) -> Value { x + c }
  /// x − c.
  public static func - (x: Value, c: Double) -> Value { x + -c }
  /// c − x.
  public static func - (c: Double, x: Value) -> Value { -x + c }
  /// x·c.
  public static func * (x: Value, c: Double) -> Value { x * x.graph.constant(c) }
  /// c·x.
  public static func * (c: Double, x: Value) -> Value { x * c }
  /// x / c.
  public static func / (x: Value, c: Double) -> Value { x / x.graph.constant(c) }
  /// c / x.
  public static func / (c: Double, x: Value) -> Value { x.graph.constant(c) / x }
}

// Arithmetic on whole numbers, such as labels, tokens and positions. Two tensors are broadcast, as with
// other numbers. What does not fit stops the program with a sentence, in optimized code, too.
//
// The operators are for any type of whole numbers for the compiler's sake: with operators for `Element == Int`
// it no longer finds its way through a sum of five arrays.
//
// There is no `/`: of whole numbers, Swift rounds a quotient toward zero and Python down. `map` says which.

extension Tensor where Element: FixedWidthInteger {
  /// The sum of each pair of elements; traps where it does not fit.
  @specialized(where Element == Int)
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    left.zip(with: right, as: "+") { checked($0.addingReportingOverflow($1), $0, "+", $1) }
  }

  /// The sum of each element and a number; traps where it does not fit.
  @specialized(where Element == Int)
  public static func + (left: Tensor, right: Element) -> Tensor {
    left.map { checked($0.addingReportingOverflow(right), $0, "+", right) }
  }

  /// The sum of a number and each element; traps where it does not fit.
  public static func + (left: Element, right: Tensor) -> Tensor { right + left }

  /// The difference of each pair of elements; traps where it does not fit.
  @specialized(where Element == Int)
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    left.zip(with: right, as: "-") { checked($0.subtractingReportingOverflow($1), $0, "-", $1) }
  }

  /// The difference of each element and a number; traps where it does not fit.
  @specialized(where Element == Int)
  public static func - (left: Tensor, right: Element) -> Tensor {
    left.map { checked($0.subtractingReportingOverflow(right), $0, "-", right) }
  }

  /// The difference of a number and each element; traps where it does not fit.
  @specialized(where Element == Int)
  public static func - (left: Element, right: Tensor) -> Tensor {
    right.map { checked(left.subtractingReportingOverflow($0), left, "-", $0) }
  }

  /// The product of each pair of elements; traps where it does not fit.
  @specialized(where Element == Int)
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    left.zip(with: right, as: "*") {
      checked($0.multipliedReportingOverflow(by: $1), $0, "*", $1)
    }
  }

  /// The product of each element and a number; traps where it does not fit.
  @specialized(where Element == Int)
  public static func * (left: Tensor, right: Element) -> Tensor {
    left.map { checked($0.multipliedReportingOverflow(by: right), $0, "*", right) }
  }

  /// The product of a number and each element; traps where it does not fit.
  public static func * (left: Element, right: Tensor) -> Tensor { right * left }

  /// Each element with its sign changed; traps where that does not fit, as for `Int.min`.
  public static prefix func - (tensor: Tensor) -> Tensor { 0 - tensor }
}

/// The result of an operation on two whole numbers; stops the program where it does not fit.
@inline(__always)
private func checked<Integer: FixedWidthInteger>(
  _ result: (partialValue: Integer, overflow: Bool), _ left: Integer, _ operation: StaticString,
  _ right: Integer
) -> Integer {
  require(
    !result.overflow,
    "Tensor<\(Integer.self)>: \(left) \(operation) \(right) does not fit into \(Integer.bitWidth) bits"
  )
  return result.partialValue
}

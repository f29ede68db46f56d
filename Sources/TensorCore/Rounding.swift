// Whole numbers near each element, and its sign. All are steps: their derivative is 0, also for dual numbers.

extension Tensor where Element: TensorScalar {
  /// 1 for a positive element, −1 for a negative one; 0 and NaN stay what they are.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func sign() -> Tensor { map { $0 > 0 ? 1 : $0 < 0 ? -1 : Element($0.doubleValue) } }

  /// The largest whole number that is not larger than each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func floor() -> Tensor { map { Element($0.doubleValue.rounded(.down)) } }

  /// The whole number next to each element; of two that are as near, the even one, as in IEEE 754: 0.5
  /// becomes 0, 1.5 becomes 2.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func round() -> Tensor { map { Element($0.doubleValue.rounded(.toNearestOrEven)) } }
}

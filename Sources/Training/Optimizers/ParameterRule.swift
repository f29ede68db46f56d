import Layers
import TensorCore

/// Which parameters an optimizer trains, at which rate, and which of them decay.
///
/// It is a function of a parameter's name and shape. Other frameworks sort parameters into groups
/// instead; a rule says the same without a list to keep.
///
/// ```swift
/// optimizer.parameterRule = .decayMatricesOnly
/// optimizer.parameterRule = ParameterRule { name, shape in
///   name.path.hasPrefix("body.") ? .frozen : shape.rank < 2 ? .undecayed : .trained
/// }
/// ```
public struct ParameterRule: Sendable {
  let treatment: @Sendable (ParameterName, Shape) -> ParameterTreatment

  /// Makes a rule of a function, which is called for each parameter at each step.
  public init(_ treatment: @escaping @Sendable (ParameterName, Shape) -> ParameterTreatment) {
    self.treatment = treatment
  }

  /// All parameters are trained at the optimizer's rate, and decay: the default.
  public static let all = ParameterRule { _, _ in .trained }

  /// As ``all``, but what has fewer than two axes does not decay: biases, and the scales and shifts of
  /// normalizations. To draw these toward zero limits what the network can represent, and not how
  /// steeply it reacts to its input.
  public static let decayMatricesOnly = ParameterRule { _, shape in
    shape.rank < 2 ? .undecayed : .trained
  }
}

/// How an optimizer treats one parameter.
public struct ParameterTreatment: Sendable, Equatable {
  /// The parameter's learning rate, as a multiple of the optimizer's.
  public var rateFactor: Double
  /// Whether the optimizer's weight decay applies.
  public var decays: Bool
  /// Whether parameter and state stay as they are.
  public var isFrozen: Bool

  /// Makes a treatment; by default, that of every parameter. Traps when the factor is negative or not
  /// finite.
  public init(
    rateFactor: Double = 1, decays: Bool = true, isFrozen: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      rateFactor, "factor", .atLeastZero, of: "ParameterTreatment", file: file, line: line)
    self.rateFactor = rateFactor
    self.decays = decays
    self.isFrozen = isFrozen
  }

  /// Trained at the optimizer's rate, and decays.
  public static let trained = ParameterTreatment()
  /// Trained at the optimizer's rate, does not decay.
  public static let undecayed = ParameterTreatment(decays: false)
  /// Stays as it is.
  public static let frozen = ParameterTreatment(isFrozen: true)
  /// Trained at a multiple of the optimizer's rate, and decays.
  public static func rate(
    _ factor: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> ParameterTreatment { ParameterTreatment(rateFactor: factor, file: file, line: line) }
}

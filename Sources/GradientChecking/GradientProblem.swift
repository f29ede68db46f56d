/// What a check of gradients has found wrong, as a colleague would say it.
///
/// ```
/// softmax, input 0: at [1, 2] the pullback gives 0.31, differences give 0.62, ratio 0.5; 12 of 12
/// elements are wrong. Likely cause: it is half of what it should be: is a factor 2 missing? (central
/// differences, seed 1)
/// ```
public struct GradientProblem: Error, Sendable, CustomStringConvertible {
  /// The part of the check that has found it.
  public enum Check: String, Sendable {
    /// Differences of values, in `Double`.
    case centralDifferences = "central differences"
    /// The forward derivative by dual numbers against the reverse one.
    case dualNumbers = "dual numbers"
    /// The second derivative: dual numbers through the pullbacks, against differences of gradients.
    case secondDerivative = "second derivative"
    /// The shape of a gradient against that of its argument.
    case shape = "shape"
    /// The same again must give the same bits.
    case repetition = "repetition"
    /// Zero upstream must give zero.
    case zeroUpstream = "zero upstream"
    /// A function that is used twice must give twice the gradient.
    case usedTwice = "used twice"
    /// A layer's traversal of its parameters.
    case traversal
    /// What a function holds that says that it stops gradients.
    case stopGradient = "stop-gradient"
    /// The values at which the gradient is checked.
    case samples = "samples"
  }

  /// The function or layer.
  public let name: String
  /// The input or parameter; nil when the problem is not one of an argument.
  public let argument: String?
  /// The part of the check that has found it.
  public let check: Check
  /// What is wrong.
  public let finding: String
  /// Why that usually happens; nil when nothing comes to mind.
  public let likelyCause: String?
  /// The seed of the samples, to see it again.
  public let seed: UInt64

  /// All of it, in a few sentences.
  public var description: String {
    let place = argument.map { "\(name), \($0)" } ?? name
    let cause = likelyCause.map { " Likely cause: \($0)" } ?? ""
    return "\(place): \(finding)\(cause) (\(check.rawValue), seed \(seed))"
  }
}

/// All problems of a function or layer, as an error.
public struct GradientCheckFailure: Error, Sendable, CustomStringConvertible {
  /// What was found; never empty.
  public let problems: [GradientProblem]

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

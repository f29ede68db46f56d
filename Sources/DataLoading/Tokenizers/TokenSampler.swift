import TensorCore

/// How the next token is drawn from a model's logits.
///
/// First the logits are divided by the *temperature*: below 1 likely tokens become more likely, above 1 less. Then
/// only the *k* likeliest are kept (Fan, Lewis and Dauphin, 2018), and of these only the fewest likeliest that
/// have a share of *p* together (Holtzman and others, 2020, *The Curious Case of Neural Text Degeneration*). One
/// of those is drawn, each by its share.
///
/// ```swift
/// let sampler = TokenSampler(temperature: 0.8, topK: 40, topP: 0.95)
/// let next = sampler.next(from: logits, using: &generator)
/// ```
public struct TokenSampler: Sendable, Equatable {
  /// What the logits are divided by; at 0 the likeliest is taken, of equal ones the first.
  public let temperature: Double
  /// How many tokens are kept at most; all, where it is nil.
  public let topK: Int?
  /// The share that the kept tokens have to have together; 1 keeps all.
  public let topP: Double

  /// Describes how tokens are drawn; as the model says, unless something is given.
  ///
  /// Traps unless the temperature is at least 0 and finite, k at least 1, and p more than 0 and at most 1.
  public init(
    temperature: Double = 1, topK: Int? = nil, topP: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      temperature >= 0 && temperature.isFinite,
      "TokenSampler: expected a temperature of at least 0, found \(numberText(temperature))",
      file: file, line: line)
    require(
      topK ?? 1 >= 1, "TokenSampler: expected to keep at least 1 token, found \(topK ?? 1)",
      file: file, line: line)
    require(
      topP > 0 && topP <= 1,
      "TokenSampler: expected a share p more than 0 and at most 1, found \(numberText(topP))",
      file: file, line: line)
    (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
  }

  /// The probability of each token to be drawn, from logits of shape [V].
  ///
  /// Of equally likely tokens at a limit, the first are kept. Traps when a logit is NaN or +∞, and when all
  /// are −∞.
  public func probabilities<Scalar: TensorScalar>(
    of logits: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) -> [Double] {
    let numbers = checked(logits, file, line)
    let order = Tensor(numbers).argsort(isDescending: true).elements
    var result = Array(repeating: 0.0, count: numbers.count)
    if temperature == 0 {
      result[order[0]] = 1
      return result
    }
    let kept = order.prefix(topK ?? numbers.count)
    // Divided after the subtraction: at a tiny temperature the quotient alone would overflow.
    let weights = kept.map { Double.exp((numbers[$0] - numbers[order[0]]) / temperature) }
    let sum = weights.reduce(0, +)
    var total = 0.0
    for (token, weight) in zip(kept, weights) where total < topP * sum {
      result[token] = weight
      total += weight
    }
    return result.map { $0 / total }
  }

  /// The next token, drawn from logits of shape [V].
  ///
  /// Traps when a logit is NaN or +∞, and when all are −∞.
  public func next<Scalar: TensorScalar>(
    from logits: Tensor<Scalar>, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    generator.categorical(probabilities(of: logits, file: file, line: line))
  }

  private func checked<Scalar: TensorScalar>(
    _ logits: Tensor<Scalar>, _ file: StaticString, _ line: UInt
  ) -> [Double] {
    require(
      logits.rank == 1 && logits.elementCount > 0,
      "TokenSampler: expected logits of shape [V], found \(logits.shape)", file: file, line: line)
    let numbers = Tensor<Double>(logits).elements
    require(
      numbers.allSatisfy { $0 < .infinity } && numbers.contains { $0 > -.infinity },
      "TokenSampler: expected logits below infinity, not all of them -infinity, found "
        + "\(logits)", file: file, line: line)
    return numbers
  }
}

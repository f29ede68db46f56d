import TensorCore

/// The check of one function, layer or module: draws samples, and runs every part of the check on them.
struct GradientCheck<Computation: SampledComputation> {
  let computation: Computation
  let seed: UInt64

  /// How often other samples are drawn when some lie near a kink.
  static var attempts: Int { 10 }

  /// All problems, and the operations that a gradient other than zero has reached.
  func run() -> (problems: [GradientProblem], operations: Set<String>) {
    var generator = RandomGenerator(seed: seed)
    var kinks: [Kink] = []
    for _ in 0..<Self.attempts {
      let held = HeldComputation(computation, at: computation.sample(using: &generator))
      // The function is not even called at such samples: it might trap, or pass for no reason.
      if let (argument, finding) = held.sampleProblem {
        return ([sampleProblem(argument, finding)], [])
      }
      var trial = GradientTrial(
        computation: held, samples: held.arguments, seed: seed, using: &generator)
      do {
        try trial.run()
        if let problem = held.detachmentProblem { trial.report(nil, .stopGradient, problem) }
        return (trial.problems, trial.operations)
      } catch {
        kinks.append(error)
      }
    }
    let finding =
      "\(Self.attempts) samples in a row lie near a kink, the first at \(kinks[0].place). Draw them "
      + "from a range without one, or say that samplesLieOnKinks."
    return ([sampleProblem(kinks[0].argument, finding)], [])
  }

  private func sampleProblem(_ argument: String?, _ finding: String) -> GradientProblem {
    GradientProblem(
      name: computation.name, argument: argument, check: .samples, finding: finding,
      likelyCause: nil, seed: seed)
  }
}

/// A sample near which differences mean nothing.
struct Kink: Error {
  let argument: String
  let place: String
}

/// The check with one set of samples.
struct GradientTrial<Computation: CheckedComputation> {
  let computation: Computation
  let seed: UInt64
  let samples: [SampledArgument]
  let arguments: [Tensor<Double>]
  /// f.
  let output: Tensor<Double>
  /// u, a random factor for each element of f.
  let upstream: Tensor<Double>
  /// A random direction v in which each argument is moved.
  let directions: [Tensor<Double>]

  private(set) var problems: [GradientProblem] = []
  private(set) var operations: Set<String> = []

  init(
    computation: Computation, samples: [SampledArgument], seed: UInt64,
    using generator: inout RandomGenerator
  ) {
    self.computation = computation
    self.seed = seed
    self.samples = samples
    arguments = samples.map(\.value)
    output = computation.output(at: arguments)
    // Both signs, and none near zero, so that every element counts.
    func factors(_ shape: Shape, _ generator: inout RandomGenerator) -> Tensor<Double> {
      Tensor<Double>.uniform(shape, from: -1, to: 1, using: &generator)
        .map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }
    }
    upstream = factors(output.shape, &generator)
    var directions: [Tensor<Double>] = []
    for argument in arguments { directions.append(factors(argument.shape, &generator)) }
    self.directions = directions
  }

  /// Runs the parts of the check; later ones are left out when they would only repeat what is known.
  mutating func run() throws(Kink) {
    guard output.elements.allSatisfy(\.isFinite) else {
      return report(nil, .samples, "the output is not finite at the samples: \(output.elements)")
    }
    guard output.elementCount > 0 else {
      return report(nil, .samples, "the output has no elements: its shape is \(output.shape).")
    }
    let reference = computation.reference(at: arguments)
    guard reference.shape == output.shape else {
      return report(
        nil, .shape,
        "the surrogate gives the shape \(reference.shape), the function \(output.shape).")
    }
    let pass = computation.reversePass(at: arguments, upstream: upstream)
    operations = pass.operations
    for wrong in pass.wrongShapes {
      report(
        wrong.argument, .shape,
        "the pullback of \(wrong.operation) gives a gradient of shape \(wrong.found) for an input of "
          + "shape \(wrong.expected).", wrong.likelyCause)
    }
    guard pass.wrongShapes.isEmpty else { return }
    checkConsistency(of: pass)
    guard problems.isEmpty else { return }
    if !computation.samplesLieOnKinks { try checkDifferences(pass.gradients) }
    try checkDuals(pass.gradients)
  }

  /// Adds a problem.
  mutating func report(
    _ argument: Int?, _ check: GradientProblem.Check, _ finding: String, _ cause: String? = nil
  ) {
    problems.append(
      GradientProblem(
        name: computation.name, argument: argument.map { samples[$0].name }, check: check,
        finding: finding, likelyCause: cause, seed: seed))
  }
}

import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

/// log p · (reward − value), where the advantage is a constant for log p: the actor's loss.
private struct ActorLoss: DifferentiableFunction {
  let name = "actor's loss"
  var stopsGradients = true
  /// Whether the advantage is detached at all.
  var detaches = true
  /// Whether the gradient of log p is wrong besides.
  var isWrong = false
  var inputs: [FunctionInput] { [[4], [4], .constant([4])] }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    let (logits, value, reward) = (x[0], x[1], x[2])
    let advantage = reward - value
    let held = detaches ? advantage.detached() : advantage
    let logs = logits.logSoftmax()
    let actor = logs * held
    let right = isWrong ? Variable("wrong", actor.value, (actor, { -$0 })) : actor
    // The critic's loss goes through the value, the actor's does not.
    return right + advantage.squared()
  }
}

/// A quantizer whose gradients are those of the identity.
private struct Rounding: DifferentiableFunction {
  enum Gradient { case straightThrough, zero, double }

  let name = "rounding"
  let inputs: [FunctionInput] = [[3, 2]]
  var gradient = Gradient.straightThrough
  var isDeclared = true

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    let factor: S = gradient == .zero ? 0 : gradient == .double ? 2 : 1
    return Variable(
      "round", x[0].value.map { S($0.doubleValue.rounded()) }, (x[0], { $0 * factor }))
  }

  func surrogate<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S>? { isDeclared ? x[0] : nil }
}

/// The same, written with a detached difference: x + (round(x) − x).
private struct RoundingByDetaching: DifferentiableFunction {
  let name = "rounding by detaching"
  let inputs: [FunctionInput] = [[3, 2]]
  var stopsGradients = true

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    let rounded = Variable(x[0].value.map { S($0.doubleValue.rounded()) })
    return x[0].squared() + (rounded - x[0]).detached() * x[0]
  }
}

@Suite struct StopGradientTests {
  @Test(
    "a stopped gradient is proved where it is declared, by differences, duals and second derivatives"
  )
  func declared() throws {
    for seed in UInt64(1)...3 {
      try requireRightGradients(of: ActorLoss(), seed: seed)
      try requireRightGradients(of: RoundingByDetaching(), seed: seed)
    }
  }

  /// In a process of its own, since the count of live buffers is that of the whole process.
  @Test("constants and held values are no obstacle for the count of leaks")
  func nothingLeaks() async {
    await #expect(processExitsWith: .success) {
      #expect(leakedBufferCount(of: ActorLoss()) == 0)
    }
  }

  @Test("undeclared, it is the mistake that it usually is")
  func undeclared() {
    let problems = checkGradients(of: ActorLoss(stopsGradients: false))
    #expect(problems.contains { $0.argument == "input 1" && $0.check == .centralDifferences })
    #expect(!checkGradients(of: RoundingByDetaching(stopsGradients: false)).isEmpty)
  }

  @Test("declared, other mistakes are found all the same")
  func mistakesBesides() {
    let problems = checkGradients(of: ActorLoss(isWrong: true))
    #expect(problems.first?.argument == "input 0", "\(problems)")
    #expect(problems.first?.likelyCause == "the sign is wrong.", "\(problems)")
  }

  @Test("declared without anything detached is a mistake")
  func nothingDetached() {
    let problems = checkGradients(of: ActorLoss(detaches: false))
    #expect(problems.map(\.check) == [.stopGradient])
    #expect(
      problems.first?.finding == "it says that it stopsGradients, but calls detached() nowhere.")
  }

  @Test("what is detached in another number or shape when the inputs move is a mistake")
  func anotherNumber() {
    struct Moody: DifferentiableFunction {
      let name = "moody"
      let inputs: [FunctionInput] = [.values([1], [1])]
      let stopsGradients = true
      func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
        let once = x[0] * x[0].detached()
        return x[0].value.elements[0] > 1 ? once + x[0].detached() * 0 : once
      }
    }
    #expect(checkGradients(of: Moody()).contains { $0.check == .stopGradient })
  }

  @Test("a surrogate gradient is proved where it is declared")
  func surrogate() throws {
    for seed in UInt64(1)...3 { try requireRightGradients(of: Rounding(), seed: seed) }
    let undeclared = checkGradients(of: Rounding(isDeclared: false))
    #expect(undeclared.first?.check == .centralDifferences, "\(undeclared)")
  }

  @Test(
    "a gradient that is not the surrogate's is a mistake",
    arguments: [Rounding.Gradient.zero, .double])
  fileprivate func wrongSurrogate(gradient: Rounding.Gradient) {
    let problem = checkGradients(of: Rounding(gradient: gradient)).first
    #expect(problem?.check == .centralDifferences && problem?.argument == "input 0")
    if gradient == .double {
      #expect(problem?.likelyCause?.contains("it is twice what it should be") == true)
    }
  }

  @Test("a surrogate of another shape is a mistake")
  func surrogateOfAnotherShape() {
    struct Total: DifferentiableFunction {
      let name = "total"
      let inputs: [FunctionInput] = [[3]]
      func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> { x[0].sum() }
      func surrogate<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S>? { x[0] }
    }
    #expect(
      checkGradients(of: Total()).first?.finding
        == "the surrogate gives the shape [3], the function [].")
  }

  @Test("a layer that stops a gradient is proved, too")
  func layer() throws {
    struct Spectral<Scalar: TensorScalar>: Layer {
      var weight: Variable<Scalar>
      mutating func visitParameters(_ visit: ParameterVisit<Scalar>) { visit("weight", &weight) }
      func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
        x * weight / weight.squared().sum().sqrt().detached()
      }
    }
    struct SpectralProof: LayerProof {
      let name = "Spectral"
      let inputShape: Shape = [4, 3]
      var stopsGradients = true
      func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
        Spectral<S>(weight: Variable(.ones([3])))
      }
    }
    try requireRightGradients(of: SpectralProof())
    #expect(
      checkGradients(of: SpectralProof(stopsGradients: false)).first?.argument == "weight")
  }
}

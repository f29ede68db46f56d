import Autograd
import TensorCore

/// What the check works on: functions, layers and modules look the same to it.
protocol CheckedComputation {
  /// What messages call it.
  var name: String { get }

  /// Whether differences mean nothing at the samples.
  var samplesLieOnKinks: Bool { get }

  /// The output for the values of the arguments, in any scalar type.
  func evaluate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S>

  /// The output of the function whose gradients it has on purpose; nil if these are its own.
  func surrogate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S>?
}

/// A computation that draws its arguments.
protocol SampledComputation: CheckedComputation {
  /// Whether what it detaches is to stay as it is while its arguments move.
  var stopsGradients: Bool { get }

  /// Draws the arguments.
  func sample(using generator: inout RandomGenerator) -> [SampledArgument]
}

/// An argument with the values at which the gradient is checked.
struct SampledArgument {
  var name: String
  var value: Tensor<Double>
  var hasZeroGradient = false
  /// Whether it is drawn and then left alone.
  var isConstant = false
}

extension CheckedComputation {
  /// None: the gradients are those of the function itself.
  func surrogate<S: TensorScalar>(_ arguments: [Variable<S>]) -> Variable<S>? { nil }

  /// The output whose differences the gradients are compared with.
  func reference<S: TensorScalar>(at arguments: [Tensor<S>]) -> Tensor<S> {
    let arguments = arguments.map { Variable($0) }
    return (surrogate(arguments) ?? evaluate(arguments)).value
  }

  /// The output alone; nothing is recorded.
  func output<S: TensorScalar>(at arguments: [Tensor<S>]) -> Tensor<S> {
    evaluate(arguments.map { Variable($0) }).value
  }

  /// The gradients of ⟨output, upstream⟩ by the pullbacks that are to be checked.
  ///
  /// - Parameters:
  ///   - arguments: Where to differentiate.
  ///   - upstream: The factor of each element of the output.
  ///   - repetitions: How often the function is called with the same arguments; the outputs are added.
  func reversePass<S: TensorScalar>(
    at arguments: [Tensor<S>], upstream: Tensor<S>, repetitions: Int = 1
  ) -> ReversePass<S> {
    var pass = ReversePass<S>()
    let tape = Tape<S>()
    tape.observer = BackwardObserver(
      operationReceived: { operation, upstream in
        if upstream != .zeros(upstream.shape) { pass.operations.insert("\(operation)") }
      },
      wrongShapeGiven: { operation, input, found, expected in
        pass.wrongShapes.append(
          WrongShape(
            operation: "\(operation)", argument: input < arguments.count ? input : nil,
            found: found, expected: expected))
      })
    let variables = arguments.map(tape.track)
    var output = evaluate(variables)
    for _ in 1..<repetitions { output = output + evaluate(variables) }
    pass.gradients =
      tape.gradients(
        of: output, upstream: upstream, tracked: arguments.count, file: #fileID, line: #line
      ).tensors
    pass.value = output.value
    return pass
  }

  /// Runs the function on a tape and drops everything, as when an error is thrown.
  func recordWithoutBackward(at arguments: [Tensor<Double>]) {
    let tape = Tape<Double>()
    _ = evaluate(arguments.map(tape.track))
  }
}

/// What a backward pass has given, and what was seen on the way.
struct ReversePass<S: TensorScalar> {
  var value: Tensor<S> = .zeros([])
  var gradients: [Tensor<S>] = []
  /// The operations that a gradient other than zero has reached.
  var operations: Set<String> = []
  var wrongShapes: [WrongShape] = []
}

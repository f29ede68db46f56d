import Layers
import TensorCore

/// Changes the parameters of a model along the gradients of a loss.
///
/// An optimizer is a value that never owns the model: copying both is a checkpoint. A new one is one
/// file: its hyperparameters, the names of its state, and what happens to one parameter.
///
/// ```swift
/// struct HeavyBall<Scalar: TensorScalar>: Optimizer {
///   var learningRate: Double
///   var weightDecay = 0.0
///   var parameterRule = ParameterRule.all
///   var state = OptimizerState<Scalar>("velocity")
///
///   @specialized(where Scalar == Float)
///   @specialized(where Scalar == Double)
///   func updateParameter(
///     _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
///     along gradient: Tensor<Scalar>, at step: OptimizerStep
///   ) {
///     let rate = Scalar(step.learningRate)
///     parameter.update(&state, along: gradient) { p, velocity, g in
///       velocity = 0.9 * velocity + g
///       p -= rate * velocity
///     }
///   }
/// }
/// ```
///
/// Without the two lines of `@specialized`, each element costs a call.
public protocol Optimizer<Scalar> {
  /// The type of the parameters' numbers.
  associatedtype Scalar: TensorScalar

  /// η, the length of a step; a schedule sets it before each.
  var learningRate: Double { get set }

  /// λ, how strongly parameters are drawn toward zero.
  var weightDecay: Double { get set }

  /// Which parameters are trained, at which rate, and which of them decay.
  var parameterRule: ParameterRule { get set }

  /// What the optimizer remembers of earlier steps.
  var state: OptimizerState<Scalar> { get set }

  /// What the optimizer is called, such as "Adam": messages begin with it, and a checkpoint knows it again. The
  /// type's name unless an optimizer says otherwise.
  var name: String { get }

  /// What is remembered of a parameter: a name and a shape for each tensor. They begin at zero.
  ///
  /// Unless an optimizer says otherwise, these are the names of ``state``, all of the parameter's shape.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - shape: The parameter's shape.
  func stateTensors(
    of name: ParameterName, _ shape: Shape
  ) -> [(name: String, shape: Shape)]

  /// What a step along the gradient of some rows of a table does; ``RowRule/dense`` unless an optimizer says
  /// otherwise.
  var rowRule: RowRule { get }

  /// Takes one step with one parameter, in place.
  ///
  /// - Parameters:
  ///   - parameter: Is changed. Some rows of a table, where ``rowRule`` allows it.
  ///   - state: Its tensors, in the order and of the shapes that ``stateTensors(of:_:)`` gives.
  ///   - gradient: Of the parameter's shape, and finite.
  ///   - step: Its name, the rate and decay for it, and how many steps it has taken.
  func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep)

  /// Takes one step: each parameter is changed in place, buffers are left alone, and so are parameters that
  /// are not among partial gradients.
  ///
  /// When all gradients of the first step are zero, a note says so on standard error. It may be right, as
  /// for a reward that is still to come, and often is a mistake.
  ///
  /// Traps when the gradients are not those of this model, when the model is not that of the first
  /// step (other names or shapes), when a gradient has a NaN or an infinity, and when the learning
  /// rate or the weight decay is negative or not finite.
  mutating func update<M: Module<Scalar>>(_ model: inout M, along gradients: Gradients<Scalar>)
}

/// What is the same for all elements of a parameter in one step.
public struct OptimizerStep: Sendable {
  /// The parameter's name.
  public let name: ParameterName
  /// t, the number of steps that this parameter has taken, this one included.
  public let count: Int
  /// η, the learning rate for this parameter.
  public let learningRate: Double
  /// λ, the weight decay for this parameter; 0 when it does not decay.
  public let weightDecay: Double

  /// The bias correction 1 − βᵗ, the divisor of an average that began from zero and keeps a share β of
  /// itself at each step: the sum of the weights of what it has seen.
  public func biasCorrection(_ beta: Double) -> Double { 1 - Double.pow(beta, Double(count)) }
}

extension Optimizer {
  /// The type's name without the scalar, such as "Adam".
  public var name: String { optimizerName(Self.self) }

  /// The tensors that the state names, of the parameter's shape.
  public func stateTensors(
    of name: ParameterName, _ shape: Shape
  ) -> [(name: String, shape: Shape)] {
    state.tensorNames.map { ($0, shape) }
  }

  /// The whole table takes each step.
  public var rowRule: RowRule { .dense }

  /// The number of steps taken: that of the parameter that took most.
  public var stepCount: Int { state.stepCount }

  /// Takes one step with each parameter that is not frozen.
  public mutating func update<M: Module<Scalar>>(
    _ model: inout M, along gradients: Gradients<Scalar>
  ) {
    requireHyperparameters(learningRate, weightDecay, of: name, in: Scalar.self)
    if self.state.parameters.isEmpty {
      requireCompleteTraversal(of: model, name)
      noteIfZero(gradients, name)
      // Later steps may be along the gradients of all.
      if gradients.isPartial { prepare(for: model) } else { prepare(for: gradients) }
      (self as? OptimizerGroups<Scalar>)?.noteUnusedGroups()
    }
    // Moved out while it changes: a second reference to the tensors would force a copy of them.
    var state = self.state.take()
    defer { self.state = state }
    let (rate, decay, rule) = (learningRate, weightDecay, parameterRule)
    state.takeStep(along: gradients, of: Self.self) {
      model.visitParameters($0)
    } changing: { parameterName, parameter, own, gradient, rows in
      let treatment = rule.treatment(parameterName, parameter.shape)
      guard !treatment.isFrozen else { return }
      requireFinite(gradient, of: parameterName, name)
      own.stepCount += 1
      let step = OptimizerStep(
        name: parameterName, count: own.stepCount, learningRate: rate * treatment.rateFactor,
        weightDecay: treatment.decays ? decay : 0)
      guard let rows, rowRule != .dense else {
        own.catchUp(rowRule, through: own.stepCount - 1)
        let gradient = rows?.table(gradient) ?? gradient
        return updateParameter(&parameter, &own.tensors, along: gradient, at: step)
      }
      own.updateRows(rows.indices, of: &parameter, rowRule) {
        updateParameter(&$0, &$1, along: gradient, at: step)
      }
    }
  }
}

/// What an optimizer is called: its type without the scalar.
func optimizerName(_ type: Any.Type) -> String { String("\(type)".prefix { $0 != "<" }) }

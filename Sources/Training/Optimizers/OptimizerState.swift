import Autograd
import Layers
import TensorCore

/// What an optimizer remembers of earlier steps: for each parameter of the model, in the order of its
/// traversal, a few tensors, most often of the parameter's shape, and the number of steps it has taken.
///
/// It is made at the first step, of zeros. Being a value, it is copied with the optimizer.
public struct OptimizerState<Scalar: TensorScalar>: Sendable {
  /// What the tensors of each parameter are called, such as "mean" and "square", where all parameters have the
  /// same and of their own shape; see ``Optimizer/stateTensors(of:_:)`` for others.
  public let tensorNames: [String]
  var parameters: [ParameterState<Scalar>] = []

  /// Names the tensors that each parameter gets; none, for an optimizer without a memory.
  public init(_ tensorNames: String...) { self.tensorNames = tensorNames }

  /// Names the tensors that each parameter gets.
  public init(_ tensorNames: [String]) { self.tensorNames = tensorNames }

  /// Moves the state out, and leaves one behind that remembers nothing.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func take() -> OptimizerState {
    defer { parameters = [] }
    return self
  }

  var stepCount: Int { parameters.map(\.stepCount).max() ?? 0 }

  /// Changes each trained parameter of a model along its gradient, with its part of the state.
  ///
  /// It knows the scalar and neither model nor optimizer, so that it is compiled for Float and Double.
  /// Parameters that are not among partial gradients stay. Traps when the gradients are those of another
  /// model, or the state is.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func takeStep(
    along gradients: Gradients<Scalar>, of optimizer: Any.Type,
    visitParameters: (ParameterAction<Scalar>) -> Void,
    changing change: (
      _ name: ParameterName, _ parameter: inout Tensor<Scalar>,
      _ state: inout ParameterState<Scalar>, _ gradient: Tensor<Scalar>, _ rows: TableRows?
    ) -> Void
  ) {
    require(
      parameters.count == gradients.names.count || gradients.isPartial,
      "\(optimizerName(optimizer)): the model had \(parameters.count) parameters at the first step, now it has "
        + "\(gradients.names.count)")
    // A parameter's place in the model, and that of its gradient: the same, but for partial gradients.
    var (place, index) = (0, 0)
    withoutActuallyEscaping(change) { change in
      visitParameters { name, parameter in
        guard !name.isBuffer else { return }
        defer { place += 1 }
        if gradients.leavesAlone(name, at: index) { return }
        require(
          index < gradients.names.count && gradients.parts.shape(at: index) == parameter.shape
            && gradients.names[index] == name,
          "\(optimizerName(optimizer)): expected a gradient of shape \(parameter.shape) for \(name), found "
            + (index < gradients.names.count
              ? "\(gradients.parts.shape(at: index)) for \(gradients.names[index])" : "none"))
        require(
          place < parameters.count && parameters[place].name == name,
          "\(optimizerName(optimizer)): parameter \(place) was "
            + "\(place < parameters.count ? parameters[place].name.path : "none") at the first step, now it "
            + "is \(name)")
        require(
          parameters[place].shape == parameter.shape,
          "\(optimizerName(optimizer)): \(name) had shape \(parameters[place].shape) at the first step, now it has "
            + "\(parameter.shape)")
        change(
          name, &parameter.value, &parameters[place], gradients.parts.values[index],
          gradients.parts.rows.isEmpty ? nil : gradients.parts.rows[index])
        index += 1
      }
    }
    require(
      index == gradients.names.count,
      gradients.isPartial
        ? "\(optimizerName(optimizer)): expected gradients of some parameters of the model, in its order, found "
          + "\(gradients.names[index]), which it does not have at this place"
        : "\(optimizerName(optimizer)): \(gradients.names.count) gradients for a model of \(index) parameters"
    )
    require(
      place == parameters.count,
      "\(optimizerName(optimizer)): the model had \(parameters.count) parameters at the first step, now it "
        + "has \(place)")
  }
}

/// What an optimizer remembers of one parameter.
struct ParameterState<Scalar: TensorScalar>: Sendable {
  let name: ParameterName
  let shape: Shape
  /// Counted for each parameter, because one that was frozen for a while has taken fewer.
  var stepCount = 0
  let tensorNames: [String]
  var tensors: [Tensor<Scalar>]
  /// After how many steps each row's tensors are what they should be; none where all are. See ``RowRule``.
  var rowSteps: [Int] = []
}

extension Optimizer {
  /// Makes the state as it is before the first step with a model, and forgets what there was.
  ///
  /// The first `update` does so, too. Calling it earlier gives ``visitState(_:)`` something to visit,
  /// which is how a state is read from a file.
  public mutating func prepare<M: Module<Scalar>>(for model: M) {
    let parameters = model.parameters
    prepare(names: parameters.map(\.name), shapes: parameters.map(\.value.shape))
  }

  /// Before the first step, makes the state for parameters that have these gradients.
  mutating func prepare(for gradients: Gradients<Scalar>) {
    prepare(names: gradients.names, shapes: gradients.names.indices.map(gradients.parts.shape))
  }

  private mutating func prepare(names: [ParameterName], shapes: [Shape]) {
    state.parameters = zip(names, shapes).map { name, shape in
      let tensors = stateTensors(of: name, shape)
      return ParameterState(
        name: name, shape: shape, tensorNames: tensors.map(\.name),
        tensors: tensors.map { .zeros($0.shape) })
    }
  }

  /// Calls `visit` for everything the optimizer remembers, under names such as `layers.0.weight.mean`.
  ///
  /// Each parameter has its tensors, as ``stateTensors(of:_:)`` says, and then one of shape [] named `.step`,
  /// the number of steps it has taken. What `visit` writes into them is kept, so that this one traversal
  /// serves to save a state and, after ``prepare(for:)``, to restore it. Hyperparameters are not part
  /// of it. Before the first step there is nothing to visit.
  ///
  /// Traps when `visit` changes a shape or makes a step anything but a whole number of at least 0.
  public mutating func visitState(
    _ visit: (_ name: String, _ tensor: inout Tensor<Scalar>) -> Void
  ) {
    for index in state.parameters.indices {
      state.parameters[index].catchUp(rowRule)
      let parameter = state.parameters[index].name
      for (place, tensorName) in state.parameters[index].tensorNames.enumerated() {
        let (name, shape) = (
          "\(parameter).\(tensorName)", state.parameters[index].tensors[place].shape
        )
        visit(name, &state.parameters[index].tensors[place])
        let found = state.parameters[index].tensors[place].shape
        require(found == shape, "visitState: \(name) has shape \(shape), was given \(found)")
      }
      let shown = Tensor(Scalar(Double(state.parameters[index].stepCount)))
      var step = shown
      visit("\(parameter).step", &step)
      // The scalar may not hold the count to its last digit: reading alone must not change it.
      guard step != shown else { continue }
      require(
        step.shape == [], "visitState: \(parameter).step has shape [], was given \(step.shape)")
      let count = Int(exactly: step.scalar().doubleValue)
      require(
        (count ?? -1) >= 0,
        "visitState: expected a whole number of at least 0 as \(parameter).step, found "
          + "\(step.scalar().doubleValue)")
      state.parameters[index].stepCount = count ?? 0
    }
  }
}

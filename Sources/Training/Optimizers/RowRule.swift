import TensorCore

/// What an optimizer does when it is given the gradient of some rows of a table: that of an ``Embedding`` with
/// ``Embedding/hasSparseGradient``.
///
/// The other rows have a gradient of zero, and stay as they are, so that a step costs nothing for them. Whether
/// that is the step along the whole gradient depends on what the optimizer remembers. A mean of gradients moves
/// a row in the steps after its last gradient, too, and the model would read the row in between: it cannot be
/// made up for later.
///
/// A weight decay other than 0 reaches a row in those steps alone that have its gradient.
public enum RowRule: Sendable, Equatable {
  /// The step is taken with the whole table, its zeros included: for rules that do not treat each element by
  /// itself. Costs as much as a gradient of the whole table.
  case dense
  /// As with the whole table, because a gradient of zero moves nothing. Meanwhile each tensor of the state, in
  /// its order, keeps a share of itself per step; when the row has a gradient again, or the state is saved,
  /// this is made up for by shareⁿ after n steps.
  case exact(keeping: [Double])
  /// State and parameter of the other rows stay as they were, as if these rows had not been in the model in
  /// this step, except that it is counted: the *lazy* form of an optimizer, as PyTorch's `SparseAdam`.
  case lazy
}

extension ParameterState {
  /// Takes a step with some rows of the parameter and of its tensors.
  mutating func updateRows(
    _ indices: [Int], of parameter: inout Tensor<Scalar>, _ rule: RowRule,
    _ update: (inout Tensor<Scalar>, inout [Tensor<Scalar>]) -> Void
  ) {
    if case .exact(let shares) = rule, shares.contains(where: { $0 != 1 }) {
      require(
        shares.count == tensors.count,
        "RowRule: \(shares.count) shares for the \(tensors.count) tensors of the state of \(name)")
      if rowSteps.isEmpty { rowSteps = Array(repeating: stepCount - 1, count: shape[0]) }
      keep(shares, ofRows: indices, through: stepCount - 1)
      for index in indices { rowSteps[index] = stepCount }
    }
    var rows = parameter.gather(indices)
    var rowTensors = tensors.map { $0.gather(indices) }
    update(&rows, &rowTensors)
    parameter.replaceRows(indices, with: rows)
    for place in tensors.indices { tensors[place].replaceRows(indices, with: rowTensors[place]) }
  }

  /// Makes all rows' tensors what they are after all steps, or after so many.
  mutating func catchUp(_ rule: RowRule, through step: Int? = nil) {
    guard !rowSteps.isEmpty, case .exact(let shares) = rule else { return }
    keep(shares, ofRows: Array(rowSteps.indices), through: step ?? stepCount)
    rowSteps = []
  }

  /// Multiplies rows of each tensor by its share for each step that they have not taken.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private mutating func keep(_ shares: [Double], ofRows indices: [Int], through step: Int) {
    let width = shape.elementCount / max(shape[0], 1)
    for (place, share) in shares.enumerated() where share != 1 {
      tensors[place].withUnsafeMutableBufferPointer { elements in
        for index in indices where rowSteps[index] < step {
          let factor = Scalar(Double.pow(share, Double(step - rowSteps[index])))
          for i in index * width..<(index + 1) * width { elements[i] *= factor }
        }
      }
    }
  }
}

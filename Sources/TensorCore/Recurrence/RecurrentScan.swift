import SIMDKernels

/// The recurrent networks that are run by ``RecurrentScan``: the type of that name in the module `SIMDKernels`.
package typealias RecurrentRule = SIMDKernels.RecurrentRule

/// A recurrent network of one layer and direction that has read a batch of sequences, and the way back: what
/// backpropagation through time is, in one operation.
///
/// Each sequence of a batch is read for itself. So some of them at a time are read from the first step to the
/// last, on one thread: threads meet once, and not at each step.
package struct RecurrentScan<Scalar: TensorScalar>: Sendable {
  /// h after each step, and below it, of an LSTM, c after the last one: shape [T, B, H] or [T + 1, B, H].
  package let result: Tensor<Scalar>
  /// c′ of an LSTM after each step, or U_n·h + b of a GRU, shape [T, B, H]; of an RNN nothing.
  private let kept: Tensor<Scalar>
  /// What the gates have let through, shape [T, B, G·H]; of an RNN h.
  private let gates: Tensor<Scalar>
  private let weight: Tensor<Scalar>
  private let start: (hidden: Tensor<Scalar>, cell: Tensor<Scalar>)
  private let plan: ScanPlan

  /// Reads sequences.
  ///
  /// - Parameters:
  ///   - rule: What the gates do.
  ///   - ofInput: W·x, shape [T, B, G·H] with T of at least 1.
  ///   - weight: U, shape [G·H, H].
  ///   - inputBias: What is added to W·x, shape [G·H].
  ///   - stateBias: What is added to U·h, shape [G·H].
  ///   - hidden: h before the first step, shape [B, H].
  ///   - cell: The same of c, for an LSTM.
  ///   - lengths: How many steps of each sequence are true ones; nil for all. The state passes the others as
  ///     it is.
  ///   - isReversed: Whether to read from the last step to the first.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  package init(
    _ rule: RecurrentRule, ofInput: Tensor<Scalar>, weight: Tensor<Scalar>,
    inputBias: Tensor<Scalar>, stateBias: Tensor<Scalar>, hidden start: Tensor<Scalar>,
    cell: Tensor<Scalar>?, lengths: [Int]?, isReversed: Bool
  ) {
    let plan = ScanPlan(
      rule: rule, steps: ofInput.shape[0], batch: ofInput.shape[1], width: weight.shape[1],
      lengths: lengths, isReversed: isReversed)
    let (steps, batch, width, columns) = (plan.steps, plan.batch, plan.width, plan.columns)
    MultiplyAdds.add(productOrMax(steps, batch, columns, width))
    let startCell = cell ?? start
    let hidden = Tensor<Scalar>(
      unsafeUninitializedShape: [rule == .lstm ? steps + 1 : steps, batch, width]
    ) { _ in }
    let kept =
      rule == .rnn
      ? hidden : Tensor<Scalar>(unsafeUninitializedShape: [steps, batch, width]) { _ in }
    let gates =
      rule == .rnn
      ? hidden : Tensor<Scalar>(unsafeUninitializedShape: [steps, batch, columns]) { _ in }
    // The rows of Uᵀ lie in one piece, for all steps.
    let transposed = weight.transposed()
    plan.forEachPart { rows, execution in
      let products = Storage<Scalar>(uninitializedCount: rows.count * columns)
      var previous = UnsafePointer(start.storage.base) + rows.lowerBound * width
      var previousCell = UnsafePointer(startCell.storage.base) + rows.lowerBound * width
      for position in 0..<steps {
        let step = plan.step(at: position)
        multiply(
          previous, transposed.storage.base, into: products.base,
          MatmulProblem(rows: rows.count, columns: columns, inner: width), execution)
        plan.forEachRun(of: rows, at: step) { run, isTrue in
          let row = step * batch + run.lowerBound
          let offset = run.lowerBound - rows.lowerBound
          let target = hidden.storage.base + row * width
          guard isTrue else {
            target.update(from: previous + offset * width, count: run.count * width)
            if rule == .lstm {
              (kept.storage.base + row * width).update(
                from: previousCell + offset * width, count: run.count * width)
            }
            return
          }
          let numbers = RecurrentStep(
            ofInput: ofInput.storage.base + row * columns,
            ofState: products.base + offset * columns, inputBias: inputBias.storage.base,
            stateBias: stateBias.storage.base, previous: previous + offset * width,
            previousCell: previousCell + offset * width, gates: gates.storage.base + row * columns,
            kept: kept.storage.base + row * width, hidden: target)
          if let kernels = execution.vectorKernels(for: Scalar.self) {
            kernels.recurrentStep(rule, numbers, run.count, width)
          } else {
            naiveRecurrentStep(rule, numbers, rows: run.count, width: width)
          }
        }
        let row = step * batch + rows.lowerBound
        previous = UnsafePointer(hidden.storage.base) + row * width
        previousCell = UnsafePointer(kept.storage.base) + row * width
      }
    }
    if rule == .lstm {
      let last = kept.storage.base + plan.step(at: steps - 1) * batch * width
      (hidden.storage.base + steps * batch * width).update(from: last, count: batch * width)
    }
    result = hidden
    self.kept = kept
    self.gates = gates
    self.weight = weight
    self.start = (start, startCell)
    self.plan = plan
  }

  /// h before each step, shape [T, B, H].
  package var previous: Tensor<Scalar> {
    let (row, others) = (plan.batch * plan.width, (plan.steps - 1) * plan.batch * plan.width)
    return Tensor(unsafeUninitializedShape: [plan.steps, plan.batch, plan.width]) { states in
      guard let states = states.baseAddress else { return }
      let (first, rest) = plan.isReversed ? (others, 0) : (0, row)
      (states + first).update(from: start.hidden.storage.base, count: row)
      (states + rest).update(
        from: result.storage.base + (plan.isReversed ? row : 0), count: others)
    }
  }

  /// The gradients of what was read and of the state before, from that of the result.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  package func gradients(_ upstream: Tensor<Scalar>) -> RecurrentScanGradients<Scalar> {
    let (rule, batch, width, columns) = (plan.rule, plan.batch, plan.width, plan.columns)
    let gates: Shape = [plan.steps, batch, columns]
    let ofInput = Tensor<Scalar>(unsafeUninitializedShape: gates) { _ in }
    let ofState =
      rule == .gru ? Tensor<Scalar>(unsafeUninitializedShape: gates) { _ in } : ofInput
    // These two are what is sent back from step to step.
    let hidden = Tensor<Scalar>(unsafeUninitializedShape: [batch, width]) {
      $0.initialize(repeating: 0)
    }
    let cell = Tensor<Scalar>(unsafeUninitializedShape: [batch, width]) {
      if rule == .lstm {
        let ofCell = upstream.storage.base + plan.steps * batch * width
        _ = $0.initialize(fromContentsOf: UnsafeBufferPointer(start: ofCell, count: $0.count))
      } else {
        $0.initialize(repeating: 0)
      }
    }
    plan.forEachPart { rows, execution in
      let sent = hidden.storage.base + rows.lowerBound * width
      for position in (0..<plan.steps).reversed() {
        let first = plan.step(at: position) * batch
        let arriving = upstream.storage.base + (first + rows.lowerBound) * width
        for i in 0..<rows.count * width { sent[i] += arriving[i] }
        plan.forEachRun(of: rows, at: plan.step(at: position)) { run, isTrue in
          let row = first + run.lowerBound
          guard isTrue else {
            (ofInput.storage.base + row * columns).update(
              repeating: 0, count: run.count * columns)
            (ofState.storage.base + row * columns).update(
              repeating: 0, count: run.count * columns)
            return
          }
          let offset = run.lowerBound * width
          let before =
            position == 0 ? offset : (plan.step(at: position - 1) * batch) * width + offset
          let numbers = RecurrentStepGradient(
            gates: self.gates.storage.base + row * columns,
            kept: kept.storage.base + row * width,
            previous: (position == 0 ? start.hidden : result).storage.base + before,
            previousCell: (position == 0 ? start.cell : kept).storage.base + before,
            hidden: hidden.storage.base + offset, cell: cell.storage.base + offset,
            ofInput: ofInput.storage.base + row * columns,
            ofState: ofState.storage.base + row * columns)
          if let kernels = execution.vectorKernels(for: Scalar.self) {
            kernels.recurrentStepGradient(rule, numbers, run.count, width)
          } else {
            naiveRecurrentStepGradient(rule, numbers, rows: run.count, width: width)
          }
        }
        // What goes back through U·h.
        multiply(
          ofState.storage.base + (first + rows.lowerBound) * columns, weight.storage.base,
          into: sent,
          MatmulProblem(rows: rows.count, columns: width, inner: columns, accumulate: true),
          execution)
      }
    }
    return RecurrentScanGradients(ofInput: ofInput, ofState: ofState, hidden: hidden, cell: cell)
  }
}

/// What ``RecurrentScan/gradients(_:)`` gives.
package struct RecurrentScanGradients<Scalar: TensorScalar> {
  /// Of W·x + b, shape [T, B, G·H].
  package let ofInput: Tensor<Scalar>
  /// Of U·h + b, shape [T, B, G·H].
  package let ofState: Tensor<Scalar>
  /// Of h before the first step, shape [B, H].
  package let hidden: Tensor<Scalar>
  /// Of c before the first step, shape [B, H]; of no meaning but for an LSTM.
  package let cell: Tensor<Scalar>
}

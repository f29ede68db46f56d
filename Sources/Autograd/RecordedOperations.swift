import TensorCore

/// The operations that led to a result, to be gone through from the last to the first.
///
/// A value, off the tape. Going through it uses it up, and what is used frees its memory for the steps to
/// come; a copy can be gone through again, with another upstream gradient.
struct RecordedOperations<Scalar: TensorScalar> {
  /// What is known of one variable.
  struct Record {
    let operation: StaticString
    let shape: Shape
    /// Where this record's entries in `contributions` begin; they end where the next record's begin.
    let startOfContributions: Int
  }

  /// How one variable's gradient contributes to that of an input.
  struct Contribution {
    let input: Int
    let pullback: Pullback<Scalar>
  }

  var records: [Record]
  var contributions: [Contribution]
  /// The rows of its input that a contribution is to, by its place, if not to the whole input.
  let rows: [Int: [Int]]
  let layers: [Int: String]
  let tracer: (any TapeTracer)?
  let observer: BackwardObserver<Scalar>?

  /// Finds the gradients of everything that led to a variable.
  ///
  /// - Parameters:
  ///   - output: The variable's place.
  ///   - upstream: The gradient of whatever is differentiated with respect to `output`; ones for the
  ///     output itself.
  ///   - tracked: How many variables were tracked at the beginning of the tape.
  /// - Returns: The gradients with respect to the tracked variables, in the order in which they were
  ///   tracked; zeros where the output does not depend on one. Of a table of which only rows were gathered,
  ///   it is that of these rows.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  mutating func backward(
    from output: Int, upstream: Tensor<Scalar>, tracked: Int
  ) -> GradientList<Scalar> {
    var gradients = [Tensor<Scalar>?](repeating: nil, count: records.count)
    var rowSums: [Int: RowSum] = [:]
    gradients[output] = upstream
    while records.count > tracked {
      let (operation, start) = (records.last!.operation, records.last!.startOfContributions)
      records.removeLast()
      if let upstream = gradients[records.count].take() {
        observer?.operationReceived(operation, upstream)
        while contributions.count > start {
          let contribution = contributions.removeLast()
          let part = contribution.pullback(upstream)
          if !rows.isEmpty, let indices = rows[contributions.count] {
            tracer?.operationRan(
              operation, part, layer: layers[records.count] ?? "", isBackward: true)
            let shape = records[contribution.input].shape
            if contribution.input < tracked {
              add(part, at: indices, of: shape, to: &rowSums[contribution.input])
            } else {
              // The pullback of what made this table knows no rows.
              add(
                part.scatterAdd(at: indices, extent: shape[0]), to: &gradients[contribution.input])
            }
            continue
          }
          guard isSound(part, for: contribution.input, of: operation) else { continue }
          add(part, to: &gradients[contribution.input])
        }
      }
      // What nothing depends on was not asked for its pullbacks.
      if contributions.count > start { contributions.removeLast(contributions.count - start) }
    }
    var result = GradientList(
      (0..<tracked).map { gradients[$0] ?? rowSums[$0]?.values ?? zeros(likeRecord: $0) })
    for (input, sum) in rowSums {
      if gradients[input] == nil {
        result.rows[input] = sum.rows
      } else {
        result.values[input] += sum.rows.table(sum.values)
      }
    }
    return result
  }

  /// The sum of contributions to rows of a table.
  private typealias RowSum = (rows: TableRows, values: Tensor<Scalar>)

  /// Adds parts to the rows of their indices.
  private func add(
    _ parts: Tensor<Scalar>, at indices: [Int], of shape: Shape, to sum: inout RowSum?
  ) {
    let before = sum?.rows.indices ?? []
    let rows = TableRows(before + indices, of: shape)
    var values = rows.sum(parts, at: indices)
    if let sum { values = rows.sum(sum.values, at: before) + values }
    sum = (rows, values)
  }

  /// The gradient of a variable on which nothing depends.
  func zeros(likeRecord position: Int) -> Tensor<Scalar> {
    Tensor(repeating: 0, shape: records[position].shape)
  }

  /// The first contribution is stored, later ones are added in place: n − 1 additions for n uses.
  @inline(__always)
  private func add(_ part: Tensor<Scalar>, to gradient: inout Tensor<Scalar>?) {
    if gradient == nil { gradient = part } else { gradient! += part }
  }

  /// Whether the pullback of the operation at hand has given a gradient of its input's shape; if not, the program
  /// stops, unless an observer wants to report it. A tracer looks at what is in it.
  @inline(__always)
  private func isSound(
    _ gradient: Tensor<Scalar>, for input: Int, of operation: StaticString
  ) -> Bool {
    let expected = records[input].shape
    if gradient.shape == expected {
      tracer?.operationRan(
        operation, gradient, layer: layers[records.count] ?? "", isBackward: true)
      return true
    }
    guard let observer else {
      fatalError(
        "\(operation): the pullback gives a gradient of shape \(gradient.shape) for an input of "
          + "shape \(expected)")
    }
    observer.wrongShapeGiven(operation, input, gradient.shape, expected)
    return false
  }
}
